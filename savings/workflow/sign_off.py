"""What signing off does: it is asked for, refused with a reason, or given, which freezes what the draft says.

A function with the name of an action in `actions.ACTIONS` is its effect: called inside the transaction of `perform`,
and by everybody else as a verb (`verbs`).
"""

from django.utils import timezone

from pilots.models import User
from savings.claims.asked import to_be_kept
from savings.claims.digests import version_digest
from savings.claims.questions import standing_answers
from savings.claims.rounds import statement_of_use
from savings.claims.submission import (
    is_asked_whose_budget_falls,
    largest_saving,
    problems,
    signature_refused,
)
from savings.claims.use_conditions import from_sign_off, has_own_figures
from savings.doubts.risk import signs
from savings.models import SignOff, SignOffRequest, Version
from savings.models.choices import STANDING, SignsAs, Status

from .doubted_figures import record_doubts
from .drafts import change_condition, supersede
from .new_reviews import begin_review
from .overlaps import keep_overlaps
from .record import Changes
from .refusals import ActionError, need


def ask_sign_off(version: Version, *, by: User, note: str = "") -> Changes:
    """The officer asks the finance officer to sign off; nothing may be missing. What the draft says is kept."""
    _refuse_incomplete(version)
    now = timezone.now()
    said = {"by": by, "at": now, "said": to_be_kept(version)}
    SignOffRequest.objects.update_or_create(version=version, defaults=said)
    return {"sign_off_asked_at": now}


def send_back(version: Version, *, by: User, note: str = "") -> Changes:
    """The finance officer does not sign: sign-off is asked for no more, and the officers are told why."""
    need(note, "Say why it is sent back. Whoever asked for sign-off reads the reason.")
    return {"sign_off_asked_at": None}


def is_not_asked_for(version: Version) -> str:
    """Why a draft cannot be sent back: nobody has asked for its sign-off. Empty where somebody has."""
    if version.status != Status.DRAFT or version.sign_off_asked_at:
        return ""
    return (
        "Nobody has asked for sign-off of this draft, so it cannot be sent back. Change it yourself, or wait until an"
        " officer asks."
    )


def submit(
    version: Version, *, by: User, note: str = "", signs_as: str = SignsAs.FINANCE
) -> Changes:
    """Freeze what the draft says, and put it in the place of the version that stood before."""
    _refuse_incomplete(version)
    refused = signature_refused(version, signs_as)
    need(not refused, refused)
    stands = standing_answers(version)
    vars(version).update(stands)  # So that what is signed is what is frozen.
    record_doubts(version)  # Of what differs from the version that stands, as long as it does.
    standing = version.claim.versions.filter(status__in=STANDING).first()
    if standing:
        supersede(standing, by=by, later=version)
    _confirm_condition(version, standing, by)
    _sign(version, by, signs_as)
    begin_review(version)
    keep_overlaps(version)
    return {
        **stands,
        "frozen_at": timezone.now(),
        "frozen_by": by,
        "claimed": largest_saving(version),
        "risk": len(signs(version)),
        "is_budget_asked": is_asked_whose_budget_falls(version),
    }


def _refuse_incomplete(version: Version) -> None:
    found = problems(version, today=timezone.localdate())
    if found:
        words = [str(problem) for problem in found]
        raise ActionError("The claim cannot be signed off yet.", problems=words)


def _confirm_condition(version: Version, standing: Version | None, by: User) -> None:
    claim, condition = version.claim, from_sign_off(version)
    if not has_own_figures(claim) or condition > claim.use_condition:
        note = "Confirmed at sign-off."
        if standing and standing.is_published:
            note = "The place’s own version. The published words stay open."
        change_condition(claim, condition, by=by, note=note)


def _sign(version: Version, by: User, signs_as: str) -> None:
    said = statement_of_use(timezone.localdate())
    SignOff.objects.create(
        version=version,
        by=by,
        signs_as=signs_as,
        digest=version_digest(version),
        statement=said.text if said else "",
        statement_date=said.valid_from if said else None,
    )
