"""What is next on a claim under review, and who owes it, in one sentence."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.models import Review, Version
from savings.owed import owed, waits, with_owed
from tests import factories


def _read(version):
    return with_owed(Version.objects.all()).get(pk=version.pk)


def _owed(version):
    return owed(_read(version))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("submitted", "A reviewer takes it."),
        ("reply", "The review lead makes the verdict final, or sends it back."),
        ("final", "Nothing: the verdict is final."),
        ("withdrawn", "Nothing: the place has withdrawn it."),
        ("superseded", "Nothing: a later version stands."),
    ],
)
def test_each_status_says_what_is_next(status, words):
    assert _owed(factories.claim_at(status)) == words


def test_whoever_has_a_claim_is_named():
    version = factories.claim_at("submitted")
    person = factories.reviewer()
    workflow.perform("hand_over", version, by=factories.lead(), to=person)
    before = _owed(version)
    workflow.perform("take", version, by=person)

    assert before == f"{person} takes it."
    assert _owed(version) == f"{person} asks, or gives a verdict."


def test_the_place_owes_an_answer_until_it_is_given():
    version = factories.claim_at("question")
    due = version.questions.get().due_on
    before = _owed(version)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        late = _owed(version)
    workflow.perform("answer", version, by=factories.officer_of(version.claim.place), text="Yes.")

    assert before == f"The place answers: it is due by {due:%-d %B %Y}."
    assert late == f"The place answers: it was due by {due:%-d %B %Y}."
    assert _owed(version) == f"{version.review.reviewer} reads the answer of the place."


def test_after_the_verdict_the_place_may_reply_and_then_it_is_for_the_lead():
    version = factories.claim_at("provisional")
    due = version.review.reply_due_on
    before = _owed(version)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        after = _owed(version)
    finance = factories.finance_of(version.claim.place)
    workflow.perform("waive_reply", version, by=finance)

    assert before == f"The place may reply until {due:%-d %B %Y}."
    assert after == _owed(version) == "The review lead makes the verdict final."


def test_a_second_reading_is_owed_until_it_is_given():
    version = factories.claim_at("in_review")
    reading = factories.reading(version, "partly", ["BASELINE"])  # Is in no sample.
    workflow.perform("decide", version, by=version.review.reviewer, **reading)
    Review.objects.filter(version=version).update(needs_second_reading=True)
    before = _owed(version)
    workflow.perform("second_read", version, by=factories.reviewer(), **reading)

    assert before.startswith("Another reviewer reads it. ")
    assert "Another" not in _owed(version)


def test_days_are_counted_from_submission_while_it_waits():
    open_version, over = factories.claim_at("submitted"), factories.claim_at("final")

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert waits(_read(open_version)) == 3
        assert waits(_read(over)) is None
