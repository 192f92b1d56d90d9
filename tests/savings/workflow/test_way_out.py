"""A refusal by status says which step leads on from there, and who takes it: every action in every status."""

import pytest

from savings.models.choices import Status
from savings.workflow import ACTIONS
from savings.workflow.way_out import way_out

EXPECTED = {
    ("edit", "submitted"): ("an officer or finance officer of the place", "Revise"),
    ("submit", "in_review"): ("an officer or finance officer of the place", "Revise"),
    ("withdraw", "final"): ("an officer or finance officer of the place", "Revise"),
    (
        "edit",
        "published",
    ): ("an officer or finance officer of the place", "Adopt as our own claim"),
    ("take", "draft"): ("a finance officer of the place", "Sign off and submit"),
    ("decide", "question"): ("an officer or finance officer of the place", "Answer the question"),
    ("finalise", "in_review"): ("the reviewer who has it", "Give a verdict"),
    ("ask", "provisional"): ("a review lead with no tie to the place", "Send back to review"),
    ("finalise", "withdrawn"): ("an officer or finance officer of the place", "Revise"),
}
# Nothing comes to be published words, so nothing leads to what can be done with these alone.
NO_WAY = {("adopt", status.value) for status in Status if status != Status.PUBLISHED}


@pytest.mark.parametrize(("action", "status"), EXPECTED)
def test_the_way_out_is_named_with_who_takes_it(action, status):
    who, label = EXPECTED[action, status]
    assert way_out(action, status) == f"Next, {who} can choose “{label}”."


def test_every_refusal_by_status_names_a_step_that_can_be_taken_there():
    for action in ACTIONS.values():
        for status in Status:
            if status in action.start or (action.name, status.value) in NO_WAY:
                continue
            words = way_out(action.name, status)
            steps = [
                step
                for step in ACTIONS.values()
                if words == f"Next, {step.who} can choose “{step.label}”."
            ]
            assert any(status in step.start for step in steps), (action.name, status)
