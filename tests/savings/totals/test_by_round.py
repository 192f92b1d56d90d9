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


def _found(place, user=None):
    """Each table by its label: each row with its sum in each round, by the first letters of the round’s name."""
    user = user or factories.officer_of(place)
    seen = all_visible_to(user).filter(claim__place=place)
    tables = by_round(seen, Figure.objects.all(), _rounds(), TODAY)
    return {
        table.label: {
            row.label: {one.name[:2]: pounds for one, pounds in row.sums} for row in table.rows
        }
        for table in tables.get(place.pk, [])
    }


def _forecast(place, user=None):
    """What cash of 2026-27 is expected, in each round."""
    return list(_found(place, user)["Cashable, cash prices"]["2026-27, forecast"].values())


def test_a_round_keeps_what_stood_when_it_closed(place, rounds):
    first = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    _at(SUMMER, factories.submitted_again, first, figures=_figures(place, "80.00"))
    _at(AUTUMN, factories.claim_at, "submitted", place, figures=_figures(place, "5.00"))

    assert _found(place) == {
        "Cashable, cash prices": {"2026-27, forecast": {"Sp": 100, "Su": 80, "Au": 85}}
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

    of_round = _found(place)["Cashable, cash prices"]["2026-27, forecast"]

    assert (of_round.get("Sp"), of_round.get("Su"), of_round["Au"]) == (spring, summer, 100)


def test_what_is_withdrawn_counts_in_the_rounds_in_which_it_stood(place, rounds):
    claim = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    finance = factories.finance_of(place)
    _at(SUMMER, workflow.withdraw, claim, by=finance, note="Not ours.")

    assert _forecast(place) == [100, None, None]


def test_a_revision_that_was_never_submitted_changes_no_round(place, rounds):
    claim = _at(SPRING, factories.claim_at, "submitted", place, figures=_figures(place, "100.00"))
    draft = _at(SUMMER, factories.revised, claim, figures=_figures(place, "1.00"))
    _at(AUTUMN, workflow.discard, draft, by=factories.officer_of(place))

    assert _forecast(place) == [100, 100, 100]


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

    assert _forecast(place) == [100, None, None]
    planned = _found(place)["Cashable, cash prices"]["2026-27, plan"]
    assert list(planned.values()) == [101, 101, 101]


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

    found = _found(place)

    assert found == {
        "Cashable, cash prices": {
            "2025-26, actual": {"Au": 30},
            "2026-27, forecast": {"Au": 102},
            "2026-27, actual so far": {"Au": 90},
        },
        "Avoided cost, cash prices": {"2026-27, forecast": {"Au": 7}},
    }
    assert list(found["Cashable, cash prices"]) == [
        "2025-26, actual",
        "2026-27, forecast",
        "2026-27, actual so far",
    ]


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
    assert _forecast(place, factories.analyst()) == [3, 3, 3]
    assert _forecast(place, factories.reviewer()) == [103, 103, 103]


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
