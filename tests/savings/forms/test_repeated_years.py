"""A year that stands in two rows is refused with all else that is wrong, in the words of the boxes."""

import pytest

from savings.claims.options import STATES
from tests import factories
from tests.savings.forms.figure_boxes import grid_of

REPEATED = "2010-11 is in row 1 too. Keep one of them, or choose “Actual” or “First plan” for one."


@pytest.mark.parametrize(
    "second", [{"saving": "5"}, {"saving": "-5"}, {"saving": "5", "running_cost": "TBC"}]
)
@pytest.mark.parametrize("first", ["10", "TBC"])
def test_a_repeated_year_is_said_together_with_other_errors(first, second):
    draft = factories.draft_of(factories.PlaceFactory(), figures=[])
    grid = grid_of(draft, {"saving": first}, second)

    assert not grid.is_valid()

    [table] = grid.tables
    assert table.rows[1].errors["year"] == [REPEATED]
    assert ("saving" in table.rows[0].errors) is (first == "TBC")
    assert {"Actual", "First plan"} <= set(STATES.values())


def test_a_year_that_cannot_be_read_is_not_called_repeated():
    draft = factories.draft_of(factories.PlaceFactory(), figures=[])
    unread = {"saving": "5", "year": "2010"}
    grid = grid_of(draft, unread, unread)

    assert not grid.is_valid()

    said = " ".join(words for row in grid.tables[0].rows for words in row.errors["year"])
    assert "Keep one of them" not in said
