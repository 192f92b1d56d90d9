"""Which other claims may be the same money? Flagged for people to judge, and nothing is taken off for it.

Alike are claims of the same place and theme (any, where a draft has none yet) that save in the same year by the same
kind of gain; and claims of other places that give the same organisation the same amount in the same year. Plan,
forecast and actual may be the same pound too, so the state does not matter here. An officer is asked about equal
amounts while a claim is stated (`savings.doubts.plausibility`); this shows a reader what stands. The
rule is docs/method/rules.md §R17.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window, prefetch_related_objects

from pilots.models import User
from savings.access import all_visible_to, kept
from savings.appraisal.words import years_in_words
from savings.models import Figure, Version
from savings.models.choices import STANDING, Line
from totalplace.financial_year import FinancialYear
from totalplace.kept_statement import blank
from totalplace.money import format_pounds, from_pence, to_pence

SHOWN = 10
LOOKED_AT = 500  # A hundred claims of five years: beyond that a common amount says little.
NAMED = 3  # Amounts or organisations that are named; the others are said to be there.


@dataclass(frozen=True)
class Saving:
    """One saving that a claim states for an organisation in a year."""

    year: FinancialYear
    kind: str
    organisation: int
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Overlap:
    """A version that may be the same money, and what is alike, in words."""

    version: Version
    alike: list[str]


@dataclass(frozen=True)
class Overlaps:
    """The strongest first; `more` is how many more there are."""

    shown: list[Overlap]
    more: int


def overlaps_of(version: Version, user: User) -> Overlaps:
    """The claims that stand, that `user` may see and that may be the same money as `version`."""
    ours = _savings_of(version)
    if not ours:
        return Overlaps([], 0)
    here, number_here = _of_the_place(version, ours, user)
    elsewhere, number_elsewhere = _of_other_places(version, ours, user)
    found = [*here, *elsewhere]
    theirs = _savings(found_version.pk for found_version in found)
    alike = [_Alike(version, ours, other, theirs[other.pk]) for other in found]
    alike.sort(key=lambda each: each.strength)
    shown = [Overlap(each.other, each.words()) for each in alike[:SHOWN]]
    return Overlaps(shown, number_here + number_elsewhere - len(shown))


def _savings_of(version: Version) -> list[Saving]:
    """What one version says; its figures are read with their organisations, unless they have been."""
    prefetch_related_objects([version], "figures__organisation")
    figures = [f for f in version.figures.all() if f.line == Line.SAVING and f.amount > 0]
    return [
        Saving(f.year, f.kind_of_gain, f.organisation_id, f.organisation.name, f.amount)
        for f in figures
    ]


def _savings(versions: Iterable[int]) -> dict[int, list[Saving]]:
    """What each version (by its key) says that it saves."""
    rows = Figure.objects.filter(version__in=list(versions), line=Line.SAVING, amount__gt=0)
    said = rows.values_list(
        "version", "year", "kind_of_gain", "organisation", "organisation__name", "amount"
    )
    found: dict[int, list[Saving]] = defaultdict(list)
    for version, year, kind, body, name, amount in said.order_by(
        "year", "organisation__name", "pk"
    ):
        found[version].append(Saving(year, kind, body, name, amount))
    return found


def _seen(user: User) -> QuerySet[Version]:
    """What stands, with all that is shown of it."""
    seen = all_visible_to(user).filter(status__in=STANDING).select_related("claim__place")
    return seen.only("what_changes", "status", "theme", "claim__reference", "claim__place__name")


def _of_the_place(version: Version, ours: list[Saving], user: User) -> tuple[list[Version], int]:
    """The strongest of the same place, and how many there are of them."""
    keys = [version.claim.place_id, version.claim_id, version.theme_id or 0]
    pattern, more = _pattern(ours, len(keys))
    found = _alike_in_place(user, bool(version.theme_id), pattern, keys=keys + more)
    return found, found[0].how_many if found else 0


def _pattern(ours: list[Saving], first: int) -> tuple[tuple[Saving, ...], list[int]]:
    """Each saving once, with blanks from `first` on for its organisation and its amount; and what stands for these."""
    bodies = list(dict.fromkeys(saving.organisation for saving in ours))
    pence = list(dict.fromkeys(to_pence(saving.amount) for saving in ours))
    body_at = {body: blank(at) for at, body in enumerate(bodies, first)}
    at_pence = {each: blank(at) for at, each in enumerate(pence, first + len(bodies))}
    blanked = (
        Saving(
            s.year, s.kind, body_at[s.organisation], "", from_pence(at_pence[to_pence(s.amount)])
        )
        for s in ours
    )
    return tuple(dict.fromkeys(blanked)), bodies + pence


@kept
def _alike_in_place(user: User, has_theme: bool, ours: tuple[Saving, ...]) -> QuerySet[Version]:
    """Of a version with `ours`: blanks stand for its place, its claim, its theme and what is theirs."""
    others = _seen(user).filter(claim__place=blank(0)).exclude(claim=blank(1))
    if has_theme:
        # What stands has a theme: sign-off asks for it. A draft without one may be of any.
        others = others.filter(theme=blank(2))
    savings = Figure.objects.filter(version=OuterRef("pk"), line=Line.SAVING, amount__gt=0)
    in_year = savings.filter(_any((("year", s.year), ("kind_of_gain", s.kind)) for s in ours))
    of_amount = _any(
        (("year", s.year), ("kind_of_gain", s.kind), ("amount", s.amount)) for s in ours
    )
    same_bodies = in_year.filter(organisation__in={s.organisation for s in ours})
    alike = others.filter(Exists(in_year)).annotate(
        is_same_amount=Exists(savings.filter(of_amount)),
        is_same_body=Exists(same_bodies),
        how_many=Window(Count("pk")),
    )
    return alike.order_by("-is_same_amount", "-is_same_body", "claim__reference")[:SHOWN]


def _of_other_places(version: Version, ours: list[Saving], user: User) -> tuple[list[Version], int]:
    """Those of other places with the most savings alike, and how many there are of them.

    Looked for by organisation first, and LOOKED_AT of its equal amounts at most; what the person may not see falls out.
    """
    # The organisation once, and not beside each amount: it is what the index is searched by.
    amounts = _any((("year", saving.year), ("amount", saving.amount)) for saving in ours)
    of_bodies = Figure.objects.filter(organisation__in={saving.organisation for saving in ours})
    rows = (
        of_bodies.filter(amounts, line=Line.SAVING, version__status__in=STANDING)
        .exclude(version__claim__place=version.claim.place_id)
        .order_by("-version")
        .values_list("version", "organisation", "year", "amount")[:LOOKED_AT]
    )
    wanted = {(saving.organisation, saving.year, saving.amount) for saving in ours}
    numbers = Counter(other for other, body, year, amount in rows if (body, year, amount) in wanted)
    seen = _seen(user).filter(pk__in=numbers) if numbers else []
    found = sorted(seen, key=lambda other: (-numbers[other.pk], other.pk))
    return found[:SHOWN], len(found)


def _any(conditions: Iterable[tuple]) -> Q:
    """That one of the conditions holds, each said once: a claim says the same of several organisations and states."""
    return Q(*(Q(*each) for each in dict.fromkeys(conditions)), _connector=Q.OR)


class _Alike:
    """What two claims have in common."""

    def __init__(self, version: Version, ours: list[Saving], other: Version, theirs: list[Saving]):
        self.version, self.other = version, other
        by_kind = {(saving.year, saving.kind) for saving in ours}
        by_body = {(saving.year, saving.organisation) for saving in ours}
        amounts_by_kind = {(s.year, s.kind, s.amount) for s in ours}
        amounts_by_body = {(s.year, s.organisation, s.amount) for s in ours}
        common = [
            s for s in theirs if (s.year, s.kind) in by_kind or (s.year, s.organisation) in by_body
        ]
        self.years = {saving.year for saving in common}
        self.amounts = [
            saving
            for saving in common
            if (saving.year, saving.kind, saving.amount) in amounts_by_kind
            or (saving.year, saving.organisation, saving.amount) in amounts_by_body
        ]
        self.bodies = {s.name for s in common if (s.year, s.organisation) in by_body}

    @property
    def is_same_theme(self) -> bool:
        return bool(self.version.theme_id) and self.version.theme_id == self.other.theme_id

    @property
    def strength(self) -> tuple:
        """Sorts the strongest first."""
        return (
            not self.amounts,
            not self.bodies,
            not self.is_same_theme,
            -len(self.amounts),
            -len(self.years),
            self.other.claim.reference,
        )

    def words(self) -> list[str]:
        """What is alike, the most telling first."""
        amounts = dict.fromkeys(f"{format_pounds(s.amount)} in {s.year}" for s in self.amounts)
        words = [f"Same amount: {_named(amounts)}"] if amounts else []
        words.append(f"Same year{'s' if len(self.years) > 1 else ''}: {years_in_words(self.years)}")
        if self.bodies:
            words.append(f"Same organisation: {_named(sorted(self.bodies))}")
        if self.is_same_theme:
            words.append(f"Same theme: {self.version.theme}")
        elif self.other.claim.place_id == self.version.claim.place_id:
            words.append("Theme not stated yet: it may be the same")
        return words


def _named(names: Iterable[str]) -> str:
    names = list(names)
    return "; ".join(names[:NAMED]) + ("; and others" if len(names) > NAMED else "")
