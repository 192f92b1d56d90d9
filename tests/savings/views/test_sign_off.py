"""Signing off: what freezes is on the screen, and nothing is signed that was not."""

from uuid import uuid4

import pytest
from django.utils import timezone

from savings import workflow
from savings.models import StatementOfUse, Version
from savings.models.choices import Status
from tests import factories

from .test_actions import _address, _claim, _do


@pytest.fixture
def trust(place):
    return factories.OrganisationFactory(name="NHS Trust")


def test_who_asks_for_sign_off_is_told_who_can_give_it(client, place, trust):
    draft = _claim("draft", place, trust)
    officer = factories.officer_of(place)

    nobody = client.get(_do(client, officer, draft, "ask_sign_off").headers["Location"])
    finance = factories.finance_of(place)

    assert "Nobody in your place can sign off yet" in nobody.text
    assert f"{finance.name} can sign it off." in client.get(nobody.request["PATH_INFO"]).text


def test_sign_off_shows_what_freezes_and_the_words_on_use(client, place, trust):
    today = timezone.localdate()
    StatementOfUse.objects.create(text="Read, and not allocated.", valid_from=today, source="S")
    draft = _claim("draft", place, trust, what_changes="One front desk")
    client.force_login(factories.finance_of(place))

    page = client.get(_address(draft, "submit")).text

    for words in ("One front desk", "£250,000", "Evaluation", "page 4", "Read, and not allocated."):
        assert words in page


def test_the_words_on_use_are_kept_as_they_were_shown(client, place, trust):
    today = timezone.localdate()
    words = StatementOfUse.objects.create(text="As shown.", valid_from=today, source="S")
    draft = _claim("draft", place, trust)
    finance = factories.finance_of(place)

    _do(client, finance, draft, "submit", has_read="on")
    words.text = "Changed since."
    words.save()

    draft.refresh_from_db()
    assert (draft.sign_off.statement, draft.sign_off.by) == ("As shown.", finance)
    assert draft.sign_off.statement_date == today


def test_sign_off_needs_the_tick(client, place, trust):
    draft = _claim("draft", place, trust)

    response = _do(client, factories.finance_of(place), draft, "submit")

    assert "Tick the box to sign off." in response.text
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_what_changed_after_the_page_was_opened_is_not_signed(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "submit")).context["seen"]
    content = {"what_changes": "Something else"}
    workflow.perform("edit", draft, by=factories.officer_of(place), content=content)

    response = client.post(_address(draft, "submit"), {"seen": seen, "has_read": "on"})

    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text
    assert "Something else" in response.text
    assert Version.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_tick_for_another_version_is_not_kept(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))

    sent = {"version": "7", "seen": "what stood there then", "has_read": "on"}
    response = client.post(_address(draft, "submit"), sent)

    assert response.status_code == 409
    assert response.text.count("There is a problem") == 0
    assert not response.context["form"].is_bound
    assert Version.objects.get(pk=draft.pk).status == Status.DRAFT


def test_what_changed_is_not_signed_even_after_a_tick_was_left_out(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "submit")).context["seen"]
    content = {"what_changes": "Something else"}
    workflow.perform("edit", draft, by=factories.officer_of(place), content=content)

    response = client.post(_address(draft, "submit"), {"seen": seen})

    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text


def test_a_revision_is_signed_beside_what_it_changes(client, place, trust):
    version = _claim("final", place, trust)
    factories.revised(version)
    client.force_login(factories.finance_of(place))

    page = client.get(_address(version, "submit")).text

    assert f"/claims/{version.claim.reference}/compare/1/2/" in page
    assert "The verdict on version 1 stays with that version, and is shown beside this one" in page


@pytest.mark.parametrize("role", ["officer", "finance"])
def test_a_draft_in_which_nothing_differs_is_thrown_away_with_one_button(
    client, place, trust, role
):
    standing = _claim("final", place, trust)
    person = getattr(factories, f"{role}_of")(place)
    draft = workflow.perform("revise", standing, by=person, note="As before.")
    client.force_login(person)

    check = client.get(f"/claims/{draft.claim.reference}/edit/check/").text
    page = client.get(draft.claim.get_absolute_url()).text
    client.post(_address(draft, "discard"), {"once": str(uuid4())})

    draft.refresh_from_db()
    standing.refresh_from_db()
    assert "Nothing has changed: throw the draft away" in check
    for text in (check, page):
        assert "Nothing in this draft differs from version 1, so version 1 stays in force" in text
        assert "“Supported as a forecast”" in text
    for action in ("Ask for sign-off", "Go to sign-off", "Sign off and submit"):
        assert action not in check
        assert action not in page
    assert (standing.status, draft.status) == ("final", "withdrawn")


@pytest.mark.parametrize(("role", "action"), [("officer", "ask_sign_off"), ("finance", "submit")])
def test_a_draft_in_which_nothing_differs_is_refused_at_the_address_too(
    client, place, trust, role, action
):
    standing = _claim("final", place, trust)
    person = getattr(factories, f"{role}_of")(place)
    draft = workflow.perform("revise", standing, by=person, note="As before.")

    response = _do(client, person, draft, action, has_read="on")

    assert response.status_code == 409
    assert "Nothing in this draft differs from version 1" in response.text
    standing.refresh_from_db()
    assert standing.status == "final"


def test_an_incomplete_claim_is_not_signed_off_and_the_page_says_why(client, place):
    factories.ThemeFactory()
    finance = factories.finance_of(place)
    draft = workflow.create_claim(place, by=finance, content={"what_changes": "x"})

    response = _do(client, finance, draft, "submit", has_read="on")
    page = client.get(_address(draft, "submit")).text

    assert response.status_code == 409
    assert "Choose the service." in response.text
    assert "Choose the service." in page
    assert 'name="has_read"' not in page


def test_a_large_saving_asks_as_what_one_signs(client, place):
    figures = factories.figures_of(factories.lead_of(place), amount="1000000.00")
    draft = factories.draft_of(
        place,
        figures=figures,
        evidence=[(factories.link(), "1"), (factories.ledger(), "2")],
        service_evidence="Counted.",
    )
    finance = factories.finance_of(place)

    without = _do(client, finance, draft, "submit", has_read="on")
    too_low = _do(client, finance, draft, "submit", has_read="on", signs_as="finance")
    signed = _do(client, finance, draft, "submit", has_read="on", signs_as="section_151")

    assert "Choose what you sign as." in without.text
    assert too_low.status_code == 400
    assert "signed off by the section 151 officer, or on their behalf." in too_low.text
    assert 'name="has_read" type="checkbox" value="on" checked' in too_low.text
    assert signed.status_code == 302
    assert Version.objects.get(pk=draft.pk).sign_off.signs_as == "section_151"


def test_what_changed_after_the_page_was_opened_is_not_sent_back(client, place, trust):
    draft = _claim("asked", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "send_back")).context["seen"]
    workflow.edit(draft, by=factories.officer_of(place), content={"stage": "agreed"})

    response = client.post(_address(draft, "send_back"), {"seen": seen, "note": "Why so much?"})

    assert response.status_code == 409
    assert "Why so much?" in response.text
    assert Version.objects.get(pk=draft.pk).sign_off_asked_at
