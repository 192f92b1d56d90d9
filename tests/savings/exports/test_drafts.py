"""Whoever adds up a file of figures counts no draft: what stands is there, and drafts only where they are asked for."""

from decimal import Decimal

import pytest
from django.urls import reverse

from savings import workflow
from savings.exports.files import CLAIMS, FIGURES
from savings.models.choices import Status
from tests import factories
from tests.savings.exports.taken_files import rows_of

ONLY_DRAFTED, STANDS, REVISED = "Z-1", "Z-2", "Z-3"


@pytest.fixture
def place():
    """A claim that was never submitted, one that was, and one with a revision under way; each with another amount."""
    place = factories.PlaceFactory()
    body = factories.lead_of(place)
    factories.draft_of(place, reference=ONLY_DRAFTED, figures=factories.figures_of(body, "1.00"))
    for reference, amount in [(STANDS, "20.00"), (REVISED, "300.00")]:
        figures = factories.figures_of(body, amount)
        factories.claim_at("submitted", place, reference=reference, figures=figures)
    revised = place.claims.get(reference=REVISED).versions.get()
    factories.revised(revised, figures=factories.figures_of(body, "4000.00"))
    return place


def _savings(rows):
    return {
        row["reference"]: (row["version"], row["status"], Decimal(row["amount_gbp"]))
        for row in rows
        if row["line"] == "saving"
    }


STANDING = {STANDS: ("1", "submitted", 20), REVISED: ("1", "submitted", 300)}
DRAFTS = {ONLY_DRAFTED: ("1", "draft", 1), REVISED: ("2", "draft", 4000)}


def _partner_who_sees_drafts(place):
    """Their organisation has the figures, and sign-off is asked for of what is in draft."""
    officer = factories.officer_of(place)
    for claim in place.claims.all():
        draft = claim.versions.filter(status=Status.DRAFT).first()
        if draft:
            workflow.ask_sign_off(draft, by=officer)
    return factories.partner_of(place, place.claims.get(reference=STANDS).versions.get().lead)


PEOPLE = {
    "officer": factories.officer_of,
    "finance officer": factories.finance_of,
    "partner": _partner_who_sees_drafts,
}


@pytest.mark.parametrize("who", PEOPLE)
def test_what_stands_is_in_the_file_and_says_its_status(place, who):
    person = PEOPLE[who](place)

    assert _savings(rows_of(FIGURES, person)) == STANDING


@pytest.mark.parametrize("who", PEOPLE)
def test_drafts_are_there_alone_where_they_are_asked_for(place, who):
    person = PEOPLE[who](place)

    rows = rows_of(FIGURES, person, drafts=True)

    assert _savings(rows) == DRAFTS
    assert {row["counted_in_total"] for row in rows} == {"no"}


def test_nobody_else_gets_drafts_by_asking(place):
    assert rows_of(FIGURES, factories.reviewer(), drafts=True) == []
    assert rows_of(FIGURES, factories.analyst(), drafts=True) == []


def test_a_draft_that_was_withdrawn_unsent_is_in_no_file_of_figures(place):
    draft = place.claims.get(reference=ONLY_DRAFTED).versions.get()
    workflow.withdraw(draft, by=factories.finance_of(place), note="Begun twice.")
    officer = factories.officer_of(place)

    assert ONLY_DRAFTED not in _savings(rows_of(FIGURES, officer))
    assert ONLY_DRAFTED not in _savings(rows_of(FIGURES, officer, drafts=True))


def test_a_file_of_claims_has_the_draft_and_says_so(place):
    rows = rows_of(CLAIMS, factories.officer_of(place))

    assert {row["reference"]: (row["version"], row["status"]) for row in rows} == {
        ONLY_DRAFTED: ("1", "draft"),
        STANDS: ("1", "submitted"),
        REVISED: ("2", "draft"),
    }


@pytest.mark.parametrize(("status", "expected"), [("", STANDING), ("draft", DRAFTS)])
def test_the_page_leaves_them_out_unless_their_status_is_chosen(client, place, status, expected):
    client.force_login(factories.officer_of(place))
    asked = {"purpose": "review", "status": status}

    page = client.get(reverse("savings:export_list"), asked).text
    file = client.get(reverse("savings:figures_csv"), asked)

    lines = file.getvalue().decode().splitlines()
    assert f"figures.csv has {len(lines) - 1} rows." in page
    assert "To take the figures of your place’s drafts, choose the status Draft." in page
    assert {line.split(",")[0] for line in lines[1:]} == set(expected)
