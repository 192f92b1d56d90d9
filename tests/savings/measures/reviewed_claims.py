"""How does a test bring claims through their review, and measure it?"""

from datetime import timedelta

import time_machine
from django.utils import timezone

from savings import workflow
from savings.measures.review import measures_for
from savings.workflow import add_time
from tests.factories import (
    PlaceFactory,
    claim_at,
    draft_of,
    finance_of,
    lead,
    officer_of,
    reading,
    reviewer,
)

PARTLY = ("partly", ["BASELINE"])


def measures_of(user=None, *, as_at=None):
    return measures_for(user or reviewer(), as_at or timezone.localdate())


def answered(version, *, days):
    """Asked today and answered so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        workflow.perform("answer", version, by=officer_of(version.claim.place), text="Yes.")


def finalised(version, *, reconsidered_as=None):
    """A version with a provisional verdict, replied to, perhaps reconsidered, and made final."""
    officer = officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="Look again.")
    if reconsidered_as:
        workflow.perform("reconsider", version, by=lead(), note="New evidence.")
        decided(version, *reconsidered_as)
        workflow.perform("reply", version, by=officer, text="We agree.")
    return workflow.perform("finalise", version, by=lead())


def decided(version, *verdict, second=None):
    """Decided by the reviewer who has it, and read a second time where that is asked for or needed."""
    workflow.perform("decide", version, by=version.review.reviewer, **reading(version, *verdict))
    if second or version.review.needs_second_reading:
        details = reading(version, *(second or verdict))
        workflow.perform("second_read", version, by=reviewer(), **details)


def timed(minutes, place=None):
    place = place or PlaceFactory()
    draft = draft_of(place)
    add_time(draft, minutes * 60, by=officer_of(place))
    workflow.perform("submit", draft, by=finance_of(place), signs_as="section_151")
    return draft


def settled_claims(number, place=None):
    for _ in range(number):
        version = claim_at("in_review", place)
        decided(version, "supported_forecast", second=PARTLY)
        finalised(version)
