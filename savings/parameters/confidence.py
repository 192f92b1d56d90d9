"""How far do the kinds of evidence that a version cites carry its figures? 1 is strongest, 6 weakest.

Savings and costs are graded apart, each by what backs it (R29 of docs/method/rules.md).
"""

from datetime import date

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from savings.models import Citation, EvidenceGrade
from savings.models.choices import Backs, BaselineKind

# Of a side that nothing with a grade backs; and of all, where the baseline is the place's own estimate and nothing
# better is cited (docs/method/fields.md §4).
WEAKEST = 6


def grade_of(side: Backs, day: date) -> Coalesce:
    """Over Version: the grade of its savings or of its costs."""
    return Coalesce(suggested_grade(side, day), WEAKEST)


def suggested_grade(side: Backs, day: date) -> Subquery:
    """Over Version: the best grade of what backs its savings or its costs, by the grades in force on `day`.

    NULL where nothing that does has a grade.
    """
    return _best(Citation.objects.filter(backs__in=[side, Backs.BOTH]), day)


def confidence_grade(day: date) -> Coalesce:
    """Over Version: the strongest grade that the evidence cited suggests, whatever it backs.

    NULL where nothing that is cited has a grade.
    """
    own_estimate = When(baseline_kind=BaselineKind.ESTIMATE, then=WEAKEST)
    return Coalesce(_best(Citation.objects.all(), day), Case(own_estimate))


def _best(citations: QuerySet[Citation], day: date) -> Subquery:
    in_force = EvidenceGrade.objects.filter(valid_from__lte=day)
    newer = in_force.filter(kind=OuterRef("kind"), valid_from__gt=OuterRef("valid_from"))
    cited = citations.filter(version=OuterRef(OuterRef("pk"))).values("evidence__kind")
    grades = in_force.filter(~Exists(newer), kind__in=cited).order_by("grade").values("grade")
    return Subquery(grades[:1])
