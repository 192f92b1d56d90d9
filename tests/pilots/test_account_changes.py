"""An administrator asks for a change of how somebody signs in; the person, or another administrator, agrees."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from pilots import account_changes, people
from pilots.models import AccountChange, Membership
from tests import factories

NEW = "new@council.example"
KINDS = ["address", "second_factor"]
DEEDS = {"agree": account_changes.agree, "refuse": account_changes.refuse}


def set_up_second_factor(person):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key"})


def settled(person):
    """Somebody whom the other administrators have seen for long enough."""
    person.date_joined = timezone.now() - account_changes.SETTLED_IN
    person.save()
    return person


def asked(kind, person=None, by=None):
    person = person or factories.finance_of(factories.PlaceFactory())
    by = by or settled(factories.administrator())
    if kind == "address":
        return account_changes.ask_address(person, NEW, by=by)
    if not Authenticator.objects.filter(user=person).exists():
        set_up_second_factor(person)
    return account_changes.ask_end_of_second_factor(person, by=by)


def _left(person):
    person.is_active = False
    person.save()
    return person


# Who comes to a change, and whether they may agree to it and refuse it.
COMERS = {
    "the person": (lambda change: change.person, True, True),
    "who asked": (lambda change: change.asked_by, False, True),
    "a second administrator": (lambda change: settled(factories.administrator()), True, True),
    "one added lately": (lambda change: factories.administrator(), False, True),
    "one who has left": (lambda change: _left(settled(factories.administrator())), False, False),
    "a review lead": (lambda change: settled(factories.lead()), False, False),
    "a reviewer": (lambda change: settled(factories.reviewer()), False, False),
    "an analyst": (lambda change: settled(factories.analyst()), False, False),
    "who holds every page": (lambda change: settled(factories.holder_of_every_page()), True, True),
    "an officer of the place": (lambda change: factories.officer_of(_place(change)), False, False),
    "a colleague": (lambda change: factories.finance_of(_place(change)), False, False),
    "nobody in particular": (lambda change: settled(factories.UserFactory()), False, False),
}
# What has become of it meanwhile, and whether those who may can still agree and refuse.
MEANWHILE = {
    "open": (lambda change: None, True, True),
    "agreed": (
        lambda change: account_changes.agree(_again(change), by=change.person),
        False,
        False,
    ),
    "refused": (
        lambda change: account_changes.refuse(_again(change), by=change.person),
        False,
        False,
    ),
    "the person has left": (lambda change: people.deactivate(_again(change).person), False, True),
    "the asker has left": (lambda change: people.deactivate(change.asked_by), True, True),
}


def _place(change):
    return change.person.memberships.first().place


def _again(change):
    """The same row, as somebody else has it before them."""
    return AccountChange.objects.get(pk=change.pk)


def _stands(change):
    change = _again(change)
    person = people.User.objects.get(pk=change.person_id)
    factors = Authenticator.objects.filter(user=person).count()
    return person.email, person.signed_out_at, factors, change.agreed_by_id, change.refused_by_id


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("who", COMERS)
def test_each_person_may_do_what_the_table_says(kind, deed, meanwhile, who):
    change = asked(kind)
    comer, *may = COMERS[who]
    happened, *can = MEANWHILE[meanwhile]
    by = comer(change)
    happened(change)
    by.refresh_from_db()
    before, column = _stands(change), list(DEEDS).index(deed)
    # Whoever has left and still holds the row of somebody who is active, cannot do anything by it.
    is_allowed = may[column] and (by.is_active or by == change.person)

    if is_allowed and can[column]:
        DEEDS[deed](change, by=by)
        assert _stands(change) != before
    else:
        with pytest.raises(ValidationError if is_allowed else PermissionDenied):
            DEEDS[deed](change, by=by)
        assert _stands(change) == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "role",
    [factories.reviewer, factories.lead, factories.analyst, factories.UserFactory],
    ids=lambda role: getattr(role, "__name__", str(role)),
)
def test_only_an_administrator_asks(kind, role):
    with pytest.raises(PermissionDenied):
        asked(kind, by=role())

    assert not AccountChange.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_administrator_asks_for_themselves_and_another_agrees(kind):
    administrator, other = factories.administrator(), settled(factories.administrator())
    change = asked(kind, person=administrator, by=administrator)

    with pytest.raises(PermissionDenied):
        account_changes.agree(change, by=administrator)
    account_changes.agree(change, by=other)

    assert _again(change).agreed_by == other


def test_asking_changes_nothing():
    person = factories.finance_of(factories.PlaceFactory())
    before = person.email

    asked("address", person)
    asked("second_factor", person)

    person.refresh_from_db()
    assert (person.email, person.signed_out_at) == (before, None)
    assert Authenticator.objects.filter(user=person).count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_roles_and_memberships_stay(kind):
    place = factories.PlaceFactory()
    person = factories.reviewer()
    Membership.objects.create(user=person, place=place, role="finance")

    account_changes.agree(asked(kind, person), by=person)

    person.refresh_from_db()
    assert people.treasury_roles(person) == ["reviewer"]
    assert people.may(person, "savings.sign_off_claim", place)
    assert person.has_usable_password()


@pytest.mark.parametrize("kind", KINDS)
def test_the_persons_sessions_end_and_nobody_elses(client, kind):
    change, other = asked(kind), type(client)()
    client.force_login(change.person)
    other.force_login(change.asked_by)

    account_changes.agree(change, by=change.person)

    assert client.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_the_history_says_what_happened_and_who_agreed(kind):
    change, other = asked(kind), settled(factories.administrator())

    account_changes.agree(change, by=other)

    written = change.person.history.latest()
    assert written.history_user == other
    assert change.get_kind_display() in written.history_change_reason
    assert change.asked_by.name in written.history_change_reason


def test_a_second_factor_ends_as_a_whole():
    change = asked("second_factor")

    account_changes.agree(change, by=change.person)

    assert not Authenticator.objects.filter(user=change.person).exists()


def test_an_old_address_is_forgotten_and_opens_no_door():
    change = asked("address")
    EmailAddress.objects.create(user=change.person, email=change.old_address, verified=True)

    account_changes.agree(change, by=change.person)

    assert not EmailAddress.objects.filter(email=change.old_address).exists()


def test_a_link_to_set_a_password_dies_with_the_address(client, mailoutbox, settings):
    change = asked("address")
    client.post("/password/reset/", {"email": change.old_address})
    link = mailoutbox[-1].body.split(settings.SITE_URL)[1].split()[0]
    assert "This link no longer works" not in client.get(link, follow=True).text

    account_changes.agree(change, by=change.person)

    assert "This link no longer works" in client.get(link, follow=True).text


@pytest.mark.parametrize("taken", [NEW, NEW.upper()])
def test_an_address_that_somebody_took_meanwhile_is_refused_in_words(taken):
    change = asked("address")
    factories.UserFactory(email=taken)

    with pytest.raises(ValidationError, match="Somebody else has the address"):
        account_changes.agree(change, by=change.person)

    assert _stands(change)[0] == change.old_address
    assert _again(change).is_open


def test_two_people_do_not_come_to_one_address():
    first, second = asked("address"), asked("address")

    account_changes.agree(first, by=first.person)
    with pytest.raises(ValidationError, match="Somebody else has the address"):
        account_changes.agree(second, by=second.person)


@pytest.mark.parametrize("kind", KINDS)
def test_one_change_of_a_kind_is_open_for_a_person(kind):
    change = asked(kind)

    with pytest.raises(ValidationError, match="waits for somebody to agree"):
        asked(kind, change.person)
    account_changes.refuse(change, by=change.asked_by)
    asked(kind, change.person)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_about_a_leaver(kind):
    person = factories.UserFactory(is_active=False)

    with pytest.raises(ValidationError, match="has left"):
        asked(kind, person)


def test_a_second_factor_that_nobody_has_is_not_ended():
    with pytest.raises(ValidationError, match="has no second factor"):
        account_changes.ask_end_of_second_factor(
            factories.UserFactory(), by=factories.administrator()
        )


def test_an_administrator_added_for_it_waits_a_week():
    change, other = asked("address"), factories.administrator()
    other.date_joined = timezone.now() - account_changes.SETTLED_IN + timedelta(minutes=1)

    with pytest.raises(PermissionDenied, match="You were added lately"):
        account_changes.agree(change, by=other)


# What the table of changes cannot hold, whatever code writes to it.
IMPOSSIBLE = {
    "accountchange_agreed_at_and_by_together": {"agreed_at": timezone.now()},
    "accountchange_refused_at_and_by_together": {"refused_by": "other"},
    "accountchange_decided_once": {
        "agreed_by": "other",
        "agreed_at": timezone.now(),
        "refused_by": "other",
        "refused_at": timezone.now(),
    },
    "accountchange_not_agreed_by_who_asked": {"agreed_by": "asker", "agreed_at": timezone.now()},
    "accountchange_address_has_a_new_one": {"new_address": ""},
}


@pytest.mark.parametrize("constraint", IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(constraint):
    change = asked("address")
    standing = {"other": factories.UserFactory(), "asker": change.asked_by}
    values = {name: standing.get(v, v) for name, v in IMPOSSIBLE[constraint].items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(**values)


def test_the_database_keeps_one_open_change_of_a_kind():
    change = asked("address")
    change.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        change.save(force_insert=True)


def test_ended_sessions_stay_ended_under_an_older_secret(client, settings):
    person = factories.UserFactory()
    client.force_login(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, of fifty characters or thereabouts"
    assert client.get("/account/").status_code == 200

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    people.end_sessions(person)

    assert client.get("/account/").status_code == 302


def test_a_session_begun_under_an_older_secret_goes_on_after_others_were_ended(client, settings):
    person = factories.UserFactory()
    people.end_sessions(person)
    client.force_login(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, of fifty characters or thereabouts"

    assert client.get("/account/").status_code == 200
