"""Every change to a claim: who may do what, from which status. The only place that writes claims.

Pages, admin and imports call a verb for each action of the table in `actions.py`: `workflow.submit(version, by=…)`.
Each change is one conditional UPDATE and one event, in one transaction. `create_claim` and `publish` begin a claim's
life.
"""

from savings.review.judged import states_of

from .action import Action
from .actions import ACTIONS
from .bulk_claims import NewClaim, create_claims, edit_drafts
from .bulk_figures import store_staged_figures
from .bulk_triage import check_may_triage, choose_for_review, may_triage
from .diagram import workflow_page
from .drafts import default_lead
from .evidence import forget_unused, note_scan, receive
from .leavers import holdings
from .new_claims import create_claim, next_reference, publish
from .notification import mark_opened, mark_seen
from .overlaps import keep_overlaps, latest_mark, mark_overlap, may_mark
from .reading_faults import Fault, faults
from .refusals import ActionError, DoneBeforeError, StaleError
from .reminders import remind, would_be_reminded
from .round_answers import confirm_many, report_nothing
from .sent_once import led_to_before, once
from .sheets import keep_layout, keep_sheet, lay_out, mark_stored
from .time_taken import add_time
from .transitions import available, available_on, check, is_ever_for, perform, refusal
from .verbs import (
    abandon,
    adopt,
    agree,
    answer,
    ask,
    ask_sign_off,
    confirm,
    decide,
    discard,
    dispute,
    edit,
    finalise,
    hand_over,
    lose_reviewer,
    pass_on,
    reconsider,
    reply,
    revise,
    second_read,
    send_back,
    set_condition,
    submit,
    take,
    triage,
    waive_reply,
    withdraw,
)
from .verdict_drafts import keep_verdict
from .writers import check_writes, places_written_by, writes_for_practice_alone

__all__ = [
    "ACTIONS",
    "Action",
    "ActionError",
    "DoneBeforeError",
    "Fault",
    "NewClaim",
    "StaleError",
    "abandon",
    "add_time",
    "adopt",
    "agree",
    "answer",
    "ask",
    "ask_sign_off",
    "available",
    "available_on",
    "check",
    "check_may_triage",
    "check_writes",
    "choose_for_review",
    "confirm",
    "confirm_many",
    "create_claim",
    "create_claims",
    "decide",
    "default_lead",
    "discard",
    "dispute",
    "edit",
    "edit_drafts",
    "faults",
    "finalise",
    "forget_unused",
    "hand_over",
    "holdings",
    "is_ever_for",
    "keep_layout",
    "keep_overlaps",
    "keep_sheet",
    "keep_verdict",
    "latest_mark",
    "lay_out",
    "led_to_before",
    "lose_reviewer",
    "mark_opened",
    "mark_overlap",
    "mark_seen",
    "mark_stored",
    "may_mark",
    "may_triage",
    "next_reference",
    "note_scan",
    "once",
    "pass_on",
    "perform",
    "places_written_by",
    "publish",
    "receive",
    "reconsider",
    "refusal",
    "remind",
    "reply",
    "report_nothing",
    "revise",
    "second_read",
    "send_back",
    "set_condition",
    "states_of",
    "store_staged_figures",
    "submit",
    "take",
    "triage",
    "waive_reply",
    "withdraw",
    "workflow_page",
    "would_be_reminded",
    "writes_for_practice_alone",
]
