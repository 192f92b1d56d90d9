"""Each action on its page: it does what the workflow allows, once, and says what it did."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.forms.actions import ACTION_FORMS
from savings.models import Confirmation, Round
from savings.workflow import ACTIONS
from tests import factories
from totalplace.govuk.dates import PARTS

REASON = {"note": "New figures from the ledger."}


@pytest.fixture
def trust(place):
    return factories.OrganisationFactory(name="NHS Trust")


def _address(version, action):
    return f"/claims/{version.claim.reference}/actions/{ACTIONS[action].url_name}/"


def _claim(status, place, trust, **more):
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "5000.00")]
    version = factories.claim_at(
        "draft" if status == "asked" else status, place, figures=figures, **more
    )
    if status == "asked":
        workflow.ask_sign_off(version, by=factories.officer_of(place))
    return version


def _do(client, person, version, action, **boxes):
    client.force_login(person)
    page = client.get(_address(version, action))
    seen = (page.context or {}).get("seen", "")
    return client.post(_address(version, action), {"once": str(uuid4()), "seen": seen} | boxes)


# action: from which status, what is sent, the status of the claim's newest version afterwards
DONE = {
    "ask_sign_off": ("draft", {}, "draft"),
    "submit": ("draft", {"has_read": "on"}, "submitted"),
    "send_back": ("asked", REASON, "draft"),
    "answer": ("question", {"text": "It is net."}, "in_review"),
    "reply": ("provisional", {"text": "We differ."}, "reply"),
    "waive_reply": ("provisional", {}, "provisional"),
    "agree": ("submitted", {}, "submitted"),
    "dispute": ("submitted", {"note": "Our ward still has to be staffed."}, "submitted"),
    "revise": ("final", REASON, "draft"),
    "adopt": ("published", {}, "draft"),
    "set_condition": ("submitted", {"condition": "C"}, "submitted"),
    "discard": ("draft", {}, "withdrawn"),
    "withdraw": ("submitted", REASON, "withdrawn"),
    "abandon": ("final", REASON | {"given_up_on": "today"}, "final"),
    "take": ("submitted", {}, "in_review"),
    "ask": ("in_review", {"text": "Is this net of costs?"}, "question"),
    "hand_over": ("in_review", {"to": "another reviewer"}, "in_review"),
    "triage": ("submitted", {"is_chosen": "yes", "because": "It is large."}, "submitted"),
    "reconsider": ("reply", REASON, "in_review"),
    "finalise": ("reply", {}, "final"),
}
BY = {
    "ask_sign_off": "officer",
    "discard": "officer",
    "agree": "partner",
    "dispute": "partner",
    "take": "reviewer",
    "ask": "the reviewer",
    "hand_over": "the reviewer",
    "triage": "lead",
    "reconsider": "lead",
    "finalise": "lead",
}


def _person(action, version, trust):
    place, role = version.claim.place, BY.get(action, "finance")
    if role == "partner":
        return factories.partner_of(place, trust)
    if role == "the reviewer":
        return version.review.reviewer
    if role in ("reviewer", "lead"):
        return getattr(factories, role)()
    return getattr(factories, f"{role}_of")(place)


def _sent(boxes):
    """The boxes as they are sent, where one of them names somebody who is made for it, or a day."""
    if boxes.get("to") == "another reviewer":
        return boxes | {"to": factories.reviewer().pk}
    if boxes.get("given_up_on") == "today":
        today = timezone.localdate()
        boxes = {name: value for name, value in boxes.items() if name != "given_up_on"}
        return boxes | {f"given_up_on-{part}": getattr(today, part) for part in PARTS}
    return boxes


NEEDS_WORDS = {
    "send_back", "withdraw", "abandon", "revise", "dispute", "answer", "reply", "ask", "hand_over", "triage",
    "reconsider",
}  # fmt: skip


@pytest.mark.parametrize("action", DONE)
def test_an_action_is_done_from_its_page_once_and_not_without_the_words_that_it_needs(
    client, place, trust, action
):
    status, boxes, after = DONE[action]
    version = _claim(status, place, trust)
    client.force_login(_person(action, version, trust))
    seen = client.get(_address(version, action)).context.get("seen", "")
    if action in NEEDS_WORDS:
        events = version.events.count()
        without = client.post(_address(version, action), {"once": str(uuid4()), "seen": seen})
        assert without.status_code == 400
        assert "There is a problem" in without.text
        assert version.events.count() == events

    form = _sent(boxes) | {"once": str(uuid4()), "seen": seen}
    first, second = (client.post(_address(version, action), form) for _ in range(2))

    newest = version.claim.versions.latest("number")
    assert first.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert newest.status == after
    assert newest.events.filter(action=action).count() == 1


def test_every_action_with_a_page_is_tried_here():
    assert set(DONE) | {"confirm"} == set(ACTION_FORMS)


@pytest.mark.parametrize("action", DONE)
def test_who_may_not_do_it_is_told_who_may(client, place, trust, action):
    version = _claim(DONE[action][0], place, trust, condition="D")
    stranger = factories.officer_of(factories.PlaceFactory())
    seen = version.status != "draft"

    response = _do(client, stranger, version, action, **_sent(DONE[action][1]))

    assert response.status_code == (403 if seen else 404)
    if seen:
        assert f"Only {ACTIONS[action].who} can do this".replace("'", "&#x27;") in response.text
    assert not version.events.filter(action=action, by=stranger).exists()


def test_an_action_at_the_wrong_time_is_a_conflict_in_words(client, place, trust):
    version = _claim("final", place, trust)

    response = _do(client, factories.finance_of(place), version, "withdraw", **REASON)

    assert response.status_code == 409
    assert "while the claim’s status is" in response.text


def test_withdrawing_beside_an_open_draft_means_the_version_that_stands(client, place, trust):
    version = _claim("submitted", place, trust)
    client.force_login(factories.finance_of(place))
    number = client.get(_address(version, "withdraw")).context["version"].number
    workflow.perform("revise", version, by=factories.officer_of(place), **REASON)

    response = client.post(_address(version, "withdraw"), REASON | {"version": number}, follow=True)

    versions = version.claim.versions.order_by("number")
    assert [one.status for one in versions] == ["withdrawn", "draft"]
    assert "The draft of version 2 stays open." in response.text


def test_a_page_about_one_version_does_nothing_to_another(client, place, trust):
    version = _claim("submitted", place, trust)
    finance = factories.finance_of(place)
    client.force_login(finance)
    page = client.get(_address(version, "withdraw")).text
    draft = factories.submitted_again(version)

    response = client.post(
        _address(version, "withdraw"), {"version": "1", "note": "Never <b>begun."}
    )

    draft.refresh_from_db()
    assert '<input type="hidden" name="version" value="1">' in page
    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text
    assert "See what the claim says now" in response.text
    assert "Never &lt;b&gt;begun." in response.text
    assert draft.status == "submitted"


def test_an_action_that_is_none_is_not_found(client, place, trust):
    version = _claim("submitted", place, trust)
    client.force_login(factories.officer_of(place))

    for name in ("no-such", "edit", "decide", "withdraw_"):
        assert client.get(f"/claims/{version.claim.reference}/actions/{name}/").status_code == 404


def test_a_reply_is_written_beside_the_verdict(client, place, trust):
    version = _claim("provisional", place, trust)
    client.force_login(factories.officer_of(place))

    page = client.get(_address(version, "reply")).text

    assert "The provisional verdict" in page
    assert "Supported as a forecast" in page
    assert "You may reply until" in page


def test_a_partner_sees_its_own_share_and_no_other(client, place, trust):
    version = _claim("submitted", place, trust)
    client.force_login(factories.partner_of(place, trust))

    page = client.get(_address(version, "agree")).text

    assert "£5,000" in page
    assert "£250,000" not in page


def test_a_dispute_stands_beside_the_figure(client, place, trust):
    version = _claim("submitted", place, trust)
    _do(client, factories.partner_of(place, trust), version, "dispute", note="Not ours to give.")
    client.force_login(factories.reviewer())

    page = client.get(version.claim.get_absolute_url()).text

    assert "Disputed by NHS Trust" in page
    assert "Not ours to give." in page


def test_an_answer_may_bring_evidence_of_its_own_place_alone(client, place, trust):
    version = _claim("question", place, trust)
    own = version.citations.get().evidence
    other = factories.draft_of(factories.PlaceFactory()).citations.get().evidence

    refused = _do(
        client, factories.officer_of(place), version, "answer", text="See this.", evidence=other.pk
    )
    done = _do(
        client, factories.officer_of(place), version, "answer", text="See this.", evidence=own.pk
    )

    assert refused.status_code == 400
    assert done.status_code == 302
    assert list(version.questions.get().evidence.all()) == [own]


def test_a_condition_can_only_be_loosened(client, place, trust):
    version = _claim("submitted", place, trust, condition="C")

    response = _do(client, factories.finance_of(place), version, "set_condition", condition="A")

    assert response.status_code == 400
    version.claim.refresh_from_db()
    assert version.claim.use_condition == "C"


def test_a_claim_that_is_open_to_all_is_not_asked_what_it_may_be_used_for(client, place, trust):
    version = _claim("submitted", place, trust, condition="D")
    client.force_login(factories.finance_of(place))

    page = client.get(version.claim.get_absolute_url())
    asked = client.get(_address(version, "set_condition"))

    assert _address(version, "set_condition") not in page.text
    assert asked.status_code == 409
    assert "The claim may be used for anything already" in asked.text


def test_a_claim_unchanged_since_the_last_round_takes_one_click(client, place, trust):
    version = _claim("submitted", place, trust)
    officer = factories.officer_of(place)
    tomorrow = timezone.now() + timedelta(days=1)
    Round.objects.create(name="Autumn round", opens_on=tomorrow, closes_on=tomorrow)

    with time_machine.travel(tomorrow):
        client.force_login(officer)
        start = client.get("/").text
        address = f"/claims/{version.claim.reference}/actions/confirm/"
        response = client.post(address, {"then": "your_place", "once": str(uuid4())})
        after = client.get("/").text

    assert f'action="{address}"' in start
    assert response.headers["Location"] == "/"
    assert Confirmation.objects.get().by == officer
    assert f'action="{address}"' not in after


@pytest.mark.parametrize("action", ["finalise", "reconsider"])
def test_the_lead_sees_all_that_was_said_before_a_verdict_is_final_or_goes_back(
    client, place, trust, action
):
    version = _claim("in_review", place, trust)
    first = factories.reading(version, "partly", ["BASELINE"], "The grant had ended.")
    workflow.perform("decide", version, by=version.review.reviewer, **first)
    second = factories.reading(version, words="The grant goes on.")
    workflow.perform("second_read", version, by=factories.reviewer(), **second)
    workflow.perform("reply", version, by=factories.officer_of(place), text="It was renewed.")
    client.force_login(factories.lead())

    text = client.get(_address(version, action)).text

    for words in ("The grant had ended.", "The grant goes on.", "It was renewed."):
        assert words in text
    assert "You may reply" not in text
