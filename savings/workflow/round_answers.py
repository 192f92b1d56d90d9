"""What does a place say to a round at once: of many claims that nothing has changed, or that it has nothing to report?

Each claim is confirmed as the action `confirm` does one, with its event. What is revised instead is a claim's own
action: `revise`.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from pilots.models import Place, User
from savings.batches import rows_of
from savings.claims.round_returns import returns_of
from savings.claims.rounds import not_confirmed_in, open_round
from savings.models import Abandonment, Confirmation, NothingToReport, Round, Version
from savings.models.choices import SUBMITTED_BY_THE_PLACE

from .record import record_many
from .refusals import ActionError, DoneBeforeError, check_is_here, need
from .revisions import hold, move_on
from .writers import check_writes_for, check_writes_for_all

_THE_REST_IS_TICKED = " The others you chose are still ticked: send them again."


def confirm(version: Version, *, by: User, note: str = "") -> None:
    """In an open round: the version stands as it is."""
    current = _open_now()
    for _, reason in _refused([version], current):
        raise ActionError(f"{reason[:1].upper()}{reason[1:]}")
    _, is_new = Confirmation.objects.get_or_create(
        version=version, round=current, defaults={"by": by}
    )
    need(is_new, _is_said_already(current))


@transaction.atomic
def confirm_many(versions: Sequence[Version], *, by: User) -> None:
    """In an open round: each of `versions`, read with their claims, stands as it is.

    All of them or none. Raises PermissionDenied where `by` does not write for one of their places, StaleError where
    somebody has changed one, ActionError where one cannot be confirmed: its `problems` name each, and say why.
    """
    chosen = list({version.pk: version for version in versions}.values())
    need(chosen, "No claim is chosen. Choose those in which nothing has changed.")
    check_writes_for_all(by, {version.claim.place_id for version in chosen})
    current = _open_now()
    hold(chosen)
    _refuse_any(chosen, current)
    _confirm(chosen, current, by=by)
    check_is_here(by)


@transaction.atomic
def report_nothing(current: Round, place: Place, *, by: User) -> NothingToReport:
    """The place says, in an open round, that no claim of it has changed and that it has no new one.

    That confirms each claim of which the round has still to hear; a draft in progress stays as it is. Raises
    PermissionDenied where `by` does not write for the place, DoneBeforeError where it has been said, ActionError where
    the round is not open or the place has reported something in it, StaleError where somebody has changed a claim.
    """
    check_writes_for(by, place)
    _is_open(current)
    _nothing_was_reported(current, place)
    said, is_new = NothingToReport.objects.get_or_create(
        round=current, place=place, defaults={"by": by}
    )
    if not is_new:
        raise DoneBeforeError(_was_said_by(said))
    own = Version.objects.filter(claim__place=place).select_related("claim")
    due = list(not_confirmed_in(current, own).order_by("pk"))
    hold(due)
    _confirm(due, current, by=by, note=f"{place} has nothing to report in the round “{current}”.")
    check_is_here(by)
    return said


def _open_now() -> Round:
    current = open_round(timezone.localdate())
    if current is None:
        raise ActionError("No round is open, so nothing need be confirmed now.")
    return current


def _confirm(versions: Sequence[Version], current: Round, *, by: User, note: str = "") -> None:
    if not versions:
        return
    said = [Confirmation(version=version, round=current, by=by) for version in versions]
    Confirmation.objects.bulk_create(said, batch_size=1_000)
    move_on(versions)
    record_many(versions, "confirm", by=by, note=note)


def _refuse_any(versions: Sequence[Version], current: Round) -> None:
    """Refuse them all, naming each of which it cannot be said, and why."""
    refused = _refused(versions, current)
    _done_before(versions, [version for version, _ in refused], current)
    problems = [f"{version.claim}: {reason}" for version, reason in refused]
    if problems:
        rest = len(versions) - len(refused)
        raise ActionError(
            "Nothing was stored, because some of the claims you chose cannot be answered this way."
            f"{_THE_REST_IS_TICKED if rest else ''}",
            problems,
        )


def _done_before(versions: Sequence[Version], refused: Sequence[Version], current: Round) -> None:
    """Where all that is chosen has been said already, as in another tab, nothing is wrong: say who said it."""
    if len(refused) < len(versions):  # The rest can be answered.
        return
    said = Confirmation.objects.filter(round=current).select_related("by").order_by("pk")
    found = list(rows_of(said, "version", (version.pk for version in refused)))
    if len(found) == len(refused):
        people = ", ".join(dict.fromkeys(str(one.by) for one in found))
        raise DoneBeforeError(
            f"Already answered: nothing more to do. {people} said in the round “{current}” that nothing has changed."
        )


def _refused(versions: Sequence[Version], current: Round) -> list[tuple[Version, str]]:
    """Those of which the round has nothing to hear any more, or never had, and why."""
    due = {
        version.pk
        for version in rows_of(
            not_confirmed_in(current, Version.objects.only("pk")), "pk", (v.pk for v in versions)
        )
    }
    rest = [version for version in versions if version.pk not in due]
    said = Confirmation.objects.filter(round=current)
    confirmed = {one.version_id for one in rows_of(said, "version", (v.pk for v in rest))}
    given_up = {
        one.version_id
        for one in rows_of(Abandonment.objects.all(), "version", (v.pk for v in rest))
    }
    return [
        (v, _reason(v, current, is_said=v.pk in confirmed, is_given_up=v.pk in given_up))
        for v in rest
    ]


def _reason(version: Version, current: Round, *, is_said: bool, is_given_up: bool) -> str:
    if version.status not in SUBMITTED_BY_THE_PLACE:
        return f"it is “{version.get_status_display().lower()}”, and only a submitted claim is confirmed."
    if is_given_up:
        return "the saving was given up. If it goes on after all, revise the claim."
    if is_said:
        return _is_said_already(current)
    return f"it was submitted in the round “{current}”, so there is nothing more to say of it."


def _is_said_already(current: Round) -> str:
    return f"This has been said in the round “{current}” already."


def _is_open(current: Round) -> None:
    today = timezone.localdate()
    opens, closes = (f"{day:%-d %B %Y}" for day in (current.opens_on, current.closes_on))
    need(
        current.opens_on <= today <= current.closes_on,
        f"The round “{current}” is not open today: it is open from {opens} to {closes}.",
    )


def _nothing_was_reported(current: Round, place: Place) -> None:
    """What the record says stays true: who has submitted or ended something has had something to report."""
    [answer] = returns_of(current, Place.objects.filter(pk=place.pk), timezone.localdate())
    number = answer.revised + answer.new + answer.ended
    claims = "1 claim" if number == 1 else f"{number} claims"
    need(
        not answer.has_reported,
        f"{place} has submitted or ended {claims} in the round “{current}”, so it has reported something. Of the other"
        " claims say that nothing has changed.",
    )


def _was_said_by(said: NothingToReport) -> str:
    day = f"{timezone.localtime(said.at):%-d %B %Y}"
    return f"{said.by} said on {day} that {said.place} has nothing to report in the round “{said.round}”."
