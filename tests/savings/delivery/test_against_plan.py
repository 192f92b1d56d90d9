"""What became of a plan, in words: late is late, and nothing here is a verdict."""

from decimal import Decimal

import pytest
from django.db.models import prefetch_related_objects

from savings.delivery.against_plan import gains, names_of, percent_words
from savings.models import Threshold, Version
from savings.models.choices import Stage
from savings.pages.delivery import STAGES, delivery
from tests.factories import OrganisationFactory, PlaceFactory, draft_of, figure, lead_of
from totalplace.financial_year import FinancialYear

TOLERANCE = Decimal(10)


@pytest.fixture
def place():
    return PlaceFactory()


def _savings(body, state, amounts, **fields):
    return [
        figure(body, amount, year=year, state=state, **fields) for year, amount in amounts.items()
    ]


def _version(place, *figures, **content):
    draft = draft_of(place, figures=list(figures), **content)
    return Version.objects.get(pk=draft.pk)


def _with(place, plan=None, forecast=None, actual=None, **content):
    body = lead_of(place)
    states = {"plan": plan or {}, "forecast": forecast or {}, "actual": actual or {}}
    figures = [f for state, amounts in states.items() for f in _savings(body, state, amounts)]
    return _version(place, *figures, **content)


def _rows(version):
    [table] = delivery(version)["tables"]
    return [row for group in table.groups for row in group.rows]


@pytest.mark.parametrize(
    ("plan", "forecast", "words"),
    [
        ({2010: "100"}, {2010: "100"}, "On plan"),
        ({2010: "100"}, {2010: "90"}, "On plan"),
        ({2010: "100"}, {2010: "110"}, "On plan"),
        ({2010: "100"}, {2010: "89"}, "Below plan"),
        ({2010: "100"}, {2010: "111"}, "Above plan"),
        ({2010: "0"}, {2010: "1"}, "Above plan"),
        ({2010: "100"}, {2010: "0"}, "Below plan"),
        ({2010: "100"}, {2009: "100", 2010: "100"}, "On plan"),
        ({2010: "100", 2011: "100"}, {2010: "0", 2011: "100"}, "Late by 12 months"),
        ({2010: "100", 2012: "100"}, {2012: "100"}, "Late by 24 months"),
        ({2010: "100"}, {2011: "100"}, "Nothing beside it yet"),
        ({2010: "100"}, {}, "Nothing beside it yet"),
        ({}, {2010: "100"}, "No plan stated"),
    ],
)
def test_each_course_has_its_words(place, plan, forecast, words):
    version = _with(place, plan, forecast)

    [gain] = gains(version)

    assert gain.words(TOLERANCE, names_of(version)) == words


def test_no_word_is_a_verdict(place):
    version = _with(place, {2010: "100", 2011: "100"}, {2010: "0", 2011: "5"})

    [table] = delivery(version)["tables"]

    said = [table.words, *(row.words for group in table.groups for row in group.rows)]
    assert said == ["Late by 12 months", "Late", "Below plan"]


def test_a_year_before_a_late_saving_begins_is_late_and_the_years_after_are_not(place):
    rows = _rows(_with(place, {2010: "9", 2011: "9", 2012: "9"}, {2010: "0", 2011: "4", 2012: "9"}))

    assert [row.words for row in rows] == ["Late", "Below plan", "On plan"]


def test_all_years_are_shown_and_those_without_both_are_in_no_sum(place):
    version = _with(
        place,
        {2010: "100", 2011: "100", 2012: "100"},
        {2010: "95", 2011: "80", 2013: "70"},
        {2010: "90"},
    )

    [table] = delivery(version)["tables"]

    rows = [row for group in table.groups for row in group.rows]
    assert [str(row.stated.year) for row in rows] == ["2010-11", "2011-12", "2012-13", "2013-14"]
    assert [row.stated.variance for row in rows] == [-10, -20, None, None]
    assert [row.so_far for row in rows] == [-10, -30, -30, -30]
    assert [row.words for row in rows][2:] == ["Nothing beside it yet", "No plan stated"]
    assert [row.percent_words for row in rows] == ["−10%", "−20%", "", ""]
    assert (table.sum.plan, table.sum.said, table.sum.at_risk, table.silent) == (200, 170, 30, 2)
    assert rows[0].was_expected == -5
    assert rows[1].was_expected is None


def test_more_than_planned_has_a_plus(place):
    [row] = _rows(_with(place, {2010: "100"}, {2010: "125"}))

    assert row.percent_words == "+25%"


def test_the_note_beside_what_came_is_the_reason_and_else_that_beside_what_is_expected(place):
    body = lead_of(place)
    figures = [
        *_savings(body, "plan", {2010: "100", 2011: "100", 2012: "100"}, note="Board, March 2010."),
        *_savings(body, "forecast", {2010: "9", 2011: "9", 2012: "9"}, note="Expected less."),
        figure(body, "8", year=2010, state="actual", note="The lease ran on."),
        figure(body, "8", year=2011, state="actual"),
    ]

    rows = _rows(_version(place, *figures))

    assert [row.reason for row in rows] == ["The lease ran on.", "Expected less.", "Expected less."]
    assert all(row.is_short for row in rows)


def test_the_note_of_a_cost_or_of_the_plan_is_no_reason(place):
    body = lead_of(place)
    figures = [
        figure(body, "100", state="plan", note="Board, March 2010."),
        figure(body, "50"),
        figure(body, "5", line="one_off_cost", note="Removal vans."),
    ]

    [row] = _rows(_version(place, *figures))

    assert row.reason == ""


def test_an_organisation_is_held_against_its_own_plan_only(place):
    council, trust = lead_of(place), OrganisationFactory(name="Riverside Trust")
    figures = [
        *_savings(council, "plan", {2010: "100"}),
        *_savings(council, "forecast", {2010: "80"}),
        *_savings(trust, "forecast", {2010: "20"}),
    ]

    [gain] = gains(_version(place, *figures))

    assert (gain.sum.plan, gain.sum.said) == (100, 80)


def test_the_latest_organisation_says_how_late_the_claim_is(place):
    council, trust = lead_of(place), OrganisationFactory(name="Riverside Trust")
    figures = [
        *_savings(council, "plan", {2010: "100"}),
        *_savings(council, "forecast", {2010: "100"}),
        *_savings(trust, "plan", {2010: "50", 2011: "50"}),
        *_savings(trust, "forecast", {2010: "0", 2011: "50"}),
    ]
    version = _version(place, *figures)

    [table] = delivery(version)["tables"]

    assert table.has_bodies
    assert table.words == f"On plan: {council.name}. Late by 12 months: Riverside Trust"
    assert {group.name: group.late_words for group in table.groups} == {
        council.name: "",
        "Riverside Trust": "Late by 12 months",
    }


def test_kinds_of_gain_stand_in_tables_of_their_own(place):
    body = lead_of(place)
    figures = [
        f
        for kind in ("wider_value", "cashable")
        for state in ("plan", "forecast")
        for f in _savings(body, state, {2010: "100"}, kind_of_gain=kind)
    ]

    page = delivery(_version(place, *figures, figure(body, "9", kind_of_gain="avoided_cost")))

    assert [table.kind for table in page["tables"]] == ["Cashable", "Wider value"]
    assert [kind for kind, why in page["left_out"] if why.startswith("no plan")] == ["Avoided cost"]


def test_only_a_plan_is_said_to_be_one(place):
    page = delivery(_with(place, {2010: "100"}))

    assert page["tables"] == []
    [(_kind, why)] = page["left_out"]
    assert why.startswith("only a plan is stated")


@pytest.mark.parametrize(
    ("content", "recurrent"),
    [
        ({"continues": True}, True),
        ({"continues": None}, True),
        ({"continues": False, "last_year": FinancialYear(2012)}, True),
        ({"continues": False, "last_year": FinancialYear(2011)}, False),
    ],
)
def test_recurrent_turns_on_the_first_year_with_a_saving_and_the_last(place, content, recurrent):
    [gain] = gains(_with(place, {2010: "100"}, {2010: "100"}, **content))

    assert gain.is_recurrent == recurrent


def test_a_plan_without_any_saving_yet_is_recurrent_by_its_own_first_year(place):
    ends = {"continues": False, "last_year": FinancialYear(2011)}

    [planned] = gains(_with(place, {2010: "100"}, {2010: "0"}, **ends))
    [nothing] = gains(_with(place, {2010: "0"}, {2010: "0"}, **ends))

    assert not planned.is_recurrent
    assert nothing.is_recurrent


def test_gains_cost_nothing_where_figures_are_prefetched(place, django_assert_num_queries):
    late = _with(place, {2010: "9", 2011: "9"}, {2011: "9"})
    prefetch_related_objects([late], "figures__organisation")

    with django_assert_num_queries(0):
        [gain] = gains(late)
        assert gain.words(TOLERANCE, names_of(late)) == "Late by 12 months"


def test_a_claim_without_figures_has_no_plan_to_show(place):
    assert delivery(_version(place))["is_stated"] is False


def test_one_organisation_that_brings_twice_its_plan_hides_nothing_of_another(place):
    council, police = lead_of(place), OrganisationFactory(name="Riverside Police")
    figures = [
        *_savings(council, "plan", {2012: "100000"}),
        *_savings(police, "plan", {2012: "100000"}),
        *_savings(council, "actual", {2012: "0"}),
        *_savings(police, "actual", {2012: "200000"}),
    ]

    [table] = delivery(_version(place, *figures))["tables"]

    assert table.words == f"Below plan: {council.name}. Above plan: Riverside Police"
    assert (table.sum.variance, table.sum.at_risk, table.sum.above_plan) == (0, 100000, 100000)
    assert {group.name: group.sum.at_risk for group in table.groups} == {
        council.name: 100000,
        "Riverside Police": 0,
    }


def test_the_tolerance_is_that_of_the_table(place):
    Threshold.objects.create(
        name="slippage", value=Decimal("2.5"), valid_from="2010-01-01", source="Owner"
    )

    page = delivery(_with(place, {2010: "100"}, {2010: "97"}))

    assert page["tolerance"] == "2.5%"
    assert page["tables"][0].words == "Below plan"


def test_every_stage_has_its_words():
    assert set(STAGES) == set(Stage)


@pytest.mark.parametrize(
    ("percent", "words"),
    [("20", "20%"), ("-12.5", "12.5%"), ("0.05", "0.1%"), ("100", "100%"), ("-33.33", "33.3%")],
)
def test_percentages_are_rounded_once_half_up(percent, words):
    assert percent_words(Decimal(percent)) == words
