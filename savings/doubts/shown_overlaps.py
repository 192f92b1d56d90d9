"""What may be the same money as a version, for one person: only claims that they may see, the most telling first.

Of what was submitted it was found as one of the two was; of a draft it is looked for now, so that its officer can still
say something about it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from pilots.models import Organisation, User
from savings.access import all_visible_to, hangs_on_visible
from savings.appraisal.words import years_in_words
from savings.models import Overlap, OverlapMark, Version
from savings.models.choices import STANDING, Sameness, Status
from totalplace.money import format_pounds

from .alike import Match, Stated, Sum, alike
from .overlaps import find, latest_mark, stated_in

SHOWN = 10
LOOKED_AT = 200
NAMED = 3  # Amounts that are named; the others are said to be there.


@dataclass(frozen=True)
class Shown:
    """A version that may be the same money, and what is alike, in words; what a person said of it, if anybody did.

    `kept` is what was found of them; None in a draft, of which nobody says anything yet. `href` is where the reader
    can say something; empty where they cannot.
    """

    version: Version
    matches: list[Match]
    names: Mapping[int, str]
    kept: Overlap | None = None
    mark: OverlapMark | None = None
    href: str = ""

    @property
    def alike(self) -> list[str]:
        words = _all_words(self.matches, self.names)
        more = len(words) - NAMED
        return words[:NAMED] + (
            [f"{more} more amount{'s' if more > 1 else ''} alike"] if more > 0 else []
        )

    @property
    def is_separate(self) -> bool:
        return self.mark is not None and self.mark.answer == Sameness.SEPARATE

    @property
    def strength(self) -> tuple:
        """Sorts what waits for an answer first, then the most telling; what is separate comes last."""
        first = self.matches[0].strength
        return (
            self.mark is not None,
            self.is_separate,
            first,
            -len(self.matches),
            self.version.claim.reference,
        )


@dataclass(frozen=True)
class Overlaps:
    """What waits for an answer first, then the most telling; `more` is how many more there are."""

    shown: list[Shown] = field(default_factory=list)
    more: int = 0


def overlaps_of(version: Version, user: User) -> Overlaps:
    """The claims that stand, that `user` may see and that may be the same money as `version`."""
    is_draft = version.status == Status.DRAFT
    found = _of_draft(version) if is_draft else _kept(version, user)
    seen = _seen(user, [pair.other for pair in found])
    pairs = [pair for pair in found if pair.other in seen]
    if not pairs:
        return Overlaps()
    marks, names, ours = _marks(pairs), _names(pairs), {f.pk for f in version.figures.all()}
    shown = [
        Shown(seen[pair.other], matches, names, pair.kept, marks.get(pair.mark))
        for pair in pairs
        if (matches := _matches(version, seen[pair.other], pair.figures, ours))
    ]
    shown.sort(key=lambda each: each.strength)
    unread = 0 if is_draft else _not_looked_at(version, user, len(found))
    return Overlaps(shown[:SHOWN], len(shown[SHOWN:]) + unread)


def words_of(overlap: Overlap, version: Version) -> list[str]:
    """What of an overlap is alike, as one of its versions sees it; its figures are read with their organisations."""
    figures = [one.figure for one in overlap.figures.all()]
    names = {figure.organisation_id: figure.organisation.name for figure in figures}
    ours = {figure.pk for figure in figures if figure.version_id == version.pk}
    matches = _matches(version, overlap.other_than(version), stated_in(figures), ours)
    return _all_words(matches, names)


def _all_words(matches: Iterable[Match], names: Mapping[int, str]) -> list[str]:
    """Each once: what is planned and what is expected may be the same in both."""
    return list(dict.fromkeys(_in_words(match, names) for match in matches))


def _in_words(match: Match, names: Mapping[int, str]) -> str:
    """`Police: £70 in 2010-11 in both`, `Police: £90 in 2010-11 to 2012-13 together here; £90 in 2010-11 there`."""
    here, there = _said(match.ours), _said(match.theirs)
    if match.ours.bodies != match.theirs.bodies:
        ours, theirs = (_bodies(one, names) for one in (match.ours, match.theirs))
        return f"{ours}: {here} here; {theirs}: {there} there"
    bodies = _bodies(match.ours, names)
    return f"{bodies}: {here} in both" if here == there else f"{bodies}: {here} here, {there} there"


@dataclass(frozen=True)
class _Pair:
    """Another version (its key), the figures of both that may be the same money, and what is kept of that."""

    other: int
    figures: Iterable[Stated]
    kept: Overlap | None = None
    mark: int | None = None


def _of_draft(version: Version) -> list[_Pair]:
    return [_Pair(found.other, found.figures) for found in find(version)]


def _kept(version: Version, user: User) -> list[_Pair]:
    """What is looked at of it: what waits for an answer first, then the newest."""
    marked = _kept_and_seen(version, user).annotate(mark=latest_mark())
    in_order = marked.order_by(F("mark").desc(nulls_first=True), "-pk")
    return [
        _Pair(
            overlap.later_id if overlap.earlier_id == version.pk else overlap.earlier_id,
            stated_in(one.figure for one in overlap.figures.all()),
            overlap,
            overlap.mark,
        )
        for overlap in in_order.prefetch_related("figures__figure")[:LOOKED_AT]
    ]


def _not_looked_at(version: Version, user: User, looked_at: int) -> int:
    is_all = looked_at < LOOKED_AT
    return 0 if is_all else _kept_and_seen(version, user).count() - looked_at


def _kept_and_seen(version: Version, user: User) -> QuerySet[Overlap]:
    """What was found of a version and another that stands and that the person may see."""
    pairs = (("earlier", "later"), ("later", "earlier"))
    of_version = (
        Q(**{ours: version.pk, f"{theirs}__status__in": STANDING}) & hangs_on_visible(user, theirs)
        for ours, theirs in pairs
    )
    return Overlap.objects.filter(Q(*of_version, _connector=Q.OR))


def _seen(user: User, others: list[int]) -> dict[int, Version]:
    """Those of `others` that stand and that the person may see, with all that is shown of them."""
    if not others:
        return {}
    seen = all_visible_to(user).filter(status__in=STANDING, pk__in=others)
    fields = ("what_changes", "status", "claim__reference", "claim__place__name")
    return {one.pk: one for one in seen.select_related("claim__place").only(*fields)}


def _marks(pairs: Iterable[_Pair]) -> dict[int | None, OverlapMark]:
    keys = {pair.mark for pair in pairs if pair.mark}
    found = OverlapMark.objects.filter(pk__in=keys).select_related("by") if keys else []
    return {mark.pk: mark for mark in found}


def _names(pairs: Iterable[_Pair]) -> dict[int, str]:
    bodies = {figure.body for pair in pairs for figure in pair.figures}
    return dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "name"))


def _matches(
    version: Version, other: Version, figures: Iterable[Stated], ours: set[int]
) -> list[Match]:
    here = [figure for figure in figures if figure.key in ours]
    there = [figure for figure in figures if figure.key not in ours]
    in_one_place = version.claim.place_id == other.claim.place_id
    return alike(here, there, in_one_place=in_one_place)


def _said(one: Sum) -> str:
    together = " together" if one.is_of_years else ""
    return f"{format_pounds(one.amount)} in {years_in_words(one.years)}{together}"


def _bodies(one: Sum, names: Mapping[int, str]) -> str:
    *some, last = sorted(names[body] for body in one.bodies)
    return f"{', '.join(some)} and {last} together" if some else last
