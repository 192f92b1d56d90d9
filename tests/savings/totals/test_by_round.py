"""Plan, forecast and actual by round: what stood at the end of each round’s last day, and nothing that came later."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.access import all_visible_to
from savings.models import Figure, Round
from savings.totals.by_round import by_round, sums_on_days
from tests import factories

SPRING, SUMMER, AUTUMN = "2026-03-20T12:00Z", "2026-06-20T12:00Z", "2026-09-20T12:00Z"
TODAY = date(2026, 9, 20)


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def rounds():
    """Spring and summer are over; autumn is open on `TODAY`."""
    days = {"Spring": (3, 31), "Summer": (6, 30), "Autumn": (9, 30)}
    return [
        Round.objects.create(
            name=name, opens_on=date(2026, month, 1), closes_on=date(2026, month, last)
        )
        for name, (month, last) in days.items()
    ]


def _rounds():
    return list(Round.objects.order_by("closes_on"))


def _figures(place, amount, *, year=2026, **fields):
    return factories.figures_of(factories.lead_of(place), amount, year=year, **fields)


def _at(when, do, *args, **details):
    with time_machine.travel(when, tick=False):
        return do(*args, **details)


def _found(place, user=None, rounds=None):
    """Each table as rows `(year, round, sums…)`, by its label."""
    user = user or factories.officer_of(place)
    seen = all_visible_to(user).filter(claim__place=place)
    tables = by_round(seen, Figure.objects.all(), rounds or _rounds(), TODAY)
    return {
        (table.label, *table.columns): [
            (str(of_year.year), one.round.name, *one.sums.values())
            for of_year in table.years
            for one in of_year.rounds
        ]
        for table in tables.get(place.pk, [])
    }


CASHABLE = ("Cashable, cash prices", "Forecast")


def test_a_round_keeps_what_stood_when_it_closed(place, rounds):
    first = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    _at(SUMMER, factories.submitted_again, first, figures=_figures(place, "80.00"))
    _at(AUTUMN, factories.claim_at, "submitted", place, figures=_figures(place, "5.00"))

    assert _found(place) == {
        CASHABLE: [
            ("2026-27", "Spring", 100),
            ("2026-27", "Summer", 80),
            ("2026-27", "Autumn", 85),
        ]
    }


@pytest.mark.parametrize(
    ("when", "spring", "summer"),
    [
        ("2026-03-31T22:59Z", 100, 100),  # A minute before midnight, British Summer Time.
        ("2026-03-31T23:00Z", None, 100),
        ("2026-06-30T22:59Z", None, 100),
        ("2026-06-30T23:00Z", None, None),
    ],
)
def test_the_last_day_of_a_round_counts_in_full_and_the_day_after_does_not(
    place, rounds, when, spring, summer
):
    _at(when, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))

    [rows] = _found(place).values()

    of_round = {name: pounds for _year, name, pounds in rows}
    assert (of_round.get("Spring"), of_round.get("Summer"), of_round["Autumn"]) == (
        spring,
        summer,
        100,
    )


def test_what_is_withdrawn_counts_in_the_rounds_in_which_it_stood(place, rounds):
    claim = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    finance = factories.finance_of(place)
    _at(SUMMER, workflow.withdraw, claim, by=finance, note="Not ours.")

    assert _found(place) == {
        CASHABLE: [
            ("2026-27", "Spring", 100),
            ("2026-27", "Summer", None),
            ("2026-27", "Autumn", None),
        ]
    }


def test_a_revision_that_was_never_submitted_changes_no_round(place, rounds):
    claim = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    draft = _at(SUMMER, factories.revised, claim, figures=_figures(place, "1.00"))
    _at(AUTUMN, workflow.discard, draft, by=factories.officer_of(place))

    [rows] = _found(place).values()

    assert [pounds for *_at, pounds in rows] == [100, 100, 100]


def test_a_saving_that_was_given_up_is_expected_in_the_rounds_before_and_planned_in_all(
    place, rounds
):
    figures = [*_figures(place, "100.00"), *_figures(place, "101.00", state="plan")]
    with time_machine.travel(SPRING, tick=False):
        claim = factories.claim_at("final", place, figures=figures)
    finance, day = factories.finance_of(place), date(2026, 6, 20)
    _at(
        SUMMER, workflow.abandon, claim, by=finance, given_up_on=day, note="The lease fell through."
    )

    assert _found(place) == {
        ("Cashable, cash prices", "Plan", "Forecast"): [
            ("2026-27", "Spring", 101, 100),
            ("2026-27", "Summer", 101, None),
            ("2026-27", "Autumn", 101, None),
        ]
    }


def test_kinds_of_gain_years_and_what_they_are_said_to_be_are_never_added_to_each_other(
    place, rounds
):
    figures = [
        *_figures(place, "100.00"),
        *_figures(place, "30.00", state="actual", year=2025),
        *_figures(place, "7.00", kind_of_gain="avoided_cost"),
        *_figures(place, "90.00", state="actual"),
    ]
    ledger = [(factories.ledger(), "")]
    _at(AUTUMN, factories.claim_at, "submitted", place, figures=figures, evidence=ledger)
    _at(AUTUMN, factories.claim_at, "submitted", place, figures=_figures(place, "2.00"))

    assert _found(place) == {
        ("Cashable, cash prices", "Forecast", "Actual so far", "Actual"): [
            ("2025-26", "Autumn", None, None, 30),
            ("2026-27", "Autumn", 102, 90, None),
        ],
        ("Avoided cost, cash prices", "Forecast"): [("2026-27", "Autumn", 7)],
    }


def test_nobody_is_told_of_what_they_may_not_see(place, rounds):
    _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    _at(
        SPRING,
        factories.claim_at,
        "submitted",
        place,
        condition="C",
        figures=_figures(place, "3.00"),
    )
    stranger = factories.officer_of(factories.PlaceFactory())

    assert _found(place, stranger) == {}
    assert [pounds for *_at, pounds in _found(place, factories.analyst())[CASHABLE]] == [3, 3, 3]
    assert [pounds for *_at, pounds in _found(place, factories.reviewer())[CASHABLE]] == [103] * 3


def test_without_a_round_nothing_is_asked(place, django_assert_num_queries):
    seen = all_visible_to(factories.officer_of(place))

    with django_assert_num_queries(0):
        assert by_round(seen, Figure.objects.all(), [], TODAY) == {}


def test_rounds_versions_and_places_are_one_query(place, rounds, django_assert_num_queries):
    seen = all_visible_to(factories.reviewer())
    for _ in range(2):
        claim = _at(SPRING, factories.claim_at, "submitted")
        _at(SUMMER, factories.submitted_again, claim)

    with django_assert_num_queries(1):
        assert len(by_round(seen, Figure.objects.all(), rounds, TODAY)) == 2


def test_as_of_today_it_is_what_stands(place):
    first = factories.claim_at("submitted", place, figures=_figures(place, "100.00"))
    factories.submitted_again(first, figures=_figures(place, "80.00"))
    factories.claim_at("withdrawn", place, figures=_figures(place, "7.00"))

    seen = all_visible_to(factories.reviewer())
    [sums] = sums_on_days(seen, Figure.objects.all(), [timezone.localdate()]).values()

    assert sums == (80,)
