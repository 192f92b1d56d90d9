"""How is the date that a document gives itself shown, however it was written?"""

import pytest

from savings.evidence.cited import cited_by
from savings.evidence.own_date import in_words
from tests.factories import PlaceFactory, draft_of, link

SHOWN = {
    "2010-03": "March 2010",
    "03/2010": "March 2010",
    "march 2010": "March 2010",
    "27/3/2010": "27 March 2010",
    "2010-03-27": "27 March 2010",
    "March 3, 2010": "3 March 2010",
    "2010": "2010",
    "2009-10": "2009-10",
    "Spring 2010": "Spring 2010",
    "": "",
}


@pytest.mark.no_database
@pytest.mark.parametrize("written", SHOWN)
def test_a_day_and_a_month_are_named_and_all_else_is_as_it_was_written(written):
    assert in_words(written) == SHOWN[written]


def test_so_it_is_shown_beside_a_claim(client):
    place = PlaceFactory()
    draft = draft_of(place, evidence=[(link(own_date="2010-03"), "page 4")])

    assert [item.dated for item in cited_by(draft)] == ["March 2010"]
