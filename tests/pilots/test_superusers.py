"""No mark opens everything: there are no superusers, and whoever was one is an administrator."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pilots import people
from pilots.models import Membership, User
from tests import factories

WITH_THE_MARK = [("pilots", "0003_constraints_in_words")]


def test_djangos_command_is_refused_and_names_the_one_that_takes_its_place():
    with pytest.raises(CommandError, match="create_administrator EMAIL"):
        call_command("createsuperuser", interactive=False, email="a@b.example", name="A")

    assert not User.objects.exists()


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
