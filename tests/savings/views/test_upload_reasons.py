"""What is doubtful in a sheet that was sent is stored with a reason, which nobody has to type twice."""

import pytest

from savings import workflow
from savings.doubts.grounds import Ground
from savings.forms import confirm_sheet
from savings.models import Figure
from tests.factories import PlaceFactory, claim_at, draft_of, figure, lead_of, officer_of

from .uploads import confirm, said, sent, shown


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def officer(client, kent):
    person = officer_of(kent)
    client.force_login(person)
    return person


def test_a_doubtful_figure_is_stored_with_its_reason(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,2010,0,A note")

    without = confirm(client, address)
    reason = {"year-KEN-1": "  The real\tamount. "}
    assert confirm(client, address, **reason).status_code == 302

    assert without.status_code == 400
    assert "KEN-1: say why it is right (looks like a year)" in said(without)
    assert "<title>Error: " in without.text
    saving = draft.figures.get(line="saving")
    assert (saving.amount, saving.note) == (2010, "A note")
    assert saving.doubts == [["year", "The real amount.", ""]]
    assert saving.full_note == "A note\nChecked: The real amount."
    assert "Checked: The real amount." in client.get(draft.claim.get_absolute_url()).text


def test_a_reason_stays_with_its_figure_when_the_same_sheet_comes_again(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    row = "Kent,KEN-1,2010-11,2010,0,"
    confirm(client, sent(client, row), **{"year-KEN-1": "The real amount."})

    again = client.get(sent(client, row))
    with_cost = sent(client, "Kent,KEN-1,2010-11,2010,55,")
    confirm(client, with_cost)

    assert "Nothing would change" in said(again)
    assert draft.figures.get(line="one_off_cost").amount == 55
    assert draft.figures.get(line="saving").doubts == [["year", "The real amount.", ""]]


def test_a_new_amount_leaves_the_reason_for_the_old_one_behind(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,2010,0,")
    confirm(client, address, **{"year-KEN-1": "The real amount."})

    confirm(client, sent(client, "Kent,KEN-1,2010-11,2500,0,"))

    saving = draft.figures.get(line="saving")
    assert (saving.amount, saving.doubts) == (2500, [])


def test_one_reason_may_do_for_all_claims_and_each_may_have_its_own(client, officer, kent):
    for number in (1, 2):
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    address = sent(client, *(f"Kent,KEN-{n},2010-11,20{n}1," + "," for n in (1, 2)))

    confirm(client, address, **{"year": "By head count.", "year-KEN-2": "By the ledger."})

    said = {"KEN-1": "By head count.", "KEN-2": "By the ledger."}
    doubts = dict(Figure.objects.values_list("version__claim__reference", "doubts"))
    assert doubts == {claim: [["year", because, ""]] for claim, because in said.items()}


def test_a_figure_with_two_doubts_has_a_reason_for_each(client, officer, kent):
    draft = draft_of(kent, reference="KEN-2010", figures=[])
    address = sent(client, "Kent,KEN-2010,2010-11,2010,,")

    confirm(client, address, **{"year-KEN-2010": "First.", "reference-KEN-2010": "Second."})

    assert draft.figures.get().doubts == [["reference", "Second.", ""], ["year", "First.", ""]]


def test_beyond_a_hundred_claims_one_reason_for_all_must_do(client, officer, kent, monkeypatch):
    monkeypatch.setattr(confirm_sheet, "CLAIMS_ASKED", 1)
    for number in (1, 2):
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    address = sent(client, *(f"Kent,KEN-{n},2010-11,20{n}1," + "," for n in (1, 2)))

    page = client.get(address)
    own_alone = confirm(client, address, **{"year-KEN-1": "By the ledger."})
    both = confirm(client, address, **{"year-KEN-1": "By the ledger.", "year": "By head count."})

    assert "And 1 more claim" in said(page)
    assert (own_alone.status_code, both.status_code) == (400, 302)
    second = Figure.objects.get(version__claim__reference="KEN-2")
    assert (second.note, second.doubts) == ("", [["year", "By head count.", ""]])


def test_all_reasons_that_may_be_asked_can_be_sent(settings):
    boxes = len(Ground) * (confirm_sheet.CLAIMS_ASKED + 1)

    assert (
        boxes + len(["digest", "csrfmiddlewaretoken", "page", "turn_to"])
        < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    )


def test_figures_are_held_against_the_last_round_and_the_places_other_claims(client, officer, kent):
    claim_at("submitted", kent, reference="KEN-1")
    draft_of(kent, reference="KEN-2", figures=[])
    draft_of(kent, reference="KEN-3", figures=[figure(lead_of(kent), "111000")])
    rows = ["Kent,KEN-1,2010-11,350000,20000,", "Kent,KEN-2,2010-11,111000,0,"]

    text = said(client.get(sent(client, *rows)))

    assert "£350,000 is £100,000, 40% more than in the version before." in text
    assert "£111,000 is also the saving of KEN-3." in text


def _of_two_pages(client, kent):
    """A sheet of more rows than one page shows, of which the first is doubtful; and the draft it goes into."""
    draft = draft_of(kent, reference="KEN-1", figures=[])
    for number in range(2, 12):
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    rows = [f"Kent,KEN-{n},20{y}-{y + 1},{n}{y}5,," for n in range(2, 12) for y in range(10, 30)]
    return sent(client, "Kent,KEN-1,2010-11,2010,0,", *rows), draft


def test_reasons_that_were_typed_are_there_on_the_next_page(client, officer, kent):
    address, draft = _of_two_pages(client, kent)
    typed = shown(client, address) | {"year-KEN-1": "The real amount."}

    second = client.post(address, typed | {"turn_to": "2"})
    first = client.post(address, typed | {"turn_to": "1", "page": "2"})

    assert "201 to 201 of 201" in said(second)
    assert "1 to 200 of 201" in said(first)
    for page in (first, second):
        assert page.status_code == 200
        assert 'value="The real amount."' in page.text
    assert not draft.figures.exists()
    assert client.post(address, typed | {"page": "2"}).status_code == 302
    assert draft.figures.get(line="saving").doubts == [["year", "The real amount.", ""]]


def test_turning_the_page_asks_for_no_reason_yet_and_confirming_stays_on_it(client, officer, kent):
    address, _ = _of_two_pages(client, kent)

    turned = client.post(address, shown(client, address) | {"turn_to": "2"})
    refused = client.post(address, shown(client, address) | {"page": "2"})

    assert "There is a problem" not in turned.text
    assert refused.status_code == 400
    assert "201 to 201 of 201" in said(refused)


def test_a_page_turned_after_something_changed_says_so(client, officer, kent):
    address, draft = _of_two_pages(client, kent)
    typed = shown(client, address) | {"year-KEN-1": "The real amount.", "turn_to": "2"}
    figures = [figure(lead_of(kent), "2010.00")]
    workflow.perform("edit", draft, by=officer, figures=figures)

    response = client.post(address, typed)

    assert response.status_code == 409
    assert "What is stored has changed" in said(response)


def test_without_reasons_to_keep_the_pages_are_links(client, officer, kent):
    for number in range(1, 12):
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    rows = [f"Kent,KEN-{n},20{y}-{y + 1},{n}{y}5,," for n in range(1, 12) for y in range(10, 30)]

    text = client.get(sent(client, *rows)).text

    assert 'href="?page=2"' in text
    assert 'name="turn_to"' not in text
