"""Stating a claim page by page: everything optional, nothing lost, each form carried out once."""

import re
import time
from decimal import Decimal
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.urls import reverse

from savings import steps, workflow
from savings.models import Claim, TimeTaken, Version
from savings.models.choices import Status
from tests import factories
from totalplace.financial_year import FinancialYear

NEW = "/claims/new/"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


@pytest.fixture
def officer(place, client):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


@pytest.fixture
def draft(place, officer):
    content = {"what_changes": "One front desk", "kind_of_gain": "cashable"}
    return workflow.create_claim(place, by=officer, reference="PL-0001", content=content)


def _page(draft, slug):
    return reverse("savings:claim_step", args=[draft.claim.reference, slug])


def _seen(client, address):
    return client.get(address).context["seen"]


def _send(client, draft, slug, *, seen=None, **boxes):
    """Send a page as the browser does: with the digest of what it showed, and a key of its own."""
    address = _page(draft, slug)
    sent = {"seen": seen or _seen(client, address), "once": str(uuid4())} | boxes
    return client.post(address, sent)


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
    factories.Membership.objects.create(user=officer, place=other, role="officer")

    assert "For which place?" in client.get(NEW).text
    client.post(NEW, {"what_changes": "Ours", "place": other.pk})
    elsewhere = client.post(NEW, {"what_changes": "Theirs", "place": factories.PlaceFactory().pk})

    assert [claim.reference for claim in Claim.objects.all()] == ["OT-0001"]
    assert "Choose a place from the list." in elsewhere.text


ANSWERS = [
    ("what-changed", {"what_changes": "Two desks", "kind_of_gain": "avoided_cost"}, {}),
    (
        "service-level",
        {"service_level": "better", "service_evidence": "85% before, 90% after"},
        {},
    ),
    (
        "baseline",
        {"baseline_amount": "£2,400,000", "baseline_year": "2009/10", "baseline_kind": "budget"},
        {"baseline_amount": Decimal(2_400_000), "baseline_year": FinancialYear(2009)},
    ),
    (
        "firmness",
        {"continues": "no", "last_year": "2012-13", "stage": "agreed", "maturity": "likely"},
        {"continues": False, "last_year": FinancialYear(2012)},
    ),
    ("others", {"has_other_bodies": "no"}, {"has_other_bodies": False}),
    (
        "use",
        {"proposed_condition": "C", "transferability": "tested", "transferability_note": "Leeds"},
        {},
    ),
]


@pytest.mark.parametrize(("slug", "boxes", "stored"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_what_is_answered_is_stored_and_shown_again(client, draft, slug, boxes, stored):
    response = _send(client, draft, slug, **boxes)

    assert response.status_code == 302
    draft.refresh_from_db()
    for name, value in (boxes | stored).items():
        assert getattr(draft, name) == value
    shown = client.get(_page(draft, slug)).context["form"].initial
    assert shown.items() >= {name: draft_value(draft, name) for name in boxes}.items()


def draft_value(draft, name):
    value = getattr(draft, name)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


@pytest.mark.parametrize("slug", [row[0] for row in ANSWERS if row[0] != "what-changed"])
def test_every_answer_may_be_left_open_until_sign_off(client, draft, slug):
    before = {name: getattr(draft, name) for name in ("stage", "baseline_amount", "continues")}

    assert _send(client, draft, slug).status_code == 302
    draft.refresh_from_db()

    assert {name: getattr(draft, name) for name in before} == before


def test_an_answer_can_be_taken_back(client, draft):
    _send(client, draft, "baseline", baseline_amount="0", baseline_kind="budget")
    draft.refresh_from_db()
    assert draft.baseline_amount == 0

    _send(client, draft, "baseline")
    draft.refresh_from_db()

    assert (draft.baseline_amount, draft.baseline_kind) == (None, "not_stated")


def test_years_of_pounds_are_stored_from_their_boxes(client, draft):
    row = f"{draft.lead.pk}-cashable-0"
    boxes = {
        f"{row}-year": "2010-11",
        f"{row}-state": "forecast",
        f"{row}-saving": "250,000",
        f"{row}-one_off_cost": "0",
    }

    response = _send(client, draft, "figures", **boxes)

    assert response.status_code == 302
    stored = {figure.line: figure.amount for figure in draft.figures.all()}
    assert stored == {"saving": Decimal(250_000), "one_off_cost": Decimal(0)}


def test_what_is_expected_is_stored_beside_the_plan_and_a_shortfall_is_asked_about(
    client, place, officer
):
    plan = factories.figure(factories.lead_of(place), "200000.00", year=2011, state="plan")
    draft = factories.draft_of(place, figures=[plan])
    row = f"{draft.lead.pk}-cashable"
    boxes = {f"{row}-rows": "2"}
    for number, (state, saving) in enumerate([("plan", "200,000"), ("forecast", "160,000")]):
        boxes |= {f"{row}-{number}-year": "2011-12", f"{row}-{number}-state": state}
        boxes[f"{row}-{number}-saving"] = saving

    _send(client, draft, "figures", zero_costs="yes", **boxes)

    savings = draft.figures.filter(line="saving").values_list("state", "amount")
    assert dict(savings) == {"plan": Decimal(200_000), "forecast": Decimal(160_000)}
    asked = "2011-12 is £40,000 (20%) below its plan. Say why in the note beside it."
    check = f"/claims/{draft.claim.reference}/edit/check/"
    assert asked in client.get(check).text
    assert asked in client.get(_page(draft, "figures")).text

    _send(client, draft, "figures", zero_costs="yes", **boxes, **{f"{row}-1-note": "A late lease."})

    assert "below its plan" not in client.get(check).text
    assert "Nothing is missing" in client.get(check).text


def test_adding_a_year_stores_nothing_and_loses_nothing(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-0-year": "2010-11", f"{prefix}-0-saving": "250,000", "add": prefix}

    response = _send(client, draft, "figures", **boxes)

    assert response.status_code == 200
    assert "250,000" in response.text
    assert "2011-12" in response.text
    assert not draft.figures.exists()


def test_a_pasted_table_is_put_into_the_boxes_to_look_at(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"pasted-{prefix}": "2012-13\t77,000", "paste": prefix}

    response = _send(client, draft, "figures", **boxes)

    assert 'value="77,000"' in response.text
    assert not draft.figures.exists()


def test_a_tick_stays_when_a_year_is_added(client, draft):
    prefix = f"{draft.lead.pk}-cashable"

    response = _send(client, draft, "figures", add=prefix, zero_costs="yes")

    assert 'value="yes" checked' in response.text


def test_what_is_pasted_without_years_is_refused_in_words(client, draft):
    prefix = f"{draft.lead.pk}-cashable"

    response = _send(client, draft, "figures", **{f"pasted-{prefix}": "77,000", "paste": prefix})

    assert "No financial year was found in what you pasted" in response.text


def test_figures_go_along_when_the_kind_of_gain_is_stated(client, place, officer):
    draft = factories.draft_of(place, kind_of_gain="not_stated", figures=[])
    figures = factories.figures_of(draft.lead, kind_of_gain="not_stated")
    workflow.perform("edit", draft, by=officer, figures=figures)

    _send(client, draft, "what-changed", what_changes="x", kind_of_gain="cashable")

    assert set(draft.figures.values_list("kind_of_gain", flat=True)) == {"cashable"}


def test_a_gain_that_is_not_in_money_is_asked_for_in_words(client, draft):
    _send(client, draft, "what-changed", what_changes="x", kind_of_gain="not_in_money")

    assert "How large is the gain, in words or units?" in client.get(_page(draft, "figures")).text


def test_a_split_by_percentages_stores_amounts_to_the_penny(client, place, officer):
    trust = factories.OrganisationFactory(name="NHS Trust")
    factories.partner_of(place, trust)
    lead = factories.lead_of(place)
    draft = factories.draft_of(place, figures=factories.figures_of(lead, amount="100.01"))

    shares = {f"gains-{lead.pk}": "66.7", f"gains-{trust.pk}": "33.3%"}
    _send(client, draft, "others", has_other_bodies="yes", **shares)

    savings = draft.figures.filter(line="saving").values_list("organisation", "amount")
    assert dict(savings) == {lead.pk: Decimal("66.71"), trust.pk: Decimal("33.30")}
    assert draft.figures.filter(line="one_off_cost").get().organisation == lead


def test_harm_to_others_stays_with_who_bears_it_when_costs_are_split(client, place, officer):
    trust, lead = factories.OrganisationFactory(), factories.lead_of(place)
    factories.partner_of(place, trust)
    harm = factories.figure(trust, "500.00", line="harm_to_others")
    draft = factories.draft_of(place, figures=[*factories.figures_of(lead), harm])

    _send(client, draft, "others", **{f"pays-{lead.pk}": "100"})

    kept = draft.figures.get(line="harm_to_others")
    assert (kept.organisation, kept.amount) == (trust, Decimal("500.00"))


def test_shares_that_do_not_add_to_100_are_refused(client, place, draft):
    lead = factories.lead_of(place)

    response = _send(client, draft, "others", **{f"gains-{lead.pk}": "95"})

    assert "Shares of the saving add to 95; they must add to 100." in response.text


def test_a_second_person_is_shown_both_texts_and_may_keep_either(client, draft, place):
    address = _page(draft, "service-level")
    seen = _seen(client, address)
    colleague = factories.officer_of(place)
    content = {"service_level": "worse", "service_evidence": "Queues doubled"}
    workflow.perform("edit", draft, by=colleague, content=content)

    refused = _send(client, draft, "service-level", seen=seen, service_evidence="Queues halved")

    assert refused.status_code == 409
    assert "Queues doubled" in refused.text
    assert "Queues halved" in refused.text
    assert colleague.name in refused.text
    draft.refresh_from_db()
    assert draft.service_evidence == "Queues doubled"

    again = refused.context["seen"]
    kept = _send(client, draft, "service-level", seen=again, service_evidence="Queues halved")
    draft.refresh_from_db()
    assert (kept.status_code, draft.service_evidence) == (302, "Queues halved")


def test_a_conflict_with_oneself_says_so(client, draft, officer):
    address = _page(draft, "service-level")
    seen = _seen(client, address)
    _send(client, draft, "service-level", service_level="same")

    refused = _send(client, draft, "service-level", seen=seen, service_level="worse")

    assert refused.status_code == 409
    assert "You have changed this page in another tab" in refused.text


def test_two_people_on_different_pages_are_not_in_each_others_way(client, draft, place):
    seen = _seen(client, _page(draft, "baseline"))
    workflow.perform(
        "edit", draft, by=factories.officer_of(place), content={"service_level": "same"}
    )

    response = _send(client, draft, "baseline", seen=seen, baseline_kind="budget")

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.service_level, draft.baseline_kind) == ("same", "budget")


def test_figures_that_moved_on_are_shown_beside_what_was_typed(client, draft, place):
    seen = _seen(client, _page(draft, "figures"))
    figures = factories.figures_of(draft.lead, amount="777.00")
    workflow.perform("edit", draft, by=factories.officer_of(place), figures=figures)
    row = f"{draft.lead.pk}-cashable-0"

    refused = _send(
        client, draft, "figures", seen=seen, **{f"{row}-year": "2010-11", f"{row}-saving": "888"}
    )

    assert refused.status_code == 409
    assert "£777" in refused.text
    assert 'value="888"' in refused.text
    assert draft.figures.filter(amount="777.00").exists()


def test_a_form_sent_twice_begins_one_claim(client, officer):
    form = {"what_changes": "Once", "once": str(uuid4())}

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert Claim.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_page_sent_twice_is_stored_once_and_is_no_conflict(client, draft):
    sent = {"once": str(uuid4()), "service_level": "same"}
    seen = _seen(client, _page(draft, "service-level"))

    answers = [_send(client, draft, "service-level", seen=seen, **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert draft.events.filter(action="edit").count() == 1


def test_going_back_and_sending_other_answers_is_not_taken_for_the_same_form(client, draft):
    address = _page(draft, "service-level")
    seen, once = _seen(client, address), str(uuid4())
    sent = {"seen": seen, "once": once}
    client.post(address, sent | {"service_evidence": "First"})

    again = client.post(address, sent | {"service_evidence": "Second thoughts"})

    assert again.status_code == 409
    assert "Second thoughts" in again.text
    assert "First" in again.text


def test_a_form_that_was_refused_may_be_sent_again(client, draft):
    key = str(uuid4())

    _send(client, draft, "baseline", once=key, baseline_amount="1.2m")
    _send(client, draft, "baseline", once=key, baseline_amount="1,200,000")

    draft.refresh_from_db()
    assert draft.baseline_amount == 1_200_000


def test_nobody_else_gets_a_persons_form_answered(client, officer, place):
    form = {"what_changes": "Mine", "once": str(uuid4())}
    client.post(NEW, form)
    client.force_login(factories.officer_of(factories.PlaceFactory()))

    response = client.post(NEW, form)

    assert response.status_code == 403
    assert Claim.objects.count() == 1


def test_text_sent_after_the_session_ended_waits_for_its_writer(client, draft, officer):
    address = _page(draft, "service-level")
    typed = {"seen": _seen(client, address), "service_evidence": "Typed for an hour"}
    client.logout()

    refused = client.post(address, typed | {"person": officer.pk})
    sign_in = unquote(refused.headers["Location"])
    client.force_login(officer)
    shown = client.get(address)

    assert sign_in == f"/signin/?next={address}"
    assert "Typed for an hour" in shown.text
    assert "You were signed out before this was saved" in shown.text
    assert "Typed for an hour" not in client.get(address).text


def test_text_of_one_person_is_not_shown_to_the_next(client, draft, officer, place):
    address = _page(draft, "service-level")
    client.logout()
    client.post(address, {"service_evidence": "Typed for an hour", "person": officer.pk})
    client.force_login(factories.officer_of(place))

    assert "Typed for an hour" not in client.get(address).text


def test_what_the_page_does_not_ask_is_not_stored(client, draft):
    more = {
        "status": "final",
        "verdict": "supported",
        "claim": "7",
        "number": "9",
        "stage": "signed",
    }

    _send(client, draft, "service-level", service_level="same", **more)

    draft.refresh_from_db()
    assert (draft.status, draft.verdict, draft.number) == ("draft", "", 1)
    assert draft.stage == "not_stated"


@pytest.mark.parametrize(
    ("slug", "box", "typed", "words"),
    [
        ("baseline", "baseline_amount", "1.2m", "1.2m"),
        ("baseline", "baseline_amount", "-500", "minus"),
        ("baseline", "baseline_year", "2010-12", "2010-12"),
        ("what-changed", "what_changes", "x" * 301, "at most 300 characters. There are 301"),
        ("what-changed", "kind_of_gain", "approved", "Choose one of the answers"),
        ("what-changed", "theme", "99999999999999999999", "Choose a service from the list"),
        ("firmness", "last_year", "1066-67", "1066-67"),
        ("use", "proposed_condition", "E", "Choose one of the answers"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_what_was_typed(
    client, draft, slug, box, typed, words
):
    before = draft.revision

    response = _send(client, draft, slug, **{box: typed})

    draft.refresh_from_db()
    assert response.status_code == 400
    assert words in response.text
    assert "There is a problem" in response.text
    assert draft.revision == before


def test_markup_is_stored_and_shown_as_text(client, draft):
    _send(client, draft, "what-changed", what_changes="<script>alert(1)</script>")

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

    for address in (f"/claims/{draft.claim.reference}/edit/", _page(draft, "baseline")):
        response = client.get(address)

        assert response.status_code == 403
        assert "Only an officer or finance officer of the place" in response.text


def test_a_claim_that_was_submitted_meanwhile_is_a_conflict_in_words(client, draft, place):
    submitted = factories.claim_at("submitted", place)

    response = client.post(_page(submitted, "baseline"), {"baseline_amount": "5"})

    assert response.status_code == 409
    assert "Revise the claim to open one" in response.text


def test_a_page_that_is_none_of_the_journey_is_not_found(client, draft):
    assert client.get(_page(draft, "no-such-step")).status_code == 404


def test_the_list_says_what_is_missing_and_the_check_page_leads_there(client, draft):
    page = client.get("/claims/PL-0001/edit/").text
    check = client.get("/claims/PL-0001/edit/check/").text

    assert "0 of 8 pages are complete" not in page
    assert "Choose the service." in page
    assert 'href="/claims/PL-0001/edit/baseline/">Enter what the saving is compared with.' in check
    assert "Ask for sign-off" not in check


def test_a_small_saving_is_asked_less(client, place, officer):
    figures = factories.figures_of(factories.lead_of(place), amount="99999.99")
    draft = factories.draft_of(place, figures=figures, has_other_bodies=None)

    page = client.get(f"/claims/{draft.claim.reference}/edit/").text
    after = _send(client, draft, "firmness")

    assert "Not asked of a small saving" in page
    assert steps.page_after(steps.BY_SLUG["evidence"], draft).slug == "use"
    assert after.status_code == 302


def test_time_on_the_pages_is_added_up_and_kept_without_a_name(client, draft):
    shown = str(int(time.time()) - 90)

    _send(client, draft, "service-level", service_level="same", shown=shown)
    _send(client, draft, "baseline", baseline_kind="budget", shown=shown)

    assert 180 <= TimeTaken.objects.get(version=draft).seconds <= 190
    assert re.search("taken your place [34] minutes", client.get("/claims/PL-0001/").text)


def test_who_does_not_want_to_be_timed_is_not(client, draft, officer):
    client.post("/claims/timing/", {})
    officer.refresh_from_db()

    _send(client, draft, "service-level", service_level="same", shown="1000000000")

    assert not officer.is_timed
    assert not TimeTaken.objects.exists()
    client.post("/claims/timing/", {"count": "yes"})
    officer.refresh_from_db()
    assert officer.is_timed


def test_a_figure_that_is_hard_to_believe_is_shown_until_its_note_says_why(client, place, officer):
    figures = factories.figures_of(factories.lead_of(place), amount="2010.00")
    draft = factories.draft_of(place, figures=figures)
    check = f"/claims/{draft.claim.reference}/edit/check/"

    assert "looks like a year" in client.get(check).text
    note = "Counted twice: it is £2,010."
    figures = factories.figures_of(factories.lead_of(place), amount="2010.00", note=note)
    workflow.perform("edit", Version.objects.get(pk=draft.pk), by=officer, figures=figures)

    page = client.get(check).text
    assert "looks like a year" not in page
    assert note in page
