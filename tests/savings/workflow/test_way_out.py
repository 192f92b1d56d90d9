"""A refusal by status says which step leads on from there, and who takes it: every action in every status."""

import pytest

from savings.models.choices import Status
from savings.workflow import ACTIONS
from savings.workflow.way_out import way_out

EXPECTED = {
    ("edit", "submitted"): "“Revise”, by an officer or finance officer of the place.",
    ("submit", "in_review"): "“Revise”, by an officer or finance officer of the place.",
    ("withdraw", "final"): "“Revise”, by an officer or finance officer of the place.",
    (
        "edit",
        "published",
    ): "“Adopt as our own claim”, by an officer or finance officer of the place.",
    ("take", "draft"): "“Sign off and submit”, by a finance officer of the place.",
    ("decide", "question"): "“Answer the question”, by an officer or finance officer of the place.",
    ("finalise", "in_review"): "“Give a verdict”, by the reviewer who has it.",
    ("ask", "provisional"): "“Send back to review”, by a review lead with no tie to the place.",
    ("finalise", "withdrawn"): "“Revise”, by an officer or finance officer of the place.",
}
# Nothing comes to be published words, so nothing leads to what can be done with these alone.
NO_WAY = {("adopt", status.value) for status in Status if status != Status.PUBLISHED}


@pytest.mark.parametrize(("action", "status"), EXPECTED)
def test_the_way_out_is_named_with_who_takes_it(action, status):
    assert way_out(action, status) == f"The next step from there is {EXPECTED[action, status]}"


def test_every_refusal_by_status_names_a_step_that_can_be_taken_there():
    for action in ACTIONS.values():
        for status in Status:
            if status in action.start or (action.name, status.value) in NO_WAY:
                continue
            words = way_out(action.name, status)
            steps = [
                step for step in ACTIONS.values() if f"“{step.label}”, by {step.who}." in words
            ]
            assert any(status in step.start for step in steps), (action.name, status)
