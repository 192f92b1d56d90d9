"""What a verdict does is the same at every door: claim, board, place, measures and files read amounts, not words."""

import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from pilots.models import Place
from savings import workflow
from savings.access import Purpose, measured_for, sight_of
from savings.claims.hardness import LABELS, with_hardness
from savings.exports.files import CLAIMS, FIGURES, Export
from savings.measures.review import measures_for
from savings.measures.values import values_of
from savings.models import Version
from savings.pages.claim_detail import claim_page, read_whole
from savings.review.agreement import readers_differ
from savings.totals import coverage
from savings.totals.accepted_sums import accepted_of_place
from savings.totals.at_risk import at_risk_of
from savings.totals.sums import totals_of
from tests import factories

PROOF = [(factories.link, "1"), (factories.ledger, "2")]


def _in_review(saving, cost="20000.00", *, place=None):
    """An actual saving of 2010-11 with its costs, that a reviewer has."""
    place = place or factories.PlaceFactory()
    body = factories.lead_of(place)
    said = {"state": "actual", "year": 2010}
    figures = [
        factories.figure(body, saving, **said),
        factories.figure(body, cost, line="one_off_cost", **said),
        factories.figure(body, "0.00", line="running_cost", **said),
    ]
    return factories.claim_at(
        "in_review",
        place,
        figures=figures,
        evidence=[(make(), where) for make, where in PROOF],
        service_evidence="Counted each month.",
        baseline_amount=Decimal("90000000.00"),
    )


def _reading(version, verdict, accepted=None, **more):
    details = factories.reading(version, verdict, ["BASELINE"], "An estimate.") | more
    if accepted is not None:
        saving = version.figures.get(line="saving")
        details["accepted"] = {saving.pk: (Decimal(accepted), "BASELINE")}
    return details


def _decide(version, *first, second=None, **more):
    details = _reading(version, *first, **more)
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    if second or version.review.needs_second_reading:
        details = _reading(version, *(second or first), **more)
        workflow.perform("second_read", version, by=factories.reviewer(), **details)


def _finalise(version):
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
    return workflow.perform("finalise", version, by=factories.lead())


def _rows(kind):
    export = Export(kind, factories.reviewer(), Purpose.REVIEW, timezone.localdate())
    return list(csv.DictReader(io.StringIO(b"".join(export.chunks()).decode("utf-8-sig"))))


def _page(version, user=None):
    read = read_whole(Version.objects.all()).get(pk=version.pk)
    return claim_page(sight_of(user or factories.reviewer(), read))


def _hardness(version):
    return LABELS[with_hardness(Version.objects.filter(pk=version.pk)).get().hardness]


def _supported_on_the_board():
    counts = coverage.hardness_by_place(factories.reviewer(), Place.objects.all())
    return coverage.how_hard(coverage.steps(counts))


def _measured():
    values = values_of(measured_for(factories.reviewer()))
    return {group.label.split(",")[0]: group.years[0] for group in values}


def _accepted_in_file():
    """What pandas would give: the accepted pounds of savings, by the kind of gain that each column says."""
    sums = {"kind_of_gain": {}, "accepted_kind_of_gain": {}}
    for row in _rows(FIGURES):
        for column, found in sums.items():
            if row["line"] == "saving":
                kind = row[column]
                found[kind] = found.get(kind, Decimal(0)) + Decimal(row["accepted_gbp"])
    return sums["accepted_kind_of_gain"]


def test_what_is_no_cash_is_accepted_as_what_it_is_at_every_door():
    version = _in_review("400000.00")
    _decide(version, "not_cash")
    _finalise(version)
    measured = _measured()
    blocks = _page(version)["accepted_net"]
    [total] = accepted_of_place(factories.reviewer(), version.claim.place)

    assert _accepted_in_file() == {"non_cashable": Decimal(400_000)}
    assert measured["Cashable"].accepted_saving == 0
    assert measured["Non-cashable"].accepted.net == 380_000
    assert measured["Non-cashable"].accepted.moved_here == 400_000
    assert [(str(b.kind), b.saving, b.costs, b.net) for b in blocks] == [
        ("cashable", 0, 0, 0),
        ("non_cashable", 400_000, 20_000, 380_000),
    ]
    assert total.label == "Non-cashable, actual, cash prices"
    assert [(found.saving, found.costs, found.net) for _year, found in total.years] == [
        (400_000, 20_000, 380_000)
    ]
    assert [(t.kind, t.verdict) for t in _totals()] == [
        ("Non-cashable", "Real, but not a cash saving")
    ]
    assert _hardness(version) == "Evidenced"


def _totals():
    return totals_of(factories.reviewer(), Place.objects.all()).totals


def test_partly_with_nothing_accepted_is_supported_at_no_door():
    version = _in_review("50000000.00")
    _decide(version, "partly", "0.00")
    assert version.review.needs_second_reading
    _finalise(version)
    [year] = _measured().values()
    [claim], figures = _rows(CLAIMS), _rows(FIGURES)
    saving = next(row for row in figures if row["line"] == "saving")

    assert (version.verdict, version.counted_verdict) == ("partly", "not_supported")
    assert _hardness(version) == "Evidenced"
    assert _supported_on_the_board() == (1, 0)
    assert {item.verdict: item.percent for item in year.found if item.pounds} == {
        "not_supported": "100%"
    }
    assert (year.accepted_saving, year.accepted.costs, year.accepted.net) == (0, 0, 0)
    assert (claim["hardness"], claim["verdict"]) == ("Evidenced", "partly")
    assert claim["counted_verdict"] == saving["counted_verdict"] == "not_supported"
    assert saving["verdict"] == "partly"
    assert {row["accepted_gbp"] for row in figures} == {"0.00"}
    assert [total.verdict for total in _totals()] == ["Not supported on present evidence"]


@pytest.mark.parametrize(("accepted", "needs"), [("0.00", True), ("0.01", False)])
def test_what_counts_as_not_supported_needs_the_second_reading_that_it_does(accepted, needs):
    version = _in_review("50000000.00")

    _decide(version, "partly", accepted)

    assert version.review.needs_second_reading == needs


def test_a_penny_accepted_makes_a_claim_partly_supported():
    version = _in_review("500000.00")
    _decide(version, "partly", "0.01")
    _finalise(version)

    assert (version.counted_verdict, _hardness(version)) == ("partly", "Supported")
    assert _supported_on_the_board() == (1, 1)


def test_a_line_of_a_place_says_what_counts_and_what_was_given():
    place = factories.PlaceFactory()
    body, said = factories.lead_of(place), {"year": 2010}
    figures = [
        *factories.figures_of(body, "400.00", state="plan", **said),
        *factories.figures_of(body, "400.00", **said),
    ]
    version = factories.claim_at("in_review", place, figures=figures)
    details = factories.reading(version, "partly", ["BASELINE"])
    judged = version.figures.get(line="saving", state="forecast")
    details["accepted"] = {judged.pk: (Decimal(0), "BASELINE")}
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    _finalise(version)

    [table] = at_risk_of(factories.reviewer(), place).tables

    assert table.groups[0].entries[0].verdicts == (
        "Forecast: not supported on present evidence (given as “Partly supported”)"
    )


def test_two_readers_who_accept_other_amounts_differ_and_both_amounts_are_shown():
    version = _in_review("900000.00")
    _decide(version, "partly", "900000.00", second=("partly", "20000.00"))
    [second] = _page(version, version.review.reviewer)["second_readings"]
    saving = next(pair for pair in second.pairs if pair.first.figure.line == "saving")

    assert readers_differ(version)
    assert "reconsider" in {a.name for a in workflow.available(version, factories.lead())}
    assert second.differs
    assert (saving.first.amount, saving.second.amount) == (900_000, 20_000)
    assert saving.is_far_apart

    _finalise(version)
    [agreement] = measures_for(factories.reviewer(), timezone.localdate()).agreement
    [value] = agreement.values
    assert (agreement.claims, agreement.agreed, agreement.alike) == (1, 1, 0)
    assert (value.first, value.second, value.both) == (900_000, 20_000, 20_000)
    assert (value.claimed, value.percent) == (900_000, "2%")
    assert value.label == "Cashable, cash prices"


def test_two_readers_within_the_tolerance_do_not_differ():
    version = _in_review("900000.00", "0.00")
    _decide(version, "partly", "800000.00", second=("partly", "808000.00"))

    assert not readers_differ(version)
    assert "reconsider" not in {a.name for a in workflow.available(version, factories.lead())}
