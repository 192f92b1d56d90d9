"""What do the files say of a claim that no field holds? One expression for each fact.

Over Version, which `savings.claims.hardness.with_hardness` has annotated; `cash_traced_of_figure`, and what is
counted, are over Figure.
"""

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, Q, TextField, Value, When
from django.db.models.functions import Coalesce, TruncDate

from pilots.models import Place
from savings.claims import cash_trace
from savings.claims.hardness import LABELS
from savings.delivery.abandonment import given_up
from savings.models.choices import Backs, Status, UseCondition
from savings.parameters import confidence

from .cells import Worded

if TYPE_CHECKING:
    from .files import Export

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


def cash_traced() -> Case:
    """Whether the claim's cashable actuals name a budget line; NULL where there are none, or it was not asked."""
    return _cash_traced(cash_trace.cases(), cash_trace.has_cash_made())


def cash_traced_of_figure() -> Case:
    """The same of a figure, which is one of them or not."""
    return _cash_traced(cash_trace.cases("version__"), cash_trace.cash_made())


def _cash_traced(cases: dict[str, Q], is_made: Exists | Q) -> Case:
    whens = [When(Q(is_made) & asked, then=Value(words)) for words, asked in cases.items()]
    return Case(*whens, output_field=TextField())
