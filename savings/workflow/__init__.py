"""Every change to a claim: who may do what, from which status. The only place that writes claims.

Pages, admin and imports call `perform` with an action of the table in `actions.py`; each change is one
conditional UPDATE and one event, in one transaction. `create_claim` and `publish` begin a claim's life.
"""

from .actions import ACTIONS, Action
from .beginning import create_claim, next_reference, publish
from .bulk import store_staged_figures
from .filing import receive
from .performing import available, check, is_ever_for, perform, refusal
from .refusals import ActionError, StaleError
from .sent_once import led_to_before, once
from .timing import add_time

__all__ = [
    "ACTIONS",
    "Action",
    "ActionError",
    "StaleError",
    "add_time",
    "available",
    "check",
    "create_claim",
    "is_ever_for",
    "led_to_before",
    "next_reference",
    "once",
    "perform",
    "publish",
    "receive",
    "refusal",
    "store_staged_figures",
]
