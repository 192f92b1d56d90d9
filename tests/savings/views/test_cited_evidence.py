"""What a draft says of its evidence is changed on a page of its own; the file, and what others rest on, are not."""

from datetime import date
from uuid import uuid4

import pytest

from savings import workflow
from savings.models import Evidence, Version
from tests import factories

SAID = {"kind": "ledger", "backs": "cost", "page_or_cell": "page 9", "own_date": "March 2010", "note": "Audited.",
        "review_by-day": "1", "review_by-month": "4", "review_by-year": "2012"}  # fmt: skip


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(
        place, reference="PL-0001", evidence=[(factories.stored_file(), ""), (factories.link(), "")]
    )


def _first(draft):
    return draft.citations.select_related("evidence__file").earliest("pk")


def _save(client, item, page=None, **boxes):
    """Save the page of a piece of evidence, as it stood when `page` was opened."""
    address = f"/claims/PL-0001/evidence/{item.pk}/"
    page = page or client.get(address)
    keys = {"once": str(uuid4()), "seen": page.context["seen"]}
    return client.post(address, SAID | keys | boxes)


def test_all_that_is_said_of_it_is_changed_and_the_file_stays(client, draft):
    before = _first(draft).evidence

    answer = _save(client, before)

    cited = _first(draft)
    now = cited.evidence
    assert answer.headers["Location"] == "/claims/PL-0001/evidence/"
    assert (now.pk, now.file, now.title) == (before.pk, before.file, before.title)
    assert (now.kind, now.own_date, now.review_by, now.note) == (
        "ledger", "March 2010", date(2012, 4, 1), "Audited.",
    )  # fmt: skip
    assert (cited.page_or_cell, cited.backs, cited.is_preset) == ("page 9", "cost", False)
    page = client.get("/claims/PL-0001/evidence/").text
    assert "dated March 2010, to be reviewed by 1 April 2012" in page
    assert "What the draft says of “Contract” is stored." in page


def _as_submitted(draft, place):
    """A revision of the draft, which cites what its frozen version cites."""
    version = Version.objects.get(pk=draft.pk)
    workflow.submit(version, by=factories.finance_of(place))
    return workflow.revise(version, by=factories.officer_of(place), note="Later figures.")


def _beside_another(draft, place):
    factories.draft_of(place, evidence=[(_first(draft).evidence, "")])
    return draft


@pytest.mark.parametrize("shared", [_as_submitted, _beside_another], ids=["frozen", "another"])
def test_what_others_rest_on_stays_as_it_is_and_the_draft_cites_a_copy(
    client, draft, place, shared
):
    now, item = shared(draft, place), _first(draft).evidence

    answer = _save(client, item)

    item.refresh_from_db()
    copied = now.citations.select_related("evidence").get(page_or_cell="page 9").evidence
    assert answer.status_code == 302
    assert (item.kind, item.own_date, item.note) == ("contract", "", "")
    assert copied.pk != item.pk
    assert (copied.kind, copied.file_id, copied.place) == ("ledger", item.file_id, place)


def test_saving_what_it_says_already_makes_no_copy(client, draft, place):
    now, item = _as_submitted(draft, place), _first(draft).evidence
    same = dict.fromkeys(SAID, "") | {"kind": item.kind, "page_or_cell": "page 2"}

    _save(client, item, **same)

    assert now.citations.get(page_or_cell="page 2").evidence == item
    assert Evidence.objects.count() == 2


def test_what_somebody_changed_meanwhile_is_shown_and_nothing_is_lost(client, draft):
    item = _first(draft).evidence
    page = client.get(f"/claims/PL-0001/evidence/{item.pk}/")
    _save(client, item, note="Of a colleague.")

    answer = _save(client, item, page, note="Of mine.")

    item.refresh_from_db()
    assert answer.status_code == 409
    assert item.note == "Of a colleague."
    assert "Of a colleague." in answer.text
    assert "Of mine." in answer.text
    assert _save(client, item, answer, note="Of both.").status_code == 302


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"kind": ""}, "Choose the kind of evidence."),
        ({"own_date": "March 2199"}, "Give a date from 1 January 1900 to today"),
        ({"backs": "all"}, "Choose what it backs from the list."),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, draft, boxes, words):
    item = _first(draft).evidence

    answer = _save(client, item, **boxes)

    assert answer.status_code == 400
    assert words in answer.text
    assert _first(draft).evidence.kind == "contract"


def test_what_the_draft_does_not_cite_has_no_such_page(client, draft, place):
    other = factories.draft_of(place).citations.get().evidence

    assert client.get(f"/claims/PL-0001/evidence/{other.pk}/").status_code == 404
    assert client.post(f"/claims/PL-0001/evidence/{other.pk}/", SAID).status_code == 404


def test_of_what_is_cited_at_two_pages_each_keeps_its_page_and_what_it_backs(client, draft, place):
    item = _first(draft).evidence
    cites = [(item, "page 1", "saving"), (item, "page 2", "")]
    workflow.edit(Version.objects.get(pk=draft.pk), by=factories.officer_of(place), evidence=cites)

    page = client.get(f"/claims/PL-0001/evidence/{item.pk}/")
    _save(client, item, page)

    found = {
        (c.page_or_cell, c.backs, c.is_preset, c.evidence.kind)
        for c in draft.citations.select_related("evidence")
    }
    assert found == {("page 1", "saving", False, "ledger"), ("page 2", "both", True, "ledger")}
    assert "This draft cites it 2 times: each keeps its page and what it backs." in page.text


def test_the_workflow_takes_nothing_else_as_said(draft, place):
    item = _first(draft).evidence

    with pytest.raises(TypeError, match="Not what a place says of evidence: title"):
        workflow.edit(
            Version.objects.get(pk=draft.pk),
            by=factories.officer_of(place),
            evidence=[(item, "", "", {"title": "Another"})],
        )
