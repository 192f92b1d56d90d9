"""Can a person who is added begin? From the form in the admin to the first page that is of use to them."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from pilots.models import Membership, User
from tests import factories
from tests.pilots.invitations.new_people import (
    NEW,
    PASSWORD,
    give,
    link_in,
    mail_to,
    new_person,
    set_password,
    set_up_an_app,
)
from tests.test_routes import GETS, NEEDS
from tests.workspace import change, list_page, row_page
from totalplace import sign_in
from totalplace.roles import ROLES

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
    mail = mail_to(mailoutbox)

    assert f"A link to set a password has been sent to {NEW}." in told
    assert mail.reply_to == [admin.email]
    assert f"Ann Ash ({admin.email}) has added you to Total Place" in mail.body
    for code in codes:
        where = ", Kent" if code in in_place else ""
        assert f"You are: {ROLES[code].label}{where}" in mail.body
        assert ROLES[code].work in mail.body
    assert ("a second way to prove who you are" in mail.body) == bool(of_treasury)

    browser = Client()
    assert not EmailAddress.objects.filter(user=new_person()).exists()
    assert "Your password is set" in set_password(link_in(mail), browser).text
    assert EmailAddress.objects.get(user=new_person(), verified=True, primary=True).email == NEW
    browser.post("/signin/", {"login": NEW, "password": PASSWORD})

    if of_treasury:
        assert browser.get("/")["Location"] == "/account/"
        codes_page = set_up_an_app(browser)
        assert codes_page.request["PATH_INFO"] == "/account/codes/"
        assert "10 of 10 are left" in codes_page.text
        assert "Go on to Total Place" in codes_page.text

    first = browser.get("/")
    assert first.status_code == 200
    assert leads_on in first.text
    for step in _first_steps(first):
        assert browser.get(step.href, follow=True).status_code == 200


def _first_steps(response):
    if "page" in response.context:
        return [step for part in response.context["page"].parts for step in part.first_steps]
    return response.context["first_steps"]


OPEN_TO_ALL = {name for name, answers in GETS.items() if answers[0] in (200, 404)}
ALLOWED = OPEN_TO_ALL | sign_in.SETTING_UP | {"account_login", "account_logout", "mfa_authenticate"}
ALLOWED |= {"mfa_login_webauthn"}


def test_who_needs_a_second_factor_reaches_nothing_but_setting_one_up(client):
    client.force_login(factories.lead())

    needs = NEEDS | {"savings:evidence_download": [1], "savings:evidence_preview": [1]}
    needs |= {"savings:cited_evidence": ["PL-0001", 1]}
    kept = {
        name: client.get(reverse(name, args=needs.get(name, []))) for name in GETS.keys() - ALLOWED
    }
    kept |= {model: client.get(list_page(model)) for model in (User, Membership)}

    assert {name: answer.get("Location") for name, answer in kept.items()} == dict.fromkeys(
        kept, "/account/"
    )


def test_nobody_is_mailed_before_there_is_something_to_say(add, client, mailoutbox):
    told = add().text
    person, place = new_person(), factories.PlaceFactory(name="Kent")
    assert "New was not sent an email: nothing is open to them yet" in told
    assert "Not invited yet" in client.get(row_page(person)).text
    give(client, person, place, "interest")  # It opens nothing.
    assert not [mail for mail in mailoutbox if mail.to == [NEW]]

    give(client, person, place, "finance")
    mailed = mail_to(mailoutbox).body
    change(client, person, roles=["analyst"])  # They are invited already.

    assert "You are: Finance officer, Kent" in mailed
    assert "Analyst" not in mail_to(mailoutbox).body


def test_a_role_invites_whoever_was_not_yet(add, client, mailoutbox):
    add()

    change(client, new_person(), roles=["analyst"])

    assert "You are: Analyst" in mail_to(mailoutbox).body


HALF_A_MEMBERSHIP = [
    ({"place": True}, "Choose what they are in this place"),
    ({"place_role": "finance"}, "Choose the place in which they have this role."),
    ({"organisation": True}, "Choose the place in which they have this role."),
    ({"place": True, "place_role": "partner"}, "Choose the partner&#x27;s organisation."),
    ({"place": True, "place_role": "partner", "organisation": True}, "is not a partner of"),
    ({"place": True, "place_role": "lead"}, "Choose one of the answers in the list."),
    ({"place": "0"}, "Choose one of the answers in the list."),
    ({"place": "x", "organisation": "\u0661"}, "Choose one of the answers in the list."),
]


@pytest.mark.parametrize(("sent", "refusal"), HALF_A_MEMBERSHIP, ids=str)
def test_half_a_membership_is_refused_and_nobody_is_added(sent, refusal, add, mailoutbox):
    of = {"place": factories.PlaceFactory().pk, "organisation": factories.OrganisationFactory().pk}

    page = add(**{name: of[name] if value is True else value for name, value in sent.items()})

    assert refusal in page.text
    assert not User.objects.filter(email=NEW).exists()
    assert not mailoutbox
