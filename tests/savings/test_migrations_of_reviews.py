"""What a change of data does to reviews, readings and what was accepted in them."""

from decimal import Decimal
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from savings import workflow
from savings.archive.restored_tables import triggers
from savings.measures.values import values_of
from savings.models import (
    AcceptedFigure,
    Outcome,
    Review,
    Version,
)
from savings.review.figure_verdicts import figure_verdict
from tests import factories
from tests.savings.changed_tables import SHEETS, columns_of, editor_in_test, one_reason_for_all
from totalplace.financial_year import FinancialYear

REVIEWS = import_module("savings.migrations.0008_reviews_begin_at_submission")
DAYS = import_module("savings.migrations.0018_days_of_a_review")
BEFORE_DAYS = ("savings", "0017_days_on_which_a_link_is_seen")
STAY = import_module("savings.migrations.0021_days_stay")
NET = import_module("savings.migrations.0026_accepted_is_net")
BEFORE_NET = ("savings", "0025_savings_given_up")


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
    columns = columns_of("savings_version")
    migration.apply(before, editor)
    STAY.install(apps, editor)

    assert not set(DAYS.KEPT) & columns
    assert kept == _days() == {replied.pk: [2, 4], silent.pk: [6, 10]}


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
    migration, editor = NET.Migration(NET.__name__, "savings"), editor_in_test()

    with one_reason_for_all(editor):
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
    migration, editor = NET.Migration(NET.__name__, "savings"), editor_in_test()

    with one_reason_for_all(editor):
        migration.unapply(before, editor)
        columns, frozen = columns_of("savings_acceptedfigure"), triggers()
        with connection.cursor() as cursor:
            cursor.execute("SELECT amount FROM savings_acceptedfigure ORDER BY id")
            stood = [Decimal(row[0]) / 100 for row in cursor.fetchall()]
        migration.apply(before, editor)

    assert stood == given
    assert "given" not in columns
    assert kept == frozen == triggers()
    assert _accepted() == worked_out
