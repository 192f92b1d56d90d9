"""Reminders are mailed once, by one run at a time, and none is lost with a mail server that is away."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from savings.models import Notice, Reminder
from savings.notices.reminders import occasions
from savings.workflow import remind
from tests import factories
from tests.savings.notices.reminding import SITE, mailed, remind_unmailed, run_reminders, scene_at
from tests.savings.workflow.bystanders import PLACE
from totalplace.bootstrap import port


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


def test_run_twice_it_reminds_once(mailoutbox, capsys):
    scene_at("question")

    run_reminders(10)
    first = len(mailoutbox)
    run_reminders(10)

    assert first == len(mailoutbox)
    assert (
        capsys.readouterr().out
        == f"Reminders: 1. Emails sent: {first}.\nReminders: 0. Emails sent: 0.\n"
    )


def test_of_two_machines_at_once_one_reminds():
    scene_at("question")
    found = occasions(date(2027, 3, 10))  # Both have found it, and neither has written it down.

    assert [remind(found[0]), remind(found[0])] == [True, False]
    assert Reminder.objects.count() == 1


def test_what_a_mail_server_that_is_away_did_not_take_the_next_run_sends(settings, mailoutbox):
    scene = scene_at("question")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port.free()
    with pytest.raises(CommandError, match="could not be emailed"):
        run_reminders(10)
    settings.EMAIL_BACKEND = working

    run_reminders(11)

    assert mailed(scene, mailoutbox) == PLACE
    assert Reminder.objects.count() == 1


def test_what_was_done_meanwhile_is_not_mailed_any_more(mailoutbox):
    scene = scene_at("question")
    remind_unmailed(10)
    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        scene.perform("answer", "officer")
    Notice.objects.filter(event__isnull=False).delete()

    run_reminders(11)

    assert mailoutbox == []


def test_the_digest_sends_what_waits_too(mailoutbox):
    scene = scene_at("question")
    remind_unmailed(10)

    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        call_command("send_digest")

    assert mailed(scene, mailoutbox) == PLACE


def test_what_is_no_reminder_is_left_to_the_digest(mailoutbox):
    scene = scene_at("in_review")
    with time_machine.travel("2027-03-02T09:00Z", tick=False):
        scene.perform("dispute", "partner")

    run_reminders(3)

    assert mailoutbox == []
    assert scene.people["officer"].notices.get().mailed_at is None


def test_whoever_has_left_or_lost_the_role_since_is_not_mailed(mailoutbox):
    scene = scene_at("question")
    remind_unmailed(10)
    left, ended = scene.people["officer"], scene.people["finance"]
    left.is_active = False
    left.save()
    with time_machine.travel("2027-03-10T09:00Z", tick=False):
        factories.end_memberships(ended)

    run_reminders(11)

    assert mailed(scene, mailoutbox) == PLACE - {"officer", "finance"}


def test_a_dry_run_says_who_would_be_reminded_of_what_and_does_nothing(mailoutbox, capsys):
    scene = scene_at("question", reference="PL-0001")

    run_reminders(10, dry_run=True)

    out = capsys.readouterr().out
    assert f"{scene.people['officer'].email}: PL-0001, an answer is due soon\n" in out
    assert scene.people["analyst"].email not in out
    assert out.endswith("Nothing was sent.\n")
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_a_dry_run_says_what_waits_from_before(capsys):
    scene = scene_at("question")
    remind_unmailed(10)

    run_reminders(11, dry_run=True)

    assert f"{scene.people['officer'].email}: 1 from before\n" in capsys.readouterr().out
