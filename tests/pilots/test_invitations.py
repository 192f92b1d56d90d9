"""Can a person who is added begin? From the form in the admin to the first page that is of use to them."""

import re
from datetime import timedelta
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pilots import account_changes, invitations, link_tokens, password_links, people
from pilots.models import Membership, User
from tests import factories
from tests.test_routes import GETS, NEEDS
from tests.workspace import act, change, list_page, row_page
from totalplace import sign_in
from totalplace.roles import PLACE_ROLES, ROLES

SITE = "https://totalplace.example"
ADD = "/admin/pilots/user/add/"
NO_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
PASSWORD = "four more random words"
NEW = "new@kent.example"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SITE_URL, settings.MFA_REQUIRED = SITE, True


@pytest.fixture
def admin(admin):
    admin.name = "Ann\r\nAsh"
    admin.save()
    totp.TOTP.activate(admin, totp.generate_totp_secret())
    return admin


@pytest.fixture(autouse=True)
def _committed_at_once(monkeypatch):
    """A test is one transaction, which is never committed; what follows a commit follows at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, **named: act())


@pytest.fixture
def add(client, admin):
    """Add somebody by the form, as an administrator does; the page that follows."""

    def added(**sent):
        return client.post(ADD, {"email": NEW, "name": "New"} | NO_ROWS | sent, follow=True)

    return added


class DeafBackend(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise OSError


def _person():
    return User.objects.get(email=NEW)


def _mail_to(outbox, email=NEW):
    [mail] = [mail for mail in outbox if mail.to == [email]]
    return mail


def _link(mail):
    return re.search(rf"{SITE}(/password/reset/\w+-\S+)", mail.body)[1]


def _set_password(link, client=None):
    """Open the link and choose a password: the page that follows, or the one that says that the link is dead."""
    client = client or Client()
    form = client.get(link, follow=True)
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    return client.post(form.request["PATH_INFO"], sent, follow=True)


def _works(link):
    return b"This link no longer works" not in Client().get(link, follow=True).content


def _code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def _set_up_an_app(client):
    """As the pages ask for it: the page that follows, with the recovery codes."""
    asked = client.get("/account/app/", follow=True)
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r'app-codes">(\w+)<', page.text)[1]
    return client.post("/account/app/", {"code": _code(secret)}, follow=True)


# What is chosen in the form, and what leads on from the first page.
WALKS = {
    "officer": (["officer"], "State your first claim"),
    "finance": (["finance"], "State your first claim"),
    "partner": (["partner"], "No claim gives your organisation a share yet."),
    "reviewer": (["reviewer"], "Open the queue of claims"),
    "reviewer with an interest": (["reviewer", "interest"], "Open the queue of claims"),
    "lead": (["lead"], "Choose claims for review"),
    "analyst": (["analyst"], "Download figures"),
    "administrator": (["administrator"], "See people, and add them"),
}


def test_each_role_is_walked():
    assert {code for codes, _ in WALKS.values() for code in codes} == set(ROLES)


@pytest.mark.parametrize("walk", WALKS)
def test_a_person_who_is_added_comes_to_a_page_of_use(walk, add, admin, mailoutbox):
    codes, leads_on = WALKS[walk]
    place = factories.PlaceFactory(name="Kent")
    in_place = [code for code in codes if ROLES[code].scope == "place"]
    of_treasury = [code for code in codes if code not in in_place]
    sent = {"place": place.pk, "place_role": in_place[0]} if in_place else {}
    if codes == ["partner"]:
        sent["organisation"] = factories.lead_of(place).pk

    told = add(roles=of_treasury, **sent).text
    mail = _mail_to(mailoutbox)

    assert f"A link to set a password has been sent to {NEW}." in told
    assert mail.reply_to == [admin.email]
    assert f"Ann Ash ({admin.email}) has added you to Total Place" in mail.body
    for code in codes:
        where = ", Kent" if code in in_place else ""
        assert f"You are: {ROLES[code].label}{where}" in mail.body
        assert ROLES[code].work in mail.body
    assert ("a second way to prove who you are" in mail.body) == bool(of_treasury)

    browser = Client()
    assert not EmailAddress.objects.filter(user=_person()).exists()
    assert "Your password is set" in _set_password(_link(mail), browser).text
    assert EmailAddress.objects.get(user=_person(), verified=True, primary=True).email == NEW
    browser.post("/signin/", {"login": NEW, "password": PASSWORD})

    if of_treasury:
        assert browser.get("/")["Location"] == "/account/"
        codes_page = _set_up_an_app(browser)
        assert codes_page.request["PATH_INFO"] == "/account/codes/"
        assert "10 of 10 are left" in codes_page.text
        assert "Go on to Total Place" in codes_page.text

    first = browser.get("/")
    assert first.status_code == 200
    assert leads_on in first.text
    for step in first.context["first_steps"]:
        assert browser.get(step.href).status_code == 200


OPEN_TO_ALL = {name for name, answers in GETS.items() if answers[0] in (200, 404)}
ALLOWED = OPEN_TO_ALL | sign_in.SETTING_UP | {"account_login", "account_logout", "mfa_authenticate"}
ALLOWED |= {"mfa_login_webauthn"}


def test_who_needs_a_second_factor_reaches_nothing_but_setting_one_up(client):
    client.force_login(factories.lead())

    needs = NEEDS | {"savings:evidence_download": [1], "savings:evidence_preview": [1]}
    kept = {
        name: client.get(reverse(name, args=needs.get(name, []))) for name in GETS.keys() - ALLOWED
    }
    kept |= {model: client.get(list_page(model)) for model in (User, Membership)}

    assert {name: answer.get("Location") for name, answer in kept.items()} == dict.fromkeys(
        kept, "/account/"
    )


def _give(client, person, place, role):
    sent = {"user": person.pk, "place": place.pk, "role": role}
    return client.post(reverse("admin:pilots_membership_add"), sent)


def test_nobody_is_mailed_before_there_is_something_to_say(add, client, mailoutbox):
    told = add().text
    person, place = _person(), factories.PlaceFactory(name="Kent")
    assert "New was not mailed: nothing is open to them yet" in told
    assert "Not invited yet" in client.get(row_page(person)).text
    _give(client, person, place, "interest")  # It opens nothing.
    assert not [mail for mail in mailoutbox if mail.to == [NEW]]

    _give(client, person, place, "finance")
    mailed = _mail_to(mailoutbox).body
    change(client, person, roles=["analyst"])  # They are invited already.

    assert "You are: Finance officer, Kent" in mailed
    assert "Analyst" not in _mail_to(mailoutbox).body


def test_a_role_invites_whoever_was_not_yet(add, client, mailoutbox):
    add()

    change(client, _person(), roles=["analyst"])

    assert "You are: Analyst" in _mail_to(mailoutbox).body


HALF_A_MEMBERSHIP = [
    ({"place": True}, "Choose what they are in this place"),
    ({"place_role": "finance"}, "Choose the place in which they have this role."),
    ({"organisation": True}, "Choose the place in which they have this role."),
    ({"place": True, "place_role": "partner"}, "Choose the partner&#x27;s organisation."),
    ({"place": True, "place_role": "partner", "organisation": True}, "is not a partner of"),
    ({"place": True, "place_role": "lead"}, "is not one of the available choices"),
    ({"place": "0"}, "is not one of the available choices"),
    ({"place": "x", "organisation": "\u0661"}, "is not one of the available choices"),
]


@pytest.mark.parametrize(("sent", "refusal"), HALF_A_MEMBERSHIP, ids=str)
def test_half_a_membership_is_refused_and_nobody_is_added(sent, refusal, add, mailoutbox):
    of = {"place": factories.PlaceFactory().pk, "organisation": factories.OrganisationFactory().pk}

    page = add(**{name: of[name] if value is True else value for name, value in sent.items()})

    assert refusal in page.text
    assert not User.objects.filter(email=NEW).exists()
    assert not mailoutbox


def _invited(role=factories.analyst, **fields):
    """Somebody who was added and has not begun, and the link that was mailed to them."""
    person = role()
    person.set_unusable_password()
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    password_links.invite(person)
    password_links.send_marked([person.pk])
    return _again(person)


def _again(person):
    return User.objects.get(pk=person.pk)


def test_who_was_added_at_the_machine_is_told_no_name(mailoutbox):
    person = _invited()

    mail = _mail_to(mailoutbox, person.email)

    assert "You have been added to Total Place." in mail.body
    assert mail.reply_to == []
    assert "ask whoever told you that you would be added" in mail.body


def test_an_invitation_lives_a_week_and_a_forgotten_password_a_day(time_machine):
    time_machine.move_to("2010-03-01 09:00", tick=False)
    person = _invited()
    begun = factories.analyst()
    links = [password_links.link(person), password_links.link(begun)]
    links = [link.removeprefix(SITE) for link in links]

    alive = []
    for days in (1, 6):
        time_machine.shift(timedelta(days=days) - timedelta(minutes=1))
        alive.append([_works(link) for link in links])
        time_machine.shift(timedelta(minutes=1, seconds=1))
        alive.append([_works(link) for link in links])
        time_machine.shift(-timedelta(seconds=1))

    assert alive == [[True, True], [True, False], [True, False], [False, False]]


def _leave(person, link):
    people.deactivate(person)
    people.reactivate(person, by=factories.administrator())


def _move(person, link):
    asked = account_changes.ask_address(person, "there@kent.example", by=factories.administrator())
    account_changes.agree(asked, by=person)


ENDS = {"a password": lambda person, link: _set_password(link), "leaving": _leave, "moving": _move}


@pytest.mark.parametrize("end", ENDS)
def test_a_link_is_dead_after(end, mailoutbox):
    person = _invited()
    link = _link(_mail_to(mailoutbox, person.email))
    assert _works(link)

    ENDS[end](person, link)

    assert not _works(link)


def test_opening_the_link_alone_verifies_nothing(mailoutbox):
    person = _invited()

    Client().get(_link(_mail_to(mailoutbox, person.email)), follow=True)

    assert not EmailAddress.objects.filter(user=person).exists()


def test_who_moves_before_they_begin_is_invited_at_the_new_address(mailoutbox):
    person = _invited()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    _move(person, None)
    verified = [EmailAddress.objects.filter(user=person).exists()]
    link = [mail for mail in mailoutbox if "Begin here" in mail.body][-1]
    _set_password(_link(link))
    verified += EmailAddress.objects.filter(user=person).values_list("email", "verified")

    assert link.to == ["there@kent.example"]
    assert verified == [False, ("there@kent.example", True)]


def test_who_asks_for_a_link_to_somebodys_address_locks_nobody_out(client, mailoutbox):
    person = factories.lead()
    person.set_password(PASSWORD)
    person.save()
    Client().post("/password/reset/", {"email": person.email})
    client.post("/signin/", {"login": person.email, "password": PASSWORD})

    codes = _set_up_an_app(client)

    assert "Set a new password" in mailoutbox[0].subject
    assert codes.request["PATH_INFO"] == "/account/codes/"
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_strangers_question_for_a_link_takes_nobody_their_invitation(client, admin, mailoutbox):
    person, place = factories.UserFactory(password="!", email=NEW), factories.PlaceFactory()
    Client().post("/password/reset/", {"email": NEW})
    User.objects.filter(pk=person.pk).update(link_sent_at=timezone.now() - timedelta(days=8))
    mailoutbox.clear()

    _give(client, person, place, "officer")

    assert "Begin here" in _mail_to(mailoutbox).body


def test_who_came_before_is_not_locked_out():
    verify = import_module(
        "pilots.migrations.0011_addresses_of_those_with_a_password_are_verified"
    ).verify
    begun, moved, waiting = factories.UserFactory(password="pbkdf2"), _invited(), _invited()
    EmailAddress.objects.create(user=begun, email=begun.email.upper(), primary=True)
    EmailAddress.objects.create(user=begun, email="before@kent.example")
    EmailAddress.objects.create(user=moved, email="before@kent.example", primary=True)
    EmailAddress.objects.create(user=waiting, email=waiting.email, primary=True)

    verify(apps, SimpleNamespace(connection=connection))

    left = EmailAddress.objects.values_list("user", "verified", "primary")
    assert list(left) == [(begun.pk, True, True)]


NOW = timezone.now()
# What is known of somebody, how the list has it, and by which choices it finds them.
STAGES = {
    "begun": ({"password": "pbkdf2"}, "Has begun", {"begun"}),
    "left": ({"is_active": False}, "Has left", {"left"}),
    "failed": (
        {"link_waits_since": NOW, "link_failed_at": NOW, "link_sent_at": NOW},
        "Mail could not be sent on ",
        {"failed", "not_begun"},
    ),
    "waits": ({"link_waits_since": NOW}, "Mail goes with the next daily", {"waits", "not_begun"}),
    "not invited": ({}, "Not invited yet", {"not_invited", "not_begun"}),
    "invited": (
        {"link_sent_at": NOW - timedelta(days=3)},
        "Invited 3 days ago, link runs out on ",
        {"invited", "not_begun"},
    ),
    "ran out": (
        {"link_sent_at": NOW - timedelta(days=7, minutes=1)},
        "Has not begun: link ran out on ",
        {"ran_out", "not_begun"},
    ),
}


def test_the_list_says_how_far_each_has_come_and_finds_them_by_it(client, admin):
    for name, (fields, *_) in STAGES.items():
        fields = {"password": "!"} | fields
        factories.UserFactory(email=f"{name.replace(' ', '.')}@kent.example", **fields)

    said, found = {}, {name: set() for name in STAGES}
    for choice in ["not_begun", *invitations.Stage.values]:
        people_listed = client.get(list_page(User, q="kent.example", begun=choice))
        for person in people_listed.context["cl"].result_list:
            name = person.email.partition("@")[0].replace(".", " ")
            said[name] = invitations.how_far(person)
            assert said[name] in people_listed.text
            found[name].add(choice)

    assert found == {name: choices for name, (_, _, choices) in STAGES.items()}
    assert [
        name for name, (_, words, _) in STAGES.items() if not said[name].startswith(words)
    ] == []


def test_it_is_sent_again_to_those_who_have_not_begun_and_the_page_says_of_each(
    client, admin, mailoutbox
):
    waiting, begun, left = _invited(), factories.analyst(), _invited()
    nothing_open = factories.UserFactory(password="!", name="Nobody")
    people.deactivate(left)
    mailoutbox.clear()

    page = act(client, User, "send_invitation", waiting, begun, left, nothing_open).text

    assert [mail.to for mail in mailoutbox] == [[waiting.email]]
    assert mailoutbox[0].reply_to == [admin.email]
    assert f"A link to set a password has been sent to {waiting.email}." in page
    assert f"{begun} was not mailed: they have set a password." in page
    assert f"{left} was not mailed: they have left." in page
    assert "Nobody was not mailed: nothing is open to them yet" in page


def test_of_many_the_last_go_with_the_digest(client, admin, monkeypatch, mailoutbox):
    monkeypatch.setattr(invitations, "AT_ONCE", 1)
    chosen = [_invited(), _invited(), _invited()]
    mailoutbox.clear()

    page = act(client, User, "send_invitation", *chosen).text

    assert len(mailoutbox) == 1
    assert "2 more are mailed with the next daily digest." in page
    assert password_links.people_waiting().count() == 2


def test_nobody_who_has_begun_is_invited():
    person = factories.analyst()

    password_links.invite(person)

    assert not password_links.people_waiting().exists()


BUTTON = re.compile(r'value="(Send the invitation[^"]*)"')


def test_the_persons_own_page_has_a_button_for_it(client, admin, mailoutbox):
    person = _invited()
    never, has_begun = factories.UserFactory(password="!"), factories.analyst()
    buttons = [BUTTON.findall(client.get(row_page(one)).text) for one in (person, never, has_begun)]
    assert buttons == [["Send the invitation again"], ["Send the invitation"], []]

    answer = act(client, User, "send_invitation", person, follow=False, from_page="yes")

    assert answer["Location"] == row_page(person)
    assert len(mailoutbox) == 2


def test_a_mail_that_failed_is_told_and_goes_with_the_next_digest(
    add, client, settings, mailoutbox
):
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeafBackend"
    told = add(roles=["analyst"]).text
    listed = client.get(list_page(User, begun="failed")).text
    settings.EMAIL_BACKEND = usual

    call_command("send_digest", stdout=StringIO())

    assert f"The mail server did not take the link for {NEW}." in told
    assert "Mail could not be sent on" in listed
    assert _mail_to(mailoutbox).reply_to
    assert NEW not in client.get(list_page(User, begun="failed")).text
    assert NEW in client.get(list_page(User, begun="invited")).text


def test_the_page_of_a_dead_link_sends_a_new_one_to_a_new_person_too(mailoutbox, time_machine):
    time_machine.move_to("2010-03-01 09:00", tick=False)
    person = _invited()
    time_machine.shift(link_tokens.INVITATION_LIVES + timedelta(minutes=1))
    browser = Client()

    dead = browser.get(_link(mailoutbox[0]), follow=True).text
    address = re.search(r'<form method="post" action="([^"]+)"', dead)[1]
    asked = browser.post(address, {"email": person.email}, follow=True)

    assert "This link no longer works" in dead
    assert "Check your email" in asked.text
    assert "You are: Analyst" in mailoutbox[1].body
    assert "Your password is set" in _set_password(_link(mailoutbox[1])).text
    forgotten = password_links.link(_again(person)).removeprefix(SITE)
    assert "Your password is set" in _set_password(forgotten).text
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(person.email, True)]


def test_who_is_new_is_offered_each_role_of_a_place(client, admin):
    page = client.get(ADD).text

    assert all(f'<option value="{role.code}">{role.label}' in page for role in PLACE_ROLES)
