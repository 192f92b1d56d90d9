"""A saving that was given up after the final verdict: dated, with its reason, expected no more, still in the plan."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction

from pilots.models import Place
from savings import workflow
from savings.access import Purpose
from savings.claims.history import in_words
from savings.delivery.abandonment import first_year_without, given_up, is_given_up
from savings.delivery.against_plan import gains
from savings.exports.files import CLAIMS, FIGURES
from savings.measures.values import values_of
from savings.models import Abandonment, Figure, Version
from savings.totals.at_risk import at_risk_of
from savings.totals.sums import totals_of
from savings.workflow import ActionError
from tests import factories
from tests.factories import claim_at, figures_of, finance_of, lead_of
from tests.savings.exports.taken_files import rows_of
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.usefixtures("no_second_factor")

SUBMITTED, GIVEN_UP = date(2011, 1, 10), date(2011, 6, 1)


def _on(day):
    return time_machine.travel(f"{day}T10:00Z", tick=False)


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL")


def _planned(place, condition="D"):
    """Planned, and expected, in each of three years; final on the day it was submitted."""
    body = lead_of(place)
    figures = [
        figure
        for state, amount in (("plan", "100.00"), ("forecast", "90.00"))
        for year in (2010, 2011, 2012)
        for figure in figures_of(body, amount, state=state, year=year)
    ]
    with _on(SUBMITTED):
        return claim_at("final", place, figures=figures, condition=condition)


def _give_up(version, on=GIVEN_UP, today=GIVEN_UP, note="The landlord sold."):
    with _on(today):
        finance = finance_of(version.claim.place)
        return workflow.abandon(version, by=finance, given_up_on=on, note=note)


def test_it_is_kept_with_its_day_and_reason_and_the_version_stays_final(place):
    version = _give_up(_planned(place))

    kept = Abandonment.objects.get()
    event = version.events.latest("pk")
    assert (kept.version, kept.given_up_on, kept.because) == (
        version,
        GIVEN_UP,
        "The landlord sold.",
    )
    assert (version.status, version.verdict) == ("final", "supported_forecast")
    assert (in_words(event.action), event.note, event.by) == (
        "Said that the saving was given up",
        "The landlord sold. Given up on 1 June 2011.",
        kept.by,
    )


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (SUBMITTED - timedelta(days=1), "from 10 January 2011, when this version was submitted"),
        (GIVEN_UP + timedelta(days=1), "to today"),
    ],
)
def test_the_day_lies_between_submission_and_today(place, on, words):
    version = _planned(place)

    with pytest.raises(ActionError, match=words):
        _give_up(version, on=on)

    assert not Abandonment.objects.exists()
    assert _give_up(version, on=SUBMITTED).abandonment.given_up_on == SUBMITTED


def test_it_needs_a_reason_and_is_done_once(place):
    version = _planned(place)

    with pytest.raises(ActionError, match="Say why the saving was given up"):
        _give_up(version, note="")
    _give_up(version)
    with pytest.raises(ActionError, match="was given up on 1 June 2011"):
        _give_up(version)

    offered = {action.name for action in workflow.available(version, finance_of(place))}
    assert "abandon" not in offered


@pytest.mark.parametrize("change", [{"because": "Another."}, {"given_up_on": SUBMITTED}, None])
def test_it_is_never_changed(place, change):
    _give_up(_planned(place))
    kept = Abandonment.objects.filter(because="The landlord sold.")

    with pytest.raises(DatabaseError, match="A record of what happened"), transaction.atomic():
        kept.update(**change) if change else kept._raw_delete("default")

    assert kept.exists()


# Given up on → the first year of which nothing is expected any more.
@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2011, 3, 30), 2010),
        (date(2011, 3, 31), 2010),
        (date(2011, 4, 1), 2011),
        (date(2011, 12, 31), 2011),
        (date(2012, 1, 1), 2011),
        (date(2012, 4, 1), 2012),
    ],
)
def test_forecasts_of_years_not_over_on_that_day_are_gone_in_python_as_in_sql(place, on, first):
    version = _give_up(_planned(place), on=on, today=on)
    since = first_year_without(version)

    gone = {figure.pk for figure in version.figures.all() if is_given_up(figure, since)}
    in_sql = set(Figure.objects.filter(given_up()).values_list("pk", flat=True))
    left = set(Figure.objects.filter(~given_up()).values_list("pk", flat=True))

    assert since == FinancialYear(first)
    assert gone == in_sql
    assert left == set(Figure.objects.values_list("pk", flat=True)) - gone
    years = Figure.objects.filter(pk__in=gone).values_list("state", "year")
    assert set(years) == {("forecast", FinancialYear(y)) for y in (2010, 2011, 2012) if y >= first}


def test_nothing_is_gone_of_what_stands(place):
    version = _planned(place)

    assert first_year_without(version) is None
    assert not Figure.objects.filter(given_up()).exists()


def _totals(place):
    """State → year → gross pounds."""
    found = totals_of(factories.administrator(), Place.objects.filter(pk=place.pk)).totals
    return {t.state: {str(y.year): y.gross.pounds for y in t.years} for t in found}


def test_it_leaves_the_totals_of_what_is_expected_and_stays_in_those_of_what_was_planned(place):
    version = _planned(place)
    before = _totals(place)

    _give_up(version)

    plan = dict.fromkeys(("2010-11", "2011-12", "2012-13"), Decimal(100))
    assert before == {"Plan": plan, "Forecast": dict.fromkeys(plan, Decimal(90))}
    assert _totals(place) == {"Plan": plan, "Forecast": {"2010-11": Decimal(90)}}


def test_it_leaves_the_measures(place):
    version = _planned(place)

    def years():
        versions = Version.objects.all()
        expected = [group for group in values_of(versions) if "forecast" in group.label]
        return [str(y.year) for group in expected for y in group.years]

    before = years()
    _give_up(version)

    assert (before, years()) == (["2010-11", "2011-12", "2012-13"], ["2010-11"])


def test_it_stays_in_the_plan_with_0_beside_it_and_the_reason(place):
    version = _give_up(_planned(place))
    version = Version.objects.get(pk=version.pk)

    [gain] = gains(version)
    [table] = at_risk_of(finance_of(place), place).tables

    [body] = gain.bodies
    assert [(str(y.year), y.plan, y.said) for y in body.years] == [
        ("2010-11", 100, 90),
        ("2011-12", 100, 0),
        ("2012-13", 100, 0),
    ]
    assert {str(year): reason for year, reason in body.reasons.items()} == {
        "2010-11": "",
        "2011-12": "The landlord sold.",
        "2012-13": "The landlord sold.",
    }
    assert (gain.sum.plan, gain.sum.said, gain.sum.at_risk) == (300, 90, 210)
    assert [(s.sum.plan, s.sum.said, s.sum.at_risk) for g in table.groups for s in g.sums] == [
        (100, 90, 10),
        (100, 0, 100),
        (100, 0, 100),
    ]


def test_what_came_all_the_same_stays_beside_the_plan(place):
    body = lead_of(place)
    figures = [
        *figures_of(body, "100.00", state="plan", year=2010),
        *figures_of(body, "70.00", state="actual", year=2010, note="Half the year."),
        *figures_of(body, "50.00", year=2011),
        *figures_of(body, "50.00", year=2012),
    ]
    evidence = [(factories.ledger(), "")]
    with _on(GIVEN_UP):
        version = claim_at("in_review", place, figures=figures, evidence=evidence)
        given = factories.reading(version)
        given["outcomes"]["actual"] = ("supported", [], "")
        workflow.decide(version, by=version.review.reviewer, **given)
        if version.review.needs_second_reading:
            workflow.second_read(version, by=factories.reviewer(), **given)
        workflow.waive_reply(version, by=finance_of(place))
        workflow.finalise(version, by=factories.lead())
    version = Version.objects.get(pk=_give_up(version).pk)

    [gain] = gains(version)

    assert [(str(y.year), y.plan, y.said) for y in gain.years] == [
        ("2010-11", 100, 70),
        ("2011-12", None, None),
        ("2012-13", None, None),
    ]


def test_the_files_say_so(place):
    version = _give_up(_planned(place))
    reviewer = version.review.reviewer

    [claim] = rows_of(CLAIMS, reviewer)
    rows = rows_of(FIGURES, reviewer, Purpose.REVIEW)

    said = {
        (r["state"], r["financial_year"]): (r["counted_in_total"], r["reason_if_not"])
        for r in rows
        if r["line"] == "saving"
    }
    gone = ("no", "forecast of a saving that was given up")
    assert (claim["given_up_on"], claim["given_up_because"]) == (
        "2011-06-01",
        "The landlord sold.",
    )
    assert said == {
        ("plan", "2010-11"): ("yes", ""),
        ("plan", "2011-12"): ("yes", ""),
        ("plan", "2012-13"): ("yes", ""),
        ("forecast", "2010-11"): ("yes", ""),
        ("forecast", "2011-12"): gone,
        ("forecast", "2012-13"): gone,
    }


def test_its_page_says_so_and_works_nothing_out_of_what_is_gone(client, place):
    version = _give_up(_planned(place))
    client.force_login(factories.analyst())

    page = client.get(f"/claims/{version.claim.reference}/")

    assert "Given up on 1 June 2011:" in page.text
    assert "The landlord sold." in page.text
    assert "Forecasts from 2011-12 on are not in any total." in page.text
    assert "Said that the saving was given up" in page.text


def test_it_is_taken_up_again_by_revising_even_if_nothing_differs(place):
    version = _give_up(_planned(place))
    with _on(GIVEN_UP):
        draft = workflow.revise(version, by=finance_of(place), note="The landlord kept it.")
        later = workflow.submit(draft, by=finance_of(place), signs_as="section_151")

    assert later.status == "submitted"
    assert first_year_without(later) is None
    assert not Figure.objects.filter(given_up(), version=later).exists()


def test_what_nobody_expects_any_more_is_not_said_to_be_accepted(client, place):
    version = _planned(place)
    client.force_login(finance_of(place))
    page = version.claim.get_absolute_url()
    said = "The review accepts all that it judges as it is claimed"
    assert said in client.get(page).text

    _give_up(version, on=SUBMITTED)

    assert said not in client.get(page).text
