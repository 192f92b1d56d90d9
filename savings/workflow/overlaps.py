"""What may be the same money is kept as a version is submitted; and a person says whether it is."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from pilots.models import User
from pilots.people import memberships
from savings.batches import rows_of
from savings.doubts.alike import Stated
from savings.doubts.overlaps import Found, find, money_of
from savings.models import Overlap, OverlapFigure, OverlapMark, Version
from savings.models.choices import STANDING

from .actors import Doer
from .record import record_many
from .refusals import StaleError, check_is_here, need
from .rights import MARK_OVERLAP

MARK = "mark_overlap"  # As the history names it.


def keep_overlaps(version: Version) -> int:
    """Keep what may be the same money as `version`, and how much of it was not kept before."""
    alike = find(version)
    kept = _kept(version)  # After it: another claim may be submitted in between, and keep the pair.
    found = [one for one in alike if one.other not in kept]
    if not found:
        return 0
    claims = {version.pk: version.claim.reference} | _references(found)
    ours = {figure.pk for figure in version.figures.all()}
    overlaps = Overlap.objects.bulk_create(
        Overlap(
            earlier_id=one.other,
            later=version,
            money=money_of(claims, _by_version(version.pk, one, ours)),
        )
        for one in found
    )
    OverlapFigure.objects.bulk_create(
        (
            OverlapFigure(overlap=overlap, part=part, figure_id=figure.key)
            for overlap, one in zip(overlaps, found, strict=True)
            for part, money in enumerate(one.moneys, start=1)
            for figure in money
        ),
        batch_size=1_000,
    )
    return len(found)


def may_mark(user: User, *versions: Version) -> bool:
    """Whether the person says of money in these versions whether it is the same: with no tie to any of their places."""
    doer = Doer(user, versions, memberships(user))
    allowed = user.is_active and user.has_perm(MARK_OVERLAP)
    return allowed and not any(map(doer.is_tied_to, versions))


@transaction.atomic
def mark_overlap(
    overlap: Overlap, *, by: User, answer: str, because: str, seen: int | None
) -> OverlapMark:
    """Say whether the money of an overlap is the same; `seen` is the key of the mark that the person read, if any.

    Raises PermissionDenied where they may never, ActionError (in words) where one of the claims does not stand any
    more, StaleError where somebody else has said something meanwhile.
    """
    versions = [overlap.earlier, overlap.later]
    if not may_mark(by, *versions):
        raise PermissionDenied(
            "Only a reviewer or review lead with no tie to either place can do this: say whether it is the same money."
        )
    need(because, "Say why. The reason stays with it.")
    # Whoever revises or withdraws one of the two, or marks them, waits.
    held = Version.objects.select_for_update().filter(
        pk__in=[version.pk for version in versions], status__in=STANDING
    )
    need(
        len(held.order_by("pk").values_list("pk")) == len(versions),
        "One of the two claims has changed since you read it. Nothing was stored. Look at what it says now.",
    )
    if latest_mark(overlap) != seen:
        raise StaleError
    mark = OverlapMark.objects.create(overlap=overlap, answer=answer, because=because, by=by)
    record_many(versions, MARK, by=by)
    check_is_here(by)
    return mark


def latest_mark(overlap: Overlap) -> int | None:
    """The key of what was said last of the same amounts, in whichever revision."""
    marks = OverlapMark.objects.filter(overlap__money=overlap.money).order_by("-pk")
    return marks.values_list("pk", flat=True).first()


def _kept(version: Version) -> set[int]:
    """The versions with which an overlap is kept already."""
    pairs = Overlap.objects.filter(Q(earlier=version.pk) | Q(later=version.pk))
    return {key for pair in pairs.values_list("earlier", "later") for key in pair}


def _references(found: Iterable[Found]) -> dict[int, str]:
    rows = Version.objects.values_list("pk", "claim__reference")
    return dict(rows_of(rows, "pk", (one.other for one in found)))


def _by_version(version: int, found: Found, ours: set[int]) -> list[tuple[int, Stated]]:
    """Each figure concerned with the key of the version that states it."""
    return [(version if figure.key in ours else found.other, figure) for figure in found.figures]
