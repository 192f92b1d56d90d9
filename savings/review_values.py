"""How much of what is claimed has been reviewed, and with which verdict? In pounds, for reviewers and leads.

Nothing is added across kinds of gain, states, price bases or financial years, and each verdict is the one on the state
of its figures: a claim's forecast and its actual have verdicts of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from totalplace.financial_year import FinancialYear

from .bars import Segment, segments
from .models import AcceptedFigure, Figure, Reading, Version
from .models.choices import KindOfGain, Line, State, Status, Verdict
from .shares import Shares, shares
from .suggestion import top_verdict
from .totals import prices_in_words

IN_REVIEW = (Status.IN_REVIEW, Status.QUESTION, Status.PROVISIONAL, Status.REPLY)
_SET = ("kind_of_gain", "state", "version__price_basis", "version__base_year")
_KEY = (*_SET, "year")


@dataclass(frozen=True)
class Found:
    """What was claimed under one verdict, what is accepted of it, and its share of the reviewed in whole percent."""

    verdict: str
    label: str
    pounds: Decimal
    accepted: Decimal
    percent: Decimal | None


@dataclass(frozen=True)
class YearValue:
    """The claimed savings of one year, by how far their review has come. Amounts in pounds."""

    year: FinancialYear
    claims: int
    shares: Shares
    found: list[Found]
    in_review: Decimal
    not_yet: Decimal
    bar: list[Segment]

    @property
    def accepted(self) -> Decimal:
        """What is accepted as this kind of gain: what is real, but no cash saving, moves to another."""
        amounts = (item.accepted for item in self.found if item.verdict != Verdict.NOT_CASH)
        return sum(amounts, Decimal(0))

    @property
    def words(self) -> str:
        """The bar in words, for those who do not see it."""
        parts = [f"{item.label.lower()} £{item.pounds:,.0f}" for item in self.found if item.pounds]
        parts += [f"under review £{self.in_review:,.0f}"] if self.in_review else []
        parts += [f"not yet reviewed £{self.not_yet:,.0f}"] if self.not_yet else []
        return f"{self.year}: {', '.join(parts)}"


@dataclass(frozen=True)
class ValueSet:
    """The years of one kind of gain, state and price basis."""

    label: str
    verdicts: list[str]
    years: list[YearValue]

    @property
    def fillings(self) -> list[str]:
        """What each filling of the bars means."""
        return [*self.verdicts, "Under review", "Not yet reviewed"]


def values_of(versions: QuerySet[Version]) -> list[ValueSet]:
    """The claimed savings of `versions` that stand, each kind, state and price basis by itself: two queries."""
    found: dict[tuple, dict[str, dict]] = {}
    for row in _found(versions):
        found.setdefault(_key(row), {})[row["verdict"]] = row
    sets = groupby(_claimed(versions), key=lambda row: _key(row)[:-1])
    in_order = sorted(((key, list(rows)) for key, rows in sets), key=lambda pair: _order(pair[0]))
    return [_value_set(key, rows, found) for key, rows in in_order]


def _claimed(versions: QuerySet[Version]) -> Iterable[dict]:
    standing = versions.filter(status__in=[Status.SUBMITTED, *IN_REVIEW, Status.FINAL])
    in_review, not_yet = Q(version__status__in=IN_REVIEW), Q(version__status=Status.SUBMITTED)
    return (
        Figure.objects.filter(version__in=standing.values("pk"), line=Line.SAVING)
        .values(*_KEY)
        .annotate(
            claimed=Sum("amount"),
            in_review=Sum("amount", filter=in_review),
            not_yet=Sum("amount", filter=not_yet),
            claims=Count("version", distinct=True),
        )
        .order_by(*_KEY)
    )


def _found(versions: QuerySet[Version]) -> Iterable[dict]:
    """Claimed and accepted by verdict. Every figure of a reading has its accepted figure, a refused one with nought."""
    final = versions.filter(status=Status.FINAL)
    later = Reading.objects.filter(
        version=OuterRef("reading__version"), is_second=False, pk__gt=OuterRef("reading")
    )
    return (
        AcceptedFigure.objects.filter(
            ~Exists(later),
            reading__is_second=False,
            reading__version__in=final.values("pk"),
            figure__line=Line.SAVING,
            reading__outcomes__state=F("figure__state"),
        )
        .values(
            **{name: F(f"figure__{name}") for name in _KEY},
            verdict=F("reading__outcomes__verdict"),
        )
        .annotate(pounds=Sum("figure__amount"), accepted=Sum("amount"))
        .order_by()
    )


def _key(row: dict) -> tuple:
    return tuple(row[name] for name in _KEY)


def _order(key: tuple) -> tuple:
    kind, state, basis, base_year = key
    return KindOfGain.values.index(kind), State.values.index(state), basis, str(base_year)


def _value_set(key: tuple, rows: list[dict], found: dict) -> ValueSet:
    kind, state, basis, base_year = key
    verdicts = [top_verdict(state), Verdict.PARTLY, Verdict.NOT_SUPPORTED, Verdict.NOT_CASH]
    longest = max(row["claimed"] for row in rows) or Decimal(1)
    return ValueSet(
        label=f"{KindOfGain(kind).label}, {State(state).label.lower()}, {prices_in_words(basis, base_year)}",
        verdicts=[verdict.label for verdict in verdicts],
        years=[_year(row, verdicts, found.get(_key(row), {}), longest) for row in rows],
    )


def _year(row: dict, verdicts: list[Verdict], found: dict, longest: Decimal) -> YearValue:
    nothing = {"pounds": Decimal(0), "accepted": Decimal(0)}
    by_verdict = {verdict: found.get(verdict, nothing) for verdict in verdicts}
    reviewed = shares({v: sums["pounds"] for v, sums in by_verdict.items()}, row["claimed"])
    in_review, not_yet = row["in_review"] or Decimal(0), row["not_yet"] or Decimal(0)
    return YearValue(
        year=row["year"],
        claims=row["claims"],
        shares=reviewed,
        found=[
            Found(v, v.label, sums["pounds"], sums["accepted"], reviewed.percents[v])
            for v, sums in by_verdict.items()
        ],
        in_review=in_review,
        not_yet=not_yet,
        bar=segments([*reviewed.parts.values(), in_review, not_yet], longest),
    )
