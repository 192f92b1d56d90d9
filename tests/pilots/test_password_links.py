"""Who is mailed a link to set a password, does the asking show who has an account, and what if mail fails?"""

import re
import socket
from contextlib import closing
from io import StringIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pilots import password_links, people
from pilots.models import User
from tests import factories
from tests.workspace import act
from totalplace.mail import post

KNOWN, UNKNOWN = "known@kent.example", "nobody@kent.example"
SITE = "https://totalplace.example"
NEW = {"password1": "four more random words", "password2": "four more random words"}

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def no_server(settings):
    """A mail server's address at which nothing listens."""
    usual = settings.EMAIL_BACKEND
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield lambda: setattr(settings, "EMAIL_BACKEND", usual)


def _ask(email, **headers):
    """Ask for a link as a server would have it done: the answer, which is not closed yet, and the queries."""
    asked = RequestFactory(**headers).post("/password/reset/", {"email": email})
    asked._dont_enforce_csrf_checks = True
    handler = WSGIHandler()
    with CaptureQueriesContext(connection) as queries:
        answer = handler.get_response(asked)
    return answer, [query["sql"] for query in queries]


def _close(answer):
    """Close it as a server does, but for the connection to the database, which is the test's."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_until_the_answer_is_out_all_addresses_are_alike(mailoutbox):
    factories.UserFactory(email=KNOWN)
    factories.UserFactory(email="left@kent.example", is_active=False)

    answers = [_ask(email) for email in [KNOWN, "left@kent.example", UNKNOWN]]

    for answer, _ in answers:
        del answer.headers["X-Request-ID"]  # Each has one of its own.
    assert len({(a.status_code, a.content, str(a.headers)) for a, _ in answers}) == 1
    assert [queries for _, queries in answers] == [answers[0][1]] * 3
    assert mailoutbox == []


def test_the_mail_goes_out_when_the_answer_is_closed(mailoutbox):
    factories.UserFactory(email=KNOWN)
    answer, _ = _ask("Known@Kent.example")

    _close(answer)

    assert [mail.to for mail in mailoutbox] == [[KNOWN]]
    assert mailoutbox[0].subject == "Total Place: Set a new password"
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("email", [UNKNOWN, "left@kent.example"])
def test_nobody_else_is_mailed(email, mailoutbox):
    factories.UserFactory(email="left@kent.example", is_active=False)
    answer, _ = _ask(email)

    _close(answer)

    assert mailoutbox == []
    assert not User.objects.filter(link_waits_since__isnull=False).exists()


def test_a_link_leads_to_the_sites_own_address_whatever_host_the_request_names(
    client, mailoutbox, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    factories.UserFactory(email=KNOWN)

    client.post("/password/reset/", {"email": KNOWN}, HTTP_HOST="evil.example")

    assert f"\n{SITE}/password/reset/" in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body


def test_an_address_that_is_none_is_refused_at_once(client):
    assert "There is a problem" in client.post("/password/reset/", {"email": "kent"}).text


def test_what_a_mail_server_did_not_take_goes_with_the_next_digest_once(
    client, no_server, mailoutbox
):
    person = factories.UserFactory(email=KNOWN)
    answer = client.post("/password/reset/", {"email": KNOWN})
    person.refresh_from_db()
    waits = person.link_waits_since
    no_server()  # It is back.

    call_command("send_digest", stdout=(out := StringIO()))
    call_command("send_digest", stdout=StringIO())

    assert answer.status_code == 302
    assert waits is not None
    assert out.getvalue() == "Emails sent: 1.\n"
    assert [mail.to for mail in mailoutbox] == [[KNOWN]]
    person.refresh_from_db()
    assert person.link_waits_since is None
    link = re.search(rf"{SITE}(\S+)", mailoutbox[0].body)[1]
    client.post(client.get(link)["Location"], NEW)
    person.refresh_from_db()
    assert person.check_password(NEW["password1"])


def test_a_digest_that_cannot_mail_says_so_and_the_link_waits_on(client, no_server):
    factories.UserFactory(email=KNOWN)
    client.post("/password/reset/", {"email": KNOWN})

    with pytest.raises(CommandError, match=r"could not be emailed: 1\."):
        call_command("send_digest", stdout=StringIO())

    assert password_links.people_waiting().count() == 1


def test_a_dry_run_says_for_whom_a_link_waits(client, no_server, capsys):
    factories.UserFactory(email=KNOWN)
    client.post("/password/reset/", {"email": KNOWN})

    call_command("send_digest", dry_run=True)

    assert f"{KNOWN}: a link to set a password\n" in capsys.readouterr().out


def test_whoever_leaves_while_their_link_waits_gets_none(client, no_server, mailoutbox):
    person = factories.UserFactory(email=KNOWN)
    client.post("/password/reset/", {"email": KNOWN})
    people.deactivate(person)
    no_server()

    call_command("send_digest", stdout=StringIO())

    assert mailoutbox == []


def test_a_link_that_was_sent_meanwhile_is_not_sent_again(client, no_server, mailoutbox):
    factories.UserFactory(email=KNOWN)
    client.post("/password/reset/", {"email": KNOWN})
    no_server()
    client.post("/password/reset/", {"email": KNOWN})

    call_command("send_digest", stdout=StringIO())

    assert len(mailoutbox) == 1


class MeanwhileBackend(EmailBackend):
    """In the middle of one run's mail another run, which has read who waits before, begins and ends."""

    another_run = None

    def send_messages(self, messages):
        run, MeanwhileBackend.another_run = MeanwhileBackend.another_run, None
        if run:
            run()
        return super().send_messages(messages)


def test_two_digests_at_once_do_not_send_twice(settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.MeanwhileBackend"
    person = factories.UserFactory()
    User.objects.update(link_waits_since=person.date_joined)
    seen = list(password_links.people_waiting())
    runs = []
    MeanwhileBackend.another_run = lambda: runs.append(post(seen, password_links._mail))

    runs.append(password_links.send_waiting_links())

    assert [run.sent for run in runs] == [0, 1]
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_an_administrator_reads_that_a_link_was_sent(client, admin, mailoutbox):
    person = factories.reviewer()

    page = act(client, User, "send_link", person)

    assert f"A link to set a password has been sent to {person.email}." in page.text
    assert f"{SITE}/password/reset/" in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_an_administrator_reads_that_a_link_waits(client, admin, no_server):
    person = factories.reviewer()

    page = act(client, User, "send_link", person)

    assert f"The email server did not take the link for {person.email}." in page.text
    assert list(password_links.people_waiting()) == [person]


@pytest.mark.django_db(transaction=True)
def test_a_new_person_is_stored_and_their_link_waits_if_mail_fails(client, admin, no_server):
    no_rows = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    new = {"email": "new@kent.example", "name": "New", "roles": ["analyst"]}

    page = client.post("/admin/pilots/user/add/", new | no_rows, follow=True)

    assert "The email server did not take the link for new@kent.example." in page.text
    assert User.objects.get(email="new@kent.example").link_waits_since


def test_the_history_of_a_person_does_not_hold_what_waits():
    assert "link_waits_since" not in {field.name for field in User.history.model._meta.fields}


def test_a_mail_server_that_is_away_does_not_turn_a_changed_password_into_a_fault(
    client, no_server, caplog
):
    person = factories.UserFactory()
    person.set_password("three random words")
    person.save()
    client.force_login(person)

    changed = client.post("/account/password/", {"oldpassword": "three random words"} | NEW)

    assert changed.status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW["password1"])
    assert "Connection refused" in caplog.text
