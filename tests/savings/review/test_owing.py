"""What is owed where nothing is under way, how long a claim has waited, and what a second reading does to both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from savings import workflow
from savings.models import Review, Version
from savings.review import owing
from savings.review.clock import who_owes
from tests import factories


def _owed(version, person=None):
    return str(owing.owed_on(version, person, timezone.localdate()))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("final", "Nothing: the verdict is final."),
        ("withdrawn", "Nothing: the place has withdrawn it."),
        ("superseded", "Nothing: a later version stands."),
    ],
)
def test_where_nothing_is_under_way_nothing_is_owed(status, words):
    assert _owed(factories.claim_at(status)) == words


def test_a_second_reading_is_owed_until_it_is_given():
    version = factories.claim_at("in_review")
    reading = factories.reading(version, "partly", ["BASELINE"])  # Is in no sample.
    workflow.perform("decide", version, by=version.review.reviewer, **reading)
    Review.objects.filter(version=version).update(needs_second_reading=True)
    before = _owed(version)
    workflow.perform("second_read", version, by=factories.reviewer(), **reading)

    assert before.endswith("Waits for a second reader.")
    assert "second reader" not in _owed(version)


def test_days_are_counted_from_submission_while_it_waits():
    today = timezone.localdate() + timedelta(days=3)

    def days(status):
        version = Version.objects.get(pk=factories.claim_at(status).pk)
        return owing.days_waiting(version, today)

    assert days("submitted") == 3
    assert days("final") is None


def test_an_answer_that_comes_while_a_page_is_drawn_is_no_fault():
    version = factories.claim_at("question")
    read = owing.with_what_is_owed(Version.objects.all()).get(pk=version.pk)
    read.open_questions = []  # They are read after the version: by then it was answered.

    assert str(owing.owed(read, None, timezone.localdate())).startswith("Answered.")
    assert who_owes(read, timezone.localdate()).side == "treasury"
