"""Exact amounts and financial years: the same in Python, in the database, and through a sum, on both engines."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pilots.models import Burden
from savings.models import Deflator
from tests.benchmarks.throwaway import unkept
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField
from totalplace.financial_year import FinancialYear

LARGEST = Decimal("999999999999.99")
amounts = st.decimals(min_value=0, max_value=LARGEST, places=2)


def _burden(cost, **fields):
    return Burden.objects.create(place_or_body="England", what="Reporting", cost_low=cost, **fields)


class AmountsInTheDatabase(TestCase):
    @given(amounts)
    def test_an_amount_comes_back_as_it_went_in(self, amount):
        burden = _burden(amount)

        burden.refresh_from_db()

        assert burden.cost_low == amount
        assert Burden.objects.filter(cost_low=amount, pk=burden.pk).exists()

    @given(st.lists(amounts, min_size=1, max_size=20))
    def test_a_sum_is_exact_to_the_penny(self, added):
        unkept(Burden).bulk_create(
            Burden(place_or_body="England", what="Reporting", cost_low=amount) for amount in added
        )

        assert Burden.objects.aggregate(total=Sum("cost_low"))["total"] == sum(added)


def test_a_thousand_of_the_largest_amount_add_up_exactly():
    unkept(Burden).bulk_create(
        Burden(place_or_body="England", what="Reporting", cost_low=LARGEST) for _ in range(1000)
    )

    total = Burden.objects.aggregate(total=Sum("cost_low"))["total"]

    assert total == Decimal("999999999999990.00")


def test_the_database_holds_whole_pence():
    burden = _burden(Decimal("1234.50"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT cost_low FROM pilots_burden WHERE id = %s", [burden.pk])
        assert cursor.fetchone() == (123450,)


@pytest.mark.parametrize(
    ("value", "code"),
    [(Decimal("1.005"), "places"), ("abc", "invalid"), (1.1, "float"), (Decimal("NaN"), "invalid")],
)
def test_an_amount_that_is_not_exact_is_refused_and_never_rounded(value, code):
    with pytest.raises(ValidationError) as refusal:
        MoneyField().to_python(value)

    assert refusal.value.code == code


def test_trailing_zeros_are_no_extra_places():
    assert MoneyField().to_python("1.500") == Decimal("1.50")


def test_other_scales_keep_their_own_places():
    field = ScaledDecimalField(decimal_places=3)

    assert field.get_prep_value(Decimal("89.254")) == 89254
    assert field.from_db_value(89254, None, connection) == Decimal("89.254")


def test_a_financial_year_is_stored_as_the_year_it_starts_in():
    field = FinancialYearField()

    assert field.get_prep_value(FinancialYear(2009)) == 2009
    assert field.from_db_value(2009, None, connection) == FinancialYear(2009)


@pytest.mark.parametrize("value", ["2009-10", 2009, FinancialYear(2009)])
def test_a_financial_year_is_read_from_text_number_and_value(value):
    assert FinancialYearField().to_python(value) == FinancialYear(2009)


def test_a_financial_year_that_cannot_be_read_is_a_validation_error():
    with pytest.raises(ValidationError, match="Write 2009-10, if it is that"):
        FinancialYearField().to_python("2009-11")


def test_published_series_may_begin_before_the_years_people_enter():
    deflator = Deflator(
        financial_year=FinancialYear(2006),
        index=Decimal("89.254"),
        base_year=FinancialYear(2011),
        vintage_date="2013-03-27",
        source="HM Treasury",
    )

    deflator.full_clean()
    deflator.save()

    assert Deflator.objects.get().financial_year == FinancialYear(2006)


@pytest.mark.parametrize(
    ("field", "value"),
    [(MoneyField(), Decimal("5.20")), (FinancialYearField(), FinancialYear(2009))],
)
def test_a_form_shows_the_value_as_people_write_it(field, value):
    field.attname = "it"
    holder = type("Holder", (), {"it": value})()

    assert field.value_to_string(holder) == str(value)
