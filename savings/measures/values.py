"""How much of what is claimed has been reviewed, and with which verdict? In pounds, for reviewers and leads.

Nothing is added across kinds of gain, states, price bases or financial years, and each verdict is the one on the state
of its figures: a claim's forecast and its actual have verdicts of their own. Claimed savings stand under the verdict
that counts and the kind that they are claimed as; what is accepted, net of costs, under the kind that it has become.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum, Value

from savings.delivery.abandonment import given_up
from savings.delivery.outturn import said
from savings.models import AcceptedFigure, Figure, Version
from savings.models.choices import REVIEW_OPEN, TAKEN, Line, Status, Verdict
from savings.review.accepted import finally_accepted
from savings.review.standing_reading import of_standing_reading
from savings.review.suggestion import top_verdict
from savings.totals.accepted_sums import NOTHING, AcceptedSum, accepted_sums
from savings.totals.bars import Segment, segments
from savings.totals.keys import Key
from totalplace.financial_year import FinancialYear

from .shares import Shares, percent, shares

NOT_JUDGED = (
    "not_judged"  # As a verdict is named, of what is under none although its version's is final.
)


@dataclass(frozen=True)
class Found:
    """What was claimed under one verdict, and its share of the reviewed in words."""

    verdict: str
    label: str
    pounds: Decimal
    percent: str | None


@dataclass(frozen=True)
class YearValue:
    """The claimed savings of one year, by how far their review has come. Amounts in pounds.

    `accepted` is what is accepted as this kind of gain, whatever it was claimed as.
    `is_reviewed`, `is_waiting`: whether any claim of the year has a final verdict, or none yet: £0 is no other way of
    saying that there is none.
    """

    year: FinancialYear
    claims: int
    places: int
    shares: Shares
    found: list[Found]
    accepted: AcceptedSum
    in_review: Decimal
    not_yet: Decimal
    bar: list[Segment]
    is_reviewed: bool
    is_waiting: bool

    @property
    def accepted_saving(self) -> Decimal:
        return self.accepted.saving or Decimal(0)

    @property
    def percent_accepted(self) -> str | None:
        """What is accepted of what was reviewed, in whole percent.

        Without what is under *Real, but not a cash saving*: of that the cashable part is accepted as another kind.
        """
        no_cash = sum((i.pounds for i in self.found if i.verdict == Verdict.NOT_CASH), Decimal(0))
        return percent(self.accepted.kept, self.shares.reviewed - no_cash)

    @property
    def words(self) -> str:
        """The bar in words, for those who do not see it."""
        parts = [f"{item.label.lower()} £{item.pounds:,.0f}" for item in self.found if item.pounds]
        parts += [f"under review £{self.in_review:,.0f}"] if self.in_review else []
        parts += [f"not yet reviewed £{self.not_yet:,.0f}"] if self.not_yet else []
        return f"{self.year}: {', '.join(parts) or 'nothing claimed as this kind of gain'}"


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
    """The claimed savings of `versions` that stand, each kind, state and price basis by itself: four queries."""
    years: dict[tuple[Key, FinancialYear], _Sums] = defaultdict(_Sums)
    for row in chain(_not_final(versions), _final(versions), _not_judged(versions)):
        years[_key(row)].add(row)
    for key, accepted in accepted_sums(versions).items():
        years[key].accepted = accepted
    in_order = sorted(years, key=lambda at: (at[0].order, at[1]))
    return [
        _value_set(key, {year: years[key, year] for _key, year in of_set})
        for key, of_set in groupby(in_order, key=lambda at: at[0])
    ]


def _key(row: dict) -> tuple[Key, FinancialYear]:
    return Key(row["kind"], row["in_state"], row["basis"], row["base"]), row["in_year"]


class _Sums:
    """The rows of one year, one for each place and verdict; a verdict is a status where there is none yet."""

    def __init__(self) -> None:
        self.claims = 0
        self.places: set[int] = set()
        self.pounds: dict[str, Decimal] = defaultdict(Decimal)
        self.accepted = NOTHING

    def add(self, row: dict) -> None:
        # A version has one status, and one verdict on a state: it is in one row of a year.
        self.claims += row["claims"]
        self.places.add(row["place"])
        self.pounds[row["verdict"]] += row["pounds"]


def _not_final(versions: QuerySet[Version]) -> Iterable[dict]:
    waiting = versions.filter(status__in=REVIEW_OPEN)
    return _grouped(
        Figure.objects.filter(version__in=waiting.values("pk"), line=Line.SAVING),
        figure="",
        version="version__",
        verdict="version__status",
    )


def _final(versions: QuerySet[Version]) -> Iterable[dict]:
    # Every figure that was judged has its accepted figure, with the verdict that counts.
    return _grouped(
        finally_accepted(versions).filter(figure__line=Line.SAVING),
        figure="figure__",
        version="reading__version__",
        verdict="counted_verdict",
    )


def _not_judged(versions: QuerySet[Version]) -> Iterable[dict]:
    """Of versions with a final verdict what it is not on, as a plan beside a forecast: that is claimed all the same."""
    judged = AcceptedFigure.objects.filter(of_standing_reading(), figure=OuterRef("pk"))
    final = versions.filter(status=Status.FINAL)
    stated = Figure.objects.filter(
        ~given_up(), ~Exists(judged), version__in=final.values("pk"), line=Line.SAVING
    )
    return _grouped(stated, figure="", version="version__", verdict=Value(NOT_JUDGED))


def _grouped(rows: QuerySet, *, figure: str, version: str, verdict: str | Value) -> QuerySet:
    """Sums by key, place and verdict; the names say how the rows reach their figure, version and verdict.

    Grouped by place too, since counting places within each group takes far longer.
    """
    return (
        rows.values(
            place=F(f"{version}claim__place"),
            in_year=F(f"{figure}year"),
            verdict=F(verdict) if isinstance(verdict, str) else verdict,
            kind=F(f"{figure}kind_of_gain"),
            in_state=said(figure),
            basis=F(f"{version}price_basis"),
            base=F(f"{version}base_year"),
        )
        .annotate(pounds=Sum(f"{figure}amount"), claims=Count(f"{version}pk", distinct=True))
        .order_by()
    )


def _value_set(key: Key, years: dict[FinancialYear, _Sums]) -> ValueSet:
    verdicts = [top_verdict(key.said), Verdict.PARTLY, Verdict.NOT_SUPPORTED, Verdict.NOT_CASH]
    longest = max(sum(sums.pounds.values(), Decimal(0)) for sums in years.values()) or Decimal(1)
    return ValueSet(
        label=key.words,
        verdicts=[verdict.label for verdict in verdicts],
        years=[_year(year, sums, verdicts, longest) for year, sums in years.items()],
    )


def _year(year: FinancialYear, sums: _Sums, verdicts: list[Verdict], longest: Decimal) -> YearValue:
    found = set(sums.pounds)
    parts: dict[str, Decimal] = {verdict: sums.pounds[verdict] for verdict in verdicts}
    reviewed = shares(parts, claimed=sum(sums.pounds.values(), Decimal(0)))
    not_yet = sums.pounds[Status.SUBMITTED] + sums.pounds[NOT_JUDGED]
    in_review = sum((sums.pounds[status] for status in TAKEN), Decimal(0))
    return YearValue(
        year=year,
        claims=sums.claims,
        places=len(sums.places),
        shares=reviewed,
        found=[Found(v, v.label, parts[v], reviewed.percents[v]) for v in verdicts],
        accepted=sums.accepted,
        in_review=in_review,
        not_yet=not_yet,
        bar=segments([*parts.values(), in_review, not_yet], longest),
        is_reviewed=bool(found.intersection(verdicts)),
        is_waiting=bool(found.intersection((*REVIEW_OPEN, NOT_JUDGED))),
    )
