"""No mark opens everything: what Django's command `createsuperuser` makes is an administrator, and no more."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pilots import people
from pilots.models import Membership, User
from tests import factories, workspace
from tests.test_routes import GETS, POSTS, SECRET, answers
from tests.workspace import SHOWN, list_page, rows_for

pytestmark = pytest.mark.usefixtures("no_second_factor")

WITH_THE_MARK = [("pilots", "0003_constraints_in_words")]


def _made_by_the_command():
    call_command(
        "createsuperuser",
        email="Root@Treasury.Example",
        name="Root",
        interactive=False,
        verbosity=0,
    )
    return User.objects.get(email="root@treasury.example")


def test_the_command_makes_an_administrator_by_name():
    person = _made_by_the_command()

    assert people.treasury_roles(person) == ["administrator"]
    assert person.is_staff
    assert not person.is_superuser
    assert not person.has_usable_password()
    assert person.get_all_permissions() == factories.administrator().get_all_permissions()


def test_they_get_from_each_page_what_an_administrator_gets(client):
    place = factories.PlaceFactory(code="PL")
    evidence = [(factories.sent_file(place), "page 1")]
    factories.claim_at(
        "submitted", place, reference="PL-0001", what_changes=SECRET, evidence=evidence
    )

    administrator, given = factories.administrator(), {}
    administrator.set_unusable_password()  # As the command leaves it, without a terminal to ask at.
    administrator.save()
    for person in (administrator, _made_by_the_command()):
        client.force_login(person)
        given[person] = answers(client, GETS), answers(client, POSTS, client.post)

    of_administrator, of_made = given.values()
    assert of_made == of_administrator


def test_they_find_in_each_list_what_an_administrator_finds(client):
    workspace.everything()
    for condition in "ABC":
        factories.claim_at("submitted", condition=condition)
    administrator, made = factories.administrator(), _made_by_the_command()

    for model in SHOWN:
        assert workspace.may_view(made, model) == workspace.may_view(administrator, model), model
        assert set(rows_for(made, model)) == set(rows_for(administrator, model)), model
        statuses = []
        for person in (administrator, made):
            client.force_login(person)
            statuses.append(client.get(list_page(model)).status_code)
        assert len(set(statuses)) == 1, model


@contextmanager
def _as_before(target):
    """The tables as they were at `target`; afterwards as they are now."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(target)
    try:
        yield executor.loader.project_state(target).apps
    finally:
        MigrationExecutor(connection).migrate(latest)


@pytest.mark.django_db(transaction=True)
def test_whoever_had_the_mark_becomes_an_administrator_and_the_history_says_so():
    with _as_before(WITH_THE_MARK) as before:
        people_then = before.get_model("pilots", "User").objects
        people_then.create(email="root@treasury.example", name="Root", is_superuser=True)
        people_then.create(email="other@council.example", name="Other")

    root = User.objects.get(email="root@treasury.example")
    assert people.treasury_roles(root) == ["administrator"]
    assert root.is_staff
    assert "Superuser" in root.history.latest().history_change_reason
    assert people.treasury_roles(User.objects.get(email="other@council.example")) == []


def test_holding_every_page_makes_nobody_a_member_of_anything():
    person, place = factories.holder_of_every_page(), factories.PlaceFactory()

    assert not people.may(person, "savings.sign_off_claim", place)
    assert not Membership.objects.filter(user=person).exists()
