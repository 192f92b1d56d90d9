"""Which cashable actuals read *cash not traced*: alike on the page, in the files, and of none that was not asked."""

import csv
from decimal import Decimal
from io import StringIO

import pytest

from savings import workflow
from savings.claims.cash_trace import NOT_TRACED, TRACED, cash_trace
from savings.models import Figure, Version
from tests import factories
from tests.savings.views.drafts import address_of, send

LARGE = "1600000.00"


def _claim(amount=LARGE, state="actual", kind="cashable", **content):
    """A submitted claim that saves `amount` in 2010-11."""
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    figures = factories.figures_of(lead, amount, state=state, kind_of_gain=kind)
    answers = {
        "figures": figures,
        "kind_of_gain": kind,
        "baseline_amount": Decimal(90_000_000),
        "evidence": [(factories.link(), "page 4"), (factories.ledger(), "")],
        "service_evidence": "Counted each month.",
    }
    return factories.claim_at("submitted", place, **answers | content)


CASES = {
    "asked, and not answered": ({}, NOT_TRACED),
    "asked, and answered": ({"budget_line": "Libraries, 4711"}, TRACED),
    "only who holds it": ({"budget_owner": "The council"}, NOT_TRACED),
    "not yet made": ({"state": "forecast"}, ""),
    "not cashable": ({"kind": "non_cashable"}, ""),
    "nothing saved": ({"amount": "0.00"}, ""),
    "just large": ({"amount": "1000000.00"}, NOT_TRACED),
    "not large, so not asked": ({"amount": "999999.99"}, ""),
    "not asked, and answered": ({"amount": "999999.99", "budget_line": "Libraries"}, ""),
}


@pytest.mark.parametrize(("said", "words"), CASES.values(), ids=CASES)
def test_page_and_files_say_the_same(client, no_second_factor, said, words):
    version = _claim(**said)
    client.force_login(factories.lead())
    reference = version.claim.reference

    pages = [client.get(f"/{kind}/{reference}/").text for kind in ("claims", "review")]
    claims, figures = (_rows(client, name) for name in ("claims", "figures"))

    assert cash_trace(version, version.figures.all()) == words
    assert ["Cash not traced" in page for page in pages] == [words == NOT_TRACED] * 2
    assert [row["cash_traced"] for row in claims] == [words]
    of_lines = {row["line"]: row["cash_traced"] for row in figures}
    assert of_lines == {"saving": words, "one_off_cost": "", "running_cost": ""}


def _rows(client, name):
    content = client.get(f"/exports/{name}.csv?purpose=review").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


def test_what_was_submitted_before_it_was_asked_says_nothing():
    version = _claim()
    as_before = Version(is_budget_asked=None)

    assert cash_trace(version, version.figures.all()) == NOT_TRACED
    assert cash_trace(as_before, version.figures.all()) == ""


def test_published_words_were_not_asked():
    version = factories.claim_at("published", kind_of_gain="cashable")
    made = factories.figure(factories.OrganisationFactory(), LARGE, state="actual")

    assert cash_trace(version, [made]) == ""


def test_the_page_on_others_asks_it_of_a_large_cashable_claim(client):
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), LARGE)
    draft = factories.draft_of(place, figures=figures)
    client.force_login(factories.officer_of(place))
    answers = {
        "also_counted_in": "department",
        "budget_line": "Libraries, 4711",
        "budget_owner": "The council, head of libraries",
        "budget_year": "2010-11",
    }

    page = client.get(address_of(draft, "others")).text
    send(client, draft, "others", has_other_bodies="no", **answers)

    assert "Where else it is counted, and whose budget falls" in page
    draft.refresh_from_db()
    assert {name: str(getattr(draft, name)) for name in answers} == answers


def test_a_claim_that_is_not_large_is_not_asked(client):
    draft = factories.draft_of(factories.PlaceFactory())
    client.force_login(factories.officer_of(draft.claim.place))

    page = client.get(address_of(draft, "others"))

    assert page.context["form"].names == ["has_other_bodies"]
    assert "whose budget falls" not in page.text


def test_neither_question_stands_in_the_way_of_sign_off():
    assert _claim(state="forecast").status == "submitted"


def test_a_costs_only_year_is_no_saving_made():
    cost = Figure(line="one_off_cost", state="actual", kind_of_gain="cashable", amount=Decimal(5))

    assert cash_trace(Version(is_budget_asked=True), [cost]) == ""


def test_whether_it_was_asked_is_kept_when_it_is_submitted():
    version = _claim()
    officer = factories.officer_of(version.claim.place)

    draft = workflow.perform("revise", version, by=officer, note="New figures.")

    assert (version.is_budget_asked, draft.is_budget_asked) == (True, None)
    assert _claim("250000.00").is_budget_asked is False
