"""What may be added to what, and what is left out."""

from decimal import Decimal

import pytest
from django.urls import reverse

from pilots.models import Place
from savings import workflow
from savings.totals.sums import totals_of
from tests.factories import (
    OrganisationFactory,
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


# A baseline no later than the first saving.
BEFORE = {"baseline_year": FinancialYear(2008)}


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
    {"kind_of_gain": "avoided_cost"},
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


# Of each claim: saving, one-off cost, running cost, harm to others; None is not stated.
WHOLE = ("100", "10", "1", None)
_LEFT_OUT = [
    # claims, net, claims left out, their saving, their costs
    ([WHOLE], "89", (0, None, None)),
    ([WHOLE, ("5", None, None, None)], "89", (1, "5", None)),
    ([WHOLE, (None, "500", None, None)], "89", (1, None, "500")),
    ([WHOLE, ("5", "2", None, "1"), (None, None, None, "4")], "89", (2, "5", "7")),
    ([("5", None, "0", None)], None, (1, "5", "0")),
    ([WHOLE, ("100", "0", "0", "30")], "159", (0, None, None)),
]


@pytest.mark.parametrize(("claims", "net", "left_out"), _LEFT_OUT)
def test_a_year_of_a_claim_that_is_not_whole_is_in_no_net_and_is_named(claims, net, left_out):
    place = PlaceFactory()
    lines = ("saving", "one_off_cost", "running_cost", "harm_to_others")
    for amounts in claims:
        # A plan need not be whole to be signed off.
        stated = [
            figure(lead_of(place), pounds, line=line, state="plan")
            for line, pounds in zip(lines, amounts, strict=True)
            if pounds is not None
        ]
        _claim(place, *figures_of(lead_of(place), "700", year=2009), *stated, **BEFORE)

    total = next(total for total in _totals().totals if total.state == "Plan")

    [year] = total.years
    assert year.net.pounds == (net and Decimal(net))
    number, saving, costs = left_out
    assert (year.left_out.claims, year.left_out.saving, year.left_out.costs) == (
        number,
        saving and Decimal(saving),
        costs and Decimal(costs),
    )
    # What is stated, less what is left out, is the net: to the penny.
    stated = (year.gross.pounds or 0) - (year.costs.pounds or 0)
    apart = (year.left_out.saving or 0) - (year.left_out.costs or 0)
    assert stated - apart == (year.net.pounds or 0)


def test_a_cost_that_another_body_states_makes_the_year_of_a_claim_whole():
    place, trust = PlaceFactory(), OrganisationFactory()
    _claim(place, *figures_of(lead_of(place)), figure(trust, "7"), has_other_bodies=True)

    [total] = _totals().totals

    assert (total.years[0].net.pounds, total.years[0].left_out.claims) == (Decimal(230007), 0)


def test_the_board_names_what_is_left_out_of_a_net(client):
    place = PlaceFactory()
    cost = figure(lead_of(place), "500000", year=2011, line="one_off_cost", state="plan")
    _claim(place, *figures_of(lead_of(place)), cost)
    client.force_login(reviewer())

    text = " ".join(client.get("/").text.split())

    assert "1 claim left out, of which the saving or a cost is not stated: costs £500,000" in text
    assert "Cashable, plan, cash prices, not yet reviewed: totals by year, as claimed" in text


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
        figures = [*figures_of(body, most), *figures_of(body, most, year=2011)]
        _claim(place, *figures, evidence=[(link(), "1"), (ledger(), "2")], **certain)

    [total] = _totals().totals

    assert total.years[1].gross.pounds == Decimal("2999999999999.97")


@pytest.mark.parametrize("elsewhere", ["department", "nhs_or_police", "other_place"])
def test_a_year_stands_with_and_without_what_is_counted_elsewhere_too(elsewhere):
    place = PlaceFactory()
    body = lead_of(place)
    _claim(place, *figures_of(body, year=2010), *figures_of(body, year=2011))
    _claim(place, *figures_of(body, "100000.00"), also_counted_in=elsewhere)

    [total] = _totals().totals

    first, second = total.years
    assert [a.pounds for a in first.amounts] == [Decimal(350000), Decimal(40000), Decimal(310000)]
    without = [(a.pounds, a.claims, a.places) for a in first.without.amounts]
    assert without == [
        (Decimal(250000), 1, 1),
        (Decimal(20000), 1, 1),
        (Decimal(230000), 1, 1),
    ]
    assert second.without is None


@pytest.mark.parametrize("also", ["nowhere", "not_stated"])
def test_what_is_counted_nowhere_else_is_shown_once(also):
    _claim(PlaceFactory(), also_counted_in=also)

    [total] = _totals().totals

    assert total.years[0].without is None


def test_a_year_may_be_counted_elsewhere_altogether(client, no_second_factor):
    _claim(PlaceFactory(), also_counted_in="department")

    [total] = _totals().totals
    client.force_login(reviewer())

    assert [a.pounds for a in total.years[0].without.amounts] == [None, None, None]
    assert (
        "2010-11, without what is counted elsewhere too"
        in client.get(reverse("savings:board")).text
    )
