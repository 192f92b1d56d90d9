"""What a change of data does to the rows that were there before it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from savings import workflow
from savings.archive.restored_tables import triggers
from savings.claims.digests import version_digest
from savings.measures.values import values_of
from savings.models import (
    AcceptedFigure,
    Claim,
    Deflator,
    Event,
    Figure,
    FigureSheet,
    Outcome,
    Review,
    StoredFile,
    Version,
)
from savings.review.figure_verdicts import figure_verdict
from tests import factories
from totalplace.financial_year import FinancialYear

REVIEWS = import_module("savings.migrations.0008_reviews_begin_at_submission")
DAYS = import_module("savings.migrations.0018_days_of_a_review")
BEFORE_DAYS = ("savings", "0017_days_on_which_a_link_is_seen")
STAY = import_module("savings.migrations.0021_days_stay")
REASONS = import_module("savings.migrations.0020_why_a_figure_is_right")
DOUBTS = import_module("savings.migrations.0031_each_doubt_has_its_reason")
BEFORE_DOUBTS = ("savings", "0030_money_stated_twice")
NET = import_module("savings.migrations.0026_accepted_is_net")
BEFORE_NET = ("savings", "0025_savings_given_up")
PLACES = import_module("savings.migrations.0029_deflators_to_four_places")
BEFORE_PLACES = ("savings", "0028_where_else_and_whose_budget")
BACKS = import_module("savings.migrations.0033_what_evidence_backs")
SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")


def test_what_was_submitted_before_gets_its_review_and_drafts_and_published_words_get_none():
    place = factories.PlaceFactory()
    # Without a sign of risk, which the migration cannot work out.
    sound = {"service_evidence": "Counted.", "continues": False, "last_year": FinancialYear(2012)}
    submitted = factories.claim_at("submitted", place, **sound)
    factories.claim_at("draft", place)
    factories.claim_at("published", place)
    Review.objects.all().delete()

    REVIEWS.begin(apps, None)

    assert list(Review.objects.values_list("version", flat=True)) == [submitted.pk]


def test_their_size_is_what_the_workflow_works_out():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    plan = factories.figures_of(lead, "400000.00", state="plan")
    two_years = [
        figure
        for year, amount in ((2010, "380000.00"), (2011, "390000.00"))
        for figure in factories.figures_of(lead, amount, year=year)
    ]
    versions = [
        factories.claim_at("submitted", place, figures=figures)
        for figures in ([*plan, *two_years], factories.figures_of(lead, state="plan"))
    ]
    versions.append(factories.claim_at("submitted", place, kind_of_gain="not_in_money", figures=[]))

    sizes = REVIEWS._largest(apps, Version.objects.filter(pk__in=[v.pk for v in versions]))

    assert sizes == {version.pk: version.claimed for version in versions}


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


def _editor():
    """What a migration changes tables by, in the midst of a test."""
    connection.check_constraints()  # PostgreSQL changes no table for which that waits.
    editor = connection.schema_editor()
    editor.deferred_sql = []
    return editor


@contextmanager
def _one_reason_for_all(editor):
    """Within it figures are as they were when one reason answered all doubts of a row."""
    before = MigrationLoader(connection).project_state(BEFORE_DOUBTS)
    migration = DOUBTS.Migration(DOUBTS.__name__, "savings")
    migration.unapply(before, editor)
    yield
    connection.check_constraints()
    migration.apply(before, editor)


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
    editor, kept, stood = _editor(), triggers(), _said_in_all()

    with _one_reason_for_all(editor), connection.cursor() as cursor:
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


def _on(day):
    return time_machine.travel(f"{day}T10:00Z", tick=False)


def _reviewed_over_christmas():
    """One that is reconsidered, replied to, final and superseded, and one final without a reply; others are neither."""
    with _on("2026-12-24"):
        asked, given, silent = (factories.claim_at(s) for s in ("question", "reply", "provisional"))
        factories.claim_at("published")
    officer = {v.pk: factories.officer_of(v.claim.place) for v in (asked, given)}
    with _on("2026-12-30"):
        workflow.perform("answer", asked, by=officer[asked.pk], text="Yes.")
        workflow.perform("reconsider", given, by=factories.lead(), note="New evidence.")
        _decide(given)
    with _on("2027-01-06"):
        workflow.perform("reply", given, by=officer[given.pk], text="We agree.")
        workflow.perform("finalise", given, by=factories.lead())
        factories.submitted_again(given)
    with _on("2027-01-20"):
        workflow.perform("finalise", silent, by=factories.lead())
    return [given, silent]


def _decide(version):
    workflow.perform("decide", version, by=version.review.reviewer, **factories.reading(version))
    if version.review.needs_second_reading:
        details = factories.reading(version)
        workflow.perform("second_read", version, by=factories.reviewer(), **details)


def _days():
    rows = Version.objects.order_by("pk")
    return {pk: days for pk, *days in rows.values_list("pk", *DAYS.KEPT) if days != [None, None]}


def test_the_days_of_reviews_that_were_over_are_those_that_the_workflow_would_have_kept():
    replied, silent = _reviewed_over_christmas()
    kept = _days()
    loader = MigrationLoader(connection)
    before = loader.project_state(BEFORE_DAYS)
    migration, editor = DAYS.Migration(DAYS.__name__, "savings"), connection.schema_editor()
    editor.deferred_sql = []
    connection.check_constraints()  # PostgreSQL changes no table for which that waits.

    STAY.remove(apps, editor)
    migration.unapply(before, editor)
    columns = _columns_of("savings_version")
    migration.apply(before, editor)
    STAY.install(apps, editor)

    assert not set(DAYS.KEPT) & columns
    assert kept == _days() == {replied.pk: [2, 4], silent.pk: [6, 10]}


def _columns_of(table):
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def _judged(verdict, accepted, cost=None):
    """A final claim of £100 with a cost of £20,000, or of what its reader makes of either."""
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), "100.00")
    version = factories.claim_at("in_review", place, figures=figures)
    saving, spent = (version.figures.get(line=line) for line in ("saving", "one_off_cost"))
    details = factories.reading(version, verdict, ["BASELINE"], "An estimate.")
    given = {saving.pk: (accepted, "BASELINE"), spent.pk: (cost, "NOT_NET")}
    details["accepted"] = {pk: said for pk, said in given.items() if said[0] is not None}
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=factories.reviewer(), **details)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    return workflow.perform("finalise", version, by=factories.lead())


def _so_far(state):
    """A final claim of an actual so far, whose reading is on `state`: on the actual, as readings once were."""
    place = factories.PlaceFactory()
    with time_machine.travel("2026-11-29T12:00Z", tick=False):
        figures = factories.figures_of(
            factories.lead_of(place), "400.00", state="actual", year=2026
        )
        version = factories.claim_at(
            "final",
            place,
            figures=figures,
            evidence=[(factories.ledger(), ""), (factories.link(), "2")],
            baseline_year=FinancialYear(2025),
        )
    if state == "actual":
        editor = connection.schema_editor()
        editor.deferred_sql = []
        with SHEETS.unfrozen("savings_outcome", editor):
            Outcome.objects.filter(reading__version=version).update(
                state="actual", verdict="supported", counted_verdict="supported"
            )
    return version


@pytest.mark.parametrize("state", ["forecast", "actual"])
def test_what_was_accepted_of_an_actual_so_far_counts_as_a_forecast(state):
    version = _so_far(state)
    before = MigrationLoader(connection).project_state(BEFORE_NET)
    migration, editor = NET.Migration(NET.__name__, "savings"), _editor()

    with _one_reason_for_all(editor):
        migration.unapply(before, editor)
        migration.apply(before, editor)

    kept = AcceptedFigure.objects.filter(reading__version=version)
    assert set(kept.values_list("counted_verdict", flat=True)) == {"supported_forecast"}
    said = version.figures.annotate(verdict=figure_verdict())
    assert set(said.values_list("verdict", flat=True)) == {"supported_forecast"}
    [year] = values_of(Version.objects.filter(pk=version.pk))[0].years
    assert (year.is_reviewed, year.shares.reviewed) == (True, 400)


def _accepted():
    outcomes = Outcome.objects.order_by("pk").values_list("counted_verdict", "becomes")
    names = ("given", "amount", "kind_of_gain", "counted_verdict")
    accepted = AcceptedFigure.objects.order_by("pk").values_list(*names)
    versions = Version.objects.order_by("pk").values_list("verdict", "counted_verdict")
    return list(outcomes), list(accepted), list(versions)


def test_what_was_accepted_becomes_net_and_what_was_given_comes_back():
    _judged("partly", Decimal(0))
    _judged("partly", Decimal(60))
    _judged("not_supported", None, Decimal(35))
    _judged("not_cash", None)
    factories.claim_at("provisional")
    worked_out, kept = _accepted(), triggers()
    given = list(AcceptedFigure.objects.order_by("pk").values_list("given", flat=True))
    before = MigrationLoader(connection).project_state(BEFORE_NET)
    migration, editor = NET.Migration(NET.__name__, "savings"), _editor()

    with _one_reason_for_all(editor):
        migration.unapply(before, editor)
        columns, frozen = _columns_of("savings_acceptedfigure"), triggers()
        with connection.cursor() as cursor:
            cursor.execute("SELECT amount FROM savings_acceptedfigure ORDER BY id")
            stood = [Decimal(row[0]) / 100 for row in cursor.fetchall()]
        migration.apply(before, editor)

    assert stood == given
    assert "given" not in columns
    assert kept == frozen == triggers()
    assert _accepted() == worked_out


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
    columns = _columns_of("savings_citation")
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
