"""One claim as it stands: what it says, what backs it, what became of it."""

import pytest

from savings import workflow
from savings.models import EvidenceGrade
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead_of,
    ledger,
    link,
    officer_of,
    partner_of,
    published,
    reviewer,
)


def _page(client, user, version):
    client.force_login(user)
    return client.get(version.claim.get_absolute_url())


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(claim_at("submitted").claim.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("condition", ["A", "B", "C", "D"])
def test_who_sees_a_submitted_claim_turns_on_its_use_condition(client, condition):
    place, trust = PlaceFactory(), OrganisationFactory()
    figures = [*figures_of(lead_of(place)), figure(trust)]
    version = claim_at(
        "submitted", place, condition=condition, figures=figures, has_other_bodies=True
    )
    people = {
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner named": partner_of(place, trust),
        "partner not named": partner_of(place, OrganisationFactory()),
        "officer elsewhere": officer_of(PlaceFactory()),
        "reviewer": reviewer(),
        "analyst": analyst(),
        "administrator": administrator(),
        "nobody": UserFactory(),
    }

    seen = {
        name for name, user in people.items() if _page(client, user, version).status_code == 200
    }

    also = {"C": {"analyst"}, "D": people.keys() - {"nobody"}}.get(condition, set())
    assert seen == {"officer", "finance", "partner named", "reviewer"} | also


def test_a_draft_is_found_by_its_own_place_only(client):
    place = PlaceFactory()
    draft = draft_of(place)

    assert _page(client, officer_of(place), draft).status_code == 200
    for stranger in (officer_of(PlaceFactory()), reviewer(), analyst(), administrator()):
        assert _page(client, stranger, draft).status_code == 404


def test_small_letters_lead_to_the_one_address(client):
    client.force_login(UserFactory())

    response = client.get("/claims/ken-0007/")

    assert (response.status_code, response["Location"]) == (302, "/claims/KEN-0007/")


@pytest.mark.parametrize("reference", ["NOPE-1", "-X", "A_B", "A.B", "A%00", "X" * 21, "%C3%89"])
def test_a_reference_that_is_none_is_refused(client, reference):
    client.force_login(reviewer())

    assert client.get(f"/claims/{reference}/").status_code in (400, 404)


def test_published_words_stand_with_their_source_and_what_is_not_stated(client):
    version = published(
        PlaceFactory(), as_published="£720m–£780m over five years", caveat="Needs a law."
    )

    text = _page(client, administrator(), version).text

    assert "£720m–£780m over five years" in text
    assert "Needs a law." in text
    assert '<a class="govuk-link" href="https://news.example/story"' in text
    assert "Not stated" in text
    assert "No figures by year" in text
    assert "Published words are not reviewed." in text
    assert "Nominal" not in text


def test_a_false_answer_is_no_and_a_blank_one_is_not_stated(client):
    place = PlaceFactory()
    draft = draft_of(place, has_other_bodies=False, continues=None)

    response = _page(client, officer_of(place), draft)

    stated = {item.label: item.words for item in response.context["ground_statements"]}
    assert stated["Whether anyone else pays or gains"].startswith("No, only")
    assert stated["How long it lasts"] is None


def test_evidence_says_its_kind_its_page_and_the_grade_it_suggests(client):
    EvidenceGrade.objects.create(kind="ledger", grade=2, valid_from="2010-01-01", source="A guide")
    place = PlaceFactory()
    evidence = [(ledger(note="Period 13"), "cell B4"), (link(title="Report"), "")]
    version = claim_at("submitted", place, evidence=evidence)

    text = _page(client, reviewer(), version).text

    assert "cell B4" in text
    assert "ledger reference GL 4711" in text
    assert "This kind suggests confidence grade 2 of 6" in text
    assert "Period 13" in text
    assert (
        '<a class="govuk-link" href="https://council.example/report" rel="noreferrer">Report</a>'
        in text
    )


def test_an_address_that_is_no_web_address_is_not_a_link(client):
    place = PlaceFactory()
    version = draft_of(
        place, evidence=[(link(url="javascript:alert(1)"), "")], source_url="javascript:alert(2)"
    )

    text = _page(client, officer_of(place), version).text

    assert 'href="javascript' not in text
    assert "javascript:alert(2)" in text


@pytest.mark.parametrize(
    "url", ["https://www.gov.uk@evil.example/", "https://evil.example\\@www.gov.uk/", "http://[::1"]
)
def test_an_address_that_hides_where_it_leads_is_not_a_link(client, url):
    place = PlaceFactory()
    version = draft_of(place, evidence=[(link(url=url), "")])

    text = _page(client, officer_of(place), version).text

    assert f'href="{url}"' not in text
    assert "leads to www.gov.uk" not in text


def test_a_claim_without_evidence_says_so(client):
    place = PlaceFactory()

    assert (
        "No evidence is cited"
        in _page(client, officer_of(place), draft_of(place, evidence=[])).text
    )


def test_what_is_missing_for_the_next_step_is_said(client):
    place = PlaceFactory()
    draft = draft_of(place, figures=[figure(lead_of(place))])

    text = _page(client, officer_of(place), draft).text

    assert "One-off costs in each year of its savings (0 counts)" in text
    assert "Extra running costs in each year of its savings (0 counts)" in text


def test_the_use_condition_is_said_in_words_with_its_steps(client):
    place = PlaceFactory()
    version = claim_at("submitted", place)
    workflow.perform("set_condition", version, by=finance_of(place), condition="C", note="Board.")

    text = _page(client, officer_of(place), version).text

    assert "It may not be used to work out a grant or settlement." in text
    assert "Board." in text
    assert "A: review only" in text


def test_a_draft_has_no_steps_of_its_condition_yet(client):
    place = PlaceFactory()

    assert (
        "the tightest condition applies" in _page(client, officer_of(place), draft_of(place)).text
    )


def test_a_draft_says_who_sees_it(client):
    place = PlaceFactory()
    draft = draft_of(place)
    officer = officer_of(place)

    assert "Only the place sees a draft." in _page(client, officer, draft).text

    workflow.perform("ask_sign_off", draft, by=officer)

    text = _page(client, officer, draft).text
    assert "Only the place sees a draft." not in text
    assert "the partners that it names" in text


def test_history_says_who_in_which_role_did_what_and_why(client):
    version = claim_at("withdrawn")

    text = _page(client, reviewer(), version).text

    assert "Withdrew it" in text
    assert "(Finance officer). No longer planned." in text
    assert "Began the claim" not in text


def test_what_the_person_may_do_next_is_said(client):
    place = PlaceFactory()
    draft = draft_of(place)

    assert "Ask for sign-off" in _page(client, officer_of(place), draft).text
    assert "Sign off and submit" in _page(client, finance_of(place), draft).text


def test_the_place_sees_its_open_draft_and_reviewers_the_version_that_stands(client):
    place = PlaceFactory()
    standing = claim_at("submitted", place)
    officer = officer_of(place)
    draft = workflow.perform("revise", standing, by=officer, note="Heron lease.")
    workflow.perform("edit", draft, by=officer, content={"what_changes": "Heron landing"})

    theirs, ours = _page(client, reviewer(), standing), _page(client, officer, standing)

    assert (ours.context["version"].number, theirs.context["version"].number) == (2, 1)
    assert "Heron" not in theirs.text


def test_the_practice_place_carries_its_banner(client):
    version = claim_at("submitted", PlaceFactory(kind="practice"))

    assert "Everything here is for practice" in _page(client, reviewer(), version).text
