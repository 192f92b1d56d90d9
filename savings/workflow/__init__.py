"""Every change to a claim: who may do what, from which status. The only place that writes claims.

Pages, admin and imports call `perform` with an action of the table in `actions.py`; each change is one
conditional UPDATE and one event, in one transaction. `create_claim` and `publish` begin a claim's life.
"""

from .actions import ACTIONS, Action
from .bulk_figures import store_staged_figures
from .evidence import receive
from .new_claims import create_claim, next_reference, publish
from .notification import mark_seen
from .readings import faults, states_of
from .refusals import ActionError, DoneBeforeError, StaleError
from .sent_once import led_to_before, once
from .time_taken import add_time
from .transitions import available, available_on, check, is_ever_for, perform, refusal
from .triage import check_may_triage, choose_for_review, may_triage
from .writers import check_writes, places_written_by

__all__ = [
    "ACTIONS",
    "Action",
    "ActionError",
    "DoneBeforeError",
    "StaleError",
    "add_time",
    "available",
    "available_on",
    "check",
    "check_may_triage",
    "check_writes",
    "choose_for_review",
    "create_claim",
    "faults",
    "is_ever_for",
    "led_to_before",
    "mark_seen",
    "may_triage",
    "next_reference",
    "once",
    "perform",
    "places_written_by",
    "publish",
    "receive",
    "refusal",
    "states_of",
    "store_staged_figures",
]
