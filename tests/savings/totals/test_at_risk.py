"""A place's plans beside what came of them: like with like, line by line, and what is left out."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings import workflow
from savings.totals.at_risk import at_risk_of
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    officer_of,
    partner_of,
    published,
    reviewer,
)
from totalplace.financial_year import FinancialYear

ENDS = {"continues": False, "last_year": FinancialYear(2011)}


@pytest.fixture
def place():
    return PlaceFactory()


def _figures(body, plan, said, *, years=(2010, 2011), **fields):
    return [
        f
        for year in years
        for f in (
            figure(body, plan, year=year, state="plan", **fields),
            figure(body, said, year=year, note="The lease ran on.", **fields),
            *figures_of(body, said, year=year, **fields)[1:],
        )
    ]


def _claim(
    place,
    plan="100.00",
    said="80.00",
    *,
    status="submitted",
    condition="A",
    kind="cashable",
    **content,
):
    figures = content.pop("figures", None) or _figures(
        lead_of(place), plan, said, kind_of_gain=kind
    )
    return claim_at(
        status, place, condition=condition, figures=figures, kind_of_gain=kind, **content
    )


def _tables(place, user=None):
    return at_risk_of(user or reviewer(), place).tables


def _left_out(place, user=None):
    return {why: number for number, why in at_risk_of(user or reviewer(), place).left_out}


def test_lines_tie_to_the_sums_of_their_group_year_by_year(place):
    _claim(place, "100.00", "80.00")
    _claim(place, figures=_figures(lead_of(place), "50.25", "60.00", years=(2011, 2012)))
    _claim(place, "70.00", "7.07", **ENDS)

    [table] = _tables(place)

    assert [group.label for group in table.groups] == ["Recurrent", "Non-recurrent"]
    lines = [[entry.sum.at_risk for entry in group.entries] for group in table.groups]
    assert lines == [[Decimal("40.00"), Decimal("0.00")], [Decimal("125.86")]]
    recurrent, other = ([_year(year) for year in group.sums] for group in table.groups)
    assert recurrent == [
        ("2010-11", 1, Decimal("100.00"), Decimal("80.00")),
        ("2011-12", 2, Decimal("150.25"), Decimal("140.00")),
        ("2012-13", 1, Decimal("50.25"), Decimal("60.00")),
    ]
    assert other == [
        (year, 1, Decimal("70.00"), Decimal("7.07")) for year in ("2010-11", "2011-12")
    ]
    at_risk = [[year.sum.at_risk for year in group.sums] for group in table.groups]
    assert at_risk == [
        [Decimal("20.00"), Decimal("20.00"), Decimal("0.00")],
        [Decimal("62.93"), Decimal("62.93")],
    ]


def test_more_than_planned_hides_no_shortfall_of_another_organisation_claim_or_kind(place):
    council, police = lead_of(place), OrganisationFactory(name="Riverside Police")
    both = [
        *_figures(council, "100.00", "0.00", years=(2012,)),
        *_figures(police, "100.00", "200.00", years=(2012,)),
    ]
    _claim(place, figures=both)
    _claim(place, figures=_figures(council, "50.00", "90.00", years=(2012,)))

    [table] = _tables(place)
    [group] = table.groups

    [year] = group.sums
    assert (year.sum.plan, year.sum.said) == (Decimal("250.00"), Decimal("290.00"))
    assert (year.sum.at_risk, year.sum.above_plan) == (Decimal("100.00"), Decimal("140.00"))
    assert [entry.sum.at_risk for entry in group.entries] == [Decimal("100.00"), Decimal("0.00")]
    words = f"No saving stated yet: {council.name}. Not late: {police.name}"
    assert group.entries[0].late_words == words


def _year(found):
    return str(found.year), found.claims, found.sum.plan, found.sum.said


def test_kinds_of_gain_and_prices_are_never_added(place):
    _claim(place)
    _claim(place, kind="wider_value")
    _claim(place, price_basis="real", base_year=FinancialYear(2009))

    assert [table.caption for table in _tables(place)] == [
        "Cashable, saving before costs, cash prices",
        "Cashable, saving before costs, real terms, 2009-10 prices",
        "Wider value, saving before costs, cash prices",
    ]


def test_a_line_says_which_years_it_compares_and_how_many_it_does_not(place):
    body = lead_of(place)
    gap = [
        *_figures(body, "9", "9", years=(2010, 2012)),
        *figures_of(body, "0", year=2011),
        figure(body, "9", year=2013, state="plan"),
    ]
    _claim(place, figures=gap)
    _claim(place)
    _claim(place, figures=_figures(body, "9", "9", years=(2010,)))

    entries = _tables(place)[0].groups[0].entries

    assert [entry.years_words for entry in entries] == [
        "2010-11, 2012-13",
        "2010-11 to 2011-12",
        "2010-11",
    ]
    assert [entry.not_compared for entry in entries] == [2, 0, 0]


def test_a_line_says_whether_it_is_late(place):
    body = lead_of(place)
    late = [
        figure(body, "9", year=2010, state="plan"),
        figure(body, "9", year=2011, state="plan"),
        *figures_of(body, "9", year=2011),
    ]
    _claim(place, figures=late)
    _claim(place)
    _claim(place, said="0")

    entries = _tables(place)[0].groups[0].entries

    assert [entry.late_words for entry in entries] == [
        "Late by 12 months",
        "Not late",
        "No saving stated yet",
    ]


def test_what_is_left_out_is_counted_with_the_reason(place):
    body = lead_of(place)
    published(place)
    draft_of(place)
    _claim(place)
    _claim(place, status="withdrawn")
    claim_at("submitted", place)
    claim_at(
        "submitted",
        place,
        figures=[*figures_of(body, "700"), figure(body, "9", year=2012, state="plan")],
    )
    part = [*_figures(body, "9", "9"), *figures_of(body, "9", kind_of_gain="wider_value")]
    _claim(place, figures=part)

    assert _left_out(place, officer_of(place)) == {
        "with no savings by year: a headline is never spread over years": 1,
        "with no plan stated": 1,
        "with a plan and nothing beside it yet": 1,
        "in part: for another kind of gain no plan, or nothing beside it, is stated": 1,
        "not submitted": 1,
        "withdrawn": 1,
    }


def test_a_draft_is_in_no_sum_and_the_version_before_it_still_is(place):
    standing = _claim(place)
    officer = officer_of(place)
    draft = workflow.perform("revise", standing, by=officer, note="New figures.")
    workflow.perform("edit", draft, by=officer, figures=_figures(lead_of(place), "100", "1"))

    [table] = _tables(place, officer)

    assert [year.sum.said for year in table.groups[0].sums] == [80, 80]
    assert _left_out(place, officer) == {}


def test_other_places_are_in_no_line(place):
    _claim(PlaceFactory(kind="practice"))
    _claim(PlaceFactory())

    assert at_risk_of(reviewer(), place) == at_risk_of(UserFactory(), place)
    assert _tables(place) == []


@pytest.mark.parametrize(("condition", "count"), [("A", 0), ("B", 0), ("C", 1), ("D", 1)])
def test_what_a_person_may_not_see_is_in_no_line_and_not_counted(place, condition, count):
    _claim(place, condition=condition)
    claim_at("submitted", place, condition=condition)

    found = at_risk_of(analyst(), place)

    assert len(found.tables) == count
    assert len(found.left_out) == count


def test_a_partner_sees_the_lines_that_name_it_only(place):
    trust = OrganisationFactory()
    partner = partner_of(place, trust)
    _claim(place)
    figures = _figures(trust, "100", "90")
    named = _claim(
        place, figures=[*figures_of(lead_of(place), "700"), *figures], has_other_bodies=True
    )

    [table] = _tables(place, partner)

    [entry] = table.groups[0].entries
    assert entry.version == named


def test_several_claims_cost_as_many_queries_as_one(place, django_assert_num_queries):
    user = officer_of(place)
    _claim(place)
    at_risk_of(user, place)  # From now on the person's permissions are known.
    with CaptureQueriesContext(connection) as one:
        at_risk_of(user, place)
    for _ in range(4):
        _claim(place)

    with django_assert_num_queries(len(one.captured_queries)):
        assert len(_tables(place, user)[0].groups[0].entries) == 5
