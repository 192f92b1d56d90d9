"""What each place comes to for its own people: its claims for officers, an organisation's shares for its partner."""

from decimal import Decimal

import pytest

from pilots.models import Membership
from savings import workflow
from savings.access import own_places
from savings.totals.accepted_sums import accepted_of_place
from savings.totals.by_place import sums_of_places, sums_of_shares
from savings.totals.sums import totals_of
from tests import factories

FORECAST = "Cashable, forecast, cash prices"


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="Riverside Trust")


def _shared(place, trust, status="submitted", share="100.00"):
    """A claim of £1,000, of which the council has the rest of a share and pays all."""
    council = factories.lead_of(place)
    figures = [
        factories.figure(council, Decimal(1000) - Decimal(share)),
        factories.figure(council, "40.00", line="one_off_cost"),
        factories.figure(council, "0.00", line="running_cost"),
        factories.figure(trust, share),
    ]
    return factories.claim_at(status, place, figures=figures, has_other_bodies=True)


def _years(found):
    """Of each year: the saving, costs and net as stated, and the saving and net as accepted."""
    return {
        (total.key.words, str(year.year)): (
            *(amount.pounds for amount in year.stated.amounts),
            year.accepted.saving,
            year.accepted.net,
        )
        for total in found
        for year in total.years
    }


def test_an_officer_is_told_what_all_claims_of_the_place_come_to_whatever_their_verdict(
    place, trust
):
    officer = factories.officer_of(place)
    for status in ("submitted", "provisional", "final", "withdrawn", "draft"):
        _shared(place, trust, status)
    factories.claim_at("final", factories.PlaceFactory(), condition="D")

    found = sums_of_places(officer)

    assert list(found) == [place.pk]
    assert _years(found[place.pk]) == {(FORECAST, "2010-11"): (3000, 120, 2880, 1000, 960)}
    assert sums_of_shares(officer) == {}


def test_a_partner_is_told_what_falls_to_its_organisation_and_nothing_of_the_others(place, trust):
    partner = factories.partner_of(place, trust)
    _shared(place, trust)
    _shared(place, trust, "final", share="250.00")
    factories.claim_at("submitted", place, condition="D")  # Open to all, and none of the trust's.
    other = factories.PlaceFactory()
    _shared(other, trust)  # There somebody else speaks for it.

    found = sums_of_shares(partner)

    assert list(found) == [place.pk]
    [(_key, amounts)] = _years(found[place.pk]).items()
    assert amounts[:2] == (350, None)  # No cost is stated as its own, which is not zero.
    assert amounts[3] == 250
    assert sums_of_places(partner) == {}


def test_places_are_never_added_and_the_practice_place_has_sums_of_its_own(place):
    practice = factories.PlaceFactory(kind="practice")
    person = factories.officer_of(place)
    Membership.objects.create(user=person, place=practice, role="finance")
    factories.claim_at("submitted", place, figures=_figures(place, "100.00"))
    factories.claim_at("submitted", practice, figures=_figures(practice, "7.00"))

    found = sums_of_places(person)

    assert {at: _years(of)[FORECAST, "2010-11"][0] for at, of in found.items()} == {
        place.pk: 100,
        practice.pk: 7,
    }
    assert sorted(own_places(person)) == sorted(found)


def test_it_says_what_board_and_place_say_to_the_penny(place, trust):
    officer = factories.officer_of(place)
    for status, kind in (
        ("submitted", "cashable"),
        ("final", "cashable"),
        ("final", "avoided_cost"),
    ):
        figures = [
            *_figures(place, "1000.10", kind_of_gain=kind),
            *_figures(place, "2000.20", kind_of_gain=kind, year=2011),
        ]
        factories.claim_at(status, place, figures=figures, kind_of_gain=kind)
    no_cash = factories.claim_at("in_review", place, figures=_figures(place, "300.03"))
    details = factories.reading(no_cash, "not_cash", ("NOT_CASH",))
    workflow.perform("decide", no_cash, by=no_cash.review.reviewer, **details)
    workflow.perform("waive_reply", no_cash, by=factories.finance_of(place))
    workflow.perform("finalise", no_cash, by=factories.lead())

    [mine] = sums_of_places(officer).values()

    assert _stated(mine) == _of_the_board(officer, place)
    assert [
        ((total.key.words, year.year), year.accepted)
        for total in mine
        for year in total.years
        if year.accepted.claims
    ] == [
        ((total.label, year), found)
        for total in accepted_of_place(officer, place)
        for year, found in total.years
    ]


def _figures(place, amount, **fields):
    return factories.figures_of(factories.lead_of(place), amount, **fields)


def _stated(found):
    return {
        (total.key.words, year.year): tuple(amount.pounds or 0 for amount in year.stated.amounts)
        for total in found
        for year in total.years
    }


def _of_the_board(user, place):
    """The totals that the board shows of one place, whatever the verdict."""
    sums = {}
    for total in totals_of(user, type(place).objects.filter(pk=place.pk)).totals:
        words = f"{total.kind}, {total.state.lower()}, {total.prices}"
        for year in total.years:
            before = sums.get((words, year.year), (0, 0, 0))
            found = (amount.pounds or 0 for amount in year.amounts)
            sums[words, year.year] = tuple(map(sum, zip(before, found, strict=True)))
    return sums


def test_many_places_cost_as_many_queries_as_one(place, trust, django_assert_num_queries):
    person = factories.officer_of(place)
    _shared(place, trust, "final")
    for _ in range(3):
        another = factories.PlaceFactory()
        Membership.objects.create(user=person, place=another, role="officer")
        _shared(another, trust, "final")

    with django_assert_num_queries(6):  # Three of them for who the person is.
        assert len(sums_of_places(person)) == 4
