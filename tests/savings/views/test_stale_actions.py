"""What is done about a verdict, a question or a share holds for the one that was on the screen, and no later one."""

import pytest
from django.utils import timezone

from savings import workflow
from savings.models import PartnerResponse, StatementOfUse
from tests import factories
from totalplace.financial_year import FinancialYear

REFERENCE = "PL-0001"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL")


def _address(action):
    return f"/claims/{REFERENCE}/actions/{action}/"


def _opened(client, action):
    """What the form of an action sends as it is drawn now."""
    context = client.get(_address(action)).context
    return {"version": context["version"].number, "seen": context["seen"], "once": ""}


def _refused(client, action, form, **boxes):
    response = client.post(_address(action), form | boxes)
    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text
    return response


def _again(client, action, **boxes):
    return client.post(_address(action), _opened(client, action) | boxes).status_code


def _with_a_share(client, place):
    """A draft that gives a partner, who is signed in, a share; the partner's organisation; and an officer."""
    trust = factories.OrganisationFactory()
    client.force_login(factories.partner_of(place, trust))
    shares = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "40000")]
    draft = factories.draft_of(place, reference=REFERENCE, figures=shares)
    officer = factories.officer_of(place)
    workflow.perform("ask_sign_off", draft, by=officer)
    return draft, trust, officer


def test_a_partner_agrees_to_the_share_that_they_saw(client, place):
    draft, trust, officer = _with_a_share(client, place)
    form = _opened(client, "agree")

    larger = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "9876543")]
    workflow.perform("edit", draft, by=officer, figures=larger)
    _refused(client, "agree", form)

    assert not PartnerResponse.objects.exists()
    assert _again(client, "agree") == 302


def test_an_answer_stands_under_the_question_that_it_answers(client, place):
    version = factories.claim_at("question", place, reference=REFERENCE)
    officer = factories.officer_of(place)
    client.force_login(officer)
    form = _opened(client, "answer")

    workflow.perform("answer", version, by=factories.finance_of(place), text="Of the first.")
    workflow.perform("ask", version, by=version.review.reviewer, text="Did the service get worse?")
    response = _refused(client, "answer", form, text="Yes, wholly.")

    assert "Yes, wholly." in response.text
    assert version.questions.filter(answered_at=None).count() == 1
    assert _again(client, "answer", text="No, it did not.") == 302


def test_a_lead_makes_final_what_they_have_read(client, place):
    version = factories.claim_at("provisional", place, reference=REFERENCE)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    client.force_login(factories.lead())
    form = _opened(client, "finalise")

    workflow.perform("reply", version, by=factories.officer_of(place), text="We object.")
    _refused(client, "finalise", form)

    version.refresh_from_db()
    assert version.status == "reply"
    assert _again(client, "finalise") == 302


@pytest.mark.parametrize(
    ("action", "boxes"), [("waive-reply", {}), ("reply", {"text": "We agree."})]
)
def test_what_a_place_says_of_a_verdict_holds_for_that_verdict(client, place, action, boxes):
    version = factories.claim_at("provisional", place, reference=REFERENCE)
    finance = factories.finance_of(place)
    client.force_login(finance)
    form = _opened(client, action)

    workflow.perform("reply", version, by=factories.officer_of(place), text="We agree.")
    workflow.perform("reconsider", version, by=factories.lead(), note="Read it again.")
    workflow.perform("decide", version, by=version.review.reviewer, **factories.reading(version))
    _refused(client, action, form, **boxes)

    version.refresh_from_db()
    assert version.status == "provisional"
    assert not version.review.is_reply_waived
    assert _again(client, action, **boxes) == 302


def test_a_partner_agrees_to_amounts_in_the_prices_that_they_saw(client, place):
    draft, _, officer = _with_a_share(client, place)
    form = _opened(client, "agree")

    prices = {"price_basis": "real", "base_year": FinancialYear(1990)}
    workflow.perform("edit", draft, by=officer, content=prices)
    _refused(client, "agree", form)

    assert not PartnerResponse.objects.exists()


def test_what_was_to_be_proposed_in_a_draft_does_not_loosen_a_claim_that_stands(client, place):
    draft = factories.draft_of(place, reference=REFERENCE)
    finance = factories.finance_of(place)
    client.force_login(finance)
    form = _opened(client, "set-condition")

    workflow.perform("submit", draft, by=finance, signs_as="section_151")
    _refused(client, "set-condition", form, condition="D")

    draft.claim.refresh_from_db()
    assert draft.claim.use_condition == "A"


def test_the_statement_of_use_that_is_signed_is_the_one_that_was_read(client, place):
    draft = factories.draft_of(place, reference=REFERENCE)
    client.force_login(factories.finance_of(place))
    form = _opened(client, "submit")

    today = timezone.localdate()
    StatementOfUse.objects.create(text="Read it anew.", valid_from=today, source="A letter")
    _refused(client, "submit", form, has_read="on")

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert _again(client, "submit", has_read="on") == 302
    assert draft.sign_off.statement == "Read it anew."
