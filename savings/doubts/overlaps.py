"""Which claims that stand may be the same money as a version? Looked for once, as it is submitted, and kept.

Within its place every claim is looked at; of other places those that name one of its organisations beside an amount
that is near. What makes two of them alike stands in `alike`; what is then kept, in `savings.models.overlaps`. The
practice place's money is made up, and is held against no other's. The rule is docs/method/rules.md §R17.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from pilots.models import Place
from savings.batches import batches, rows_of
from savings.claims.near_amounts import reach
from savings.models import Figure, Overlap, OverlapMark, Version
from savings.models.choices import STANDING, Line, Sameness
from totalplace.money import to_pence

from .alike import Stated, alike, moneys, sums
from .alike import Sum as Added

Size = tuple[Decimal, Decimal]  # From, to.
LOOKED_AT = 500  # Claims of other places: beyond that a common amount says little.
_FACTS = ("pk", "year", "line", "state", "kind_of_gain", "organisation", "amount")


@dataclass(frozen=True)
class Found:
    """Another version (its key), and what may be the same money: each as the figures of both that state it."""

    other: int
    moneys: list[set[Stated]]

    @property
    def figures(self) -> set[Stated]:
        return set().union(*self.moneys)


def find(version: Version) -> list[Found]:
    """What may be the same money as `version`, among what stands.

    Six queries at most, however many claims; three more for each further 500 sizes of its amounts.
    """
    ours = stated_in(version.figures.all())
    amounts = sums(ours)
    if not amounts:
        return []
    bodies = {figure.body for one in amounts for figure in one.figures}
    here = _figures_of(_of_its_place(version))
    elsewhere = _figures_by_keys(_of_other_places(version, bodies, _sizes(amounts)))
    return [
        *_alike(ours, here, in_one_place=True),
        *_alike(ours, elsewhere, in_one_place=False),
    ]


def stated_in(figures: Iterable[Figure]) -> list[Stated]:
    """Figures as the rules look at them."""
    return [
        Stated(f.pk, f.year, f.line, f.state, f.kind_of_gain, f.organisation_id, f.amount)
        for f in figures
    ]


def money_of(claims: dict[int, str], figures: Iterable[tuple[int, Stated]]) -> str:
    """A digest of the amounts concerned: each with the reference of its claim, by the key of its version."""
    lines = sorted(
        (claims[version], *map(str, (f.year, f.line, f.state, f.kind, f.body, to_pence(f.amount))))
        for version, f in figures
    )
    return sha256(repr(lines).encode()).hexdigest()


def latest_mark(money: str = "money") -> Subquery:
    """What was said last of the amounts of a row (the key of the mark); `money` is the path to their digest."""
    return Subquery(_marks_on(money).values("pk")[:1])


def latest_answer(money: str = "money") -> Subquery:
    """The same, as `Sameness`; NULL where nobody said anything."""
    return Subquery(_marks_on(money).values("answer")[:1])


def is_doubted() -> Exists:
    """Over Version: whether it may be the same money as what stands, and nobody has said that it is separate."""
    found = Q(earlier=OuterRef("pk"), later__status__in=STANDING) | Q(
        later=OuterRef("pk"), earlier__status__in=STANDING
    )
    answered = Overlap.objects.annotate(answer=Coalesce(latest_answer(), Value("")))
    return Exists(answered.filter(found).exclude(answer=Sameness.SEPARATE))


def _marks_on(money: str) -> QuerySet[OverlapMark]:
    return OverlapMark.objects.filter(overlap__money=OuterRef(money)).order_by("-pk")


def _of_its_place(version: Version) -> QuerySet[Figure]:
    standing = Figure.objects.filter(
        version__claim__place=version.claim.place_id, version__status__in=STANDING
    )
    return standing.exclude(version__claim=version.claim_id)


def _of_other_places(version: Version, bodies: set[int], sizes: list[Size]) -> set[int]:
    """The keys of versions of other places that name one of `bodies`, and state or come to an amount of such a size."""
    if version.claim.place.is_practice:
        return set()
    savings = Figure.objects.filter(
        line=Line.SAVING, amount__gt=0, version__status__in=STANDING
    ).exclude(version__claim__place__kind=Place.Kind.PRACTICE)
    of_bodies = savings.filter(organisation__in=bodies).exclude(
        version__claim__place=version.claim.place_id
    )
    if not of_bodies.exists():  # As nearly always: few bodies pay in several places.
        return set()
    beside = savings.filter(version__in=of_bodies.values("version"))
    of_years = of_bodies.values("version", "organisation", "state", "kind_of_gain")
    of_year = beside.values("version", "year", "state", "kind_of_gain")
    sums = (
        of_bodies.annotate(sum=F("amount")),
        of_years.annotate(sum=Sum("amount")),
        of_year.annotate(sum=Sum("amount")),
    )
    return set().union(*(_newest(rows, sizes) for rows in sums))


def _newest(rows: QuerySet, sizes: list[Size]) -> list[int]:
    """The versions, as far as they are looked at, that one of `rows` with a `sum` of such a size is of."""
    found: set[int] = set()
    for some in batches(sizes):
        of_size = rows.filter(Q(*(Q(sum__range=size) for size in some), _connector=Q.OR))
        newest = of_size.order_by("-version").values_list("version", flat=True)
        found |= set(newest.distinct()[:LOOKED_AT])
    return sorted(found, reverse=True)[:LOOKED_AT]


def _sizes(amounts: Iterable[Added]) -> list[Size]:
    """From where to where other amounts are near one of these; what touches is one, so that a query asks for few."""
    sizes: list[Size] = []
    for low, high in sorted({reach(one.amount) for one in amounts}):
        if sizes and low <= sizes[-1][1]:
            low, before = sizes.pop()
            high = max(before, high)
        sizes.append((low, high))
    return sizes


def _figures_of(figures: QuerySet[Figure]) -> dict[int, list[Stated]]:
    return _by_version(figures.order_by("pk").values_list("version", *_FACTS))


def _figures_by_keys(versions: Iterable[int]) -> dict[int, list[Stated]]:
    rows = Figure.objects.order_by("pk").values_list("version", *_FACTS)
    return _by_version(rows_of(rows, "version", sorted(versions)))


def _by_version(rows: Iterable[tuple]) -> dict[int, list[Stated]]:
    found: dict[int, list[Stated]] = defaultdict(list)
    for version, *facts in rows:
        found[version].append(Stated(*facts))
    return found


def _alike(
    ours: list[Stated], others: dict[int, list[Stated]], *, in_one_place: bool
) -> Iterator[Found]:
    for other, theirs in others.items():
        if matches := alike(ours, theirs, in_one_place=in_one_place):
            yield Found(other, moneys(ours, theirs, matches))
