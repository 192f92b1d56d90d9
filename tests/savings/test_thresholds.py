"""The number that a rule turns on is the same by itself and read with something else: the newest in force, or ours."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from savings.models import Threshold
from savings.thresholds import SUGGESTED, threshold, threshold_on


def _read_with_something(name):
    rows = Threshold.objects.filter(name="change").annotate(
        found=threshold_on(name, timezone.localdate())
    )
    return rows.values_list("found", flat=True).first()


@pytest.fixture(autouse=True)
def _something_to_read_it_with():
    Threshold.objects.create(name="change", value=25, valid_from="2009-04-01", source="Made up")


@pytest.mark.parametrize("name", Threshold.Name.values)
def test_where_none_is_stored_it_is_what_the_method_suggests(name):
    assert _read_with_something(name) == threshold(name) == SUGGESTED[name]


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_it_is_the_newest_of_those_in_force(days):
    for value, ago in (("12.50", 30), ("7.25", -days)):
        day = timezone.localdate() - timedelta(days=ago)
        Threshold.objects.create(name="slippage", value=value, valid_from=day, source="Made up")

    wanted = Decimal("12.50") if days > 0 else Decimal("7.25")
    assert _read_with_something("slippage") == threshold("slippage") == wanted
