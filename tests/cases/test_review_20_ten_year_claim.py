"""Review 20: a claim of ten years from 2026-27 is entered on the pages."""

import pytest

from savings import workflow
from tests import factories
from tests.savings.views.drafts import send
from totalplace.financial_year import FinancialYear


@pytest.fixture
def draft(client):
    place = factories.PlaceFactory(code="PL")
    officer = factories.officer_of(place)
    client.force_login(officer)
    content = {"what_changes": "One front desk", "kind_of_gain": "cashable"}
    return workflow.create_claim(place, by=officer, content=content)


def test_figures_of_2031_and_a_last_year_of_2035_are_stored(client, draft):
    table = f"{draft.lead.pk}-cashable"
    years = ["2026-27", "2031-32", "2035-36"]
    boxes = {f"{table}-rows": "3"}
    for number, year in enumerate(years):
        row = f"{table}-{number}"
        boxes |= {f"{row}-year": year, f"{row}-state": "forecast", f"{row}-saving": "1000"}

    figures = send(client, draft, "figures", **boxes)
    firmness = send(client, draft, "firmness", continues="no", last_year="2035-36")

    draft.refresh_from_db()
    assert (figures.status_code, firmness.status_code) == (302, 302)
    assert sorted(str(year) for year in draft.figures.values_list("year", flat=True)) == years
    assert draft.last_year == FinancialYear(2035)
