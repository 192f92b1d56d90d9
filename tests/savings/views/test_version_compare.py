"""What changed between two versions of a claim, on a page."""

from savings import workflow
from tests.factories import (
    PlaceFactory,
    claim_at,
    figure,
    lead_of,
    link,
    officer_of,
    reviewer,
)


def _get(client, user, reference, a, b, query=""):
    client.force_login(user)
    return client.get(f"/claims/{reference}/compare/{a}/{b}/{query}")


def _revised(place, **changes):
    before = claim_at("submitted", place, reference="KEN-0007")
    officer = officer_of(place)
    after = workflow.perform("revise", before, by=officer, note="Corrected.")
    workflow.perform("edit", after, by=officer, **changes)
    return officer


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    claim_at("superseded", reference="KEN-0007")

    assert client.get("/claims/KEN-0007/compare/1/2/").status_code == 302


def test_fields_figures_and_evidence_that_changed_are_shown_with_both_values(client):
    place = PlaceFactory()
    officer = _revised(
        place,
        content={"caveat": "Needs a lease."},
        figures=[figure(lead_of(place), "260000.00")],
        evidence=[(link(title="Audit"), "cell B4")],
    )

    text = _get(client, officer, "KEN-0007", 1, 2).text

    for words in (
        "Needs a lease.",
        "Not stated",
        "£250,000",
        "£260,000",
        "Removed",
        "<strong>Now cited:</strong> Audit, cell B4",
        "<strong>No longer cited:</strong> Evaluation, page 4",
    ):
        assert words in text


def test_when_nothing_changed_the_page_says_so(client):
    officer = _revised(PlaceFactory(), content={})

    assert "Nothing changed" in _get(client, officer, "KEN-0007", 1, 2).text
    assert "Nothing changed" in _get(client, officer, "KEN-0007", 2, 2).text


def test_two_other_versions_can_be_chosen(client):
    officer = _revised(PlaceFactory(), content={})

    response = _get(client, officer, "KEN-0007", 1, 2, "?a=2&b=1")

    assert response["Location"] == "/claims/KEN-0007/compare/2/1/"


def test_a_choice_that_is_none_is_told_beside_it(client):
    officer = _revised(PlaceFactory(), content={})

    response = _get(client, officer, "KEN-0007", 1, 2, "?a=9&b=1")

    assert response.status_code == 200
    assert "Choose a version from the list." in response.text


def test_a_draft_cannot_be_compared_by_those_who_may_not_see_it(client):
    _revised(PlaceFactory(), content={"caveat": "Heron lease."})

    for a, b in ((1, 2), (2, 1), (2, 2)):
        assert _get(client, reviewer(), "KEN-0007", a, b).status_code == 404
    page = _get(client, reviewer(), "KEN-0007", 1, 1)
    assert "Version 2" not in page.text


def test_a_stranger_finds_nothing_to_compare(client):
    claim_at("superseded", reference="KEN-0007")

    assert _get(client, officer_of(PlaceFactory()), "KEN-0007", 1, 2).status_code == 404


def test_small_letters_lead_to_the_one_address(client):
    claim_at("superseded", reference="KEN-0007")

    response = _get(client, reviewer(), "ken-0007", 1, 2)

    assert response["Location"] == "/claims/KEN-0007/compare/1/2/"
