"""Who has said what so far: claims of each place by hardness, and what is missing.

Counted from the claims that a person may see; a withdrawn claim stays on record, and is no longer counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from pilots.models import Place, User
from savings.access import kept, visible_to
from savings.claims.hardness import LABELS, MEANINGS, with_hardness
from savings.models import Figure, Version
from savings.models.choices import Cashability, GrossOrNet, KindOfGain, Recurrence, Status

from .bars import Segment, in_words, segments

BY_YEAR, SUPPORTED = 3, 5
Counts = list[int]  # one number for each hardness, 0 to 5


@dataclass(frozen=True)
class Row:
    """One place with its claims by hardness, beside other rows whose longest has `longest` claims."""

    place: Place
    counts: Counts
    longest: int
    is_own: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def segments(self) -> list[Segment]:
        return segments(self.counts, self.longest)

    @property
    def words(self) -> str:
        return in_words(self.counts)


@dataclass(frozen=True)
class Step:
    """All claims at one hardness, of every place together; `bar` is empty where there is none."""

    hardness: int
    label: str
    meaning: str
    count: int
    bar: list[Segment]


@dataclass(frozen=True)
class Gap:
    """So many of all claims do not say something."""

    count: int
    words: str


def counted_claims(user: User, places: Iterable[Place] | None = None) -> QuerySet[Version]:
    """The versions that counts are made of: of each claim the latest that `user` may see, unless withdrawn."""
    versions = visible_to(user).exclude(status=Status.WITHDRAWN)
    return versions if places is None else versions.filter(claim__place__in=places)


def hardness_by_place(user: User, places: Iterable[Place]) -> dict[int, Counts]:
    """The counts `by_place` of the claims of `places`: one query for any number of them."""
    versions = with_hardness(counted_claims(user, places).order_by())
    grouped = versions.values("claim__place", "hardness").annotate(number=Count("pk"))
    return by_place(grouped)


def rows(places: Iterable[Place], counts: dict[int, Counts], own: Iterable[int] = ()) -> list[Row]:
    """A row for each of `places`, in their order."""
    none = [0] * len(LABELS)
    longest = max((sum(numbers) for numbers in counts.values()), default=1)
    own = set(own)
    return [Row(place, counts.get(place.pk, none), longest, place.pk in own) for place in places]


def steps(counts: dict[int, Counts]) -> list[Step]:
    """All claims by hardness, soft to hard."""
    sums = [sum(numbers) for numbers in zip(*counts.values(), strict=True)] or [0] * len(LABELS)
    longest = max(sums) or 1
    return [
        Step(level, LABELS[level], MEANINGS[level], count, _single_bar(level, count, longest))
        for level, count in enumerate(sums)
    ]


def how_hard(steps: list[Step]) -> tuple[int, int]:
    """How many claims give figures by year, and how many of those a final review supports."""
    return sum(step.count for step in steps if step.hardness >= BY_YEAR), steps[SUPPORTED].count


@kept
def counted(user: User, places: QuerySet[Place] | None) -> QuerySet:
    """By place and hardness: the `number` of claims counted, and how many leave out each of what `gaps` tells.

    What a claim says elsewhere is not missing: its kind may tell that it is cashable, its figures what is net.
    """
    no_figures = ~Exists(Figure.objects.filter(version=OuterRef("pk")))
    no_kind = Q(kind_of_gain=KindOfGain.NOT_STATED)
    tells = Q(kind_of_gain__in=[KindOfGain.CASHABLE, KindOfGain.NON_CASHABLE])
    no_end = Q(recurrence=Recurrence.NOT_STATED, continues=None, last_year=None)
    versions = with_hardness(counted_claims(user, places).order_by())
    return versions.values("claim__place", "hardness").annotate(
        number=Count("pk"),
        no_figures=Count("pk", filter=no_figures),
        no_kind=Count("pk", filter=no_kind),
        no_cashability=Count("pk", filter=Q(cashability=Cashability.NOT_STATED) & ~tells),
        no_net=Count("pk", filter=no_figures & Q(gross_or_net=GrossOrNet.NOT_STATED)),
        no_recurrence=Count("pk", filter=no_end),
    )


def by_place(rows: Iterable[Mapping]) -> dict[int, Counts]:
    """Counts by hardness for each place (its key) that has any of the claims in `rows`."""
    counts: dict[int, Counts] = defaultdict(lambda: [0] * len(LABELS))
    for row in rows:
        counts[row["claim__place"]][row["hardness"]] = row["number"]
    return dict(counts)


def gaps(rows: Iterable[Mapping]) -> tuple[int, list[Gap]]:
    """How many claims are in `rows` of `counted`, and what how many of them leave out, the commonest first."""
    rows = list(rows)
    sums = {name: sum(row[name] for row in rows) for name in _LEFT_OUT}
    found = [Gap(count, _LEFT_OUT[name]) for name, count in sums.items() if count]
    return sum(row["number"] for row in rows), sorted(found, key=lambda gap: -gap.count)


_LEFT_OUT = {
    "no_figures": "give no figures by year",
    "no_kind": "do not say what kind of gain it is",
    "no_cashability": "do not say whether the saving is cashable",
    "no_net": "do not say whether the amount is gross or net of costs",
    "no_recurrence": "do not say whether the saving recurs or happens once",
}


def _single_bar(level: int, count: int, longest: int) -> list[Segment]:
    return segments([count if step == level else 0 for step in LABELS], longest)
