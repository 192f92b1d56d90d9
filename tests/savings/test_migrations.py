"""What a change of data does to the rows that were there before it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from savings.archive.restored_tables import triggers
from savings.claims.digests import version_digest
from savings.models import (
    Claim,
    Deflator,
    Event,
    Figure,
    FigureSheet,
    StoredFile,
    Version,
)
from tests import factories
from tests.savings.changed_tables import (
    DOUBTS,
    SHEETS,
    columns_of,
    editor_in_test,
    one_reason_for_all,
)
from totalplace.financial_year import FinancialYear

REASONS = import_module("savings.migrations.0020_why_a_figure_is_right")
PLACES = import_module("savings.migrations.0029_deflators_to_four_places")
BEFORE_PLACES = ("savings", "0028_where_else_and_whose_budget")
BACKS = import_module("savings.migrations.0033_what_evidence_backs")


def test_an_event_names_the_sheet_that_its_note_told_of():
    draft = factories.claim_at("draft")
    by = draft.events.first().by
    # Two sheets of one name in the same second of a summer evening, and one that nobody confirmed.
    second = datetime(2026, 7, 1, 22, 30, 15, tzinfo=UTC)
    first, later = (_sheet(by, second, stored_at=second + timedelta(hours=h)) for h in (1, 2))
    _sheet(by, second, stored_at=None)
    told = "Imported from costs.csv, sent on 1 July 2026 at 23:30:15"
    expected = {
        _event(draft, by, note=told, at=first.stored_at): first,
        _event(draft, by, note=told, at=later.stored_at): later,
        _event(draft, factories.administrator(), note=told, at=later.stored_at): None,
        _event(draft, by, note="Imported from costs.csv", at=later.stored_at): None,
    }
    kept = triggers()

    SHEETS.name_sheets(apps, connection.schema_editor())

    named = dict(Event.objects.filter(pk__in=expected).values_list("pk", "sheet"))
    assert named == {event: sheet and sheet.pk for event, sheet in expected.items()}
    assert triggers() == kept


def _sheet(by, at, *, stored_at):
    sheet = FigureSheet.objects.create(
        key=uuid4(), by=by, name="costs.csv", content=b"", stored_at=stored_at
    )
    FigureSheet.objects.filter(pk=sheet.pk).update(at=at)
    return sheet


def _event(draft, by, *, note, at):
    """The key of an event as they were written before, at a time of its own."""
    event = Event.objects.create(
        version=draft, action="edit", status_after="draft", by=by, by_role="", note=note
    )
    with SHEETS.unfrozen("savings_event", connection.schema_editor()):
        Event.objects.filter(pk=event.pk).update(at=at)
    return event.pk


NOTES = {  # As it stood → the note and the reasons that it is parted into.
    "": ("", ""),
    "A note.": ("A note.", ""),
    "Checked: It is right.": ("", "It is right."),
    "A\nnote.\nChecked: One.\nChecked: Two.": ("A\nnote.", "One.\nTwo."),
    "A note.\r\nChecked: One.\r\nChecked: Two.": ("A note.\r", "One.\r\nTwo."),
    "Checked: First.\nThen a note.": ("Checked: First.\nThen a note.", ""),
    "Not Checked: here.": ("Not Checked: here.", ""),
    "Checked: ": ("Checked: ", ""),
    "\nChecked: One.": ("\nChecked: One.", ""),
}


@pytest.mark.no_database
@pytest.mark.parametrize(("whole", "parted"), NOTES.items())
def test_why_a_figure_is_right_leaves_its_note_and_comes_back_as_it_stood(whole, parted):
    assert REASONS._parted(whole, "") == parted
    assert REASONS._joined(*parted) == (whole, "")


def _said_in_all():
    """What is said of each figure and the fingerprint of each version, as they stand."""
    said = {(f.pk, f.note, f.full_note) for f in Figure.objects.all()}
    return said, [version_digest(version) for version in Version.objects.order_by("pk")]


def test_a_reason_that_stood_is_one_for_each_doubt_and_comes_back_as_it_stood():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    for status, amount, because in [
        ("draft", "260000", "One.\r\nTwo."),
        ("submitted", "250000", "It is right."),
    ]:
        figures = factories.figures_of(lead, amount, note="A\nnote", doubts=[["any", because, ""]])
        version = factories.claim_at(status, place, figures=figures)
        # Nothing is doubted in these, so nothing else is kept.
        assert {tuple(d) for f in version.figures.all() for d in f.doubts} == {("any", because, "")}
    editor, kept, stood = editor_in_test(), triggers(), _said_in_all()

    with one_reason_for_all(editor), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT checked_because FROM savings_figure")
        lines = {because for (because,) in cursor.fetchall()}

    assert lines == {"One.\r\nTwo.", "It is right."}
    assert _said_in_all() == stood
    assert triggers() == kept


def test_reasons_of_several_doubts_go_back_as_lines():
    figure = SimpleNamespace(
        doubts=[["unit", "One.", "£2"], ["year", "", "£2"], ["spending", "One.", ""]]
    )

    DOUBTS._as_lines(figure)

    assert figure.checked_because == "One."


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        (
            "0015_use_condition_never_goes_back",
            lambda version: Claim.objects.filter(pk=version.claim_id).update(use_condition="A"),
            "can only be loosened",
        ),
        (
            "0017_days_on_which_a_link_is_seen",
            lambda version: factories.link(
                place=version.claim.place, added_by=version.frozen_by, seen_on=date(9, 1, 1)
            ).save(),
            "A link was seen on a day from",
        ),
        (
            "0027_a_new_baseline_says_why",
            lambda version: _versions(version).update(rebaseline_reason="Another"),
            "frozen",
        ),
        (
            "0028_where_else_and_whose_budget",
            lambda version: _versions(version).update(budget_line="Another"),
            "frozen",
        ),
        (
            "0034_what_does_not_show_in_a_file",
            lambda version: _file_said_otherwise(),
            "never changed",
        ),
        (
            "0035_own_references_and_layouts",
            lambda version: _versions(version).update(own_reference="Another"),
            "frozen",
        ),
    ],
)
def test_a_trigger_can_be_taken_away_and_put_back(name, write, words):
    migration, editor = import_module(f"savings.migrations.{name}"), connection.schema_editor()
    version = factories.claim_at("submitted", condition="D")

    for _twice in range(2):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            write(version)
        with transaction.atomic():
            migration.remove(apps, editor)
            write(version)
            transaction.set_rollback(True)
        migration.remove(apps, editor)
        migration.install(apps, editor)


def _file_said_otherwise():
    file = StoredFile.objects.create(sha256="a" * 64, size=1, file_type="xlsx", hidden="a comment")
    StoredFile.objects.filter(pk=file.pk).update(hidden="")


def _versions(version):
    return Version.objects.filter(pk=version.pk)


def test_the_index_of_a_deflator_is_the_same_with_another_place():
    deflator = Deflator.objects.create(
        financial_year=FinancialYear(2009),
        index=Decimal("66.2535"),
        base_year=FinancialYear(2024),
        vintage_date=date(2026, 3, 31),
        source="HM Treasury",
    )
    before = MigrationLoader(connection).project_state(BEFORE_PLACES)
    migration, editor = PLACES.Migration(PLACES.__name__, "savings"), connection.schema_editor()
    editor.deferred_sql = []
    connection.check_constraints()  # As above.

    migration.unapply(before, editor)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "index" FROM savings_deflator')
        [(of_three_places,)] = cursor.fetchall()
    migration.apply(before, editor)

    assert of_three_places == 66254
    deflator.refresh_from_db()
    assert deflator.index == deflator.history.get().index == Decimal("66.2540")


def test_what_stands_backs_what_its_kind_suggests_and_keeps_its_fingerprint(capsys):
    contract, beside = (factories.link(kind=kind) for kind in ("contract", "evaluation"))
    both = factories.claim_at("submitted", evidence=[(contract, "1"), (beside, "2")])
    alone = factories.claim_at("submitted", evidence=[(factories.link(kind="contract"), "")])
    stood, signed = _backs(both, alone), [version_digest(both), version_digest(alone)]
    before = MigrationLoader(connection).project_state(BACKS.Migration.dependencies[0])
    migration, editor = BACKS.Migration(BACKS.__name__, "savings"), connection.schema_editor()
    editor.deferred_sql, kept = [], triggers()
    connection.check_constraints()  # As above.

    migration.unapply(before, editor)
    columns = columns_of("savings_citation")
    migration.apply(before, editor)

    assert not {"backs", "is_preset"} & set(columns)
    assert triggers() == kept
    assert (
        _backs(both, alone)
        == stood
        == {("contract", "cost"), ("evaluation", "both"), ("contract", "both")}
    )
    assert [version_digest(version) for version in _again(both, alone)] == signed
    told = capsys.readouterr().out
    assert f"their savings and their costs: {alone.claim.reference} (version 1)." in told
    assert both.claim.reference not in told


def _again(*versions):
    return [Version.objects.get(pk=version.pk) for version in versions]


def _backs(*versions):
    return {
        (citation.evidence.kind, citation.backs)
        for version in _again(*versions)
        for citation in version.citations.select_related("evidence")
    }
