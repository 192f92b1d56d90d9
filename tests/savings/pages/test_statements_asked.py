"""How often does a page ask the database? What it shows of a claim is read once, and who may see it is asked once."""

import pytest

from tests import factories
from tests.savings.appraisal.appraised import load_tables

# The most that a page may ask, by who reads it and how far the review is.
MOST = {
    ("/", "provisional", "officer"): 15,
    ("/claims/{}/", "in_review", "reviewer"): 21,
    ("/claims/{}/", "in_review", "officer"): 22,
    ("/claims/{}/", "in_review", "analyst"): 18,
    ("/claims/{}/", "provisional", "reviewer"): 22,
    ("/claims/{}/", "provisional", "officer"): 25,
    ("/review/{}/", "in_review", "lead"): 23,
    ("/review/{}/", "provisional", "lead"): 28,
}
NOT_DRAWN = "COST-1"
PEOPLE = {
    "reviewer": lambda version: factories.reviewer(),
    "lead": lambda version: factories.lead(),
    "analyst": lambda version: factories.analyst(),
    "officer": lambda version: factories.officer_of(version.claim.place),
}

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.mark.parametrize(("address", "status", "role"), MOST)
def test_a_page_asks_no_more_than_it_must(
    client, django_assert_max_num_queries, address, status, role
):
    load_tables()
    # By its reference it is not drawn for a second reading, of which a page asks more.
    version = factories.claim_at(status, condition="C", reference=NOT_DRAWN)
    assert not version.review.needs_second_reading
    client.force_login(PEOPLE[role](version))
    page = address.format(version.claim.reference)
    client.get(page)  # What is kept for the day is read.

    with django_assert_max_num_queries(MOST[address, status, role]):
        assert client.get(page).status_code == 200
