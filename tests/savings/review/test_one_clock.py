"""Whatever a page says of the working days of a review, or of the day on which something is due, every page says.

Over Christmas 2026: Friday 25 and Monday 28 December are bank holidays, and so is Friday 1 January.
"""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from savings import workflow
from savings.models import Reminder
from tests import factories

SPOKEN_OF = re.compile(r"(\d+) working days? with the Treasury and (\d+) with the place")
MEASURED = re.compile(r'app-measure__number">(\d+)<')
ANSWER_DUE = re.compile(r"(?:answer by|[Aa]nswer due by|due by) (\d+ \w+ \d{4})")
DUE = "12 January 2027"  # Ten working days after Thursday 24 December.


def _at(day):
    return time_machine.travel(f"{day}T10:00Z", tick=False)


class Scene:
    """A claim that is submitted and taken on 24 December, and who has to do with it."""

    def __init__(self):
        with _at("2026-12-24"):
            self.place = factories.PlaceFactory()
            self.version = factories.claim_at("in_review", self.place)
            self.reader, self.lead = self.version.review.reviewer, factories.lead()
            self.officer = factories.officer_of(self.place)
            self.finance = factories.finance_of(self.place)

    def on(self, day, action, by, **details):
        with _at(day):
            workflow.perform(action, self.version, by=by, **details)

    def asked(self, day):
        self.on(day, "ask", self.reader, text="Is this net?")
        return self

    def final(self):
        """The place has it for one working day, the Treasury for three."""
        self.asked("2026-12-30").on("2026-12-31", "answer", self.officer, text="It is.")
        day, read = "2027-01-04", factories.reading(self.version)
        self.on(day, "decide", self.reader, **read)
        if self.version.review.needs_second_reading:
            self.on(day, "second_read", factories.reviewer(), **read)
        self.on(day, "waive_reply", self.finance)
        self.on(day, "finalise", self.lead)
        return self

    def pages(self):
        code = self.version.claim.reference
        return {
            "claim": reverse("savings:claim_detail", args=[code]),
            "version": reverse("savings:version_detail", args=[code, 1]),
            "reading": reverse("savings:review_read", args=[code]),
            "queue": reverse("savings:review_queue"),
            "measures": reverse("savings:review_measures"),
            "claims": reverse("savings:claim_list"),
            "place": reverse("savings:place_detail", args=[self.place.code]),
            "notices": reverse("savings:notice_list"),
            "CSV": f"{reverse('savings:claims_csv')}?purpose=review",
            "admin's version": reverse("admin:savings_version_change", args=[self.version.pk]),
            "admin's queue": reverse("admin:savings_review_changelist"),
            "admin's review": reverse("admin:savings_review_change", args=[self.version.review.pk]),
            "admin's questions": reverse("admin:savings_question_changelist"),
        }

    def read(self, client, user, day):
        """The words of every page that `user` may open on a day, by the page's name."""
        with _at(day):
            client.force_login(user)
            opened = {name: client.get(address) for name, address in self.pages().items()}
            return {
                name: response.getvalue().decode() if response.streaming else response.text
                for name, response in opened.items()
                if response.status_code == 200
            }


@pytest.fixture
def scene():
    return Scene()


def _days(text):
    """Working days in all, with the Treasury and with the place, as a page says them; None if it says none."""
    if said := SPOKEN_OF.search(text):
        treasury, place = map(int, said.groups())
        return treasury + place, treasury, place
    if "Median working days" in text:
        return tuple(map(int, MEASURED.findall(text)[:3]))
    return None


@pytest.mark.usefixtures("no_second_factor")
def test_every_page_that_says_the_working_days_of_a_review_says_the_same(client, scene):
    pages = scene.final().read(client, scene.lead, "2027-01-20")

    said = {name: _days(text) for name, text in pages.items() if "working day" in text.lower()}

    assert pages.keys() == scene.pages().keys()
    assert said == dict.fromkeys(["claim", "version", "measures"], (4, 3, 1))


@pytest.mark.usefixtures("no_second_factor")
def test_every_page_that_says_when_an_answer_is_due_says_the_same(client, scene):
    pages = scene.asked("2026-12-24").read(client, scene.reader, "2027-01-11")

    dues = {name: set(ANSWER_DUE.findall(text)) for name, text in pages.items()}

    said = {"claim", "version", "reading", "queue", "admin's queue", "admin's review"}
    assert said <= {name for name, days in dues.items() if days}
    assert set.union(*dues.values()) == {DUE}


def test_an_answer_is_due_on_the_tenth_day_that_the_place_has_it(client, scene):
    pages = scene.asked("2026-12-24").read(client, scene.reader, "2027-01-12")

    assert _days(pages["claim"]) == (10, 0, 10)


def test_the_place_is_reminded_three_of_those_working_days_before(scene):
    scene.asked("2026-12-24")

    for day, reminded in [("2027-01-06", []), ("2027-01-07", [date(2027, 1, 12)])]:
        with _at(day):
            call_command("send_reminders")
        assert list(Reminder.objects.values_list("on", flat=True)) == reminded
