"""The regions of places come from one list: what was written otherwise is brought to it, and can be put back."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from pilots.models import Place
from tests import factories

MIGRATION = import_module("pilots.migrations.0012_regions_from_one_list")
BEFORE = ("pilots", "0009_addresses_in_plain_letters")
# What stood → what stands after.
REGIONS = {
    "East": "East of England",
    "Yorkshire & Humber": "Yorkshire and The Humber",
    "London": "London",
    "South": "",
    "": "",
}


@pytest.fixture
def _as_before_the_list():
    """Without the constraint that the next migration adds."""
    if (
        connection.vendor == "postgresql"
    ):  # Where it comes back with the end of the test's transaction.
        constraint = next(c for c in Place._meta.constraints if c.name == "place_region_is_known")
        with connection.schema_editor() as editor:
            editor.remove_constraint(Place, constraint)
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_region_that_is_not_in_the_list_is_not_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PlaceFactory(region="South")


@pytest.mark.usefixtures("_as_before_the_list")
def test_regions_are_brought_to_the_list_and_put_back():
    places = {was: factories.PlaceFactory(region=was).pk for was in REGIONS}

    apps = MigrationLoader(connection).project_state(BEFORE).apps
    MIGRATION.take_from_the_list(apps, None)

    assert {was: Place.objects.get(pk=pk).region for was, pk in places.items()} == REGIONS
    east = Place.objects.get(pk=places["East"])
    assert east.history.latest().history_change_reason == MIGRATION.REASON

    MIGRATION.put_back(apps, None)

    assert {was: Place.objects.get(pk=pk).region for was, pk in places.items()} == {
        was: was for was in REGIONS
    }
