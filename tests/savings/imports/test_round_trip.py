"""Does a file that was taken away come back in without changing anything?"""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from savings import workflow
from savings.access import default_purpose
from savings.exports.files import CLAIMS, Export
from savings.imports.claims import import_claims
from savings.imports.places import import_places
from tests.factories import (
    PlaceFactory,
    administrator,
    claim_at,
    draft_of,
    officer_of,
    published,
)

from .claim_files import all_written, claims_file, claims_refused, counts

PUBLISHED = Path(apps.get_app_config("savings").path) / "data" / "published_claims.csv"
PLACES = Path(apps.get_app_config("pilots").path) / "data"


def _exported(person, path):
    export = Export(CLAIMS, person, default_purpose(person), date(2026, 11, 22))
    path.write_bytes(b"".join(export.chunks()))
    return path


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def _published_claims():
    for name in ("pilots.csv", "parallel_places.csv"):
        import_places(PLACES / name, by=administrator())
    import_claims(PUBLISHED, by=administrator(), published=True)


@pytest.mark.usefixtures("_published_claims")
def test_every_published_row_comes_out_as_it_went_in(tmp_path):
    exported = _read(_exported(administrator(), tmp_path / "claims.csv"))

    rows = {row[0]: row[:24] for row in exported}
    original = _read(PUBLISHED)
    assert rows == {row[0]: row for row in original}
    assert exported[0][:24] == original[0]


@pytest.mark.usefixtures("_published_claims")
def test_an_administrators_export_changes_nothing(tmp_path):
    person = administrator()
    before = all_written()

    result = import_claims(_exported(person, tmp_path / "claims.csv"), by=person, published=True)

    assert counts(result) == (0, 0, 23)
    assert all_written() == before


def test_an_officers_export_changes_nothing(tmp_path):
    place, other = PlaceFactory(), PlaceFactory()
    officer = officer_of(place)
    draft_of(place, what_changes="=1+1", notes="'tis\r\n\ttwo", amount_low=None, theme=None)
    for status in ("submitted", "final", "withdrawn"):
        claim_at(status, place)
    workflow.perform("revise", claim_at("submitted", place), by=officer, note="New figures.")
    workflow.perform("adopt", published(place), by=officer)
    published(other)
    claim_at("submitted", other, condition="D")
    before = all_written()

    result = import_claims(_exported(officer, tmp_path / "claims.csv"), by=officer)

    assert counts(result) == (0, 0, 8)
    assert all_written() == before
    assert any("hardness" in note for note in result.notes)


def test_a_cell_changed_in_an_export_changes_that_cell_only(tmp_path):
    place = PlaceFactory()
    officer = officer_of(place)
    draft = draft_of(place, notes="Before", caveat="Kept")
    titles, row = _exported(officer, tmp_path / "claims.csv").read_text("utf-8-sig").splitlines()

    path = claims_file(tmp_path, titles, row.replace("Before", "After"), name="mine.csv")
    result = import_claims(path, by=officer)

    draft.refresh_from_db()
    assert counts(result) == (0, 1, 0)
    assert (draft.notes, draft.caveat, draft.figures.count()) == ("After", "Kept", 3)


def test_a_changed_row_of_another_place_is_still_refused(tmp_path):
    officer = officer_of(PlaceFactory())
    published(PlaceFactory(), notes="Before")
    titles, row = _exported(officer, tmp_path / "claims.csv").read_text("utf-8-sig").splitlines()

    path = claims_file(tmp_path, titles, row.replace("Before", "After"), name="mine.csv")

    assert claims_refused(path, officer) == [(2, "place", "other_place")]
