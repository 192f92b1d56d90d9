"""Does going back before “not stated” leave nothing that was not known there, and every trigger as it was?"""

from importlib import import_module

from django.apps import apps
from django.db import connection

from savings.archive.restored_tables import triggers
from savings.models import Version
from tests import factories

SAID = import_module("savings.migrations.0041_whether_it_could_be_repeated_is_said")


def test_what_says_nothing_is_not_claimed_again():
    place = factories.PlaceFactory()
    draft = factories.draft_of(place)
    published = factories.claim_at("published", place)
    stated = factories.claim_at("submitted", place, transferability="tested")
    assert {draft.transferability, published.transferability} == {"not_stated"}
    connection.check_constraints()  # What waits for it would hold the table as it is.
    before = triggers()

    SAID.claim_nothing(apps, connection.schema_editor())

    assert dict(Version.objects.values_list("pk", "transferability")) == {
        draft.pk: "this_place",
        published.pk: "this_place",
        stated.pk: "tested",
    }
    assert triggers() == before
