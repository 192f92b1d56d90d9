"""How far do the kinds of evidence that a version cites carry its figures? 1 is strongest, 6 weakest."""

from datetime import date

from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from savings.models import Citation, EvidenceGrade
from savings.models.choices import BaselineKind

# Where the baseline is the place's own estimate and nothing better is cited (docs/method/fields.md §4).
GRADE_OF_AN_ESTIMATE = 6


def confidence_grade(day: date) -> Coalesce:
    """Over Version: the strongest grade that the evidence cited suggests, by the grades in force on `day`.

    NULL where nothing that is cited has a grade.
    """
    in_force = EvidenceGrade.objects.filter(valid_from__lte=day)
    newer = in_force.filter(kind=OuterRef("kind"), valid_from__gt=OuterRef("valid_from"))
    cited = Citation.objects.filter(version=OuterRef(OuterRef("pk"))).values("evidence__kind")
    grades = in_force.filter(~Exists(newer), kind__in=cited).order_by("grade").values("grade")
    own_estimate = When(baseline_kind=BaselineKind.ESTIMATE, then=GRADE_OF_AN_ESTIMATE)
    return Coalesce(Subquery(grades[:1]), Case(own_estimate))
