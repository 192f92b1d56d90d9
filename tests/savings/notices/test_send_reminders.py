"""The daily reminders: of what is due, overdue or waits; each once, to whom it concerns, and never lost."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.models import Notice, Reminder, Round, Threshold
from savings.models.choices import Reminded
from savings.notices.reminders import occasions
from tests import factories
from tests.savings.notices.reminding import SITE, mailed, run_reminders, scene_at
from tests.savings.workflow.bystanders import LEADS, PLACE


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


def _perform(scene, action, who, day):
    with time_machine.travel(f"2027-03-{day:02}T09:00Z", tick=False):
        scene.perform(action, who)
    Notice.objects.all().delete()


def _kinds():
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


def test_the_place_is_reminded_three_working_days_before_an_answer_is_due_and_once(mailoutbox):
    scene = scene_at(
        "question"
    )  # Due on Monday 15 March: three working days before is Wednesday 10.

    run_reminders(9)
    assert mailoutbox == []
    run_reminders(10)
    assert mailed(scene, mailoutbox) == PLACE
    run_reminders(11)
    run_reminders(15)

    assert len(mailoutbox) == len(PLACE) + _helpers(scene)
    assert _kinds() == [Reminded.ANSWER_DUE]


def _helpers(scene):
    """How many officers and finance officers of the place only helped to make the scene."""
    officers = scene.place.memberships.filter(ended_at=None, role__in=["officer", "finance"])
    return officers.filter(user__is_active=True).count() - len(PLACE)


# Due on Monday 15 March. Good Friday and Easter Monday, the 26th and the 29th, are no working days.
OVERDUE_TOLD_ON = {"2027-03-16", "2027-03-23", "2027-04-01"}
OVERDUE_NOT_TOLD_ON = {"2027-03-17", "2027-03-22", "2027-03-24", "2027-03-31", "2027-04-02"}


def test_all_who_wait_are_told_when_an_answer_is_overdue_and_again_every_five_working_days(
    mailoutbox,
):
    scene = scene_at("question")
    run_reminders(10)
    run_reminders(15)
    mailoutbox.clear()

    told = {}
    for day in sorted(OVERDUE_TOLD_ON | OVERDUE_NOT_TOLD_ON):
        with time_machine.travel(f"{day}T06:30Z", tick=False):
            call_command("send_reminders")
        told[day] = mailed(scene, mailoutbox)
        subjects = {mail.subject for mail in mailoutbox}
        bodies = "".join(mail.body for mail in mailoutbox)
        assert all("overdue" in subject for subject in subjects)
        assert ("silence is not a verdict" in bodies) == bool(told[day])
        mailoutbox.clear()

    everybody = PLACE | LEADS | {"reviewer"}
    assert {day: names for day, names in told.items() if names} == dict.fromkeys(
        OVERDUE_TOLD_ON, everybody
    )


def test_days_on_which_nothing_ran_lose_no_reminder_and_add_none(mailoutbox):
    scene = scene_at("question")

    run_reminders(25)
    run_reminders(25)

    assert _kinds() == [Reminded.ANSWER_OVERDUE]
    assert mailed(scene, mailoutbox) == PLACE | LEADS | {"reviewer"}


def test_the_place_is_reminded_before_the_time_to_reply_ends_unless_it_has_waived_it(mailoutbox):
    replies, waived = scene_at("provisional"), scene_at("provisional")
    _perform(waived, "waive_reply", "finance", 2)

    run_reminders(10)

    assert mailed(replies, mailoutbox) >= PLACE
    assert not mailed(waived, mailoutbox) & PLACE


def test_a_reviewer_is_reminded_five_working_days_after_an_answer_if_they_have_not_gone_on(
    mailoutbox,
):
    waits, gone_on = scene_at("question"), scene_at("question")
    for scene in (waits, gone_on):
        _perform(scene, "answer", "officer", 2)
    _perform(gone_on, "ask", "reviewer", 3)

    run_reminders(8)
    assert mailoutbox == []
    run_reminders(9)

    assert mailed(waits, mailoutbox) == {"reviewer"}
    assert _kinds() == [Reminded.ANSWERED]


def test_a_verdict_since_the_answer_is_going_on_even_where_it_was_reconsidered(mailoutbox):
    scene = scene_at("question")
    _perform(scene, "answer", "officer", 2)
    _perform(scene, "decide", "reviewer", 3)
    _perform(scene, "reply", "officer", 4)
    _perform(scene, "reconsider", "lead", 5)

    run_reminders(19)

    assert Reminded.ANSWERED not in _kinds()


def test_leads_are_reminded_of_what_can_be_made_final(mailoutbox):
    passed, waived, replied, open_one = (scene_at("provisional") for _ in range(4))
    _perform(waived, "waive_reply", "finance", 2)
    _perform(replied, "reply", "officer", 2)

    run_reminders(3)
    ready = set(Reminder.objects.filter(kind=Reminded.READY).values_list("version", flat=True))
    assert ready == {waived.version.pk, replied.version.pk}
    assert mailed(waived, mailoutbox) >= LEADS
    tied = waived.people["lead with a tie"]
    assert not tied.notices.filter(reminder__version=waived.version).exists()
    _perform(open_one, "reply", "officer", 15)
    _perform(open_one, "finalise", "lead", 15)
    run_reminders(16)

    ready = set(Reminder.objects.filter(kind=Reminded.READY).values_list("version", flat=True))
    assert ready == {waived.version.pk, replied.version.pk, passed.version.pk}


def test_the_place_is_asked_once_for_the_outturn_of_a_year_that_has_ended(mailoutbox):
    kent = factories.PlaceFactory()
    so_far = factories.figures_of(factories.lead_of(kent), state="actual", year=2026)
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        factories.claim_at("submitted", kent, figures=so_far, evidence=[(factories.ledger(), "")])
        officer = factories.officer_of(kent)
    Notice.objects.all().delete()

    for day in ("2027-03-31", "2027-04-01", "2027-04-02"):
        with time_machine.travel(f"{day}T06:30Z", tick=False):
            call_command("send_reminders")

    of_outturns = Reminder.objects.filter(kind=Reminded.OUTTURN)
    assert [(one.on, one.at.date()) for one in of_outturns] == [
        (date(2027, 4, 1), date(2027, 4, 1))
    ]
    assert (
        sum(
            "state what it came to" in mail.subject
            for mail in mailoutbox
            if officer.email in mail.to
        )
        == 1
    )


def test_no_reminder_holds_a_figure_a_date_or_a_name_of_a_claim_or_a_person(mailoutbox):
    words = {"what_changes": "Zeppelins", "as_published": "£271,828", "source_title": "Zebra"}
    kent = factories.PlaceFactory(name="Kent", code="KEN")
    for number, status in enumerate(["question", "provisional", "reply", "question"]):
        scene = scene_at(status, place=kent, reference=f"KEN-000{number}", **words)
    _perform(scene, "answer", "officer", 2)
    lead = factories.lead_of(kent)
    so_far = factories.figures_of(lead, "271828.00", state="actual", year=2026)
    proved = [(factories.ledger(), "")]
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        factories.claim_at(
            "submitted", kent, reference="KEN-0009", figures=so_far, evidence=proved, **words
        )
    Notice.objects.all().delete()
    Round.objects.create(name="Zenith", opens_on=date(2027, 3, 8), closes_on=date(2027, 3, 15))

    run_reminders(10)
    run_reminders(16)

    with time_machine.travel("2027-04-01T06:30Z", tick=False):
        call_command("send_reminders")

    assert set(_kinds()) == set(Reminded)
    harmless = rf"{SITE}/claims/KEN-000\d/|{SITE}/round/\?round=\d+|24 hours|^\d+ \w+ \d{{4}}, \d\d:\d\d:|Place \d+"
    for mail in mailoutbox:
        text = re.sub(harmless, "", f"{mail.subject}\n{mail.body}", flags=re.MULTILINE)
        assert not re.search(r"\d|£|KEN-|Ze|Xylophone|Person|Council", text)


def test_reminding_of_many_finds_them_with_as_many_queries_as_of_one(django_assert_num_queries):
    scene_at("question")
    with CaptureQueriesContext(connection) as one:
        assert len(occasions(date(2027, 3, 10))) == 1
    for status in ("question", "question", "question"):
        scene_at(status)

    with django_assert_num_queries(len(one.captured_queries)):
        assert len(occasions(date(2027, 3, 10))) == 4


def test_a_due_date_does_not_drift_when_the_threshold_changes():
    scene_at("question")
    Threshold.objects.create(name="answer_days", valid_from=date(2027, 3, 2), value=99)

    assert [o.on for o in occasions(date(2027, 3, 10))] == [date(2027, 3, 15)]
