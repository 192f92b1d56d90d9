"""What does a mail say, when does it go out, and what if the mail server is away?"""

import re
import socket
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from pilots.models import User
from savings.models import Notice
from savings.notices import mailing
from tests import factories
from tests.savings.workflow import bystanders
from tests.savings.workflow.bystanders import Scene

SITE = "https://totalplace.example"


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something as if its transaction ended with it."""

    def _committed(do, *args):
        with django_capture_on_commit_callbacks(execute=True):
            return do(*args)

    return _committed


@pytest.fixture
def no_server(settings):
    """A mail server's address at which nothing listens."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield


def _to(mails, person):
    return [mail for mail in mails if mail.to == [person.email]]


def test_a_mail_says_what_happened_where_and_what_to_do_and_links(committed, mailoutbox):
    scene = Scene("draft", place=factories.PlaceFactory(name="Kent"), reference="KEN-0007")

    committed(scene.perform, "ask_sign_off", "officer")

    mail = _to(mailoutbox, scene.people["finance"])[0]
    assert mail.subject == "Total Place: a claim waits for your sign-off"
    assert mail.body.startswith(
        "You are asked to sign off a claim.\n\nPlace: Kent\n"
        f"Claim: {SITE}/claims/KEN-0007/\n\nYou can sign it off and submit it"
    )
    assert "because of your role in a place" in mail.body


@pytest.mark.parametrize("action", bystanders.TOLD)
def test_no_mail_holds_a_figure_a_reason_or_a_name_of_a_claim_or_of_a_person(
    action, committed, mailoutbox
):
    status, who, told = bystanders.TOLD[action]
    words = {"what_changes": "Zeppelins", "as_published": "£271,828", "source_title": "Zebra"}
    place = factories.PlaceFactory(name="Kent", code="KEN")
    scene = Scene(status, place=place, reference="KEN-0007", **words)

    committed(scene.perform, action, who)

    mailed = {name for name, person in scene.people.items() if _to(mailoutbox, person)}
    assert mailed == told - {who} - bystanders.IN_DIGEST.get(action, set())
    harmless = rf"{SITE}/claims/KEN-0007/|24 hours|^\d+ \w+ \d{{4}}, \d\d:\d\d:"
    for mail in mailoutbox:
        text = re.sub(harmless, "", f"{mail.subject}\n{mail.body}", flags=re.MULTILINE)
        assert not re.search(r"\d|£|KEN-|Ze|Xylophone|Person|Council", text)


def test_each_mail_goes_to_one_person_and_asks_for_no_answer(committed, mailoutbox):
    scene = Scene("draft")

    committed(scene.perform, "ask_sign_off", "officer")

    assert all(len(mail.recipients()) == 1 for mail in mailoutbox)
    assert {mail.message()["Auto-Submitted"] for mail in mailoutbox} == {"auto-generated"}


def test_names_of_places_are_written_as_they_are(committed, mailoutbox):
    scene = Scene("draft", place=factories.PlaceFactory(name="Bath & North “East”'s"))

    committed(scene.perform, "ask_sign_off", "officer")

    assert "Place: Bath & North “East”'s\n" in mailoutbox[0].body


@pytest.mark.parametrize("line", ["\r\n", "\n", "\r", "\u2028", "\x85"])
def test_a_name_with_a_line_break_adds_neither_a_header_nor_a_line(line, committed, mailoutbox):
    hostile = f"Kent{line}Bcc: thief@evil.example"
    scene = Scene("draft", place=factories.PlaceFactory(name=hostile))
    scene.people["finance"].name = hostile
    scene.people["finance"].save()

    committed(scene.perform, "ask_sign_off", "officer")

    mail = _to(mailoutbox, scene.people["finance"])[0]
    assert "Place: Kent Bcc: thief@evil.example\n" in mail.body
    sent = mail.message()
    assert sent["Bcc"] is None
    assert "thief" not in "".join(sent.values())


def test_the_first_mail_goes_out_at_once_and_what_follows_waits(committed, mailoutbox):
    scene = Scene("draft")
    finance = scene.people["finance"]

    committed(scene.perform, "ask_sign_off", "officer")
    committed(scene.ask_of_another_claim)

    assert len(_to(mailoutbox, finance)) == 1
    assert finance.notices.filter(mailed_at=None).count() == 1


def test_after_a_day_without_mail_the_next_goes_out_at_once_with_what_has_waited(
    committed, mailoutbox
):
    scene = Scene("draft")
    finance = scene.people["finance"]
    committed(scene.perform, "ask_sign_off", "officer")
    committed(scene.ask_of_another_claim)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        committed(scene.ask_of_another_claim)

    second = _to(mailoutbox, finance)[1]
    assert second.subject == "Total Place: what has happened to claims that concern you"
    assert second.body.count("You are asked to sign off a claim.") == 2
    assert not finance.notices.filter(mailed_at=None).exists()


def test_nothing_is_mailed_of_what_is_not_stored_in_the_end(committed, mailoutbox):
    scene = Scene("draft")

    scene.perform("ask_sign_off", "officer")

    assert mailoutbox == []


def test_a_mail_server_that_is_away_neither_stops_the_action_nor_loses_the_notice(
    committed, no_server, caplog
):
    scene = Scene("draft")

    committed(scene.perform, "ask_sign_off", "officer")

    scene.version.refresh_from_db()
    assert scene.version.sign_off_asked_at
    assert scene.people["finance"].notices.get().mailed_at is None
    # Once, however many people: each try could take seconds, while somebody waits for their page.
    assert [record.message for record in caplog.records] == [
        "The email server cannot be used. What is to be emailed waits for the next digest."
    ]


def test_whatever_else_goes_wrong_with_mail_the_action_is_done(committed, settings, caplog):
    settings.EMAIL_BACKEND = "tests.savings.no_such_backend"
    scene = Scene("draft")

    committed(scene.perform, "ask_sign_off", "officer")

    assert scene.people["finance"].notices.get().mailed_at is None
    assert "no_such_backend" in caplog.text


def test_an_address_that_cannot_be_written_to_keeps_nobody_else_from_their_mail(
    committed, mailoutbox, caplog
):
    scene = Scene("draft")
    bad, good = scene.people["finance"], scene.people["other finance"]
    bad.email = "finance@practice.example\nBcc: thief@evil.example"
    bad.save()

    committed(scene.perform, "ask_sign_off", "officer")

    assert bad.notices.get().mailed_at is None
    assert good.notices.get().mailed_at
    assert _to(mailoutbox, bad) == []
    assert f"Person {bad.pk} could not be emailed" in caplog.text


@pytest.mark.parametrize(("where", "step"), [(mailing, "waiting_for"), (EmailMessage, "message")])
def test_a_second_run_in_the_middle_of_the_first_mails_nobody_twice(
    where, step, mailoutbox, monkeypatch
):
    """The second comes after the first has read what waits, and while it hands over a mail."""
    scene = Scene("draft")
    scene.perform("ask_sign_off", "officer")
    people = list(mailing.people_waiting())
    itself = getattr(where, step)

    def _with_another_run_in_the_middle(argument):
        answer = itself(argument)
        monkeypatch.setattr(where, step, itself)
        person = argument if where is mailing else User.objects.get(email=argument.to[0])
        mailing.mail_waiting([person])
        monkeypatch.setattr(where, step, _with_another_run_in_the_middle)
        return answer

    monkeypatch.setattr(where, step, _with_another_run_in_the_middle)
    mailing.mail_waiting(people)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people)
    assert not Notice.objects.filter(mailed_at=None).exists()
