"""What may be added to what, and what is left out."""

from decimal import Decimal

import pytest

from pilots.models import Place
from savings import workflow
from savings.totals.sums import totals_of
from tests.factories import (
    PlaceFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    ledger,
    link,
    officer_of,
    published,
    reviewer,
)
from totalplace.financial_year import FinancialYear


def _claim(place, *figures, condition="A", **draft):
    return claim_at("submitted", place, condition=condition, figures=list(figures) or None, **draft)


def _totals(user=None):
    return totals_of(user or reviewer(), Place.objects.all())


def test_gross_costs_and_net_of_two_places_are_added():
    for place in (PlaceFactory(), PlaceFactory()):
        _claim(place)

    [total] = _totals().totals

    [year] = total.years
    assert [(a.pounds, a.claims, a.places) for a in year.amounts] == [
        (Decimal(500000), 2, 2),
        (Decimal(40000), 2, 2),
        (Decimal(460000), 2, 2),
    ]
    assert total.label == "Cashable, forecast, cash prices, not yet reviewed"
    assert (total.claims, total.places) == (2, 2)


_OTHERWISE = [
    {"kind_of_gain": "wider_value"},
    {"kind_of_gain": "not_stated"},
    {"state": "plan"},
    {"year": 2011},
]


@pytest.mark.parametrize("other", _OTHERWISE)
def test_figures_of_another_key_are_never_added(other):
    place = PlaceFactory()
    _claim(place)
    _claim(place, *figures_of(lead_of(place), **other))

    sums = [year.gross.pounds for total in _totals().totals for year in total.years]

    assert sums == [Decimal(250000), Decimal(250000)]


def test_real_and_cash_prices_are_never_added():
    place = PlaceFactory()
    _claim(place)
    _claim(place, price_basis="real", base_year=FinancialYear(2009))

    assert [total.prices for total in _totals().totals] == [
        "cash prices",
        "real terms, 2009-10 prices",
    ]


def test_claims_of_different_verdicts_are_never_added():
    place = PlaceFactory()
    _claim(place)
    claim_at("final", place)

    totals = _totals().totals

    assert [total.verdict for total in totals] == ["Not yet reviewed", "Supported as a forecast"]
    assert [total.elsewhere for total in totals] == [1, 1]


def test_a_claim_of_two_years_is_one_claim():
    place = PlaceFactory()
    body = lead_of(place)
    _claim(place, *figures_of(body, year=2010), *figures_of(body, year=2011))

    [total] = _totals().totals

    assert (len(total.years), total.claims, total.places) == (2, 1, 1)


def test_a_saving_whose_costs_are_not_stated_is_left_out_of_the_net_and_counted():
    place = PlaceFactory()
    body = lead_of(place)
    _claim(place, *figures_of(body, year=2010), figure(body, year=2011))

    [total] = _totals().totals

    second = total.years[1]
    assert (second.gross.pounds, second.net.pounds) == (Decimal(250000), None)
    assert (second.net.claims, second.net.without_costs) == (0, 1)


def test_headlines_are_added_to_nothing_and_counted():
    place = PlaceFactory()
    published(place, measure="money", amount_low=Decimal(40_000_000))
    _claim(place)

    totals = _totals()

    assert (totals.claims, totals.headline_only) == (2, 1)
    assert [total.years[0].gross.pounds for total in totals.totals] == [Decimal(250000)]


def test_a_draft_is_in_no_total_and_the_version_before_it_still_is():
    place = PlaceFactory()
    draft_of(place)
    standing = _claim(place)
    officer = officer_of(place)
    workflow.perform("revise", standing, by=officer, note="Next year's figures.")

    [total] = _totals(officer).totals

    assert (total.claims, total.years[0].gross.pounds) == (1, Decimal(250000))


def test_withdrawn_and_superseded_versions_are_in_no_total():
    claim_at("withdrawn")
    claim_at("superseded")

    [total] = _totals().totals

    assert (total.claims, total.years[0].gross.pounds) == (1, Decimal(250000))


def test_the_practice_place_is_in_no_total():
    _claim(PlaceFactory(kind="practice"))

    assert _totals().totals == []
    assert _totals().claims == 0


def test_what_a_person_may_not_see_is_in_none_of_their_totals():
    _claim(PlaceFactory())
    _claim(PlaceFactory(), condition="C")

    [total] = _totals(analyst()).totals

    assert (total.claims, total.years[0].gross.pounds) == (1, Decimal(250000))


def test_the_largest_amounts_add_up_to_the_penny():
    place = PlaceFactory()
    body, most = lead_of(place), "999999999999.99"
    certain = {"baseline_amount": Decimal(most), "service_evidence": "Counted."}
    for _ in range(3):
        figures = [*figures_of(body), figure(body, most, year=2012)]
        _claim(place, *figures, evidence=[(link(), "1"), (ledger(), "2")], **certain)

    [total] = _totals().totals

    assert total.years[1].gross.pounds == Decimal("2999999999999.97")
