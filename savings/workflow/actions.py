"""The life of a version as one table: which action, from which status to which, by whom.

The state diagram in docs/workflow.md is made from this table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pilots.people import places_with
from savings.claims.rounds import waits_for_confirmation
from savings.models import Version
from savings.models.choices import (
    AWAITING_FINAL,
    AWAITING_VERDICT,
    FROZEN_BY_THE_PLACE,
    REVIEW_OPEN,
    SUBMITTED_BY_THE_PLACE,
    TAKEN,
    Status,
)
from savings.review.standing_reading import readers_differ

from . import drafts, reviews
from .actors import Doer
from .partner_shares import named_organisations

DRAFT, SUBMITTED, IN_REVIEW, QUESTION = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.QUESTION,
)
PROVISIONAL, REPLY, FINAL = Status.PROVISIONAL, Status.REPLY, Status.FINAL
WITHDRAWN, SUPERSEDED, PUBLISHED = Status.WITHDRAWN, Status.SUPERSEDED, Status.PUBLISHED


@dataclass(frozen=True)
class Action:
    """`end` is empty where the status stays; `who` says in words who may; `also` narrows it to certain persons.

    `effect(version, by=…, **details)` checks what the action needs, writes what belongs to it, and returns the
    version's own fields that change with the status; under IN_HISTORY, what the history is to say beside the
    person's own note. `opens_draft`: it makes a new version; this one stays.
    `is_due`: whether there is reason to offer it today. `obstacle`: what in the version stands in its way, in words.
    `done_before`: that this person has done it already, in words; empty where they have not.
    """

    name: str
    label: str
    start: tuple[str, ...]
    end: str
    permission: str
    who: str
    effect: Callable
    also: Callable[[Doer, Version], bool] = lambda doer, version: True
    opens_draft: bool = False
    is_due: Callable[[Version], bool] = lambda version: True
    obstacle: Callable[[Version], str] = lambda version: ""
    done_before: Callable[[Doer, Version], str] = lambda doer, version: ""

    @property
    def url_name(self) -> str:
        return self.name.replace("_", "-")


def _has_no_tie(doer, version):
    return not doer.is_tied_to(version)


def _is_the_reviewer(doer, version):
    review = getattr(version, "review", None)
    return bool(review) and review.reviewer_id == doer.user.pk and _has_no_tie(doer, version)


def _may_take(doer, version):
    # Before it is taken, a claim may have been handed to somebody. Once it is taken, that is too late for all alike.
    is_handed_on = version.status == SUBMITTED and version.review.reviewer_id not in (
        None,
        doer.user.pk,
    )
    return not is_handed_on and _has_no_tie(doer, version)


def _has_it_already(doer, version):
    is_theirs = _is_the_reviewer(doer, version)
    if not is_theirs or version.status not in TAKEN:
        return ""
    return (
        "This claim is with you already, perhaps from another tab. Taking it again changes nothing."
    )


def _has_not_read_it(doer, version):
    return _has_no_tie(doer, version) and not doer.has_read(version)


def _may_be_reconsidered(version):
    return version.status == REPLY or readers_differ(version)


def _may_hand_over(doer, version):
    leads = doer.user.has_perm(LEAD) and _has_no_tie(doer, version)
    return leads or _is_the_reviewer(doer, version) or _replaces_the_reviewer(doer, version)


def _replaces_the_reviewer(doer, version):
    # Whoever let the reviewer go. Not of a place of their own: who is judged does not choose the judge.
    lets_go = doer.holds(LET_GO, version) and _has_no_tie(doer, version)
    return lets_go and _has_lost_its_reviewer(doer, version)


def _has_lost_its_reviewer(doer, version):
    return doer.finds_it_lost(version)


def _is_named(doer, version):
    if version.status == DRAFT and not version.sign_off_asked_at:
        return False
    mine = places_with(doer.user, "savings.respond_to_share").filter(place=version.claim.place)
    return named_organisations(version).filter(pk__in=mine.values("organisation")).exists()


def _was_submitted(version):
    # A draft is thrown away, without a reason; nobody outside the place has read it.
    return version.status != DRAFT


def _never_by_itself(version):
    # It is part of letting somebody go: see `leavers`.
    return False


def _confirms(doer, version):
    # A draft's condition is only proposed, so whoever writes the draft may; later it takes the finance officer.
    needed = "savings.edit_claim" if version.status == DRAFT else "savings.sign_off_claim"
    return doer.holds(needed, version)


EDIT = "savings.edit_claim"
SIGN_OFF = "savings.sign_off_claim"
REVIEW = "savings.review_claim"
LEAD = "savings.lead_review"
PARTNER = "savings.respond_to_share"
LET_GO = "pilots.change_user"

_PLACE = "an officer or finance officer of the place"
_FINANCE = "a finance officer of the place"
_REVIEWER = "the reviewer who has it"
_LEAD = "a review lead with no tie to the place"
_PARTNER = "the partner named in it"
_LETS_GO = "an administrator who lets somebody go"

ACTIONS = {
    action.name: action
    for action in [
        Action("edit", "Change the draft", (DRAFT,), DRAFT, EDIT, _PLACE, drafts.edit),
        Action(
            "ask_sign_off", "Ask for sign-off", (DRAFT,), DRAFT,
            "savings.ask_sign_off", "an officer of the place", drafts.ask_sign_off,
        ),
        Action("submit", "Sign off and submit", (DRAFT,), SUBMITTED, SIGN_OFF, _FINANCE, drafts.submit),
        Action(
            "take", "Take for review", (SUBMITTED,), IN_REVIEW,
            REVIEW, "a reviewer with no tie to the place (the one it was handed to, if any)", reviews.take,
            _may_take, done_before=_has_it_already,
        ),
        Action("ask", "Ask the place", (IN_REVIEW,), QUESTION, REVIEW, _REVIEWER, reviews.ask, _is_the_reviewer),
        Action("answer", "Answer the question", (QUESTION,), IN_REVIEW, EDIT, _PLACE, reviews.answer),
        Action(
            "decide", "Give a verdict", (IN_REVIEW,), PROVISIONAL,
            REVIEW, _REVIEWER, reviews.decide, _is_the_reviewer,
        ),
        Action("reply", "Reply to the verdict", (PROVISIONAL,), REPLY, EDIT, _PLACE, reviews.reply),
        Action(
            "reconsider", "Send back to review", AWAITING_FINAL, IN_REVIEW,
            LEAD, _LEAD, reviews.reconsider, _has_no_tie, is_due=_may_be_reconsidered,
        ),
        Action(
            "second_read", "Give a second reading", AWAITING_FINAL, "",
            REVIEW, "another reviewer, with no tie to the place", reviews.second_read, _has_not_read_it,
        ),
        Action(
            "finalise", "Make the verdict final", AWAITING_FINAL, FINAL,
            LEAD, _LEAD, reviews.finalise, _has_no_tie,
        ),
        Action(
            "waive_reply", "Say that no reply will come", (PROVISIONAL,), "",
            SIGN_OFF, _FINANCE, reviews.waive_reply,
        ),
        Action("triage", "Choose for review or not", AWAITING_VERDICT, "", LEAD, _LEAD, reviews.triage, _has_no_tie),
        Action(
            "hand_over", "Hand over", REVIEW_OPEN, "",
            "", "the review lead, the reviewer who has it, or an administrator once that one has left",
            reviews.hand_over, _may_hand_over,
        ),
        Action(
            "lose_reviewer", "Let its reviewer go", REVIEW_OPEN, "",
            LET_GO, _LETS_GO, reviews.lose_reviewer, _has_lost_its_reviewer, is_due=_never_by_itself,
        ),
        Action(
            "pass_on", "Pass on what somebody had of it", (DRAFT, *SUBMITTED_BY_THE_PLACE), "",
            LET_GO, _LETS_GO, drafts.pass_on, is_due=_never_by_itself,
        ),
        Action("agree", "Agree our share", tuple(Status), "", PARTNER, _PARTNER, reviews.agree, _is_named),
        Action("dispute", "Dispute our share", tuple(Status), "", PARTNER, _PARTNER, reviews.dispute, _is_named),
        Action(
            "set_condition", "Set what it may be used for", tuple(Status), "",
            EDIT, _FINANCE + "; in a draft, an officer too", drafts.set_condition, _confirms,
            obstacle=drafts.nothing_to_loosen,
        ),
        Action(
            "confirm", "Say that nothing has changed", SUBMITTED_BY_THE_PLACE, "",
            EDIT, _PLACE, drafts.confirm, is_due=waits_for_confirmation,
        ),
        Action(
            "adopt", "Adopt as our own claim", (PUBLISHED,), "",
            EDIT, _PLACE, drafts.adopt, opens_draft=True,
        ),
        Action("discard", "Throw the draft away", (DRAFT,), WITHDRAWN, EDIT, _PLACE, drafts.discard),
        Action(
            "withdraw", "Withdraw", (DRAFT, *REVIEW_OPEN), WITHDRAWN,
            SIGN_OFF, _FINANCE, drafts.withdraw, is_due=_was_submitted,
            obstacle=drafts.only_a_revision,
        ),
        Action(
            "revise", "Revise", FROZEN_BY_THE_PLACE, "",
            EDIT, _PLACE, drafts.revise, opens_draft=True,
        ),
    ]
}  # fmt: skip
