"""What each action of the review leaves in the history: to whom, why, and by when, for who may follow it."""

import pytest
import time_machine

from savings import access, workflow
from savings.models import Event
from tests import factories

from .bystanders import Scene


def _note(scene, action, who):
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        scene.perform(action, who)
    return Event.objects.filter(action=action).latest("pk").note


def test_a_claim_is_handed_over_to_somebody_by_name():
    scene = Scene("in_review")

    note = _note(scene, "hand_over", "reviewer")

    assert note == f"Xylophone reason To {scene.people['other reviewer']}."


def test_it_is_said_why_a_claim_was_chosen():
    assert _note(Scene("submitted"), "triage", "lead") == "Xylophone reason Chosen: Drawn"


@pytest.mark.parametrize(
    ("action", "status", "who", "words"),
    [
        ("ask", "in_review", "reviewer", "The answer is due by 15 March 2027."),
        ("decide", "in_review", "reviewer", "The place may reply until 15 March 2027."),
    ],
)
def test_it_is_said_by_when_the_place_is_heard(action, status, who, words):
    assert words in _note(Scene(status), action, who)


@pytest.mark.parametrize(
    ("day", "late"), [(15, ""), (16, " It was due by 15 March 2027.")], ids=["in time", "late"]
)
def test_an_answer_says_what_came_with_it_and_whether_it_was_late(day, late):
    place = factories.PlaceFactory()
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at("question", place)
    evidence = [factories.ledger(), factories.link()]

    with time_machine.travel(f"2027-03-{day}T09:00Z", tick=False):
        workflow.perform(
            "answer", version, by=factories.officer_of(place), text="Yes.", evidence=evidence
        )

    assert version.events.get(action="answer").note == f"With 2 pieces of evidence.{late}"


def test_an_answer_in_time_and_by_itself_leaves_its_text_to_the_thread():
    scene = Scene("question")

    scene.perform("answer", "officer")

    assert Event.objects.filter(action="answer").latest("pk").note == "Xylophone reason"


def test_what_the_review_leaves_is_read_by_who_may_follow_it_alone():
    scene = Scene("in_review", condition="D")
    scene.perform("hand_over", "reviewer")
    event = Event.objects.filter(action="hand_over").latest("pk")

    for who, sees in {"officer": True, "lead": True, "analyst": False}.items():
        seen = access.sight_of(scene.people[who], scene.version).events()
        assert seen.filter(pk=event.pk).exists() == sees, who


def test_a_run_of_changes_by_one_person_is_one_line_on_the_claims_page(client):
    draft = factories.claim_at("draft")
    officer, other = (factories.officer_of(draft.claim.place) for _ in range(2))
    for person in (officer, officer, officer, other):
        workflow.perform("edit", draft, by=person, content={"notes": "Changed"})
    client.force_login(officer)

    history = client.get(f"/claims/{draft.claim.reference}/").context["history"]

    edits = [(done.event.by, done.words) for done in history if done.event.action == "edit"]
    assert edits[:2] == [(other, "Changed the draft"), (officer, "Changed the draft (3 times)")]
