"""The next file of a place's own: known by its titles, with the reasons and words that were given before."""

import pytest

from savings.models import Figure
from tests import factories
from tests.savings.views.own_uploads import (
    SAID,
    SAID_OF_CSV,
    columns_page,
    confirmed,
    go_on,
    own_file,
    send_own,
)

from .uploads import said, send


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def test_the_next_file_goes_to_what_would_change_unless_it_has_new_words(client, officer):
    page = go_on(client, go_on(client, columns_page(client), **SAID))
    confirmed(client, page)
    rows = ["Ref", "Directorate", "Saving description", "Cashable (Y/N)", "2026/27", "2027/28", "2028/29",
            "One-off cost", "Delivery RAG", "Responsible officer", "Last updated"]  # fmt: skip
    row = "ASC-01,Adults,Reablement before long-term care,{},1,2,3,4,Red,x,y"
    title = ",".join(rows)

    known, new = (
        send_own(client, own_file("a.csv", f"{title}\n{row.format(words)}\n".encode()))
        for words in ("Y", "Partly")
    )

    assert known.context["begun"] == 0
    assert new.context["step"] == "words"
    assert [box.label for box in new.context["form"] if not box.is_hidden] == [
        "Kind of gain: what does “Partly” mean?"
    ]


def test_the_next_file_is_known_where_our_own_sheets_are_sent_too(client, officer):
    content = b"Ref,Saving description,2026/27\nA-1,Vans,250000\n"
    confirmed(client, go_on(client, columns_page(client, content), **SAID_OF_CSV))

    response = send(client, own_file("a.csv", content))

    assert response.status_code == 302
    assert "Nothing would change" in said(client.get(response["Location"], follow=True))


def test_figures_that_are_hard_to_believe_need_a_reason(client, officer, place):
    figures = factories.figures_of(factories.lead_of(place), "250000.00", year=2026)
    factories.claim_at(
        "submitted", place, own_reference="A-1", figures=figures, baseline_amount="2400000.00"
    )
    content = b"Ref,Saving description,2026/27\nA-1,Vans,250000000\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)

    assert "Figures to look at again" in said(page)
    assert confirmed(client, page).status_code == 400
    reasons = {box.name: "A new contract." for box in page.context["form"] if box.name != "digest"}
    address, digest = page.request["PATH_INFO"], page.context["form"]["digest"].value()
    client.post(address, {"digest": digest, **reasons})
    assert "A new contract." in [
        because for _, because, _ in Figure.objects.get(amount=250000000).doubts
    ]


def test_a_reason_stays_with_the_row_that_it_was_typed_for(client, officer, place):
    """Somebody else takes the reference that the first of two new claims would have got."""
    content = b"Ref,Saving description,2026/27\nA-1,Desks,2010\nA-2,Vans,2010\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)
    form, rows = page.context["form"], ("Desks", "Vans")
    names = [box.name for box in form if box.name.startswith("year-")]
    typed = dict(zip(names, rows, strict=True)) | {"digest": form["digest"].value()}
    taken = page.context["form"].grounds[0].claims[0].claim
    factories.draft_of(place, reference=taken)

    page = client.post(page.request["PATH_INFO"], typed)

    assert page.status_code == 409
    [years] = [on for on in page.context["form"].grounds if on.ground == "year"]
    assert taken not in [of.claim for of in years.claims]
    assert [of.field.value() for of in years.claims] == ["Desks", "Vans"]


def test_other_words_under_a_reference_are_stored_only_if_it_is_the_same_saving(
    client, officer, place
):
    factories.draft_of(place, own_reference="A-1", what_changes="Old reablement", figures=[])
    content = b"Ref,Saving description,2026/27\nA-1,New telecare,250000\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)
    assert "was “Old reablement”; the list says “New telecare”. It is the same saving" in said(page)

    refused = confirmed(client, page)
    assert refused.status_code == 400
    assert "A-1: say that it is the same saving" in said(refused)
    assert not Figure.objects.exists()

    [box] = page.context["form"].renamed
    go_on(client, page, **{box.name: "on"})
    assert Figure.objects.get().version.what_changes == "Old reablement"
