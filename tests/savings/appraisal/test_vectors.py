"""The arithmetic of a saving against worked answers; each vector of `vectors.json` names its source."""

from decimal import Decimal

import pytest

from savings.appraisal import (
    corrected_benefit,
    corrected_cost,
    counterfactual,
    expected_value,
    gross_saving,
    is_ongoing,
    net_by_body,
    net_saving,
    split_by_shares,
    stated_sum,
    unduplicated,
)
from tests.savings.appraisal.worked_answers import FIRST, each_vector
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database


def test_gross_and_net_agree_with_the_worked_vector():
    given, wanted = VECTORS["O-GN-1"]["in"], VECTORS["O-GN-1"]["out"]

    spent = counterfactual(
        Decimal(given["baseline"]),
        index_from=Decimal(given["index_from"]),
        index_to=Decimal(given["index_to"]),
    )
    gross = gross_saving(spent, Decimal(given["actual"]))
    net = net_saving(
        gross,
        one_off_cost=Decimal(given["one_off_cost"]),
        running_cost=Decimal(given["recurring_cost"]),
    )

    found = {"counterfactual": spent, "gross": gross, "net": net}
    assert {name: str(round(value, 2)) for name, value in found.items()} == wanted


def test_net_may_be_negative():
    net = net_saving(Decimal(10), one_off_cost=Decimal(100), running_cost=Decimal(0))

    assert net == Decimal(-90)


def test_harm_to_others_lowers_the_net():
    net = net_saving(
        Decimal(100), one_off_cost=Decimal(0), running_cost=Decimal(0), harm_to_others=Decimal(30)
    )

    assert net == Decimal(70)


@pytest.mark.parametrize("left_out", ["saving", "one_off_cost", "running_cost"])
def test_net_is_not_stated_where_a_part_of_it_is_not(left_out):
    stated = {"saving": Decimal(1), "one_off_cost": Decimal(0), "running_cost": Decimal(0)}

    net = net_saving(**stated | {left_out: None})

    assert net is None


def test_the_sum_of_nothing_stated_is_not_zero():
    assert stated_sum([None, None]) is None
    assert stated_sum([None, Decimal(0)]) == 0


def test_a_split_by_shares_loses_no_penny():
    parts = split_by_shares(Decimal("100.01"), [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")])

    assert parts == [Decimal("33.41"), Decimal("33.30"), Decimal("33.30")]
    assert sum(parts) == Decimal("100.01")


def test_shares_that_do_not_total_100_split_nothing():
    with pytest.raises(ValueError, match="Shares add to 95; they must add to 100"):
        split_by_shares(Decimal(100), [Decimal(50), Decimal(45)])


@each_vector("O-NI179-1", "O-NI179-2")
def test_only_what_lasts_is_in_the_run_rate(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["ni179"]
    year = FinancialYear.parse(given["year"])

    ongoing = [
        Decimal(claim["gross"]) - Decimal(claim.get("recurring_cost", 0))
        for claim in given["claims"]
        if claim["kind"] == "cash"
        and FinancialYear.parse(claim["first"]) <= year
        and is_ongoing(
            *(FinancialYear.parse(claim[end]) for end in ("first", "last") if end in claim)
        )
    ]

    assert sum(ongoing, Decimal(given["carry"])) == Decimal(wanted)


@pytest.mark.parametrize(("last", "lasts"), [(2010, False), (2011, False), (2012, True)])
def test_a_saving_is_ongoing_from_two_full_years_after_its_first(last, lasts):
    assert is_ongoing(FIRST, FinancialYear(last)) is lasts


def test_a_saving_with_no_end_is_ongoing():
    assert is_ongoing(FIRST)


@each_vector("O-OB-1", "O-OB-2", "O-OB-3")
def test_optimism_is_corrected_as_in_the_worked_vector(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["adjusted"]
    correct = {"benefit": corrected_benefit, "cost": corrected_cost}[given["side"]]

    assert correct(Decimal(given["amount"]), Decimal(given["pct"])) == Decimal(wanted)


@each_vector("O-CAPEXOB-1", "O-CAPEXOB-2")
def test_a_capital_cost_with_mitigation_agrees_with_the_published_test(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["adjusted"]
    percent = Decimal(given["upper"]) * (1 - Decimal(given["mitigation"])) * 100

    assert corrected_cost(Decimal(given["amount"]), percent) == Decimal(wanted)


def test_what_is_not_yet_secured_is_weighed_by_its_stage():
    identified, ambition = (Decimal(100), Decimal(60)), (Decimal(50), Decimal(40))

    assert expected_value([identified, ambition]) == 80
    assert expected_value([]) == 0


def test_a_weight_makes_no_loss_smaller():
    gain, loss = (Decimal(100), Decimal(60)), (Decimal(-100), Decimal(60))

    assert expected_value([loss]) == -100
    assert expected_value([gain, loss]) == -40


def test_net_by_body_agrees_with_the_worked_vector():
    given, wanted = VECTORS["O-AG-1"]["in"], VECTORS["O-AG-1"]["out"]
    percents = [Decimal(share) for share in given["shares"].values()]
    gains = dict(
        zip(given["shares"], split_by_shares(Decimal(given["gross"]), percents), strict=True)
    )

    left = net_by_body(gains, {body: Decimal(cost) for body, cost in given["costs"].items()})

    assert left == {body: Decimal(net) for body, net in wanted.items()}


def test_a_body_that_only_pays_is_left_with_less_than_nothing():
    assert net_by_body({}, {"NHS": Decimal(5)}) == {"NHS": Decimal(-5)}


def test_one_pound_in_two_claims_counts_once():
    given, wanted = VECTORS["O-OVL-1"]["in"], VECTORS["O-OVL-1"]["out"]
    claims = [Decimal(claim) for claim in given["claims"]]

    assert unduplicated(claims, []) == Decimal(wanted["naive"])
    assert unduplicated(claims, map(Decimal, given["overlaps"])) == Decimal(wanted["unduplicated"])


def test_claims_have_no_more_in_common_than_the_smaller_of_them():
    with pytest.raises(ValueError, match="more than these claims can have in common"):
        unduplicated([Decimal(100), Decimal(80)], [Decimal(81)])
