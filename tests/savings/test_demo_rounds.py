"""The rounds of the demonstration: one open, with something due, and one closed, whatever the day it is loaded on."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from pilots.models import Place, User
from savings import demo, workflow
from savings.claims.round_returns import return_of, returns_for
from savings.claims.rounds import not_confirmed_in, open_round
from savings.demo.rounds import name_of
from savings.models import Event, Round, SignOff, Version

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once, since it takes seconds; each test here undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(PASSWORD)
        yield
        transaction.set_rollback(True)


def _lead():
    return User.objects.get(email="lead@treasury.example")


def _of(current, code):
    place = Place.objects.get(code=code)
    return return_of(current, place, _lead(), timezone.localdate())


def test_a_round_is_open_in_which_one_claim_is_confirmed_and_others_are_due(loaded):
    current = open_round(timezone.localdate())

    practice = _of(current, "PRA")

    assert (practice.due, practice.confirmed, practice.still_due) == (3, 1, 2)
    due = not_confirmed_in(current, Version.objects.all())
    assert set(due.values_list("claim__reference", flat=True)) == {"PRA-0011", "PRA-0012"}


def test_the_officer_of_the_practice_place_is_shown_what_is_due(loaded, client):
    client.login(email="officer@practice.example", password=PASSWORD)

    page = client.get("/")

    assert "2 claims still wait for your place" in page.text
    assert "/claims/PRA-0011/actions/confirm/" in page.text


def test_in_both_rounds_one_place_has_nothing_to_report_and_another_says_nothing(loaded):
    first, second = Round.objects.order_by("opens_on")

    told = {
        (one.place.code, one.nothing is not None, one.is_late)
        for current in (first, second)
        for one in returns_for(current, _lead(), timezone.localdate())
    }

    assert told == {("CRO", True, False), ("KEN", False, False), ("KEN", False, True)}


def test_an_example_of_some_time_ago_is_so_in_all_that_is_kept_of_it(loaded):
    day = timezone.localdate() - timedelta(days=60)
    version = Version.objects.get(claim__reference="PRA-0011")
    events = Event.objects.filter(version=version).exclude(action="confirm")

    days = [version.frozen_at, version.claim.created_at, SignOff.objects.get(version=version).at]
    days += events.values_list("at", flat=True)

    assert {timezone.localdate(at) for at in days} == {day}


def test_the_clock_goes_on_as_it_was(loaded):
    assert datetime.now(UTC) - timezone.now() < timedelta(minutes=1)
    newest = Version.objects.get(claim__reference="PRA-0017")
    assert timezone.now() - newest.frozen_at < timedelta(minutes=10)


def test_once_the_open_round_has_closed_loading_again_opens_another(loaded):
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        demo.load(PASSWORD)

        current = open_round(timezone.localdate())
        assert Round.objects.count() == 3
        assert (_of(current, "PRA").confirmed, _of(current, "CRO").nothing is not None) == (1, True)
        assert _of(current, "PRA").still_due > 2


def test_a_round_of_the_administrators_own_is_left_alone(loaded):
    today = timezone.localdate()
    second = Round.objects.latest("opens_on")
    second.closes_on = today - timedelta(days=1)
    second.save()
    coming = today + timedelta(days=5)
    Round.objects.create(name="Ours", opens_on=coming, closes_on=coming)

    demo.load(PASSWORD)

    assert open_round(today) is None


def test_a_round_is_named_as_people_name_one(loaded):
    names = list(Round.objects.values_list("name", flat=True))

    assert all(re.match(r"(Winter|Spring|Summer|Autumn) \d{4}", name) for name in names)


@pytest.mark.parametrize(
    ("opens_on", "taken", "name"),
    [
        (date(2036, 11, 21), [], "Autumn 2036"),
        (date(2036, 11, 21), ["Autumn 2036"], "Autumn 2036, November"),
        (date(2036, 11, 21), ["Autumn 2036", "Autumn 2036, November"], "Autumn 2036, 21 November"),
        (date(2036, 12, 1), [], "Winter 2036"),
        (date(2037, 2, 28), [], "Winter 2036"),
        (date(2037, 3, 1), [], "Spring 2037"),
        (date(2037, 6, 1), [], "Summer 2037"),
    ],
)
def test_a_name_is_of_its_season_and_is_given_once(db, opens_on, taken, name):
    for other in taken:
        Round.objects.create(name=other, opens_on=opens_on, closes_on=opens_on)

    assert name_of(opens_on) == name


def test_what_a_place_has_gone_on_with_stays(loaded):
    kent, kit = Place.objects.get(code="KEN"), User.objects.get(email="officer@kent.example")
    current = open_round(timezone.localdate())
    workflow.report_nothing(current, kent, by=kit)
    cora = User.objects.get(email="officer@croydon.example")
    cora.is_active = False
    cora.save()

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        demo.load(PASSWORD)

    assert not Round.objects.latest("opens_on").nothing_to_report.exists()
