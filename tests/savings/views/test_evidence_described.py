"""Evidence that is no file: a link, a ledger reference, what was sent before; and what any evidence backs."""

import pytest

from tests import factories
from tests.savings.views.adding_evidence import ADDRESS, evidence_of


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(place, evidence=[], reference="PL-0001")


def test_a_link_carries_the_day_on_which_it_was_seen(client, draft):
    boxes = {"entry": "link", "url": "https://council.example/b", "title": "Budget", "kind": "monitoring",
             "seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}  # fmt: skip

    client.post(ADDRESS, boxes)

    [link] = evidence_of(draft)
    assert (link.url, str(link.seen_on), link.kind) == (
        "https://council.example/b", "2010-03-01", "monitoring",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "council.example", "ftp://x.example", "https://a b", "http://[::1", "https://",
     "https:///x.example", "https://x.example:port/"],
)  # fmt: skip
def test_a_link_is_a_whole_web_address(client, draft, url):
    response = client.post(ADDRESS, {"entry": "link", "url": url, "kind": "monitoring"})

    assert "Enter the whole address, beginning with https:// or http://" in response.text
    assert evidence_of(draft) == []


def test_a_link_with_a_user_part_is_refused_with_the_site_that_it_leads_to(client, draft):
    url = "https://www.gov.uk@evil.example/"

    response = client.post(ADDRESS, {"entry": "link", "url": url, "kind": "monitoring"})

    assert response.status_code == 400
    assert "The address leads to evil.example: what comes before the @" in response.text
    assert evidence_of(draft) == []


def test_a_link_says_beside_its_title_where_it_leads(client, draft):
    boxes = {"entry": "link", "title": "Official report", "kind": "monitoring",
             "seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}  # fmt: skip

    client.post(ADDRESS, boxes | {"url": "https://evil.example/www.gov.uk"})

    assert "Official report</a> (leads to evil.example)" in client.get(ADDRESS).text


def test_a_link_sent_after_the_session_ended_waits_for_its_writer(client, draft, officer):
    client.logout()
    client.post(ADDRESS, {"entry": "link", "url": "https://typed.example/", "person": officer.pk})
    client.force_login(officer)

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert "https://typed.example/" in page.text
    assert evidence_of(draft) == []


def test_a_note_is_promised_to_nobody_alone(client, draft):
    page = client.get(ADDRESS).text

    assert "Everybody who sees this evidence can read the note." in page
    assert "Note for the reviewer" not in page


def test_a_ledger_reference_needs_nothing_else(client, draft):
    boxes = {"entry": "ledger", "ledger_reference": "4711, period 13", "kind": "ledger"}

    client.post(ADDRESS, boxes)

    assert [str(item) for item in evidence_of(draft)] == ["Ledger, 4711, period 13"]


def test_what_the_place_has_sent_before_serves_another_claim(client, draft, place):
    other = factories.draft_of(place)
    held = other.citations.get().evidence
    foreign = factories.draft_of(factories.PlaceFactory()).citations.get().evidence

    refused = client.post(ADDRESS, {"entry": "held", "item": foreign.pk})
    client.post(ADDRESS, {"entry": "held", "item": held.pk, "page_or_cell": "page 9"})

    assert "Choose evidence from the list." in refused.text
    assert [(c.evidence, c.page_or_cell) for c in draft.citations.all()] == [(held, "page 9")]


def test_what_was_sent_before_is_offered_with_the_claims_that_use_it(client, draft, place):
    factories.draft_of(place, reference="PL-0099")

    assert "Evaluation (PL-0099)" in client.get(ADDRESS).text


def _link(client, kind, **boxes):
    sent = {"entry": "link", "url": f"https://council.example/{kind}", "kind": kind}
    seen = {"seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}
    return client.post(ADDRESS, sent | seen | boxes)


def _backs(draft):
    return {c.evidence.kind: c.backs for c in draft.citations.select_related("evidence")}


def test_what_evidence_backs_follows_from_its_kind_until_it_is_chosen(client, draft):
    _link(client, "contract")
    alone = _backs(draft)
    _link(client, "evaluation")
    beside = _backs(draft)
    _link(client, "ledger", backs="cost")
    _link(client, "benchmark", backs="saving")

    assert alone == {"contract": "both"}
    assert beside == {"contract": "cost", "evaluation": "both"}
    assert _backs(draft) == beside | {"ledger": "cost", "benchmark": "saving"}
    page = client.get(ADDRESS).text
    assert [
        f"Backs {words}." in page
        for words in ("the savings", "the savings and the costs", "the costs")
    ] == [True] * 3


def test_what_it_backs_is_one_of_three(client, draft):
    assert _link(client, "ledger", backs="everything").status_code == 400
    assert _backs(draft) == {}
