"""Each figure is under the verdict on its own state, in totals and in files: none is lent that of another."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from pilots.models import Place
from savings import workflow
from savings.access import Purpose
from savings.exports.files import FIGURES, Export
from savings.totals.at_risk import at_risk_of
from savings.totals.sums import totals_of
from tests import factories

NOT_SUPPORTED = ("not_supported", ["BASELINE"], "")
OF_STATES = {"actual": ("supported", [], ""), "forecast": NOT_SUPPORTED}


@pytest.fixture
def version():
    """A claim in review with a plan, a forecast and an actual of the same year."""
    place = factories.PlaceFactory()
    body = factories.lead_of(place)
    figures = [
        *factories.figures_of(body, "200000.00", state="plan"),
        *factories.figures_of(body, "160000.00"),
        *factories.figures_of(body, "48000.00", state="actual", note="Late."),
    ]
    evidence = [(factories.link(), "page 4"), (factories.ledger(), "")]
    return factories.claim_at("in_review", place, figures=figures, evidence=evidence)


def _decide(version, outcomes):
    sent = factories.reading(version) | {"outcomes": outcomes}
    workflow.perform("decide", version, by=version.review.reviewer, **sent)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=factories.reviewer(), **sent)


def _finalise(version):
    officer = factories.officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="We agree.")
    workflow.perform("finalise", version, by=factories.lead())


def _sums():
    totals = totals_of(factories.reviewer(), Place.objects.all()).totals
    return {(total.state, total.verdict): total.years[0].gross.pounds for total in totals}


def test_a_total_holds_only_what_its_verdict_was_given_on(version):
    _decide(version, OF_STATES)
    before = _sums()
    _finalise(version)

    assert {verdict for _state, verdict in before} == {"Not yet reviewed"}
    assert _sums() == {
        ("Plan", "Not yet reviewed"): Decimal(200000),
        ("Forecast", "Not supported on present evidence"): Decimal(160000),
        ("Actual", "Supported"): Decimal(48000),
    }


def test_a_line_of_a_place_says_the_verdict_on_what_is_beside_the_plan(version):
    def said():
        [table] = at_risk_of(factories.reviewer(), version.claim.place).tables
        return table.groups[0].entries[0].verdicts

    _decide(version, OF_STATES)
    before = said()
    _finalise(version)

    assert before == "Not yet reviewed"
    assert said() == "Forecast: not supported on present evidence. Actual: supported"


def test_a_file_of_figures_says_the_verdict_on_each_state(version):
    _decide(version, OF_STATES)
    _finalise(version)
    export = Export(FIGURES, factories.reviewer(), Purpose.REVIEW, timezone.localdate())

    rows = csv.DictReader(io.StringIO(b"".join(export.chunks()).decode("utf-8-sig")))

    verdicts = {row["state"]: row["verdict"] for row in rows}
    assert verdicts == {"plan": "", "forecast": "not_supported", "actual": "supported"}


@pytest.mark.parametrize(
    ("asked", "states", "claims"),
    [
        ("not_supported", {"forecast"}, 0),
        ("supported", {"actual"}, 1),
        ("none", {"plan"}, 0),
        ("partly", set(), 0),
    ],
)
def test_a_file_of_figures_is_filtered_by_the_verdict_on_each_state(
    client, version, asked, states, claims
):
    _decide(version, OF_STATES)
    _finalise(version)
    client.force_login(factories.reviewer())

    def taken(route):
        response = client.get(reverse(route), {"purpose": "review", "verdict": asked})
        text = response.getvalue().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    assert {row["state"] for row in taken("savings:figures_csv")} == states
    assert len(taken("savings:claims_csv")) == claims


def test_the_last_first_reading_counts(version):
    _decide(version, {"actual": ("supported", [], ""), "forecast": ("supported_forecast", [], "")})
    officer = factories.officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="Look again.")
    workflow.perform("reconsider", version, by=factories.lead(), note="New figures.")
    _decide(version, OF_STATES)
    _finalise(version)

    assert _sums()["Forecast", "Not supported on present evidence"] == Decimal(160000)
