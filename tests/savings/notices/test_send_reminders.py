"""The daily reminders: of what is due, overdue or waits; each once, to whom it concerns, and never lost."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.models import Notice, Reminder, Threshold
from savings.models.choices import Reminded
from savings.notices.reminders import occasions
from savings.workflow import remind
from tests import factories
from tests.savings.workflow.bystanders import LEADS, PLACE, Scene
from totalplace.bootstrap import port

SITE = "https://totalplace.example"


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


def _at(status, **content):
    """A claim that comes to `status` on Monday 1 March 2027; what was told of it until then is forgotten."""
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        scene = Scene(status, **content)
    Notice.objects.all().delete()
    return scene


def _perform(scene, action, who, day):
    with time_machine.travel(f"2027-03-{day:02}T09:00Z", tick=False):
        scene.perform(action, who)
    Notice.objects.all().delete()


def _run(day, **options):
    """The command on a day of March."""
    with time_machine.travel(f"2027-03-{day:02}T06:30Z", tick=False):
        call_command("send_reminders", **options)


def _mailed(scene, mails):
    people = {mail.to[0] for mail in mails}
    return {name for name, person in scene.people.items() if person.email in people}


def _remind_unmailed(day):
    """As a run that was stopped before it mailed."""
    with time_machine.travel(f"2027-03-{day:02}T06:30Z", tick=False):
        return [remind(occasion) for occasion in occasions(date(2027, 3, day))]


def _kinds():
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


def test_the_place_is_reminded_three_working_days_before_an_answer_is_due_and_once(mailoutbox):
    scene = _at("question")  # Due on Monday 15 March: three working days before is Wednesday 10.

    _run(9)
    assert mailoutbox == []
    _run(10)
    assert _mailed(scene, mailoutbox) == PLACE
    _run(11)
    _run(15)

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
    scene = _at("question")
    _run(10)
    _run(15)
    mailoutbox.clear()

    told = {}
    for day in sorted(OVERDUE_TOLD_ON | OVERDUE_NOT_TOLD_ON):
        with time_machine.travel(f"{day}T06:30Z", tick=False):
            call_command("send_reminders")
        told[day] = _mailed(scene, mailoutbox)
        subjects = {mail.subject for mail in mailoutbox}
        bodies = "".join(mail.body for mail in mailoutbox)
        assert all("overdue" in subject for subject in subjects)
        assert ("silence is no verdict" in bodies) == bool(told[day])
        mailoutbox.clear()

    everybody = PLACE | LEADS | {"reviewer"}
    assert {day: names for day, names in told.items() if names} == dict.fromkeys(
        OVERDUE_TOLD_ON, everybody
    )


def test_days_on_which_nothing_ran_lose_no_reminder_and_add_none(mailoutbox):
    scene = _at("question")

    _run(25)
    _run(25)

    assert _kinds() == [Reminded.ANSWER_OVERDUE]
    assert _mailed(scene, mailoutbox) == PLACE | LEADS | {"reviewer"}


def test_the_place_is_reminded_before_the_time_to_reply_ends_unless_it_has_waived_it(mailoutbox):
    replies, waived = _at("provisional"), _at("provisional")
    _perform(waived, "waive_reply", "finance", 2)

    _run(10)

    assert _mailed(replies, mailoutbox) >= PLACE
    assert not _mailed(waived, mailoutbox) & PLACE


def test_a_reviewer_is_reminded_five_working_days_after_an_answer_if_they_have_not_gone_on(
    mailoutbox,
):
    waits, gone_on = _at("question"), _at("question")
    for scene in (waits, gone_on):
        _perform(scene, "answer", "officer", 2)
    _perform(gone_on, "ask", "reviewer", 3)

    _run(8)
    assert mailoutbox == []
    _run(9)

    assert _mailed(waits, mailoutbox) == {"reviewer"}
    assert _kinds() == [Reminded.ANSWERED]


def test_a_verdict_since_the_answer_is_going_on_even_where_it_was_reconsidered(mailoutbox):
    scene = _at("question")
    _perform(scene, "answer", "officer", 2)
    _perform(scene, "decide", "reviewer", 3)
    _perform(scene, "reply", "officer", 4)
    _perform(scene, "reconsider", "lead", 5)

    _run(19)

    assert Reminded.ANSWERED not in _kinds()


def test_leads_are_reminded_of_what_can_be_made_final(mailoutbox):
    passed, waived, replied, open_one = (_at("provisional") for _ in range(4))
    _perform(waived, "waive_reply", "finance", 2)
    _perform(replied, "reply", "officer", 2)

    _run(3)
    ready = set(Reminder.objects.filter(kind=Reminded.READY).values_list("version", flat=True))
    assert ready == {waived.version.pk, replied.version.pk}
    assert _mailed(waived, mailoutbox) >= LEADS
    tied = waived.people["lead with a tie"]
    assert not tied.notices.filter(reminder__version=waived.version).exists()
    _perform(open_one, "reply", "officer", 15)
    _perform(open_one, "finalise", "lead", 15)
    _run(16)

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
        scene = _at(status, place=kent, reference=f"KEN-000{number}", **words)
    _perform(scene, "answer", "officer", 2)
    lead = factories.lead_of(kent)
    so_far = factories.figures_of(lead, "271828.00", state="actual", year=2026)
    proved = [(factories.ledger(), "")]
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        factories.claim_at(
            "submitted", kent, reference="KEN-0009", figures=so_far, evidence=proved, **words
        )
    Notice.objects.all().delete()

    _run(10)
    _run(16)

    with time_machine.travel("2027-04-01T06:30Z", tick=False):
        call_command("send_reminders")

    assert set(_kinds()) == set(Reminded)
    harmless = rf"{SITE}/claims/KEN-000\d/|24 hours|^\d+ \w+ \d{{4}}, \d\d:\d\d:"
    for mail in mailoutbox:
        text = re.sub(harmless, "", f"{mail.subject}\n{mail.body}", flags=re.MULTILINE)
        assert not re.search(r"\d|£|KEN-|Ze|Xylophone|Person|Council", text)


def test_run_twice_it_reminds_once(mailoutbox, capsys):
    _at("question")

    _run(10)
    first = len(mailoutbox)
    _run(10)

    assert first == len(mailoutbox)
    assert (
        capsys.readouterr().out
        == f"Reminders: 1. Mails sent: {first}.\nReminders: 0. Mails sent: 0.\n"
    )


def test_of_two_machines_at_once_one_reminds():
    _at("question")
    found = occasions(date(2027, 3, 10))  # Both have found it, and neither has written it down.

    assert [remind(found[0]), remind(found[0])] == [True, False]
    assert Reminder.objects.count() == 1


def test_what_a_mail_server_that_is_away_did_not_take_the_next_run_sends(settings, mailoutbox):
    scene = _at("question")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port.free()
    with pytest.raises(CommandError, match="could not be mailed"):
        _run(10)
    settings.EMAIL_BACKEND = working

    _run(11)

    assert _mailed(scene, mailoutbox) == PLACE
    assert Reminder.objects.count() == 1


def test_what_was_done_meanwhile_is_not_mailed_any_more(mailoutbox):
    scene = _at("question")
    _remind_unmailed(10)
    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        scene.perform("answer", "officer")
    Notice.objects.filter(event__isnull=False).delete()

    _run(11)

    assert mailoutbox == []


def test_the_digest_sends_what_waits_too(mailoutbox):
    scene = _at("question")
    _remind_unmailed(10)

    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        call_command("send_digest")

    assert _mailed(scene, mailoutbox) == PLACE


def test_what_is_no_reminder_is_left_to_the_digest(mailoutbox):
    scene = _at("in_review")
    with time_machine.travel("2027-03-02T09:00Z", tick=False):
        scene.perform("dispute", "partner")

    _run(3)

    assert mailoutbox == []
    assert scene.people["officer"].notices.get().mailed_at is None


def test_whoever_has_left_or_lost_the_role_since_is_not_mailed(mailoutbox):
    scene = _at("question")
    _remind_unmailed(10)
    left, ended = scene.people["officer"], scene.people["finance"]
    left.is_active = False
    left.save()
    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        factories.end_memberships(ended)

    _run(11)

    assert _mailed(scene, mailoutbox) == PLACE - {"officer", "finance"}


def test_a_dry_run_says_who_would_be_reminded_of_what_and_does_nothing(mailoutbox, capsys):
    scene = _at("question", reference="PL-0001")

    _run(10, dry_run=True)

    out = capsys.readouterr().out
    assert f"{scene.people['officer'].email}: PL-0001, an answer is due soon\n" in out
    assert scene.people["analyst"].email not in out
    assert out.endswith("Nothing was sent.\n")
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_a_dry_run_says_what_waits_from_before(capsys):
    scene = _at("question")
    _remind_unmailed(10)

    _run(11, dry_run=True)

    assert f"{scene.people['officer'].email}: 1 from before\n" in capsys.readouterr().out


def test_reminding_of_many_finds_them_with_as_many_queries_as_of_one(django_assert_num_queries):
    _at("question")
    with CaptureQueriesContext(connection) as one:
        assert len(occasions(date(2027, 3, 10))) == 1
    for status in ("question", "question", "question"):
        _at(status)

    with django_assert_num_queries(len(one.captured_queries)):
        assert len(occasions(date(2027, 3, 10))) == 4


def test_a_due_date_does_not_drift_when_the_threshold_changes():
    _at("question")
    Threshold.objects.create(name="answer_days", valid_from=date(2027, 3, 2), value=99)

    assert [o.on for o in occasions(date(2027, 3, 10))] == [date(2027, 3, 15)]
