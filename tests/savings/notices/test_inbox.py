"""Which notices a person has: what is asked of the database and what is said in words agree for everybody."""

import pytest
from django.utils import timezone

from savings import workflow
from savings.models import Notice, Reminder
from savings.models.choices import Reminded
from savings.notices.addressee import Addressee
from savings.notices.inbox import COUNTED_TO, concerning, in_words, unseen
from savings.notices.reminders import Occasion
from savings.notices.words import REMINDED
from savings.workflow import ACTIONS, mark_seen, remind
from tests import factories
from tests.savings.workflow import bystanders
from tests.savings.workflow.bystanders import PLACE, Scene


def _to_everybody(scene, **about):
    """A notice for each person, whether it concerns them or not; who of them reads it, by what they are."""
    Notice.objects.all().delete()
    Notice.objects.bulk_create(Notice(to=person, **about) for person in scene.people.values())
    return {
        name
        for name, person in scene.people.items()
        if list(in_words(Addressee(person), concerning(Addressee(person))))
    }


@pytest.mark.parametrize("action", ACTIONS)
def test_the_condition_finds_what_there_are_words_for(action):
    status, who, told = bystanders.TOLD[action]
    scene = Scene(status)
    scene.perform(action, who)
    event = scene.version.claim.versions.latest("number").events.filter(action=action).latest("pk")

    readers = _to_everybody(scene, event=event)

    in_condition = {
        name for name, person in scene.people.items() if concerning(Addressee(person)).exists()
    }
    assert in_condition == readers
    # Whoever did it is told nothing, though it would concern them.
    assert told - {who} <= readers


@pytest.mark.parametrize("action", ["submit", "answer", "reply", "second_read", "set_condition"])
def test_of_a_claim_open_to_all_nobody_reads_a_notice_who_would_not_have_been_told(action):
    status, who, told = bystanders.TOLD[action]
    scene = Scene(status, condition="C" if action == "set_condition" else "D")
    scene.perform(action, who)
    event = scene.version.events.filter(action=action).latest("pk")

    readers = _to_everybody(scene, event=event)

    assert readers - {who} == told - {who}


# kind: the status in which it is due, and whom it concerns
KINDS = {
    Reminded.ANSWER_DUE: ("question", PLACE),
    Reminded.ANSWER_OVERDUE: ("question", PLACE | bystanders.LEADS | {"reviewer"}),
    Reminded.REPLY_DUE: ("provisional", PLACE),
    Reminded.ANSWERED: ("in_review", {"reviewer"}),
    Reminded.READY: ("reply", bystanders.LEADS),
    Reminded.OUTTURN: ("submitted", PLACE),
}


def test_every_kind_of_reminder_has_words_and_is_tried_here_or_with_rounds():
    of_rounds = {kind for kind in Reminded if kind.startswith("round_")}
    assert set(KINDS) | of_rounds == set(REMINDED) == set(Reminded)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reminder_is_read_by_whom_it_concerns_and_nobody_else(kind):
    status, concerned = KINDS[kind]
    scene = Scene(status)
    reminder = Reminder.objects.create(version=scene.version, kind=kind, on=timezone.localdate())

    assert _to_everybody(scene, reminder=reminder) == concerned


@pytest.mark.parametrize(
    ("kind", "action", "who", "then"),
    [
        (Reminded.ANSWER_DUE, "answer", "officer", [("ask", "reviewer")]),
        (Reminded.REPLY_DUE, "reply", "officer", []),
        (Reminded.REPLY_DUE, "waive_reply", "finance", []),
        (Reminded.ANSWERED, "ask", "reviewer", [("answer", "officer")]),
        (Reminded.ANSWERED, "hand_over", "reviewer", []),
        (Reminded.READY, "finalise", "lead", []),
    ],
)
def test_a_reminder_lasts_until_what_it_reminds_of_is_done_and_does_not_come_back(
    kind, action, who, then
):
    status, concerned = KINDS[kind]
    scene = Scene(status)
    remind(Occasion(scene.version, kind, timezone.localdate()))
    people = [Addressee(scene.people[name]) for name in concerned]
    assert all(concerning(person).filter(reminder__isnull=False).exists() for person in people)

    scene.perform(action, who)
    for later, by in then:
        scene.perform(later, by)

    assert not any(concerning(person).filter(reminder__isnull=False).exists() for person in people)


def test_a_reminder_outlasts_what_does_not_move_the_claim():
    scene = Scene("question")
    remind(Occasion(scene.version, Reminded.ANSWER_DUE, timezone.localdate()))

    scene.perform("dispute", "partner")

    officer = Addressee(scene.people["officer"])
    assert concerning(officer).filter(reminder__isnull=False).exists()


def test_an_outturn_is_asked_for_however_far_the_review_comes_until_another_version_stands():
    scene = Scene("submitted")
    remind(Occasion(scene.version, Reminded.OUTTURN, timezone.localdate()))
    officer = Addressee(scene.people["officer"])

    for action, who in (("take", "reviewer"), ("decide", "reviewer"), ("reply", "officer")):
        scene.perform(action, who)
        assert concerning(officer).filter(reminder__isnull=False).exists()

    revised = scene.perform("revise", "officer")
    workflow.edit(revised, by=scene.people["officer"], content={"stage": "agreed"})
    workflow.submit(revised, by=scene.people["finance"], signs_as="section_151")
    assert not concerning(officer).filter(reminder__isnull=False).exists()


def test_what_is_new_is_counted_until_it_is_marked_as_read():
    scene = Scene("in_review")
    scene.perform("ask", "reviewer")
    officer = scene.people["officer"]
    assert unseen(officer) == 1
    newest = officer.notices.latest("pk").pk
    scene.perform("dispute", "partner")

    mark_seen(officer, newest=newest)

    assert unseen(officer) == 1
    assert unseen(scene.people["finance"]) == 2


def test_what_does_not_concern_a_person_any_more_is_not_counted():
    scene = Scene("in_review")
    scene.perform("ask", "reviewer")
    officer = scene.people["officer"]
    factories.end_memberships(officer)

    assert unseen(officer) == 0


def test_a_great_many_are_not_counted_to_the_end():
    scene = Scene("in_review")
    for _ in range(COUNTED_TO + 2):
        scene.perform("dispute", "partner")

    assert unseen(scene.people["officer"]) == COUNTED_TO + 1


def test_whoever_has_read_all_costs_one_query(django_assert_num_queries):
    person = factories.UserFactory()

    with django_assert_num_queries(1):
        assert unseen(person) == 0
