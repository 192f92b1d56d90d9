"""The life of a version as one table: which action, from which status to which, by whom.

The state diagram in docs/workflow.md is made from this table.
"""

from savings.claims.comparison import nothing_has_changed
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
from savings.review.finality import may_be_reconsidered

from . import drafts, reviews, round_answers, sign_off
from .action import Action
from .actors import Doer
from .rights import (
    ASK_SIGN_OFF,
    EDIT,
    LEAD,
    LET_GO,
    PARTNER,
    REVIEW,
    SIGN_OFF,
    confirms_its_use,
    has_agreed,
    has_lost_its_reviewer,
    has_no_tie,
    has_not_read_it,
    is_named,
    is_the_reviewer,
    may_hand_over,
    may_take,
)

DRAFT, SUBMITTED, IN_REVIEW, QUESTION = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.QUESTION,
)
PROVISIONAL, REPLY, FINAL = Status.PROVISIONAL, Status.REPLY, Status.FINAL
WITHDRAWN, SUPERSEDED, PUBLISHED = Status.WITHDRAWN, Status.SUPERSEDED, Status.PUBLISHED


def _has_it_already(doer: Doer, version: Version) -> str:
    is_theirs = is_the_reviewer(doer, version)
    if not is_theirs or version.status not in TAKEN:
        return ""
    return (
        "This claim is with you already, perhaps from another tab. Taking it again changes nothing."
    )


def _was_submitted(version: Version) -> bool:
    # A draft is thrown away, without a reason; nobody outside the place has read it.
    return version.status != DRAFT


def _never_by_itself(version: Version) -> bool:
    # It is part of letting somebody go: see `leavers`.
    return False


_PLACE = "an officer or finance officer of the place"
_FINANCE = "a finance officer of the place"
_REVIEWER = "the reviewer who has it"
_LEAD = "a review lead with no tie to the place"
_PARTNER = "the partner named in it"
_LETS_GO = "an administrator who lets somebody go"

ACTIONS = {
    action.name: action
    for action in [
        Action(
            name="edit",
            label="Change the draft",
            start=(DRAFT,),
            end=DRAFT,
            permission=EDIT,
            who=_PLACE,
            effect=drafts.edit,
        ),
        Action(
            name="ask_sign_off",
            label="Ask for sign-off",
            start=(DRAFT,),
            end=DRAFT,
            permission=ASK_SIGN_OFF,
            who="an officer of the place",
            effect=sign_off.ask_sign_off,
            obstacle=nothing_has_changed,
        ),
        Action(
            name="send_back",
            label="Send back",
            start=(DRAFT,),
            end=DRAFT,
            permission=SIGN_OFF,
            who=_FINANCE,
            effect=sign_off.send_back,
            obstacle=sign_off.is_not_asked_for,
        ),
        Action(
            name="submit",
            label="Sign off and submit",
            start=(DRAFT,),
            end=SUBMITTED,
            permission=SIGN_OFF,
            who=_FINANCE,
            effect=sign_off.submit,
            obstacle=nothing_has_changed,
        ),
        Action(
            name="take",
            label="Take for review",
            start=(SUBMITTED,),
            end=IN_REVIEW,
            permission=REVIEW,
            who="a reviewer with no tie to the place (the one it was handed to, if any)",
            effect=reviews.take,
            also=may_take,
            done_before=_has_it_already,
        ),
        Action(
            name="ask",
            label="Ask the place",
            start=(IN_REVIEW,),
            end=QUESTION,
            permission=REVIEW,
            who=_REVIEWER,
            effect=reviews.ask,
            also=is_the_reviewer,
        ),
        Action(
            name="answer",
            label="Answer the question",
            start=(QUESTION,),
            end=IN_REVIEW,
            permission=EDIT,
            who=_PLACE,
            effect=reviews.answer,
        ),
        Action(
            name="decide",
            label="Give a verdict",
            start=(IN_REVIEW,),
            end=PROVISIONAL,
            permission=REVIEW,
            who=_REVIEWER,
            effect=reviews.decide,
            also=is_the_reviewer,
        ),
        Action(
            name="reply",
            label="Reply to the verdict",
            start=(PROVISIONAL,),
            end=REPLY,
            permission=EDIT,
            who=_PLACE,
            effect=reviews.reply,
        ),
        Action(
            name="reconsider",
            label="Send back to review",
            start=AWAITING_FINAL,
            end=IN_REVIEW,
            permission=LEAD,
            who=_LEAD,
            effect=reviews.reconsider,
            also=has_no_tie,
            is_due=may_be_reconsidered,
        ),
        Action(
            name="second_read",
            label="Give a second reading",
            start=AWAITING_FINAL,
            permission=REVIEW,
            who="another reviewer, with no tie to the place",
            effect=reviews.second_read,
            also=has_not_read_it,
        ),
        Action(
            name="finalise",
            label="Make the verdict final",
            start=AWAITING_FINAL,
            end=FINAL,
            permission=LEAD,
            who=_LEAD,
            effect=reviews.finalise,
            also=has_no_tie,
        ),
        Action(
            name="waive_reply",
            label="Say that no reply will come",
            start=(PROVISIONAL,),
            permission=SIGN_OFF,
            who=_FINANCE,
            effect=reviews.waive_reply,
        ),
        Action(
            name="triage",
            label="Choose for review or not",
            start=AWAITING_VERDICT,
            permission=LEAD,
            who=_LEAD,
            effect=reviews.triage,
            also=has_no_tie,
        ),
        Action(
            name="hand_over",
            label="Hand over",
            start=REVIEW_OPEN,
            who="the review lead, the reviewer who has it, or an administrator once that one has left",
            effect=reviews.hand_over,
            also=may_hand_over,
        ),
        Action(
            name="lose_reviewer",
            label="Let its reviewer go",
            start=REVIEW_OPEN,
            permission=LET_GO,
            who=_LETS_GO,
            effect=reviews.lose_reviewer,
            also=has_lost_its_reviewer,
            is_due=_never_by_itself,
        ),
        Action(
            name="pass_on",
            label="Pass on what somebody had of it",
            start=(DRAFT, *SUBMITTED_BY_THE_PLACE),
            permission=LET_GO,
            who=_LETS_GO,
            effect=drafts.pass_on,
            is_due=_never_by_itself,
        ),
        Action(
            name="agree",
            label="Agree our share",
            start=tuple(Status),
            permission=PARTNER,
            who=_PARTNER,
            effect=reviews.agree,
            also=is_named,
            said_already=has_agreed,
        ),
        Action(
            name="dispute",
            label="Dispute our share",
            start=tuple(Status),
            permission=PARTNER,
            who=_PARTNER,
            effect=reviews.dispute,
            also=is_named,
        ),
        Action(
            name="set_condition",
            label="Set what it may be used for",
            start=tuple(Status),
            permission=EDIT,
            who=_FINANCE + "; in a draft, an officer too",
            effect=drafts.set_condition,
            also=confirms_its_use,
            obstacle=drafts.nothing_to_loosen,
        ),
        Action(
            name="confirm",
            label="Say that nothing has changed",
            start=SUBMITTED_BY_THE_PLACE,
            permission=EDIT,
            who=_PLACE,
            effect=round_answers.confirm,
            is_due=waits_for_confirmation,
        ),
        Action(
            name="adopt",
            label="Adopt as our own claim",
            start=(PUBLISHED,),
            permission=EDIT,
            who=_PLACE,
            effect=drafts.adopt,
            opens_draft=True,
        ),
        Action(
            name="discard",
            label="Throw the draft away",
            start=(DRAFT,),
            end=WITHDRAWN,
            permission=EDIT,
            who=_PLACE,
            effect=drafts.discard,
        ),
        Action(
            name="withdraw",
            label="Withdraw",
            start=(DRAFT, *REVIEW_OPEN),
            end=WITHDRAWN,
            permission=SIGN_OFF,
            who=_FINANCE,
            effect=drafts.withdraw,
            is_due=_was_submitted,
            obstacle=drafts.only_a_revision,
        ),
        Action(
            name="abandon",
            label="Say that the saving was given up",
            start=(FINAL,),
            permission=SIGN_OFF,
            who=_FINANCE,
            effect=drafts.abandon,
            obstacle=drafts.is_given_up_already,
        ),
        Action(
            name="revise",
            label="Revise",
            start=FROZEN_BY_THE_PLACE,
            permission=EDIT,
            who=_PLACE,
            effect=drafts.revise,
            opens_draft=True,
        ),
    ]
}
