"""Several files that come at once: each is cited at its own place, and the same bytes come once."""

from uuid import uuid4

import pytest

from tests import factories

from .adding_evidence import ADDRESS, add_files, evidence_file


@pytest.fixture
def draft(client):
    place = factories.PlaceFactory(code="PL")
    client.force_login(factories.officer_of(place))
    return factories.draft_of(place, reference="PL-0001", evidence=[])


def _two():
    return [evidence_file("one.pdf"), evidence_file("two.csv", b"Year,Saved\r\n2010-11,7\r\n")]


def _places(page):
    form = page.context["entries"]["file"]
    return {
        box.label.split("“")[1].split("”")[0]: box.html_name for box in form if "place-" in box.name
    }


def _cited(draft):
    cited = draft.citations.select_related("evidence")
    return {one.evidence.title: one.page_or_cell for one in cited}


def test_one_place_is_asked_of_each_of_two_files(client, draft):
    refused = add_files(client, *_two(), page_or_cell="Budget!C12")

    assert refused.status_code == 400
    assert _cited(draft) == {}
    assert "“Budget!C12” cannot be the page or cell of 2 files at once." in refused.text
    boxes, form = _places(refused), refused.context["entries"]["file"]
    kept = {"received": form["received"].value(), boxes["two.csv"]: "Budget!C12"}

    again = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), boxes["one.pdf"]: ""}
    assert client.post(ADDRESS, again | kept).status_code == 302
    assert _cited(draft) == {"one.pdf": "", "two.csv": "Budget!C12"}


def test_of_two_files_of_which_one_is_unticked_the_other_keeps_its_place(client, draft):
    refused = add_files(client, *_two(), page_or_cell="page 4")
    boxes, received = _places(refused), refused.context["entries"]["file"]["received"].value()

    sent = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), "received": received[0]}
    assert client.post(ADDRESS, sent | {boxes["one.pdf"]: "page 4"}).status_code == 302

    assert _cited(draft) == {"one.pdf": "page 4"}


def test_one_file_has_the_place_that_was_typed_also_where_it_came_twice(client, draft):
    files = [evidence_file("one.pdf"), evidence_file("one.pdf")]

    assert add_files(client, *files, page_or_cell="page 4").status_code == 302

    assert _cited(draft) == {"one.pdf": "page 4"}


def test_several_files_without_a_place_are_added(client, draft):
    assert add_files(client, *_two()).status_code == 302
    assert set(_cited(draft)) == {"one.pdf", "two.csv"}


@pytest.mark.parametrize("name", ["letter.pdf", "the same letter.pdf"])
def test_a_file_that_is_chosen_again_after_an_error_goes_with_the_dispute_once(client, name):
    place, trust = factories.PlaceFactory(code="PL"), factories.OrganisationFactory()
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "1000.00")]
    version = factories.claim_at("submitted", place, reference="PL-0001", figures=figures)
    client.force_login(factories.partner_of(place, trust))

    first = _dispute(client, "letter.pdf")
    received = first.context["form"]["received"].value()
    assert first.context["form"].errors
    done = _dispute(client, name, received=received, note="Not ours.", kind="contract")

    assert done.status_code == 302
    assert version.partner_responses.get().evidence.count() == 1


def test_what_is_here_already_is_shown_once(client):
    place, trust = factories.PlaceFactory(code="PL"), factories.OrganisationFactory()
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "1000.00")]
    factories.claim_at("submitted", place, reference="PL-0001", figures=figures)
    client.force_login(factories.partner_of(place, trust))

    first = _dispute(client, "letter.pdf")
    again = _dispute(client, "letter.pdf", received=first.context["form"]["received"].value())

    assert len(again.context["form"]["received"].value()) == 1


def _dispute(client, name, **boxes):
    address = "/claims/PL-0001/actions/dispute/"
    keys = {"once": str(uuid4()), "seen": client.get(address).context["seen"]}
    return client.post(address, keys | {"files": [evidence_file(name)]} | boxes)
