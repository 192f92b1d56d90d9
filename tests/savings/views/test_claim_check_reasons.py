"""A doubtful figure is answered on the page where it is shown, and read with its reason at sign-off."""

import html
from uuid import uuid4

import pytest

from savings import workflow
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.reasons import Reason
from tests import factories
from tests.factories import figures_of, finance_of, lead_of, officer_of

BECAUSE = "Counted by hand."


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def draft(place):
    return factories.draft_of(
        place, figures=figures_of(lead_of(place), "2010.00"), reference="PL-2010"
    )


def _check(draft):
    return f"/claims/{draft.claim.reference}/edit/check/"


def _page(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return html.unescape(page.text)


def _boxes(client, draft):
    """The names of the boxes on the page, by kind of doubt."""
    form = client.get(_check(draft)).context["reasons_form"]
    return {name.split("-")[-1]: name for name in form.fields}


def _send(client, draft, **boxes):
    return client.post(_check(draft), {"once": str(uuid4())} | boxes)


def test_each_doubt_is_answered_where_it_is_shown(client, place, draft):
    officer = officer_of(place)
    client.force_login(officer)
    boxes = _boxes(client, draft)
    assert set(boxes) == {"reference", "year"}

    sent = _send(client, draft, **{boxes["year"]: f"  {BECAUSE}\n", boxes["reference"]: ""})

    assert sent.status_code == 302
    assert sent["Location"] == f"{_check(draft)}#doubts"
    assert draft.figures.get(line="saving").doubts == [["year", BECAUSE, ""]]
    assert draft.events.latest("pk").action == "edit"
    text = _page(client, _check(draft))
    assert f'value="{BECAUSE}"' in text
    assert "The reasons are stored with their figures." in text


def test_who_signs_off_reads_doubt_and_reason_or_that_there_is_none(client, place, draft):
    client.force_login(officer_of(place))
    boxes = _boxes(client, draft)
    _send(client, draft, **{boxes["year"]: BECAUSE})
    client.force_login(finance_of(place))

    text = _page(client, f"/claims/{draft.claim.reference}/actions/submit/")

    assert f"of £2,010 looks like a year. Why it is right: “{BECAUSE}”" in text
    assert "digits of the reference PL-2010. <strong>No reason given.</strong>" in text
    assert f'href="{_check(draft)}#doubts"' in text


@pytest.mark.parametrize(
    ("who", "then", "leads_to"),
    [(officer_of, "ask_sign_off", "/done/"), (finance_of, "submit", "/actions/submit/")],
)
def test_what_was_typed_is_stored_as_sign_off_is_asked_for_or_gone_to(
    client, place, draft, who, then, leads_to
):
    client.force_login(who(place))
    boxes = _boxes(client, draft)
    text = _page(client, _check(draft))
    assert f'<button type="submit" form="reasons" name="then" value="{then}"' in text
    assert '<form method="post" action="#doubts" id="reasons"' in text

    sent = _send(client, draft, **{boxes["year"]: BECAUSE, "then": then})

    assert sent.status_code == 302
    assert leads_to in sent["Location"]
    assert client.get(sent["Location"]).status_code == 200
    assert draft.figures.get(line="saving").doubts == [["year", BECAUSE, ""]]
    if then == "ask_sign_off":
        kept = draft.sign_off_request.said["figures"]
        assert BECAUSE in str(kept)
        assert [event.action for event in draft.events.order_by("pk")][-2:] == ["edit", then]


def test_what_is_too_long_is_not_stored_and_sign_off_is_not_asked_for(client, place, draft):
    client.force_login(officer_of(place))
    boxes = _boxes(client, draft)

    sent = _send(client, draft, **{boxes["year"]: "x" * 5000, "then": "ask_sign_off"})

    draft.refresh_from_db()
    assert sent.status_code == 400
    assert draft.sign_off_asked_at is None


def test_saved_without_a_change_it_leaves_no_trace(client, place, draft):
    client.force_login(officer_of(place))
    events = draft.events.count()

    assert (
        _send(client, draft, **dict.fromkeys(_boxes(client, draft).values(), "")).status_code == 302
    )
    assert draft.events.count() == events


def test_a_reason_for_an_amount_that_was_changed_meanwhile_is_shown_and_not_stored(
    client, place, draft
):
    officer = officer_of(place)
    client.force_login(officer)
    boxes = _boxes(client, draft)
    workflow.edit(draft, by=officer, figures=figures_of(lead_of(place), "2011.00"))

    page = _send(client, draft, **{boxes["year"]: BECAUSE})

    assert page.status_code == 409
    assert f"“{BECAUSE}”" in page.text
    assert "Figures have changed since you opened this page" in page.text
    assert draft.figures.get(line="saving").doubts == []


def _boxes_shown(client, draft):
    """All that the page of now would send: each box, and beside it what the page was opened with."""
    form = client.get(_check(draft)).context["reasons_form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    return shown | {form[name].html_initial_name: said for name, said in shown.items()}


def _colleague_says(draft, because):
    reasons = [Reason.for_doubt(d, because) for d in doubts_of(draft) if d.ground == Ground.YEAR]
    workflow.edit(draft, by=officer_of(draft.claim.place), reasons=reasons)


@pytest.mark.parametrize("before", ["", "As of old."])
def test_a_box_that_was_left_alone_takes_no_reason_of_a_colleague_away(
    client, place, draft, before
):
    client.force_login(officer_of(place))
    _colleague_says(draft, before)
    boxes = _boxes(client, draft)
    old = _boxes_shown(client, draft)
    _colleague_says(draft, BECAUSE)

    assert _send(client, draft, **old | {boxes["reference"]: "By chance."}).status_code == 302

    assert draft.figures.get(line="saving").doubts == [
        ["reference", "By chance.", ""],
        ["year", BECAUSE, ""],
    ]


@pytest.mark.parametrize(
    ("theirs", "told"), [(BECAUSE, f"“{BECAUSE}”"), ("", "The reason was removed.")]
)
def test_of_two_reasons_for_one_doubt_the_later_is_asked_again(client, place, draft, theirs, told):
    client.force_login(officer_of(place))
    _colleague_says(draft, "As of old.")
    year = _boxes(client, draft)["year"]
    old = _boxes_shown(client, draft) | {year: "By the ledger."}
    _colleague_says(draft, theirs)

    page = _send(client, draft, **old)

    assert page.status_code == 409
    text = html.unescape(page.text)
    assert "Reasons have changed since you opened this page" in text
    assert told in text
    assert f'name="initial-{year}" value="{theirs}"' in text or not theirs
    assert [d.because for d in doubts_of(draft) if d.ground == Ground.YEAR] == [theirs]
    again = _send(client, draft, **{year: "By the ledger.", f"initial-{year}": theirs})
    assert again.status_code == 302
    assert draft.figures.get(line="saving").doubts == [["year", "By the ledger.", ""]]


def test_a_reason_that_is_too_long_is_refused_in_words(client, place, draft):
    client.force_login(officer_of(place))

    page = _send(client, draft, **{_boxes(client, draft)["year"]: "x" * 301})

    assert page.status_code == 400
    assert "Write a reason of at most 300 characters. There are 301." in page.text
    assert "<title>Error: Check your answers" in page.text


def test_the_reviewer_reads_doubt_and_reason_where_to_look_first_and_in_the_queue(
    client, place, draft, no_second_factor
):
    client.force_login(officer_of(place))
    _send(client, draft, **{_boxes(client, draft)["year"]: BECAUSE})
    draft.refresh_from_db()
    version = workflow.submit(draft, by=finance_of(place))
    client.force_login(factories.reviewer())

    for address in (f"/review/{version.claim.reference}/", "/review/?view=waiting"):
        text = _page(client, address)
        assert f"of £2,010 looks like a year. The place says why: “{BECAUSE}”" in text
        assert "digits of the reference PL-2010. No reason given." in text
