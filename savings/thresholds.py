"""The numbers that rules turn on: the newest dated row of the table, or the value the method suggests."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Threshold

# docs/method/review.md §5 (ten working days, second look at 10% of Supported); the pounds are to be set by the owner.
SUGGESTED = {
    Threshold.Name.REPLY_DAYS: Decimal(10),
    Threshold.Name.ANSWER_DAYS: Decimal(10),
    Threshold.Name.SECOND_READING: Decimal(1_000_000),
    Threshold.Name.SECOND_SAMPLE: Decimal(10),
    # docs/method/fields.md §3 and §4 (in proportion to size; the change since the version before).
    Threshold.Name.SMALL_CLAIM: Decimal(100_000),
    Threshold.Name.LARGE_CLAIM: Decimal(1_000_000),
    Threshold.Name.CHANGE: Decimal(25),
    # docs/method/review.md §5 (all from a threshold, the smallest left out), docs/method/rules.md §R19 (a tolerance).
    Threshold.Name.READ_ALL: Decimal(1_000_000),
    Threshold.Name.READ_NONE: Decimal(10_000),
    Threshold.Name.SLIPPAGE: Decimal(10),
}


def threshold(name: str) -> Decimal:
    """The value in force today."""
    value = _values(name, timezone.localdate()).first()
    return SUGGESTED[Threshold.Name(name)] if value is None else value


def threshold_on(name: str, day: date) -> Coalesce:
    """The value in force on `day`, to be read with something else."""
    suggested = SUGGESTED[Threshold.Name(name)]
    as_stored = Value(suggested, output_field=Threshold._meta.get_field("value"))
    return Coalesce(Subquery(_values(name, day)[:1]), as_stored)


def _values(name: str, day: date) -> QuerySet:
    rows = Threshold.objects.filter(name=name, valid_from__lte=day)
    return rows.order_by("-valid_from").values_list("value", flat=True)
