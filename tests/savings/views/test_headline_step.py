"""What the words of a headline mean: read, shown, and stored only once somebody has saved it."""

from decimal import Decimal

import pytest
from django.forms import TextInput

from savings import workflow
from savings.models import Version
from tests import factories

from .drafts import NEW, address_of, seen_on, send

BLANK = {
    "measure": "words",
    "amount_low": None,
    "amount_high": None,
    "bound": "none",
    "basis": "not_stated",
    "period_years": None,
    "gross_or_net": "not_stated",
}
A_YEAR = BLANK | {
    "measure": "money",
    "amount_low": Decimal(240_000),
    "amount_high": Decimal(240_000),
    "bound": "exact",
    "basis": "per_year",
}
OVER_THREE = A_YEAR | {"basis": "total_over_period", "period_years": 3}


@pytest.fixture
def written(place, officer):
    """A draft in whose words there is an amount, and nothing else said of it."""
    content = {"what_changes": "One desk", "kind_of_gain": "cashable"}
    words = {"as_published": "£240,000 a year"}
    return workflow.create_claim(place, by=officer, reference="PL-0001", content=content | words)


def _said(draft):
    draft.refresh_from_db()
    return {name: getattr(draft, name) for name in BLANK}


def _boxes(client, draft):
    """What stands on the page, as a browser sends it."""
    form = client.get(address_of(draft, "headline")).context["form"]
    return {box.html_name: _drawn(box) for box in form if box.value() not in ("", None)}


def _drawn(box):
    is_text = isinstance(box.field.widget, TextInput)
    return box.field.widget.format_value(box.value()) if is_text else box.value()


def _write_anew(client, draft, words):
    return send(
        client,
        draft,
        "what-changed",
        what_changes="One desk",
        kind_of_gain="cashable",
        as_published=words,
        lead=draft.lead_id,
    )


def test_who_writes_an_amount_is_shown_how_it_is_read_and_nothing_is_stored(client, place, officer):
    answers = {"what_changes": "One desk", "as_published": "about £240,000 a year"}

    begun = client.post(NEW, answers, follow=True)

    assert begun.request["PATH_INFO"].endswith("/edit/headline/")
    assert "You wrote: “about £240,000 a year”" in begun.text
    assert "We read: <strong>About £240,000, per year</strong>" in begun.text
    assert "page 2 of 9" in begun.text
    assert _said(Version.objects.get()) == BLANK


def test_who_writes_no_amount_has_no_such_page(client, place, officer, draft):
    begun = client.post(NEW, {"what_changes": "Two desks"}, follow=True)

    assert begun.request["PATH_INFO"].endswith("/edit/service-level/")
    assert "page 2 of 8" in begun.text
    assert "as we read it" not in client.get(f"/claims/{draft.claim.reference}/edit/").text


def test_what_is_saved_as_it_stands_is_stored_as_it_was_read(client, written):
    send(client, written, "headline", **_boxes(client, written))

    assert _said(written) == A_YEAR
    assert "As we read your words" in _check_page(client, written)
    assert "You state:" not in _check_page(client, written)


def test_what_is_corrected_is_stored_as_corrected(client, written):
    over_three = {"basis": "total_over_period", "period_years": "3"}
    send(client, written, "headline", **_boxes(client, written) | over_three)

    assert _said(written) == OVER_THREE
    again = _boxes(client, written)
    assert (again["basis"], again["period_years"]) == ("total_over_period", "3")
    words = "£240,000, per year. You state: £240,000, in total over 3 years."
    assert words in _check_page(client, written)


def _check_page(client, draft):
    return client.get(f"/claims/{draft.claim.reference}/edit/check/").text


def test_words_that_are_unclear_are_said_to_be_and_stated_by_hand(client, written):
    _write_anew(client, written, "£240,000 (£80,000 a year)")

    page = client.get(address_of(written, "headline"))
    stated = {"measure": "money", "amount_low": "240,000", "bound": "at_least", "basis": "per_year"}
    send(client, written, "headline", **stated)

    assert "There is more than one amount. Say what it means." in page.text
    assert page.context["form"].initial == {}
    assert _said(written) == A_YEAR | {"amount_high": None, "bound": "at_least"}


def test_a_net_present_value_can_be_stated(client, written):
    _write_anew(client, written, "a net present value of £1.2m over ten years")

    send(client, written, "headline", **_boxes(client, written))

    assert written.gross_or_net == "not_stated"
    assert _said(written)["gross_or_net"] == "net_present_value"


def test_what_was_confirmed_of_other_words_is_no_longer_stated(client, written):
    send(client, written, "headline", **_boxes(client, written))

    answer = _write_anew(client, written, "£24,000 a year")

    assert answer.headers["Location"] == address_of(written, "headline")
    assert _said(written) == BLANK
    assert _boxes(client, written)["amount_low"] == "24,000"


def test_what_was_stated_by_hand_stays_when_the_words_change(client, written):
    over_three = {"basis": "total_over_period", "period_years": "3"}
    send(client, written, "headline", **_boxes(client, written) | over_three)

    _write_anew(client, written, "£24,000 a year")

    assert _said(written) == OVER_THREE


def test_the_same_words_saved_again_leave_what_is_stated(client, written):
    send(client, written, "headline", **_boxes(client, written))

    _write_anew(client, written, "£240,000 a year")

    assert _said(written) == A_YEAR


@pytest.mark.parametrize(
    ("measure", "typed", "read"),
    [
        ("money", "£240,000.50", "240000.50"),
        ("money", "\u202d£240,000\u202c", "240000"),
        ("unit_cost", "£ 5,000", "5000"),
        ("percentage", "5 %", "5"),
        ("percentage", "\u200b12.375%", "12.375"),
        ("ratio", "£1.234", "1.234"),
        ("ratio", "4", "4"),
    ],
)
def test_an_amount_is_read_as_what_it_is_measured_in(client, written, measure, typed, read):
    send(client, written, "headline", measure=measure, bound="exact", amount_low=typed)

    assert _said(written)["amount_low"] == Decimal(read)


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"measure": "money", "amount_low": "1.234"}, "could also mean 1234"),
        ({"measure": "unit_cost", "amount_high": "1.234"}, "could also mean 1234"),
        ({"measure": "money", "amount_low": "£250%"}, "is not a number"),
        ({"measure": "percentage", "amount_low": "£5"}, "pound sign"),
        ({"measure": "ratio", "amount_low": "5%"}, "percentage"),
        ({"measure": "money", "amount_low": "5", "amount_high": "4"}, "below the lower one"),
        ({"measure": "words", "amount_low": "5"}, "Words only have no amount."),
        ({"measure": "money", "amount_low": "1.2m"}, "1.2m"),
        ({"period_years": "three"}, "Enter the number of years in digits"),
        ({"period_years": "0"}, "1"),
        ({"basis": "weekly"}, "Choose one of the answers in the list."),
    ],
)
def test_what_cannot_be_meant_is_refused(client, written, boxes, words):
    response = send(client, written, "headline", **boxes)

    assert response.status_code == 400
    assert words in response.text
    assert _said(written) == BLANK


def test_a_gain_that_is_not_in_money_is_asked_for_its_words_only(client, place, officer):
    draft = factories.draft_of(
        place, figures=[], kind_of_gain="not_in_money", as_published="4,000 fewer visits"
    )

    assert "as we read it" not in client.get(f"/claims/{draft.claim.reference}/edit/").text


IN_THOUSANDS = {
    "£240,000 a year": ("240", "is 1,000 times less than the claim’s headline, £240,000."),
    "£1.2m over three years": (
        "400",
        "all years come to £1,200, 1,000 times less than the claim’s headline, £1,200,000.",
    ),
}


@pytest.mark.parametrize(
    ("words", "amount", "doubt"),
    [(words, *expected) for words, expected in IN_THOUSANDS.items()],
    ids=IN_THOUSANDS,
)
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_figures_are_held_against_the_words(
    client, written, officer, words, amount, doubt, is_confirmed
):
    _write_anew(client, written, words)
    if is_confirmed:
        send(client, written, "headline", **_boxes(client, written))
    written.refresh_from_db()
    years = [factories.figure(written.lead, amount, year=year) for year in (2010, 2011, 2012)]
    workflow.perform("edit", written, by=officer, figures=years)

    assert _check_page(client, written).count(doubt) == 3


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("£240,000 a year", "240000"),
        ("£1.2m over three years", "400000"),
        ("3–5 %", "240"),
        ("£2 for every £1", "240"),
        ("not yet a number", "240"),
        ("a net present value of £240,000", "240"),
        ("up to £240,000 over three years", "80"),
    ],
)
def test_what_says_nothing_else_of_a_year_draws_no_doubt(client, written, officer, words, amount):
    _write_anew(client, written, words)
    written.refresh_from_db()
    years = [factories.figure(written.lead, amount, year=year) for year in (2010, 2011, 2012)]
    workflow.perform("edit", written, by=officer, figures=years)

    assert "Hard to believe" not in _check_page(client, written)


def test_what_is_confirmed_of_words_that_changed_meanwhile_is_shown_beside_the_new_ones(
    client, written, officer
):
    boxes, seen = _boxes(client, written), seen_on(client, address_of(written, "headline"))
    workflow.edit(written, by=officer, content={"as_published": "£500,000 a year"})

    refused = send(client, written, "headline", seen=seen, **boxes)

    assert refused.status_code == 409
    assert "£500,000 a year" in refused.text.split("</dl>")[0]
    assert _said(written) == BLANK
