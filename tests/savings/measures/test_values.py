"""Pounds by verdict: like with like, shares of what was reviewed, and the rest beside them."""

from decimal import Decimal

import pytest

from savings import workflow
from savings.access import measured_for
from savings.measures.values import values_of
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    figure,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    partner_of,
    reading,
    reviewer,
    submitted_again,
)
from totalplace.financial_year import FinancialYear


def _values(user=None):
    return values_of(measured_for(user or reviewer()))


def _final(amount, verdict, *, codes=("BASELINE",), accepted=None, place=None, **fields):
    """A claim of one saving with a final verdict; `accepted` of it, where it differs."""
    place = place or PlaceFactory()
    figures = figures_of(lead_of(place), amount, **fields)
    proof = [(ledger(), "1"), (link(), "2")]
    version = claim_at("in_review", place, figures=figures, evidence=proof)
    return decided(version, verdict, codes=codes, accepted=accepted)


def decided(version, verdict, *, codes=("BASELINE",), accepted=None):
    saving = version.figures.get(line="saving")
    details = reading(version, verdict, codes if verdict[:9] != "supported" else ())
    if accepted is not None:
        details["accepted"] = {saving.pk: (Decimal(accepted), "BASELINE")}
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=reviewer(), **details)
    workflow.perform("waive_reply", version, by=finance_of(version.claim.place))
    return workflow.perform("finalise", version, by=lead())


def _found(year):
    return {item.verdict: (item.pounds, item.percent) for item in year.found if item.pounds}


def test_shares_are_weighted_by_pounds_and_of_what_was_reviewed():
    _final("121.00", "supported_forecast")
    _final("129.00", "partly")
    _final("38.00", "not_supported")
    claim_at("submitted")
    claim_at("question")

    [group] = _values()

    [year] = group.years
    assert group.label == "Cashable, forecast, cash prices"
    assert _found(year) == {
        "supported_forecast": (121, "42%"),
        "partly": (129, "45%"),
        "not_supported": (38, "13%"),
    }
    assert (year.in_review, year.not_yet) == (250_000, 250_000)
    assert (year.shares.reviewed, year.shares.claimed) == (288, 500_288)
    assert (year.claims, year.places) == (5, 5)


def test_coverage_is_what_was_reviewed_of_what_was_claimed():
    _final("250000.00", "partly")
    claim_at("submitted")

    [group] = _values()

    assert group.years[0].shares.coverage == "50%"
    assert group.years[0].words == "2010-11: partly supported £250,000, not yet reviewed £250,000"


@pytest.mark.parametrize(
    "other",
    [{"kind_of_gain": "wider_value"}, {"kind_of_gain": "avoided_cost"}, {"state": "actual"}],
)
def test_figures_of_another_kind_or_state_are_never_added(other):
    state = other.get("state")
    _final("100.00", "supported_forecast")
    _final("900.00", "supported" if state == "actual" else "supported_forecast", **other)

    assert sorted(year.shares.reviewed for group in _values() for year in group.years) == [100, 900]
    assert len(_values()) == 2


def test_real_and_cash_prices_are_never_added():
    claim_at("submitted")
    claim_at("submitted", price_basis="real", base_year=FinancialYear(2009))

    assert [group.label for group in _values()] == [
        "Cashable, forecast, cash prices",
        "Cashable, forecast, real terms, 2009-10 prices",
    ]


def test_years_stand_beside_each_other_and_are_not_added():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*figures_of(body, "10.00", year=2010), *figures_of(body, "20.00", year=2011)]
    claim_at("submitted", place, figures=figures)

    [group] = _values()

    assert [(str(year.year), year.not_yet) for year in group.years] == [
        ("2010-11", 10),
        ("2011-12", 20),
    ]
    assert [segment.width for year in group.years for segment in year.bar] == [120, 240]


def test_a_forecast_and_an_actual_of_one_claim_have_verdicts_of_their_own():
    place = PlaceFactory()
    body = lead_of(place)
    both = [*figures_of(body, "10.00"), *figures_of(body, "20.00", state="actual", year=2009)]
    proof = [(ledger(), "1"), (link(), "2")]
    version = claim_at("in_review", place, figures=both, evidence=proof)
    details = reading(version) | {
        "outcomes": {
            "forecast": ("supported_forecast", [], ""),
            "actual": ("partly", ["BASELINE"], "It is an estimate."),
        }
    }
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=reviewer(), **details)
    workflow.perform("waive_reply", version, by=finance_of(place))
    workflow.perform("finalise", version, by=lead())

    found = {group.label: _found(group.years[0]) for group in _values()}

    assert found == {
        "Cashable, forecast, cash prices": {"supported_forecast": (10, "100%")},
        "Cashable, actual, cash prices": {"partly": (20, "100%")},
    }


def test_what_is_accepted_stands_beside_what_was_claimed():
    _final("100.00", "partly", accepted="60.00")
    _final("100.00", "supported_forecast")
    _final("100.00", "not_supported")

    [group] = _values()

    [year] = group.years
    assert (year.shares.reviewed, year.accepted_saving, year.percent_accepted) == (300, 160, "53%")
    # Of what is not supported, no cost is accepted either.
    assert (year.accepted.costs, year.accepted.net) == (40_000, -39_840)


def test_what_is_real_but_no_cash_is_reviewed_and_not_accepted_as_this_kind():
    _final("100.00", "not_cash")

    cashable, moved = (group.years[0] for group in _values())

    assert _found(cashable) == {"not_cash": (100, "100%")}
    assert (cashable.accepted_saving, cashable.percent_accepted) == (0, None)
    assert (moved.claims, moved.shares.claimed, moved.percent_accepted) == (0, 0, None)
    assert (moved.accepted_saving, moved.accepted.moved_here) == (100, 100)


def test_what_is_no_cash_beside_what_never_was_is_in_no_share_of_what_is_accepted():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*figures_of(body, "100.00"), *figures_of(body, "50.00", kind_of_gain="non_cashable")]
    proof = [(ledger(), "1"), (link(), "2")]
    version = claim_at("in_review", place, figures=figures, evidence=proof)
    details = reading(version, "not_cash", ("BASELINE",)) | {
        "becomes": {"forecast": "avoided_cost"}
    }
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=reviewer(), **details)
    workflow.perform("waive_reply", version, by=finance_of(place))
    workflow.perform("finalise", version, by=lead())
    _final("100.00", "supported_forecast", kind_of_gain="non_cashable")

    by_kind = {group.label.split(",")[0]: group.years[0] for group in _values()}

    assert by_kind["Non-cashable"].percent_accepted == "100%"
    moved = by_kind["Avoided cost"]
    assert (moved.claims, moved.accepted.claims, moved.accepted.places) == (0, 1, 1)
    assert moved.words == "2010-11: nothing claimed as this kind of gain"


def test_the_verdict_that_stands_after_a_second_thought_is_the_one_that_counts():
    place = PlaceFactory()
    version = claim_at("reply", place, figures=figures_of(lead_of(place), "100.00"))
    workflow.perform("reconsider", version, by=lead(), note="New evidence.")
    decided(version, "partly", accepted="40.00")

    [group] = _values()

    assert _found(group.years[0]) == {"partly": (100, "100%")}
    assert group.years[0].accepted_saving == 40


def test_the_second_readers_verdict_is_not_counted_again():
    place = PlaceFactory()
    version = claim_at("provisional", place, figures=figures_of(lead_of(place), "100.00"))
    second = reading(version, "partly", ["BASELINE"])
    workflow.perform("second_read", version, by=reviewer(), **second)
    workflow.perform("waive_reply", version, by=finance_of(place))
    workflow.perform("finalise", version, by=lead())

    [group] = _values()

    assert _found(group.years[0]) == {"supported_forecast": (100, "100%")}


def test_costs_are_in_no_share_and_two_organisations_are_one_claim():
    place, other = PlaceFactory(), OrganisationFactory()
    partner_of(place, other)
    figures = [*figures_of(lead_of(place), "70.00"), figure(other, "30.00")]
    claim_at("submitted", place, figures=figures, has_other_bodies=True)

    [group] = _values()

    assert (group.years[0].not_yet, group.years[0].claims) == (100, 1)


def test_a_replaced_version_is_counted_only_as_the_one_that_replaced_it():
    version = _final("100.00", "partly")
    submitted_again(version)

    [group] = _values()

    assert (group.years[0].shares.reviewed, group.years[0].not_yet) == (0, 100)
    assert [item.percent for item in group.years[0].found] == [None] * 4


def test_the_largest_amounts_add_up_to_the_penny():
    most = "999999999999.99"
    for _ in range(3):
        place = PlaceFactory()
        body = lead_of(place)
        claim_at(
            "submitted",
            place,
            figures=[*figures_of(body, most), *figures_of(body, most, year=2011)],
            evidence=[(link(), "1"), (ledger(), "2")],
            baseline_amount=Decimal(most),
            service_evidence="Counted.",
        )

    [group] = _values()

    assert group.years[1].not_yet == Decimal("2999999999999.97")
    assert group.years[1].shares.claimed == Decimal("2999999999999.97")
