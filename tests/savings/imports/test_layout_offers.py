"""What is offered of a column of a place's own layout, by its title and its cells?"""

import pytest

from savings.imports.layouts.offered import offered
from savings.imports.layouts.reading import AMOUNTS, ColumnUse, Use
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

ALL = FinancialYear.entered()
THAT = [FinancialYear(2026)]
OF_MONEY, AFTER_WORDS, NO_MONEY = "money first", "money last", "no money"
CASES = [
    # The title reads as money or as a year.
    ("2026-27", ["250000", 100, ""], OF_MONEY, THAT),
    ("2026/27 £000", [], OF_MONEY, THAT),
    ("Saving", ["TBC"], OF_MONEY, ALL),
    ("One-off cost 2026-27", [], OF_MONEY, THAT),
    # The cells do, whatever the title.
    ("This year", ["250", "1,000", "soon"], OF_MONEY, ALL),
    ("", [-250, 12.5], OF_MONEY, ALL),
    ("Project value", ["(250)", "£1,200.50"], OF_MONEY, ALL),
    ("Ref", [1, 2, 3], OF_MONEY, ALL),
    # Nothing tells.
    ("Effect", ["about 250k a year", "c. £1.2m"], AFTER_WORDS, ALL),
    ("Effect", [], AFTER_WORDS, ALL),
    ("", ["", None], AFTER_WORDS, ALL),
    # Words, and years.
    ("Description", ["Merge 2 teams into 1", "Vans"], NO_MONEY, []),
    ("Service", ["Libraries"], NO_MONEY, []),
    ("", ["Vans", "Desks"], NO_MONEY, []),
    ("Financial year", ["2026-27", "2027-28"], NO_MONEY, []),
    ("Year", ["2026", 2027], NO_MONEY, []),
    ("RAG", ["Green", "Amber"], NO_MONEY, []),
]


@pytest.mark.parametrize(("title", "cells", "uses", "years"), CASES, ids=repr)
def test_a_column_is_offered_what_it_can_be(title, cells, uses, years):
    offer = offered(title, cells, ColumnUse(""))

    assert offer.uses[0] == Use.LEFT_OUT
    assert set(Use) - set(AMOUNTS) <= set(offer.uses)
    places = [offer.uses.index(use) for use in AMOUNTS if use in offer.uses]
    expected = {OF_MONEY: [1, 2, 3], AFTER_WORDS: [8, 9, 10], NO_MONEY: []}
    assert places == expected[uses]
    assert offer.years == years


@pytest.mark.parametrize("use", AMOUNTS)
def test_what_was_said_of_the_same_layout_before_stays_on_offer(use):
    offer = offered("Effect", ["unknown yet"], ColumnUse(use.value, 2026))

    assert use in offer.uses
    assert FinancialYear(2026) in offer.years
