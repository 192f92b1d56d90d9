"""The measures of the review: what they are made of, and who is told of which."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings import workflow
from savings.workflow import add_time
from tests.factories import (
    PlaceFactory,
    claim_at,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    reading,
    reviewer,
    revised,
)
from tests.savings.measures.reviewed_claims import (
    PARTLY,
    answered,
    decided,
    finalised,
    measures_of,
    settled_claims,
    timed,
)


def test_submitted_claims_are_counted_by_how_far_they_have_come():
    for status in ("draft", "submitted", "in_review", "question", "provisional", "reply", "final"):
        claim_at(status)
    for status in ("withdrawn", "superseded", "published"):
        claim_at(status)

    progress = measures_of().progress

    # The version that superseded the other is submitted.
    assert [(stage.label, stage.claims) for stage in progress.stages] == [
        ("Reviewed to a final verdict", 1),
        ("Under review", 4),
        ("Not yet reviewed", 2),
    ]
    assert (progress.claims, progress.places) == (7, 7)
    assert [stage.percent for stage in progress.stages] == ["14%", "57%", "29%"]


def test_answers_are_in_time_late_overdue_or_not_due_yet():
    in_time, late, _overdue = (claim_at("question") for _ in range(3))
    answered(in_time, days=1)
    answered(late, days=30)
    with time_machine.travel(timezone.now() + timedelta(days=39)):
        claim_at("question")

    answers = measures_of(as_at=timezone.localdate() + timedelta(days=40)).answers

    assert (answers.in_time, answers.late, answers.overdue, answers.open) == (1, 1, 1, 1)
    assert (answers.due, answers.percent_in_time, answers.claims) == (3, "33%", 4)


def test_an_answer_on_the_day_it_is_due_is_in_time():
    version = claim_at("question")
    due = version.questions.get().due_on
    with time_machine.travel(f"{due}T22:59+00:00"):
        workflow.perform("answer", version, by=officer_of(version.claim.place), text="Yes.")

    assert (measures_of().answers.in_time, measures_of().answers.late) == (1, 0)


def test_a_question_on_a_withdrawn_claim_is_owed_by_nobody():
    version = claim_at("question")
    workflow.perform("withdraw", version, by=finance_of(version.claim.place), note="No longer.")

    assert measures_of().answers is None


def test_a_question_that_is_not_due_has_no_share():
    claim_at("question")

    answers = measures_of().answers

    assert (answers.open, answers.due, answers.percent_in_time) == (1, 0, None)


def test_a_verdict_that_the_reply_changed_is_counted():
    finalised(claim_at("provisional"), reconsidered_as=PARTLY)
    finalised(claim_at("provisional"), reconsidered_as=("supported_forecast",))
    finalised(claim_at("provisional"))

    changes = measures_of().changes

    assert (changes.claims, changes.changed, changes.percent) == (3, 1, "33%")


def test_a_change_between_two_readers_before_the_reply_is_not_the_replys():
    version = claim_at("in_review")
    decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reconsider", version, by=lead(), note="The readers differ.")
    decided(version, *PARTLY)

    finalised(version)

    assert (measures_of().changes.claims, measures_of().changes.changed) == (1, 0)


def test_a_verdict_without_a_reply_is_not_among_those_replied_to():
    version = claim_at("provisional")
    workflow.perform("waive_reply", version, by=finance_of(version.claim.place))
    workflow.perform("finalise", version, by=lead())

    assert measures_of().changes is None


def test_readers_agree_or_differ_on_the_same_claim():
    for second in (("supported_forecast",), PARTLY, PARTLY):
        version = claim_at("in_review")
        decided(version, "supported_forecast", second=second)
        finalised(version)

    [agreement] = measures_of().agreement

    assert (agreement.state, agreement.claims, agreement.agreed) == ("Forecast", 3, 1)
    assert agreement.percent == "33%"


@pytest.mark.parametrize(("second_on_actual", "agreed"), [("supported", 1), ("partly", 0)])
def test_readers_agree_state_by_state(second_on_actual, agreed):
    place = PlaceFactory()
    body = lead_of(place)
    both = [*figures_of(body), *figures_of(body, state="actual", year=2009)]
    version = claim_at("in_review", place, figures=both, evidence=[(ledger(), "1"), (link(), "2")])
    first = {"forecast": ("supported_forecast", [], ""), "actual": ("supported", [], "")}
    second = first | {"actual": (second_on_actual, ["BASELINE"], "It is an estimate.")}
    for action, by, outcomes in (
        ("decide", version.review.reviewer, first),
        ("second_read", reviewer(), second),
    ):
        workflow.perform(action, version, by=by, **reading(version) | {"outcomes": outcomes})
    finalised(version)

    found = {item.state: (item.claims, item.agreed) for item in measures_of().agreement}

    assert found == {"Forecast": (1, 1), "Actual": (1, agreed)}


def test_only_the_first_pair_of_readings_is_blind():
    version = claim_at("in_review")
    decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reconsider", version, by=lead(), note="The readers differ.")
    decided(version, *PARTLY, second=PARTLY)
    finalised(version)

    [agreement] = measures_of().agreement

    assert (agreement.claims, agreement.agreed) == (1, 0)


def test_nothing_is_told_of_a_verdict_that_is_not_final():
    version = claim_at("in_review")
    decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reply", version, by=officer_of(version.claim.place), text="No.")

    measures = measures_of()

    assert (measures.agreement, measures.changes, measures.time) == ([], None, None)


def test_officers_minutes_are_a_median_and_a_mean_a_claim():
    for minutes in (5, 10, 30):
        timed(minutes)

    minutes = measures_of().minutes

    assert (minutes.median, minutes.mean, minutes.total, minutes.claims) == (10, 15, 45, 3)


def test_the_versions_of_a_claim_take_their_time_together():
    for minutes in (5, 10, 20):
        version = timed(minutes)
    place = version.claim.place
    later = revised(version)
    add_time(later, 10 * 60, by=officer_of(place))
    workflow.perform("submit", later, by=finance_of(place), signs_as="section_151")

    assert (measures_of().minutes.claims, measures_of().minutes.mean) == (3, 15)


def test_more_claims_cost_no_more_queries():
    user = reviewer()
    settled_claims(1)
    measures_of(user)  # What a person may do is asked once, and remembered.
    with CaptureQueriesContext(connection) as one:
        measures_of(user)
    settled_claims(3)
    for status in ("submitted", "question", "provisional"):
        claim_at(status)

    with CaptureQueriesContext(connection) as many:
        measures_of(user)

    assert len(many) == len(one)
