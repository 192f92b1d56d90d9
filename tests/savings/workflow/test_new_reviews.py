"""A claim that was chosen stays chosen, with its reviewer: no place leaves the sample by revising."""

import pytest

from pilots.models import Membership
from savings import workflow
from savings.models import Review
from savings.review import triage
from tests import factories


def _chosen(status="submitted", **more):
    """A claim that a draw has chosen."""
    version = factories.claim_at("submitted", **more)
    lead = factories.lead()
    plan = triage.plan(lead, seed="a seed", number=1)
    workflow.choose_for_review(by=lead, seed="a seed", number=1, seen=plan.digest)
    version.refresh_from_db()
    if status != "submitted":
        workflow.perform("take", version, by=factories.reviewer())
    return version


def test_what_was_drawn_stays_drawn_in_the_same_draw_and_with_its_reviewer():
    version = _chosen("in_review")
    before = Review.objects.get(version=version)

    after = factories.submitted_again(version).review

    assert (after.is_chosen, after.draw) == (True, before.draw)
    assert after.chosen_because == before.chosen_because != ""
    assert after.reviewer == before.reviewer is not None
    assert (after.reply_due_on, after.is_reply_waived, after.needs_second_reading) == (
        None,
        False,
        False,
    )


def test_it_waits_for_that_reviewer_who_takes_it():
    version = _chosen("in_review")
    reviewer = version.review.reviewer

    later = factories.submitted_again(version)
    others = workflow.available(later, factories.reviewer())
    theirs = workflow.available(later, reviewer)

    assert later.status == "submitted"
    assert "take" not in {action.name for action in others}
    assert "take" in {action.name for action in theirs}


def test_withdrawing_in_between_is_no_way_out():
    version = _chosen()
    finance = factories.finance_of(version.claim.place)
    workflow.perform("withdraw", version, by=finance, note="Another plan.")

    assert factories.submitted_again(version).review.is_chosen


def test_what_was_not_chosen_is_chosen_from_again():
    version = factories.claim_at("submitted")
    lead = factories.lead()
    workflow.perform("triage", version, by=lead, is_chosen=False, because="Not drawn.")

    later = factories.submitted_again(version)

    assert (later.review.is_chosen, later.review.chosen_because) == (None, "")
    assert list(triage.waiting(lead)) == [later.review]


def test_a_first_version_is_nobodys_and_not_chosen():
    review = factories.claim_at("submitted").review

    assert (review.reviewer, review.is_chosen, review.draw) == (None, None, None)


def _left(reviewer, place):
    reviewer.is_active = False
    reviewer.save()


def _no_reviewer_now(reviewer, place):
    reviewer.groups.clear()


def _tied(reviewer, place):
    Membership.objects.create(user=reviewer, place=place, role="interest")


@pytest.mark.parametrize("change", [_left, _no_reviewer_now, _tied])
def test_who_may_not_read_it_any_more_has_it_no_longer(change):
    version = _chosen("in_review")
    change(version.review.reviewer, version.claim.place)

    review = factories.submitted_again(version).review

    assert (review.reviewer, review.is_chosen) == (None, True)
