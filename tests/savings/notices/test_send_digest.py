"""The daily digest: one mail to each person with all that waits, and never twice."""

from email import message_from_bytes

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots.models import User
from savings.models import Notice
from savings.notices.mailing import mail_waiting
from tests import factories
from tests.savings.workflow.bystanders import FINANCE, Scene
from totalplace.bootstrap import port


class Inbox:
    """A mail server's own view of what it was handed; it takes no mail for the addresses it refuses."""

    def __init__(self):
        self.mails, self.refused, self.answer = [], set(), "550 No such person here"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 the name that aiosmtpd calls
        if address in self.refused:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 the name that aiosmtpd calls
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 Taken"


@pytest.fixture
def inbox(settings):
    """What a real mail server has taken, by the protocol itself."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port.free())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield inbox
    controller.stop()


@pytest.fixture
def asked():
    """Sign-off of a claim has been asked for; nobody has been mailed yet."""
    scene = Scene("draft", place=factories.PlaceFactory(name="Kent", code="KEN"))
    scene.perform("ask_sign_off", "officer")
    return scene


def _waiting():
    return Notice.objects.filter(mailed_at=None)


def test_each_person_gets_one_mail_with_all_that_waits_by_place_newest_last(mailoutbox):
    with time_machine.travel("2025-06-02T08:00Z", tick=False):
        kent = Scene("question", place=factories.PlaceFactory(name="Kent"), reference="KEN-0001")
        Notice.objects.all().delete()
        reviewer = kent.people["reviewer"]
        bath = Scene(
            "question", place=factories.PlaceFactory(name="Bath & Wells"), reference="BTH-0001"
        )
        bath.version.review.reviewer = reviewer
        bath.version.review.save()
        kent.perform("answer", "officer")
        bath.perform("answer", "officer")
        kent.perform("dispute", "partner")

        call_command("send_digest")

    body = next(mail.body for mail in mailoutbox if mail.to == [reviewer.email])
    assert body.startswith(
        "This has happened to claims that concern you. In each place the newest comes last.\n\n"
        "Place: Bath & Wells\n\n"
        "2 June 2025, 09:00: A place has answered the question"
    )
    assert body.index("Bath") < body.index("Kent")
    assert body.index("answered", body.index("Kent")) < body.index("disputes")
    assert len([mail for mail in mailoutbox if mail.to == [reviewer.email]]) == 1


def test_run_twice_it_mails_once(asked, mailoutbox, capsys):
    call_command("send_digest")
    first = len(mailoutbox)

    call_command("send_digest")

    assert first == len(mailoutbox) > 0
    assert capsys.readouterr().out == f"Emails sent: {first}.\nEmails sent: 0.\n"
    assert not _waiting().exists()


def test_a_dry_run_says_how_many_wait_for_whom_and_sends_nothing(asked, mailoutbox, capsys):
    asked.ask_of_another_claim()

    call_command("send_digest", dry_run=True)

    out = capsys.readouterr().out
    assert f"{asked.people['finance'].email}: 2\n" in out
    assert out.endswith("Nothing was sent.\n")
    assert mailoutbox == []
    assert _waiting().count() == Notice.objects.count()


def test_a_mail_server_takes_the_mail(asked, inbox):
    call_command("send_digest")

    mails = {recipients[0]: mail for recipients, mail in inbox.mails}
    told = {asked.people[name].email for name in FINANCE | {"partner"}}
    assert told <= mails.keys()
    mail = mails[asked.people["finance"].email]
    assert mail["Subject"] == "Total Place: a claim waits for your sign-off"
    assert "Place: Kent" in mail.get_payload(decode=True).decode()
    assert not _waiting().exists()


def test_a_person_whom_the_server_refuses_waits_and_the_others_are_mailed(asked, inbox, caplog):
    refused, taken = asked.people["finance"], asked.people["other finance"]
    inbox.refused.add(refused.email)

    with pytest.raises(CommandError, match=r"could not be emailed: 1\. Why is in the log"):
        call_command("send_digest")

    assert list(_waiting().values_list("to", flat=True)) == [refused.pk]
    assert [taken.email] in [recipients for recipients, _mail in inbox.mails]
    assert "No such person here" in caplog.text


def test_a_server_that_breaks_off_is_called_again_for_the_next_person(asked, inbox):
    refused, taken = asked.people["finance"], asked.people["other finance"]
    inbox.refused.add(refused.email)
    inbox.answer = "421 Enough for now"

    with pytest.raises(CommandError, match=r"could not be emailed: 1\."):
        call_command("send_digest")

    assert [taken.email] in [recipients for recipients, _mail in inbox.mails]


def test_what_a_server_did_not_take_it_gets_the_next_time(asked, inbox):
    inbox.refused.add(asked.people["finance"].email)
    with pytest.raises(CommandError):
        call_command("send_digest")
    inbox.refused.clear()
    inbox.mails.clear()

    call_command("send_digest")

    assert [recipients for recipients, _mail in inbox.mails] == [[asked.people["finance"].email]]


def test_a_server_that_is_away_is_tried_once_and_everybody_waits(asked, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port.free()
    waiting = _waiting().count()

    with pytest.raises(CommandError, match=rf"could not be emailed: {waiting}\."):
        call_command("send_digest")

    assert _waiting().count() == waiting
    assert len(caplog.records) == 1


def test_whoever_has_left_or_has_the_role_no_more_is_not_mailed(asked, mailoutbox):
    left, ended = asked.people["finance"], asked.people["other finance"]
    left.is_active = False
    left.save()
    factories.end_memberships(ended)

    call_command("send_digest")

    told = {mail.to[0] for mail in mailoutbox}
    assert told
    assert not told & {left.email, ended.email}


def test_a_reviewer_who_has_handed_the_claim_over_is_not_mailed_about_it(mailoutbox):
    scene = Scene("question")
    Notice.objects.all().delete()
    scene.perform("answer", "officer")
    scene.perform("hand_over", "reviewer")

    call_command("send_digest")

    assert [mail.to for mail in mailoutbox] == [[scene.people["other reviewer"].email]]


def test_a_partner_whom_the_draft_names_no_more_is_not_mailed(asked, mailoutbox):
    partner = asked.people["partner"]
    asked.version.figures.filter(organisation=asked.trust).delete()

    call_command("send_digest")

    assert mailoutbox
    assert partner.email not in {mail.to[0] for mail in mailoutbox}


@pytest.mark.parametrize("more", [0, 20])
def test_a_mail_of_many_notices_costs_as_many_queries_as_one_of_few(more):
    scene = Scene("in_review")
    for _ in range(1 + more):
        scene.perform("dispute", "partner")
    reviewer = User.objects.get(pk=scene.people["reviewer"].pk)

    with CaptureQueriesContext(connection) as queries:
        posted = mail_waiting([reviewer])

    assert posted.sent == 1
    assert len(queries) == 10
