"""The workspace shows of the claims what `savings.access` allows, in words, and changes none of them."""

import pytest

from pilots.models import AccountChange, Membership
from savings import models, workflow
from savings.models import (
    AcceptedFigure,
    Citation,
    Claim,
    ConditionChange,
    Event,
    Evidence,
    Figure,
    Outcome,
    Question,
    Reading,
    Review,
    Version,
)
from tests import factories, workspace
from tests.workspace import MODELS, list_page, may_view, page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

MARK = "Xyzzy"
# Their lists have actions: of the workflow (see test_admin_many.py), and of changes of accounts.
HAVE_ACTIONS = {Claim, Review, AccountChange}
OF_CLAIMS = [Claim, Version, Figure, Evidence, Citation, Event]
AUTOCOMPLETE = "/admin/autocomplete/"


def _marked(status, condition="A", place=None, mark=MARK):
    """A claim whose every text has the mark in it."""
    place = place or factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), note=mark)
    evidence = [(factories.link(title=mark, url=f"https://{mark}.example/"), mark)]
    return factories.claim_at(
        status,
        place,
        condition=condition,
        reference=mark.upper(),
        what_changes=mark,
        as_published=mark,
        figures=figures,
        evidence=evidence,
    )


def _rows_of(version):
    """A row of each kind that belongs to the claim."""
    return [
        version.claim,
        version,
        version.figures.first(),
        version.citations.first(),
        version.citations.first().evidence,
        version.events.latest("pk"),
    ]


# What docs/decisions/002-access.md says of those who have a workspace. A page of it opens no claim by itself.
SEEN = {
    factories.reviewer: {"A", "B", "C", "D"},
    factories.lead: {"A", "B", "C", "D"},
    factories.analyst: {"C", "D"},
    factories.administrator: {"D"},
    factories.holder_of_every_page: {"D"},
}


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.__name__)
def test_a_role_finds_and_opens_what_the_table_allows(client, role):
    marks = {condition: f"{MARK}{condition}" for condition in "ABCD"}
    versions = {c: _marked("submitted", c, mark=marks[c]) for c in marks}
    client.force_login(role())

    for model in OF_CLAIMS:
        for query in ({}, {"q": MARK}):
            listed = client.get(list_page(model, **query)).text.upper()
            shown = {condition for condition, mark in marks.items() if mark.upper() in listed}
            assert shown == SEEN[role], (model, query)
    for condition, version in versions.items():
        for row in _rows_of(version):
            expected = 200 if condition in SEEN[role] else 404
            assert client.get(row_page(row)).status_code == expected, row


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.__name__)
def test_nothing_of_a_draft_shows_on_any_page(client, role):
    draft = _marked("draft", "D")
    person = role()
    client.force_login(person)

    for model in MODELS:
        if may_view(person, model):
            assert MARK.upper() not in client.get(list_page(model)).text.upper(), model
            assert "/change/" not in client.get(list_page(model, q=MARK)).text, model
    for row in _rows_of(draft):
        assert client.get(row_page(row)).status_code == 404, row
        assert client.get(page(type(row), "history", row.pk), follow=True).status_code == 404, row
        assert client.get(page(type(row), "delete", row.pk)).status_code in (403, 404), row


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.__name__)
def test_a_draft_that_revises_a_shared_claim_stays_private(client, role):
    version = factories.claim_at("submitted", condition="D", reference="KEN-0001")
    place = version.claim.place
    draft = workflow.perform(
        "revise", version, by=factories.officer_of(place), note=f"{MARK} asked."
    )
    officer = factories.officer_of(place)
    note = [(factories.ledger(title=MARK), MARK)]
    workflow.perform("edit", draft, by=officer, content={"what_changes": MARK}, evidence=note)
    client.force_login(role())

    for model in OF_CLAIMS:
        assert MARK not in client.get(list_page(model)).text, model
        assert "/change/" not in client.get(list_page(model, q=MARK)).text, model
    for row in (version.claim, version, place):
        assert MARK not in client.get(row_page(row)).text, row
    assert client.get(row_page(draft)).status_code == 404


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.__name__)
def test_autocomplete_offers_only_what_may_be_seen(client, role):
    _marked("draft")
    client.force_login(role())

    for model, field in (("version", "claim"), ("figure", "version"), ("citation", "evidence")):
        asked = {"app_label": "savings", "model_name": model, "field_name": field, "term": MARK}
        response = client.get(AUTOCOMPLETE, asked)
        assert response.status_code == 403 or response.json()["results"] == [], model


def test_a_reviewer_does_not_see_a_place_they_were_ever_tied_to(client):
    version = _marked("final")
    person = factories.reviewer()
    Membership.objects.create(user=person, place=version.claim.place, role="interest")
    client.force_login(person)

    for row in _rows_of(version):
        assert client.get(row_page(row)).status_code == 404, row
    for model in (Reading, Outcome, models.TestResult, AcceptedFigure):
        assert "/change/" not in client.get(list_page(model)).text, model


def test_a_second_reader_stays_blind_to_the_first(client):
    version = factories.claim_at("provisional")
    first = version.readings.first()
    second = factories.reviewer()
    client.force_login(second)

    assert client.get(row_page(first)).status_code == 404
    assert row_page(first) not in client.get(row_page(version)).text
    for model in (Reading, Outcome, models.TestResult, AcceptedFigure):
        assert "/change/" not in client.get(list_page(model)).text, model

    client.force_login(first.reader)
    assert client.get(row_page(first)).status_code == 200


def test_evidence_is_not_found_by_a_claim_that_may_not_be_seen(client):
    shown = factories.claim_at("submitted", condition="D", reference="KEN-0001")
    hidden = factories.draft_of(shown.claim.place, reference="KEN-0002", evidence=[])
    evidence = shown.citations.first().evidence
    Citation.objects.create(version=hidden, evidence=evidence)
    client.force_login(factories.administrator())

    assert row_page(evidence) in client.get(list_page(Evidence, q="KEN-0001")).text
    assert row_page(evidence) not in client.get(list_page(Evidence, q="KEN-0002")).text
    assert "KEN-0002" not in client.get(row_page(evidence)).text


@pytest.mark.parametrize(
    "role",
    [factories.reviewer, factories.administrator],
    ids=lambda role: role.__name__,
)
def test_claims_and_what_belongs_to_them_are_only_read(client, role):
    workspace.everything()
    person = role()
    client.force_login(person)
    kept_by_hand = {"parameters", "rounds", "places", "people", "sheets"}
    read_only = [
        model
        for model in MODELS
        if may_view(person, model)
        and model.__module__.rpartition(".")[2] not in kept_by_hand
        and model._meta.model_name != "burden"
    ]

    assert {Claim, Version, Figure, Event, ConditionChange}.issubset(read_only)
    for model in read_only:
        row = workspace.rows_for(person, model).first()
        assert client.get(page(model, "add")).status_code == 403, model
        assert client.post(row_page(row), {"what_changes": "Other"}).status_code == 403, model
        assert client.post(page(model, "delete", row.pk)).status_code == 403, model
        if model not in HAVE_ACTIONS:
            assert 'name="action"' not in client.get(list_page(model)).text, model


@pytest.mark.parametrize("search", ["KEN", "ken-0001", "Kent", "0001", "front desk", "a year"])
def test_a_claim_is_found_by_reference_place_or_words(client, search):
    place = factories.PlaceFactory(code="KEN", name="Kent")
    version = factories.claim_at("submitted", place, condition="D")
    other = factories.claim_at(
        "submitted", condition="D", reference="C002", what_changes="Else", as_published="£1"
    )
    client.force_login(factories.reviewer())

    text = client.get(list_page(Claim, q=search)).text

    assert row_page(version.claim) in text
    assert row_page(other.claim) not in text


def test_a_published_claim_is_found_by_the_reference_of_its_source(client):
    version = factories.published(factories.PlaceFactory(), reference="C001")
    client.force_login(factories.administrator())

    assert row_page(version.claim) in client.get(list_page(Claim, q="C001")).text


def test_lists_and_pages_speak_in_words(client):
    version = workspace.reviewed_claim()
    client.force_login(factories.lead())

    claims = client.get(list_page(Claim)).text
    assert "Supported" in claims
    assert "Final verdict" in claims
    assert "D: open" in claims

    text = client.get(row_page(version)).text
    for words in ("£2,400,000", "£250,000", "2010-11", "One-off cost", "Signed off and submitted"):
        assert words in text
    for code in ("one_off_cost", "ask_sign_off", "supported_forecast", "per_year", "None"):
        assert f">{code}<" not in text

    results = client.get(list_page(models.TestResult)).text
    assert "Net of all costs, in the right year" in results


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"hardness": "4"}, True),
        ({"hardness": "5"}, False),
        ({"status": "submitted"}, True),
        ({"status": "final"}, False),
        ({"verdict": "supported"}, False),
        ({"use_condition__exact": "D"}, True),
        ({"use_condition__exact": "A"}, False),
        ({"hardness": "nonsense"}, True),
        ({"status": "1' OR 1=1"}, True),
    ],
    ids=str,
)
def test_claims_are_filtered_by_their_current_version(client, query, is_found):
    version = factories.claim_at("submitted", condition="D")
    client.force_login(factories.analyst())

    assert (row_page(version.claim) in client.get(list_page(Claim, **query)).text) is is_found


@pytest.mark.parametrize(
    ("query", "is_found"),
    [({"hardness": "4"}, True), ({"hardness": "0"}, False), ({"hardness": "x"}, True)],
    ids=str,
)
def test_versions_are_filtered_by_hardness(client, query, is_found):
    version = factories.claim_at("submitted", condition="D")
    client.force_login(factories.analyst())

    assert (row_page(version) in client.get(list_page(Version, **query)).text) is is_found


def test_a_claim_leads_to_all_that_belongs_to_it_and_to_its_page_on_the_site(client):
    version = factories.claim_at("submitted", condition="D")
    claim, evidence = version.claim, version.citations.first().evidence
    client.force_login(factories.reviewer())

    of_claim = client.get(row_page(claim)).text
    of_version = client.get(row_page(version)).text

    assert claim.get_absolute_url() in of_claim
    assert version.get_absolute_url() in of_version
    assert row_page(version) in of_claim
    assert row_page(claim.condition_changes.latest("pk")) in of_claim
    for model in (Figure, Evidence, Citation, Event):
        assert list_page(model, q=claim.reference) in of_claim
    for row in (claim, version.figures.first(), version.citations.first(), evidence):
        assert row_page(row) in of_version
    for row in (version.figures.first(), evidence, version.events.latest("pk")):
        assert row_page(version) in client.get(row_page(row)).text


def test_an_address_that_is_not_of_the_web_is_shown_and_not_linked(client):
    place = factories.PlaceFactory()
    trap = [(factories.link(url="javascript:alert(1)"), "")]
    version = factories.claim_at("submitted", place, condition="D", evidence=trap)
    client.force_login(factories.reviewer())

    text = client.get(row_page(version.citations.first().evidence)).text

    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_an_answers_evidence_is_linked_where_it_may_be_seen(client):
    version = workspace.reviewed_claim()
    question = Question.objects.get(version=version)
    client.force_login(factories.reviewer())

    text = client.get(row_page(question)).text

    assert row_page(question.evidence.get()) in text


def test_reasons_are_given_in_words(client):
    version = factories.claim_at("in_review")
    reading = factories.reading(version, "partly", ["NOT_NET", "BASELINE"], "See page 4.")
    workflow.perform("decide", version, by=version.review.reviewer, **reading)
    client.force_login(version.review.reviewer)

    text = client.get(list_page(Outcome)).text

    assert "Costs left out, Baseline unsuitable" in text


def test_a_draw_is_told_in_numbers_of_claims_and_not_as_it_is_stored(client):
    draw = models.Draw.objects.create(
        by=factories.lead(),
        seed="autumn",
        read_all=1000,
        read_none=10,
        number=1,
        pool=[["KEN-0001", 1, 50_000], ["KEN-0002", 1, 40_000]],
        chosen=[["KEN-0001", 1, "drawn"]],
    )
    client.force_login(factories.reviewer())

    text = client.get(row_page(draw)).text

    assert "2 claims" in text
    assert "1 claim<" in text
    assert "KEN-0001" not in text
