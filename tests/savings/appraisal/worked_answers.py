"""How does a test read a vector of `vectors.json`, and round as its published answer?"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from totalplace.financial_year import FinancialYear

FIRST = FinancialYear(2010)


def rounded_to(places, value):
    """Rounded once, half up, to the places of a published answer."""
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def each_vector(*names):
    return pytest.mark.parametrize("name", names)


def pounds_by_year(flows):
    """Year 0, 1, … of a vector as financial years from FIRST."""
    return {
        FinancialYear(FIRST.start + int(number)): Decimal(amount)
        for number, amount in flows.items()
    }
