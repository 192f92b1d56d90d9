"""A site with something of everything in it, its backup, and empty sites to put that into; each a database of its own.

They are copies of the migrated database of the tests, made while nobody is connected to it.
"""

import io
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import timezone

from savings import workflow
from savings.archive.backup import Made, write_backup
from savings.models import Draw, FigureSheet, Version
from tests import factories
from tests.benchmarks.throwaway import Throwaway, through

NUMBERS = count()


@dataclass(frozen=True)
class Sites:
    """Copies of the empty database; `source` is the site that was backed up, with its evidence in `evidence`."""

    of_the_tests: BaseDatabaseWrapper
    throwaway: Throwaway
    source: BaseDatabaseWrapper
    evidence: Path
    backup: Path
    made: Made

    @contextmanager
    def at_the_source(self):
        """Within it we are the site that was backed up."""
        with through(self.source), override_settings(EVIDENCE_ROOT=self.evidence):
            yield

    @contextmanager
    def empty(self, folder: Path):
        """Within it we are a new site, with its evidence in the folder."""
        with (
            self.throwaway.copy(f"empty{next(NUMBERS)}") as database,
            override_settings(EVIDENCE_ROOT=folder),
        ):
            yield database


@pytest.fixture(scope="package")
def sites(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    evidence, backup = folder / "evidence", folder / "backup.zip"
    (evidence / "incoming").mkdir(parents=True)
    of_the_tests = connections["default"]
    with django_db_blocker.unblock(), _copied(of_the_tests, folder) as empty:
        throwaway = Throwaway(empty)
        with throwaway.copy("source") as source, override_settings(EVIDENCE_ROOT=evidence):
            _something_of_everything()
            with backup.open("wb") as out:
                made = write_backup(out)
            with through(of_the_tests):
                yield Sites(of_the_tests, throwaway, source, evidence, backup, made)


@contextmanager
def _copied(tests, folder: Path):
    """A copy of the database of the tests, which is migrated and empty."""
    copied = tests.copy()
    if tests.vendor == "sqlite":
        copied.settings_dict["NAME"] = str(folder / "empty.sqlite3")
        with tests.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copied.settings_dict["NAME"]])
        yield copied
        return
    tests.close()  # Nobody else may be connected to what is copied.
    tests.creation.clone_test_db("empty", verbosity=0)
    copied.settings_dict = tests.creation.get_test_db_clone_settings("empty")
    try:
        yield copied
    finally:
        copied.close()
        tests.creation.destroy_test_db(suffix="empty", verbosity=0)


def _something_of_everything() -> None:
    """Rows in each kind of table, and values of each kind that a database or a text could spoil."""
    place = factories.PlaceFactory(
        name="Ł’“quoted”, \u2028 0\\n", mapped_spend=Decimal("92233720368547.58")
    )
    place.councils = "One\r\nTwo\ttabbed"
    place.save()
    files = [factories.sent_file(place, f"{name}.txt", name * 70_000) for name in (b"a", b"b")]
    said = {"note": "Two\nlines", "doubts": [["any", "“One”.\nTwo.", ""], ["unit", "", "£2\u2028"]]}
    final = factories.claim_at(
        "final",
        place,
        evidence=[(file, "page 1") for file in files],
        figures=factories.figures_of(factories.lead_of(place), **said),
    )
    workflow.abandon(
        final, by=final.frozen_by, given_up_on=timezone.localdate(), note="“Sold”\u2028\n"
    )
    for status in ("question", "draft", "published", "withdrawn", "superseded"):
        factories.claim_at(status, place, condition="C")
    Version.objects.filter(status="draft").update(amount_low=Decimal("-0.001"), notes="")
    of_whole_second = datetime(2010, 3, 31, 23, 30, tzinfo=UTC)
    sheet = FigureSheet.objects.create(
        key=UUID(int=7), by=final.frozen_by, name="=1.csv", content=bytes(range(256)), stored_at=of_whole_second
    )  # fmt: skip
    draft = Version.objects.get(status="draft")
    workflow.edit_drafts([(draft, {})], by=draft.events.first().by, note="", sheet=sheet)
    chosen = {"b": [1, "£"], "a": None}
    Draw.objects.create(
        by=final.frozen_by, seed="s", read_all=1, read_none=0, number=1, pool=[], chosen=chosen
    )
    Authenticator.objects.create(user=final.frozen_by, type="totp", data={"secret": "ABC"})
    factories.ThemeFactory(name="Taken back").delete()  # Its number is not given again.


def command(name, *words):
    """What a command said, and why it failed."""
    said, failed = io.StringIO(), ""
    try:
        call_command(name, *words, stdout=said, stderr=said)
    except CommandError as error:
        failed = str(error)
    return said.getvalue(), failed


def backed_up(folder: Path) -> Path:
    """A backup of the site that we are."""
    path = folder / f"{next(NUMBERS)}.zip"
    with path.open("wb") as out:
        write_backup(out)
    return path
