"""The pages of the journey: everything optional, and what is answered is stored and shown again."""

from decimal import Decimal

import pytest
import time_machine

from savings import workflow
from savings.claims.digests import version_digest
from savings.claims.draft_facts import DraftFacts
from savings.claims.questions import BY_FIELD
from savings.claims.steps import BY_SLUG
from tests import factories
from totalplace.financial_year import FinancialYear

from .drafts import address_of, send

ANSWERS = [
    ("what-changed", {"what_changes": "Two desks", "kind_of_gain": "avoided_cost"}, {}),
    (
        "service-level",
        {"service_level": "better", "service_evidence": "85% before, 90% after"},
        {},
    ),
    (
        "baseline",
        {"baseline_amount": "£2,400,000", "baseline_year": "2009/10", "baseline_kind": "budget"},
        {"baseline_amount": Decimal(2_400_000), "baseline_year": FinancialYear(2009)},
    ),
    (
        "firmness",
        {"continues": "no", "last_year": "2012-13", "stage": "agreed", "maturity": "likely"},
        {"continues": False, "last_year": FinancialYear(2012)},
    ),
    ("others", {"has_other_bodies": "no"}, {"has_other_bodies": False}),
    (
        "use",
        {"proposed_condition": "C", "transferability": "tested", "transferability_note": "Leeds"},
        {},
    ),
]


@pytest.mark.parametrize(("slug", "boxes", "stored"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_what_is_answered_is_stored_and_shown_again(client, draft, slug, boxes, stored):
    response = send(client, draft, slug, **boxes)

    assert response.status_code == 302
    draft.refresh_from_db()
    for name, value in (boxes | stored).items():
        assert getattr(draft, name) == value
    shown = client.get(address_of(draft, slug)).context["form"].initial
    assert shown.items() >= {name: draft_value(draft, name) for name in boxes}.items()


@pytest.mark.parametrize("slug", [row[0] for row in ANSWERS])
def test_a_page_asks_what_the_list_of_pages_says_it_asks(client, draft, slug):
    form = client.get(address_of(draft, slug)).context["form"]

    facts = DraftFacts(draft, draft.created_at.date())
    asked = [name for name in BY_SLUG[slug].asks if BY_FIELD[name].is_asked(facts)]
    assert sorted(asked) == sorted(form.names)


def draft_value(draft, name):
    value = getattr(draft, name)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


@pytest.mark.parametrize("slug", [row[0] for row in ANSWERS if row[0] != "what-changed"])
def test_every_answer_may_be_left_open_until_sign_off(client, draft, slug):
    before = {name: getattr(draft, name) for name in ("stage", "baseline_amount", "continues")}

    assert send(client, draft, slug).status_code == 302
    draft.refresh_from_db()

    assert {name: getattr(draft, name) for name in before} == before


def test_the_sentence_that_a_claim_cannot_be_without_is_asked_for(client, draft):
    before = draft.what_changes

    response = send(client, draft, "what-changed", what_changes=" ", kind_of_gain="avoided_cost")

    draft.refresh_from_db()
    assert response.status_code == 400
    assert 'href="#id_what_changes">Say what changed, in a sentence.' in response.text
    assert draft.what_changes == before


WILD = [
    "",
    " ",
    "[[",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "٣",
    "x" * 3000,
    "2010-13",
    "null",
    "\u202e",
]


@pytest.mark.parametrize("slug", [row[0] for row in ANSWERS])
def test_whatever_is_sent_in_a_box_is_stored_or_refused_in_words(client, draft, slug):
    """In all boxes at once, and then in those alone that were not refused, so that it is stored."""
    for value in WILD:
        boxes = {"what_changes": "Two desks"} | dict.fromkeys(BY_SLUG[slug].asks, value)
        response = send(client, draft, slug, **boxes)
        if response.status_code != 302:
            assert response.status_code == 400, value
            refused = response.context["form"].errors
            boxes = {name: given for name, given in boxes.items() if name not in refused}
            response = send(client, draft, slug, **{"what_changes": "Two desks"} | boxes)
            assert response.status_code in (302, 400), (value, list(boxes))


def test_what_is_missing_on_a_page_is_said_once_something_is_answered(client, draft):
    page = address_of(draft, "firmness")
    assert "Before sign-off:" not in client.get(page).text

    send(client, draft, "firmness", stage="agreed")

    assert "Before sign-off:" in client.get(page).text


@time_machine.travel("2026-11-24")
def test_a_year_that_is_put_in_is_said_to_be_a_suggestion(client, draft):
    words = "We have put in the last year that has ended. Change it if yours is another."

    shown = client.get(address_of(draft, "baseline"))
    send(client, draft, "baseline", baseline_year="2009-10")

    assert words in shown.text
    assert 'value="2025-26"' in shown.text
    assert words not in client.get(address_of(draft, "baseline")).text


def test_an_answer_can_be_taken_back(client, draft):
    send(client, draft, "baseline", baseline_amount="0", baseline_kind="budget")
    draft.refresh_from_db()
    assert draft.baseline_amount == 0

    send(client, draft, "baseline")
    draft.refresh_from_db()

    assert (draft.baseline_amount, draft.baseline_kind) == (None, "not_stated")


def test_figures_go_along_when_the_kind_of_gain_is_stated(client, place, officer):
    draft = factories.draft_of(place, kind_of_gain="not_stated", figures=[])
    figures = factories.figures_of(draft.lead, kind_of_gain="not_stated")
    workflow.perform("edit", draft, by=officer, figures=figures)

    send(client, draft, "what-changed", what_changes="x", kind_of_gain="cashable")

    assert set(draft.figures.values_list("kind_of_gain", flat=True)) == {"cashable"}


def test_a_gain_that_is_not_in_money_is_asked_for_in_words(client, draft):
    send(client, draft, "what-changed", what_changes="x", kind_of_gain="not_in_money")

    assert (
        "How large is the gain, in words or units?" in client.get(address_of(draft, "figures")).text
    )


@pytest.mark.parametrize(
    ("slug", "box", "typed", "words"),
    [
        ("baseline", "baseline_amount", "1.2m", "1.2m"),
        ("baseline", "baseline_amount", "-500", "minus"),
        ("baseline", "baseline_year", "2010-12", "2010-12"),
        ("what-changed", "what_changes", "x" * 301, "at most 300 characters. There are 301"),
        ("what-changed", "kind_of_gain", "approved", "Choose one of the answers"),
        ("what-changed", "theme", "99999999999999999999", "Choose a service from the list"),
        ("firmness", "last_year", "1066-67", "1066-67"),
        ("use", "proposed_condition", "E", "Choose one of the answers"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_what_was_typed(
    client, draft, slug, box, typed, words
):
    before = draft.revision

    response = send(client, draft, slug, **{box: typed})

    draft.refresh_from_db()
    assert response.status_code == 400
    assert words in response.text
    assert "There is a problem" in response.text
    assert draft.revision == before


def test_a_page_that_is_none_of_the_journey_is_not_found(client, draft):
    assert client.get(address_of(draft, "no-such-step")).status_code == 404


def test_what_ends_is_asked_for_its_last_year(client, draft):
    refused = send(client, draft, "firmness", continues="no", stage="agreed")

    draft.refresh_from_db()
    assert refused.status_code == 400
    assert 'href="#id_last_year">It ends: enter the last year of the saving' in refused.text
    assert 'value="agreed" checked' in refused.text
    assert draft.continues is None


def test_what_is_ticked_before_anybody_has_answered_counts_as_said(client, draft):
    form = client.get(address_of(draft, "firmness")).context["form"]
    check = client.get(f"/claims/{draft.claim.reference}/edit/check/")

    said = {one.name: one.words for part in check.context["sections"] for one in part.statements}
    assert form.initial["maturity"] == "may"
    assert said["maturity"] == "May change"
    assert "is likely to change." not in check.text


def test_what_is_ticked_is_stored_at_sign_off(place):
    version = factories.claim_at("submitted", place, maturity="not_stated")

    assert version.maturity == "may"
    assert version.sign_off.digest == version_digest(version)


def test_the_way_back_leads_through_the_pages_in_turn(client, draft):
    backs = {
        slug: client.get(address_of(draft, slug)).context["back"].split("/")[-2]
        for slug in ("what-changed", "service-level", "baseline", "firmness", "use")
    }

    assert backs == {
        "what-changed": "edit",
        "service-level": "what-changed",
        "baseline": "service-level",
        "firmness": "figures",
        "use": "others",
    }
    # A page that is passed over for a small saving is passed over on the way back too.
    small = factories.draft_of(
        draft.claim.place,
        figures=factories.figures_of(factories.lead_of(draft.claim.place), "9.00"),
    )
    assert client.get(address_of(small, "use")).context["back"].endswith("/evidence/")
    assert client.get(address_of(small, "others")).context["back"].endswith("/evidence/")
