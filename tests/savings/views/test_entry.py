"""A claim begins, its list of pages says what is missing, and all answers stand on one page before sign-off."""

import re
import time

import pytest
from django.test import Client

from pilots.models import Membership
from savings import workflow
from savings.claims import steps
from savings.models import Claim, TimeTaken, Version
from savings.models.choices import Status
from tests import factories

from .drafts import NEW, address_of, send


def test_a_claim_begins_with_one_answer(client, officer, place):
    response = client.post(NEW, {"what_changes": "One front desk"})

    version = Version.objects.get()
    assert response.headers["Location"] == "/claims/PL-0001/edit/service-level/"
    assert (version.what_changes, version.status) == ("One front desk", Status.DRAFT)
    assert (version.kind_of_gain, version.theme) == ("not_stated", None)
    assert version.lead == factories.lead_of(place)


def test_without_its_first_answer_no_claim_begins(client, officer):
    response = client.post(NEW, {"what_changes": " ", "as_published": "£5m"})

    assert response.status_code == 400
    assert "Say what changed, in a sentence." in response.text
    assert "£5m" in response.text
    assert not Claim.objects.exists()


def test_who_writes_for_several_places_says_for_which(client, officer, place):
    other = factories.PlaceFactory(code="OT", name="Otherton")
    Membership.objects.create(user=officer, place=other, role="officer")

    assert "For which place?" in client.get(NEW, follow=True).text
    client.post(NEW, {"what_changes": "Ours", "place": other.pk})
    elsewhere = client.post(NEW, {"what_changes": "Theirs", "place": factories.PlaceFactory().pk})

    assert [claim.reference for claim in Claim.objects.all()] == ["OT-0001"]
    assert "Choose a place from the list." in elsewhere.text


def test_markup_is_stored_and_shown_as_text(client, draft):
    send(client, draft, "what-changed", what_changes="<script>alert(1)</script>")

    page = client.get(f"/claims/{draft.claim.reference}/edit/check/").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_who_may_only_read_a_draft_is_told_who_writes_it(client, place, officer):
    trust = factories.OrganisationFactory()
    partner = factories.partner_of(place, trust)
    draft = factories.draft_of(
        place, figures=[factories.figure(trust), *factories.figures_of(factories.lead_of(place))]
    )
    workflow.perform("ask_sign_off", draft, by=officer)
    client.force_login(partner)

    for address in (f"/claims/{draft.claim.reference}/edit/", address_of(draft, "baseline")):
        response = client.get(address)

        assert response.status_code == 403
        assert "Only an officer or finance officer of the place" in response.text


def test_the_list_says_what_is_missing_and_the_check_page_leads_there(client, draft):
    factories.ThemeFactory()
    page = client.get("/claims/PL-0001/edit/").text
    check = client.get("/claims/PL-0001/edit/check/").text

    assert "Choose the service." in page
    assert 'href="/claims/PL-0001/edit/baseline/">Enter what the saving is compared with.' in check
    assert "Ask for sign-off" not in check


def test_a_page_on_which_nothing_is_said_is_not_called_complete(client, draft, officer):
    workflow.perform("edit", draft, by=officer, content={"kind_of_gain": "avoided_cost"})

    page = client.get("/claims/PL-0001/edit/").text

    assert "0 of 8 pages are complete, and 2 can stay as they are." in page
    assert 'id="use-status">Optional</div>' in page
    assert 'id="evidence-status">Optional</div>' in page
    assert 'id="use-hint">You have not answered this page, and do not have to yet. Open it' in page

    send(client, draft, "use", proposed_condition="C", transferability="this_place")
    page = client.get("/claims/PL-0001/edit/").text

    assert "1 of 8 pages is complete, and 1 can stay as it is." in page
    assert 'id="use-status">Complete</div>' in page


def test_a_page_saved_as_it_was_shown_counts_as_answered(client, draft, officer):
    workflow.perform("edit", draft, by=officer, content={"kind_of_gain": "avoided_cost"})
    shown = client.get("/claims/PL-0001/edit/use/").context["form"].initial

    send(client, draft, "use", **shown)
    page = client.get("/claims/PL-0001/edit/").text

    assert 'id="use-status">Complete</div>' in page
    assert "1 of 8 pages is complete, and 1 can stay as it is." in page


def test_a_small_saving_is_asked_less(client, place, officer):
    figures = factories.figures_of(factories.lead_of(place), amount="99999.99")
    draft = factories.draft_of(place, figures=figures, has_other_bodies=None)

    page = client.get(f"/claims/{draft.claim.reference}/edit/").text
    after = send(client, draft, "firmness")

    hint = (
        "You can skip this for a small saving. If somebody else pays or gains, open it and say so."
    )
    assert f'id="others-hint">{hint}' in page
    assert 'aria-describedby="others-status others-hint"' in page
    assert steps.page_after(steps.BY_SLUG["evidence"], draft).slug == "use"
    assert after.status_code == 302


def test_a_small_saving_that_answers_all_the_same_has_answered(client, place, officer):
    figures = factories.figures_of(factories.lead_of(place), amount="99999.99")
    draft = factories.draft_of(place, figures=figures, has_other_bodies=False)

    page = client.get(f"/claims/{draft.claim.reference}/edit/").text

    assert "8 of 9 pages are complete, and 1 can stay as it is." in page
    assert "Passed over" not in page


def test_a_net_of_all_says_whose_unstated_cost_it_does_not_count(client, place, officer):
    trust = factories.OrganisationFactory(name="NHS Trust")
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]
    factories.draft_of(place, reference="PL-0001", figures=figures)

    for address in ("/claims/PL-0001/", "/claims/PL-0001/edit/check/"):
        text = client.get(address).text
        assert "NHS Trust states no extra running cost: the net counts none." in text
        assert "It is worked out where the saving and both costs are stated" in text


@pytest.mark.parametrize("address", ["/claims/PL-0001/", "/claims/", "/places/PL/"])
def test_a_draft_says_where_it_stands_that_sign_off_is_asked(client, place, officer, address):
    draft = factories.draft_of(place, reference="PL-0001")
    assert "Waiting for sign-off" not in client.get(address).text

    workflow.perform("ask_sign_off", draft, by=officer)
    assert "Waiting for sign-off" in client.get(address).text

    workflow.perform("submit", draft, by=factories.finance_of(place))
    assert "Waiting for sign-off" not in client.get(address).text


def test_time_on_the_pages_is_added_up_and_kept_without_a_name(client, draft):
    shown = str(int(time.time()) - 90)

    send(client, draft, "service-level", service_level="same", shown=shown)
    send(client, draft, "baseline", baseline_kind="budget", shown=shown)

    assert 180 <= TimeTaken.objects.get(version=draft).seconds <= 190
    assert re.search("taken your place [34] minutes", client.get("/claims/PL-0001/").text)


def test_who_does_not_want_to_be_timed_is_not(client, draft, officer):
    client.post("/claims/timing/", {})
    officer.refresh_from_db()

    send(client, draft, "service-level", service_level="same", shown="1000000000")

    assert not officer.is_timed
    assert not TimeTaken.objects.exists()
    back = client.post("/claims/timing/", {"count": "yes", "claim": draft.claim.reference})
    officer.refresh_from_db()
    assert officer.is_timed
    assert back["Location"] == f"/claims/{draft.claim.reference}/edit/"


def test_the_button_for_it_is_pressed_on_the_draft_itself(draft, officer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    page = browser.get(f"/claims/{draft.claim.reference}/edit/").text
    form = page[page.index('action="/claims/timing/"') :]
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    assert browser.post("/claims/timing/", sent).status_code == 302
    officer.refresh_from_db()
    assert not officer.is_timed


def test_the_last_page_answers_in_the_words_in_which_was_asked(client, officer, draft):
    client.force_login(officer)

    text = client.get(f"/claims/{draft.claim.reference}/edit/check/").text

    assert ">Service<" in text
    assert ">Theme<" not in text
    assert "Whether the figure will change" in text
    for asked, answered in (
        ("Kind of gain", "Money we no longer spend"),
        ("Prices", "In cash, as in a budget"),
        ("What the Treasury may use it for", "A: only to review it"),
    ):
        assert asked in text
        assert answered in text


@pytest.mark.parametrize("words", ["\u3164", "\u200b\u2060", "\x1b"], ids=ascii)
def test_a_claim_is_not_begun_with_words_that_nobody_can_see(client, officer, words):
    response = client.post(NEW, {"what_changes": words})

    assert response.status_code == 400
    assert not Claim.objects.exists()
