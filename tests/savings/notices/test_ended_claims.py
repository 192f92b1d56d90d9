"""Of a claim that was withdrawn, and of a saving that was given up, nobody is reminded any more, nor told so still."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.models import Notice
from savings.models.choices import Reminded
from savings.notices.addressee import Addressee
from savings.notices.inbox import concerning
from savings.notices.reminders import occasions
from savings.notices.words import REMINDED
from savings.pages.due import due_from
from tests import factories

pytestmark = pytest.mark.usefixtures("no_second_factor")

# The status on 1 March 2027 from which somebody is reminded of it on that day, and how it ends.
ENDS = {
    Reminded.ANSWER_DUE: ("question", "2027-03-10", "withdraw"),
    Reminded.ANSWER_OVERDUE: ("question", "2027-03-16", "withdraw"),
    Reminded.REPLY_DUE: ("provisional", "2027-03-10", "withdraw"),
    Reminded.ANSWERED: ("answered", "2027-03-16", "withdraw"),
    Reminded.READY: ("provisional", "2027-03-16", "withdraw"),
    Reminded.OUTTURN: ("submitted", "2027-04-01", "withdraw"),
    "outturn of what is final": ("final", "2027-04-01", "abandon"),
}
KINDS = {case: case if case in set(Reminded) else Reminded.OUTTURN for case in ENDS}


def _on(day):
    return time_machine.travel(f"{day}T09:00Z", tick=False)


def _claim(status):
    place = factories.PlaceFactory()
    factories.lead()  # Who is told of what can be made final.
    so_far = factories.figures_of(factories.lead_of(place), state="actual", year=2026)
    proved = [(factories.ledger(), "")]
    at = "question" if status == "answered" else status
    with _on("2027-03-01"):
        version = factories.claim_at(at, place, figures=so_far, evidence=proved)
        if status == "answered":
            workflow.answer(version, by=factories.officer_of(place), text="Yes.")
    Notice.objects.all().delete()
    return version


def _end(version, action):
    details = {"given_up_on": timezone.localdate()} if action == "abandon" else {}
    by = factories.finance_of(version.claim.place)
    workflow.perform(action, version, by=by, note="It fell through.", **details)


def _reminded_of(kind):
    return [one for one in occasions(timezone.localdate()) if one.kind == kind]


def _read(people):
    return [
        notice.reminder.kind
        for person in people
        for notice in concerning(Addressee(person)).filter(reminder__isnull=False)
    ]


def test_every_kind_that_is_about_a_claim_is_tried_here():
    assert {kind for kind in REMINDED if not kind.startswith("round_")} == set(KINDS.values())


@pytest.mark.parametrize("case", ENDS)
def test_nobody_is_reminded_of_what_has_ended(case):
    status, day, action = ENDS[case]
    version = _claim(status)

    with _on(day):
        assert len(_reminded_of(KINDS[case])) == 1
        _end(version, action)
        assert _reminded_of(KINDS[case]) == []


@pytest.mark.parametrize("case", ENDS)
def test_a_reminder_from_before_goes_by_itself(case):
    status, day, action = ENDS[case]
    version = _claim(status)
    with _on(day):
        (occasion,) = _reminded_of(KINDS[case])
        people = workflow.would_be_reminded(occasion)
        workflow.remind(occasion)
        assert set(_read(people)) == {KINDS[case]}

        _end(version, action)

        assert _read(people) == []


@pytest.mark.parametrize("action", ["abandon", ""])
def test_the_outturn_of_a_saving_that_was_given_up_waits_for_nobody(action):
    version = _claim("final")
    officer = factories.officer_of(version.claim.place)

    with _on(date(2027, 4, 1)):
        if action:
            _end(version, action)
        words = [due.words for due in due_from(officer)]

    assert words == ([] if action else ["2026-27 has ended: state its actual figures"])
