"""Does a new site get its first administrator, and can they begin by what the command prints alone?"""

import re
from io import StringIO

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command

from pilots import people
from pilots.models import User
from tests import factories

EMAIL, PASSWORD = "ada@treasury.example", "four more random words"
LINK = re.compile(r"^https://totalplace\.example(/password/reset/\S+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.MFA_REQUIRED = "https://totalplace.example", True


def _run(email=EMAIL, **options):
    call_command("create_administrator", email, stdout=(out := StringIO()), **options)
    return out.getvalue()


def _set_password(client, link):
    choosing = client.get(link)
    return client.post(choosing["Location"], {"password1": PASSWORD, "password2": PASSWORD})


def _code(page):
    counter = next(totp.yield_hotp_counters_from_time())
    secret = re.search(r'app-codes">(\w+)<', page.text)[1]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_the_printed_link_leads_by_way_of_a_second_factor_into_the_workspace(client, mailoutbox):
    printed = _run(" Ada@Treasury.Example ", name="Ada")
    mailoutbox.clear()  # As if none came.

    _set_password(client, LINK.search(printed)[1])
    signed_in = client.post("/signin/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    client.post("/account/confirm/", {"password": PASSWORD})
    setting_up = client.get("/account/app/")
    client.post("/account/app/", {"code": _code(setting_up)})

    assert signed_in.request["PATH_INFO"] == "/account/"
    assert client.get("/admin/").status_code == 200
    ada = User.objects.get(email=EMAIL)
    assert (ada.name, ada.is_staff, people.treasury_roles(ada)) == ("Ada", True, ["administrator"])
    assert ada.get_all_permissions() == factories.administrator().get_all_permissions()


def test_the_link_is_mailed_too_and_the_history_names_the_command(mailoutbox):
    printed = _run()

    assert [mail.to for mail in mailoutbox] == [[EMAIL]]
    assert LINK.search(mailoutbox[0].body)
    assert f"A link to set a password was emailed to {EMAIL}." in printed
    reasons = User.objects.get().history.values_list("history_change_reason", flat=True)
    assert set(reasons) == {"create_administrator", "Roles: none → Administrator"}


def test_it_is_safe_to_repeat(client, mailoutbox):
    _run(name="Ada")
    again = _run(name="Somebody else")
    _set_password(client, LINK.search(again)[1])
    mailoutbox.clear()

    once_more = _run()

    assert "Ada (ada@treasury.example) is an administrator already." in again
    assert "They have a password." in once_more
    assert not re.search(r"/password/reset/\S", once_more)
    assert User.objects.count() == 1
    assert mailoutbox == []


def test_who_has_an_account_keeps_their_roles_and_those_who_would_mind_are_told(
    mailoutbox, django_capture_on_commit_callbacks
):
    other, person = factories.administrator(), factories.reviewer()
    person.set_password(PASSWORD)
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        printed = _run(person.email)

    assert people.treasury_roles(person) == ["reviewer", "administrator"]
    assert f"{person.name} ({person.email}) is an administrator now." in printed
    assert sorted(mail.to for mail in mailoutbox) == sorted([[other.email], [person.email]])
    assert all("Somebody at the machine that runs the site" in mail.body for mail in mailoutbox)


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("ada", "Enter a valid email address."),
        ("adа@treasury.example", "Write the email address in English letters"),  # noqa: RUF001
        ("left@treasury.example", "reactivates them in the workspace"),
    ],
)
def test_what_is_refused_is_refused_in_words_and_stores_nothing(email, words):
    factories.UserFactory(email="left@treasury.example", is_active=False)

    with pytest.raises(CommandError, match=words):
        _run(email)

    assert User.objects.count() == 1
    assert not User.objects.filter(is_staff=True).exists()


def test_without_a_mail_server_the_link_is_printed_all_the_same(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # Nothing listens there.

    printed = _run()

    assert "The email server did not take the email with the link." in printed
    assert LINK.search(printed)
    assert User.objects.get().link_waits_since
