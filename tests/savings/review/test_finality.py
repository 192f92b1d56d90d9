"""Whatever speaks of a verdict that may be made final says the same of the same version. The days are of March 2027."""

from contextlib import suppress
from datetime import date

import pytest
import time_machine

from savings import workflow
from savings.models import Review, Version
from savings.models.choices import REVIEW_OVER, Reminded, Status
from savings.notices.reminders import occasions
from savings.review import owing_words
from savings.review.finality import is_heard, may_be_final
from savings.review.queue import queue
from tests import factories

DUE = 15  # A verdict of Monday 1 March may be replied to until Monday 15.


def _at(day):
    return time_machine.travel(f"2027-03-{day:02}T12:00Z", tick=False)


def _judged(status, *, needs_second, is_read_twice, is_waived):
    with _at(1):
        version = factories.claim_at("in_review")
        reading = factories.reading(version, "partly", ["BASELINE"])  # Is in no sample.
        workflow.perform("decide", version, by=version.review.reviewer, **reading)
        Review.objects.filter(version=version).update(needs_second_reading=needs_second)
        place = version.claim.place
        if is_read_twice:
            workflow.perform("second_read", version, by=factories.reviewer(), **reading)
        if is_waived:
            workflow.perform("waive_reply", version, by=factories.finance_of(place))
        if status == Status.REPLY:
            workflow.perform("reply", version, by=factories.officer_of(place), text="No.")
    return Version.objects.get(pk=version.pk)


# Is it final, and else what keeps it from being so?
@pytest.mark.parametrize(
    ("status", "is_waived", "day", "is_place_heard"),
    [
        ("provisional", False, DUE, False),
        ("provisional", False, DUE + 1, True),
        ("provisional", True, 2, True),
        ("reply", False, 2, True),
    ],
)
@pytest.mark.parametrize(
    ("needs_second", "is_read_twice", "lacks_second"),
    [(False, False, False), (True, False, True), (True, True, False), (False, True, False)],
)
def test_all_say_the_same_of_a_verdict(
    status, is_waived, day, is_place_heard, needs_second, is_read_twice, lacks_second
):
    version = _judged(
        status, needs_second=needs_second, is_read_twice=is_read_twice, is_waived=is_waived
    )
    may = is_place_heard and not lacks_second

    with _at(day):
        assert _said_of(version, date(2027, 3, day)) == {
            "rule": may,
            "reminder": may,
            "words for the Treasury": may,
            "workflow": may,
            "heard": is_place_heard,
            "words for the place": is_place_heard,
            "queue": lacks_second,
            "a second reader": lacks_second,
        }


def _said_of(version, today):
    for_treasury = str(owing_words.to_the_treasury_on(version, factories.lead(), today))
    return {
        "rule": Version.objects.filter(may_be_final(today), pk=version.pk).exists(),
        "reminder": any(occasion.kind == Reminded.READY for occasion in occasions(today)),
        "words for the Treasury": "the verdict final" in for_treasury,
        "heard": is_heard(version, today),
        "words for the place": "gives the final verdict next"
        in owing_words.to_the_place(version, today),
        "queue": version in queue(factories.reviewer(), "second"),
        "a second reader": "Waits for a second reader" in for_treasury,
        "workflow": _is_made_final(version),  # Last: it changes what was asked about.
    }


def _is_made_final(version):
    with suppress(workflow.ActionError):
        workflow.perform("finalise", version, by=factories.lead())
    version.refresh_from_db()
    return version.status == Status.FINAL


@pytest.mark.parametrize(
    "status", [status for status in Status if status not in ("provisional", "reply")]
)
def test_where_no_verdict_waits_none_may_be_made_final(status):
    version = factories.claim_at(status)

    assert not Version.objects.filter(may_be_final(date(2099, 1, 1)), pk=version.pk).exists()


def test_without_a_day_nobody_has_been_heard():
    version = _judged("provisional", needs_second=False, is_read_twice=False, is_waived=False)
    Review.objects.filter(version=version).update(reply_due_on=None)
    version = Version.objects.select_related("review").get(pk=version.pk)

    assert not is_heard(version, date(2030, 1, 1))
    assert not Version.objects.filter(may_be_final(date(2030, 1, 1))).exists()


def test_of_each_review_that_is_over_it_is_said_why_nothing_is_owed():
    assert set(owing_words.OVER) == set(REVIEW_OVER)
