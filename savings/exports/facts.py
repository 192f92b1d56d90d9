"""What do the files say of a claim that no field holds? One expression for each fact.

Over Version, which `savings.claims.hardness.with_hardness` has annotated; `cash_traced_of_figure`, what is counted,
and what may be the same money, are over Figure.
"""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate

from pilots.models import Place
from savings.claims import cash_trace, counted_for
from savings.claims.hardness import LABELS
from savings.delivery.abandonment import given_up
from savings.doubts.overlaps import latest_answer
from savings.models import Overlap, OverlapFigure
from savings.models.choices import STANDING, Backs, Sameness, Status, UseCondition
from savings.parameters import confidence
from savings.totals.sums import counted_before

from .cells import Worded

if TYPE_CHECKING:
    from .files import Export

MAY_BE = "may_be"  # Of what a rule finds alike, and nobody has said anything yet.
OVERLAP_MARKS = [(MAY_BE, "May be the same money"), *Sameness.choices]
_STATUS, _CLAIM = "version__status", "version__claim"
# Over Figure.
NOT_COUNTED = [
    (Q(**{f"{_CLAIM}__place__kind": Place.Kind.PRACTICE}), "practice place"),
    (Q(**{_STATUS: Status.DRAFT}), "not yet submitted"),
    (Q(**{_STATUS: Status.WITHDRAWN}), "withdrawn"),
    (Q(**{_STATUS: Status.SUPERSEDED}), "superseded by a later version"),
    (Q(**{_STATUS: Status.PUBLISHED}), "published words, not submitted by the place"),
    (Q(**{f"{_CLAIM}__use_condition": UseCondition.REVIEW_ONLY}), "use condition A: review only"),
    (given_up(), "forecast of a saving that was given up"),
]


def hardness_label() -> Worded:
    """The words for how hard the claim is."""
    return Worded("hardness", LABELS)


def frozen_day() -> TruncDate:
    """The day, in this country, on which the version was submitted or published."""
    return TruncDate("frozen_at")


def round_name(export: "Export") -> Combinable:
    """The last round in which it was submitted or confirmed; NULL where there is none."""
    return counted_for.name_in_sql()


def confidence_grade(export: "Export") -> Coalesce:
    """The grade of the evidence cited, by the grades in force on the as-at date."""
    return confidence.confidence_grade(export.as_at)


def saving_grade(export: "Export") -> Coalesce:
    """The grade of the claim's savings, likewise."""
    return confidence.grade_of(Backs.SAVING, export.as_at)


def cost_grade(export: "Export") -> Coalesce:
    """The grade of its costs."""
    return confidence.grade_of(Backs.COST, export.as_at)


def is_counted() -> Case:
    """Whether the figure may be in a total."""
    return Case(*(When(rule, then=False) for rule, _reason in NOT_COUNTED), default=True)


def reason_not_counted() -> Case:
    """Why the figure is in no total, the plainest reason first; NULL when it may be."""
    return Case(*(When(rule, then=Value(reason)) for rule, reason in NOT_COUNTED))


def is_counted_once(export: "Export") -> Case:
    """The same, without what a person says is money that a larger claim in the file states."""
    in_no_total = reduce(or_, (rule for rule, _reason in NOT_COUNTED))
    in_the_file = export.versions().order_by().values("pk")
    counted = export.figures().filter(~in_no_total, version__in=in_the_file)
    return Case(When(pk__in=counted_before(counted), then=False), default=is_counted())


def overlap_mark(export: "Export") -> Combinable:
    """What is said of the figure and money like it in a claim that its reader may see; NULL where there is none."""
    return _of_overlap(export, "said")


def overlap_with(export: "Export") -> Combinable:
    """The reference of that claim: of several, of one that is not said to be separate."""
    return _of_overlap(export, "other")


def _of_overlap(export: "Export", column: str) -> Combinable:
    if not Overlap.objects.exists():
        return Value("")  # So that nothing is looked for, for each of a million figures.
    seen = export.all_versions().filter(status__in=STANDING).values("pk")
    of_earlier = Q(overlap__earlier=OuterRef("version"), overlap__later__in=seen)
    of_later = Q(overlap__later=OuterRef("version"), overlap__earlier__in=seen)
    found = OverlapFigure.objects.filter(of_earlier | of_later, figure=OuterRef("pk")).annotate(
        said=Coalesce(latest_answer("overlap__money"), Value(MAY_BE)),
        is_separate=Q(said=Sameness.SEPARATE),
        other=Case(
            When(of_earlier, then="overlap__later__claim__reference"),
            default="overlap__earlier__claim__reference",
        ),
    )
    return Subquery(found.order_by("is_separate", "overlap").values(column)[:1])


def cash_traced() -> Case:
    """Whether the claim's cashable actuals name a budget line; NULL where there are none, or it was not asked."""
    return _cash_traced(cash_trace.cases(), cash_trace.has_cash_made())


def cash_traced_of_figure() -> Case:
    """The same of a figure, which is one of them or not."""
    return _cash_traced(cash_trace.cases("version__"), cash_trace.cash_made())


def _cash_traced(cases: dict[str, Q], is_made: Exists | Q) -> Case:
    whens = [When(Q(is_made) & asked, then=Value(words)) for words, asked in cases.items()]
    return Case(*whens, output_field=TextField())
