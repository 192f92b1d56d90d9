"""Many claims at once in the workspace: what can be done is done by the workflow, the rest is said claim by claim."""

from uuid import uuid4

import pytest

from pilots.models import Membership
from savings import workflow
from savings.admin import bulk_actions
from savings.forms.bulk_review import FORMS_FOR_MANY
from savings.models import Claim, Event, Review
from savings.models.choices import Status
from tests import factories
from tests.savings.workflow.test_actions import _claim_at as claim_at
from tests.savings.workflow.test_actions import _person as person_of
from tests.savings.workflow.test_actions import _undone as undone
from tests.workspace import act, list_page

from .test_action_page import SENT, _by_the_workflow, _newest_event, _read, _traces, roles_to_try

pytestmark = pytest.mark.usefixtures("no_second_factor")


def _do(client, action, *versions, **boxes):
    """Choose the reviews of these versions in the list, and confirm what is asked."""
    rows = [version.review for version in versions]
    return act(client, Review, action, *rows, queue="", confirmed="yes", **boxes)


def _said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("status", [s for s in Status.values if s not in ("draft", "published")])
def test_many_at_once_do_what_the_workflow_does_and_leave_the_same(client, status):
    trust = factories.OrganisationFactory(name="NHS Trust")
    made = claim_at(status, factories.PlaceFactory(), trust)

    for role in roles_to_try(status):
        with undone():
            person = person_of(role, _read(made), trust)
            client.force_login(person)
            for action in FORMS_FOR_MANY:
                with undone():
                    _compare(client, made, action, person, SENT[action](_read(made)))


def _compare(client, made, action, person, boxes):
    case, since = (action, person.groups.first().name), _newest_event()
    with undone():
        is_allowed = _by_the_workflow(_read(made), action, person, boxes)
        by_the_workflow = _traces(since)
    with undone():
        _do(client, action, made, follow=False, **boxes)
        assert _traces(since) == by_the_workflow, case
        assert bool(by_the_workflow[0]) is is_allowed, case


# Who is offered what, on which list.
OFFERED = {
    "reviewer": {"take", "hand_over"},
    "lead": {"hand_over", "triage", "finalise"},
    "analyst": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("role", OFFERED)
@pytest.mark.parametrize("model", [Review, Claim])
def test_an_action_is_offered_to_whoever_could_ever_do_it(client, role, model):
    factories.claim_at("submitted", condition="D")
    client.force_login(getattr(factories, role)())

    answer = client.get(list_page(model))

    if role in ("analyst", "administrator") and model is Review:
        assert answer.status_code == 403
        return
    form = answer.context["action_form"]
    offered = {name for name, _label in form.fields["action"].choices if name} if form else set()
    assert offered == OFFERED[role]


@pytest.mark.parametrize("role", ["reviewer", "analyst", "administrator", "officer_of"])
@pytest.mark.parametrize("model", [Review, Claim])
def test_a_post_made_by_hand_changes_nothing_that_its_sender_may_not(client, role, model):
    version = factories.claim_at("reply", condition="D")
    made = getattr(factories, role)
    client.force_login(made(version.claim.place) if role == "officer_of" else made())
    events = Event.objects.count()
    row = version.review if model is Review else version.claim

    for action in ("finalise", "triage", "take", "hand_over", "delete_selected", "reconsider"):
        boxes = SENT[action](version) if action in SENT else {}
        act(client, model, action, row, confirmed="yes", **boxes)

    assert Event.objects.count() == events
    assert _read(version).status == "reply"


def test_a_post_made_by_hand_does_not_reach_a_place_to_which_one_is_tied(client):
    version = factories.claim_at("submitted", condition="D")
    person = factories.reviewer()
    Membership.objects.create(user=person, place=version.claim.place, role="interest")
    client.force_login(person)

    for model, row in ((Review, version.review), (Claim, version.claim)):
        act(client, model, "take", row)

    assert _read(version).status == "submitted"


def test_what_cannot_be_done_is_said_by_claim_and_the_others_are_done(client):
    waiting = [factories.claim_at("submitted") for _ in range(2)]
    taken = [factories.claim_at("in_review") for _ in range(2)]
    client.force_login(factories.reviewer())

    answer = _do(client, "take", *waiting, *taken)

    done, refused = _said(answer)
    assert done == f"Take for review, done: {', '.join(v.claim.reference for v in waiting)}."
    assert refused.startswith(
        f"Take for review, not done: {', '.join(v.claim.reference for v in taken)}. "
    )
    assert "while the claim’s status is “In review”" in refused
    assert {_read(version).status for version in waiting} == {"in_review"}


def test_claims_are_taken_from_the_list_of_claims_too(client):
    version = factories.claim_at("submitted")
    person = factories.reviewer()
    client.force_login(person)

    act(client, Claim, "take", version.claim)

    assert _read(version).review.reviewer == person


def test_handing_over_asks_to_whom_and_says_which_claims(client):
    versions = [factories.claim_at("submitted") for _ in range(2)]
    client.force_login(factories.lead())

    rows = [version.review for version in versions]
    answer = act(client, Review, "hand_over", *rows)

    assert answer.status_code == 200
    assert "Who takes it over?" in answer.text
    for version in versions:
        assert version.claim.reference in answer.text


def test_a_claim_of_a_place_to_which_the_new_reviewer_is_tied_is_not_handed_over(client):
    free, tied = factories.claim_at("submitted"), factories.claim_at("submitted")
    person = factories.reviewer()
    Membership.objects.create(user=person, place=tied.claim.place, role="interest")
    client.force_login(factories.lead())

    answer = _do(client, "hand_over", free, tied, to=person.pk)

    assert _read(free).review.reviewer == person
    assert _read(tied).review.reviewer is None
    assert any(f"{person} has a tie to {tied.claim.place}" in words for words in _said(answer))


def test_choosing_needs_a_reason(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.lead())

    answer = _do(client, "triage", version, is_chosen="yes", because="")

    assert answer.status_code == 400
    assert '<a href="#id_because">Say why.</a>' in answer.text
    assert _read(version).review.is_chosen is None


def test_making_final_asks_before_it_is_done(client):
    version = factories.claim_at("reply")
    client.force_login(factories.lead())

    asked = act(client, Review, "finalise", version.review)
    before = _read(version).status
    _do(client, "finalise", version)

    assert "verdict stays for good" in asked.text
    assert before == "reply"
    assert _read(version).status == "final"


def test_what_is_sent_twice_is_done_once_and_nothing_is_refused(client):
    version = factories.claim_at("reply")
    client.force_login(factories.lead())
    key = str(uuid4())

    for _ in range(2):
        answer = _do(client, "finalise", version, once=key)

    assert _said(answer) == []
    assert version.events.filter(action="finalise").count() == 1


def test_no_more_than_can_be_overlooked_are_done_at_once(client, monkeypatch):
    versions = [factories.claim_at("submitted") for _ in range(2)]
    client.force_login(factories.reviewer())
    monkeypatch.setattr(bulk_actions, "MOST", 1)

    answer = _do(client, "take", *versions)

    words = "Choose at most 1 at once, and the rest after that. Nothing has been changed."
    assert _said(answer) == [words]
    assert {_read(version).status for version in versions} == {"submitted"}


def test_rows_that_have_left_the_list_are_said_to_have(client):
    version = factories.claim_at("in_review")
    client.force_login(factories.reviewer())

    sent = {"action": "take", "_selected_action": [version.review.pk]}
    answer = client.post(list_page(Review, queue="waiting"), sent, follow=True)

    assert _said(answer) == ["They are in this list no more. Nothing has been changed."]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "1 OR 1=1"])
def test_rows_that_are_none_are_refused(client, key):
    client.force_login(factories.reviewer())

    sent = {"action": "take", "_selected_action": [key]}

    assert client.post(list_page(Review), sent).status_code == 400


def test_a_filter_that_is_too_long_to_be_kept_is_let_go(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.reviewer())

    sent = {"action": "take", "_selected_action": [version.review.pk]}
    answer = client.post(list_page(Review, o="4." * 1500), sent)

    assert answer.headers["Location"] == list_page(Review)
    assert _read(version).status == "in_review"


def test_of_two_reviewers_at_once_each_claim_goes_to_one(client, monkeypatch):
    versions = [factories.claim_at("submitted") for _ in range(2)]
    person, other = factories.reviewer(), factories.reviewer()
    client.force_login(person)
    once = workflow.once

    def taken_meanwhile(*args, **kwargs):
        workflow.perform("take", _read(versions[0]), by=other)
        return once(*args, **kwargs)

    monkeypatch.setattr(workflow, "once", taken_meanwhile)
    answer = _do(client, "take", *versions)

    assert _read(versions[0]).review.reviewer == other
    assert _read(versions[1]).review.reviewer == person
    assert any("Somebody else has changed this claim" in words for words in _said(answer))
