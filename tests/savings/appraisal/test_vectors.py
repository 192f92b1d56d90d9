"""The arithmetic of a saving against worked answers; each vector of `vectors.json` names its source."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from savings.appraisal import (
    Band,
    Deflators,
    Gap,
    Nominal,
    NominalRefused,
    PricesDiffer,
    Real,
    YearsOutside,
    benefit_cost_ratio,
    corrected_benefit,
    corrected_cost,
    counterfactual,
    discount_factor,
    expected_value,
    falls_again,
    gross_saving,
    in_real_terms,
    is_ongoing,
    net_by_body,
    net_saving,
    numbers_of,
    payback,
    present_value,
    split_by_shares,
    stated_sum,
    switching_value,
    unduplicated,
)
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

VINTAGE = date(2013, 3, 27)
# The Green Book's bands, as far as the tests go (docs/method/rules.md §R10).
BANDS = [Band(0, 30, Decimal("0.035")), Band(31, 75, Decimal("0.030"))]
FIRST = FinancialYear(2010)


def _to(places, value):
    """Rounded once, half up, to the places of a published answer."""
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _vectors(*names):
    return pytest.mark.parametrize("name", names)


def _pounds(flows):
    """Year 0, 1, … of a vector as financial years from FIRST."""
    return {
        FinancialYear(FIRST.start + int(number)): Decimal(amount)
        for number, amount in flows.items()
    }


def _real(flows):
    return Real(_pounds(flows), FIRST)


def _at(rate):
    return [Band(1, 30, Decimal(rate))]


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


@_vectors("O-NI179-1", "O-NI179-2")
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


@_vectors("O-DEF-1", "O-DEF-4")
def test_real_terms_agree_with_the_published_example(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["real"]

    real = in_real_terms(Nominal({FIRST: Decimal(given["nominal"])}), _between(given))

    assert _to(2, real.pounds[FIRST]) == wanted


@_vectors("O-DEF-2", "O-DEF-3")
def test_inflation_agrees_with_the_published_example(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["pct"]

    real = in_real_terms(Nominal({FIRST: Decimal(100)}), _between(given))

    assert _to(2, real.pounds[FIRST] - 100) == wanted


def _between(given):
    """The deflators of a vector: from FIRST to the year after it."""
    index = {
        FIRST: Decimal(given["index_from"]),
        FIRST.next(): Decimal(given["index_to"]),
    }
    return Deflators(VINTAGE, FIRST.next(), index)


def test_real_terms_say_the_base_year_and_the_vintage():
    deflators = Deflators(VINTAGE, FIRST, {FIRST: Decimal(100)})

    real = in_real_terms(Nominal({FIRST: Decimal(1)}), deflators)

    assert (real.base_year, real.vintage) == (FIRST, VINTAGE)


@pytest.mark.parametrize("covered", [2010, 2011])
def test_a_year_outside_the_vintage_is_never_guessed(covered):
    deflators = Deflators(VINTAGE, FIRST, {FinancialYear(covered): Decimal(100)})

    with pytest.raises(YearsOutside) as refused:
        in_real_terms(Nominal({FIRST: Decimal(1), FIRST.next(): Decimal(1)}), deflators)

    assert refused.value.years == [FinancialYear(4021 - covered)]


@pytest.mark.parametrize(
    ("base_year", "vintage"), [(2011, VINTAGE), (2010, date(2012, 3, 21)), (2010, None)]
)
def test_vintages_and_base_years_are_never_mixed(base_year, vintage):
    ours = Real({FIRST: Decimal(3)}, FIRST, VINTAGE)
    theirs = Real({FIRST: Decimal(1)}, FinancialYear(base_year), vintage)

    with pytest.raises(PricesDiffer):
        ours.less(theirs)


def test_a_year_without_a_cost_is_left_as_it_is():
    left = Real(_pounds({0: "3", 1: "3"}), FIRST).less(Real(_pounds({1: "1", 2: "1"}), FIRST))

    assert left.pounds == _pounds({0: "3", 1: "2", 2: "-1"})


def test_the_discount_factor_agrees_with_the_published_test():
    given = VECTORS["O-DISC-1"]["in"]

    factor = discount_factor(given["t"], _at(given["rate"]))

    assert _to(4, factor) == VECTORS["O-DISC-1"]["out"]["factor"]


def test_factors_accumulate_over_the_bands():
    first_band = 1 / Decimal("1.035") ** 30

    assert discount_factor(0, BANDS) == 1
    assert _to(20, discount_factor(30, BANDS)) == _to(20, first_band)
    assert _to(20, discount_factor(31, BANDS)) == _to(20, first_band / Decimal("1.030"))


def test_a_year_without_a_rate_is_not_discounted():
    with pytest.raises(LookupError, match="no discount rate for year 76"):
        discount_factor(76, BANDS)


def test_a_year_before_the_base_year_is_not_discounted():
    with pytest.raises(ValueError, match="before the base year"):
        present_value(_real({0: "1"}), BANDS, base_year=FIRST.next())


@_vectors("O-DISC-2", "O-NPV-4")
def test_present_value_agrees_with_the_published_test(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["npv"]

    worth = present_value(_real(given["flows"]), _at(given["rate"]), base_year=FIRST)

    assert _to(2, worth) == wanted


def test_the_published_ratio_comes_out():
    given, wanted = VECTORS["O-DISC-3"]["in"], VECTORS["O-DISC-3"]["out"]

    benefits, costs = (
        present_value(_real(given[side]), _at(given["rate"]), base_year=FIRST)
        for side in ("benefits", "costs")
    )

    found = {
        "pv_benefits": benefits,
        "pv_costs": costs,
        "npv": benefits - costs,
        "bcr": benefit_cost_ratio(benefits, costs),
    }
    assert {name: _to(2, value) for name, value in found.items()} == wanted


def test_cash_is_never_discounted():
    with pytest.raises(NominalRefused):
        present_value(Nominal({FIRST: Decimal(1)}), BANDS, base_year=FIRST)


def test_nothing_is_worth_zero():
    assert present_value(_real({}), BANDS, base_year=FIRST) == 0


def test_without_costs_there_is_no_ratio():
    assert benefit_cost_ratio(Decimal(100), Decimal(0)) is None


def test_the_switching_value_agrees_with_the_worked_vector():
    given = VECTORS["O-SW-1"]["in"]

    fall = switching_value(Decimal(given["pv_benefit"]), Decimal(given["pv_cost"]))

    assert _to(2, fall * 100) == VECTORS["O-SW-1"]["out"]["fall_pct"]


@pytest.mark.parametrize(
    ("benefits", "costs", "fall"), [("100", "0", "1"), ("100", "125", "-0.25"), ("0", "5", None)]
)
def test_the_switching_value_of_an_edge(benefits, costs, fall):
    found = switching_value(Decimal(benefits), Decimal(costs))

    assert found == (None if fall is None else Decimal(fall))


@_vectors("O-PAY-1", "O-PAY-2", "O-PAY-3")
def test_payback_agrees_with_the_worked_vector(name):
    years = payback(_pounds(VECTORS[name]["in"]["flows"]))

    wanted = VECTORS[name]["out"]["years"]
    assert (years if years is None else round(years, 2)) == (
        None if wanted is None else Decimal(wanted)
    )


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ({}, None),
        ({0: "5"}, "0"),
        ({0: "0"}, "0"),
        ({0: "-5"}, None),
        ({0: "100", 1: "-300", 2: "100", 3: "200"}, "2.5"),
        ({0: "-10", 1: "20", 2: "-40", 3: "10"}, "0.5"),
    ],
)
def test_payback_of_an_edge(flows, years):
    found = payback(_pounds(flows))

    assert found == (None if years is None else Decimal(years))


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ({0: "-10", 1: "20"}, None),
        ({0: "-10", 1: "20", 2: "-40", 3: "10"}, 2012),
        ({0: "-10", 1: "10", 2: "-1", 3: "1", 4: "-1"}, 2012),
        # Below zero once is not again, whenever it is.
        ({0: "100", 1: "-300", 2: "100"}, None),
        ({0: "100", 1: "-300", 2: "200"}, None),
        ({}, None),
    ],
)
def test_what_was_paid_back_may_be_owed_again(flows, year):
    assert falls_again(_pounds(flows)) == (year and FinancialYear(year))


def test_payback_is_not_worked_out_across_a_year_that_is_not_stated():
    with pytest.raises(Gap, match="2011-12"):
        payback(_pounds({0: "-5", 2: "10"}))


@_vectors("O-OB-1", "O-OB-2", "O-OB-3")
def test_optimism_is_corrected_as_in_the_worked_vector(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["adjusted"]
    correct = {"benefit": corrected_benefit, "cost": corrected_cost}[given["side"]]

    assert correct(Decimal(given["amount"]), Decimal(given["pct"])) == Decimal(wanted)


@_vectors("O-CAPEXOB-1", "O-CAPEXOB-2")
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


def test_cash_comes_to_real_terms_before_it_is_discounted():
    deflators = Deflators(VINTAGE, FIRST, {FIRST: Decimal(100), FIRST.next(): Decimal(110)})

    numbers = numbers_of(
        _pounds({0: "0", 1: "220"}),
        _pounds({0: "100", 1: "0"}),
        base_year=FIRST,
        deflators=deflators,
        bands=_at("0.25"),
    )

    assert (numbers.net, numbers.real, numbers.present_value) == (120, 100, 60)
    assert (numbers.ratio, numbers.switching) == (Decimal("1.6"), Decimal("0.375"))
    assert round(numbers.payback, 3) == Decimal("0.455")
    assert [year.present for year in numbers.by_year] == [-100, 160]


def test_without_deflators_cash_has_neither_real_terms_nor_a_present_value():
    numbers = numbers_of(_pounds({0: "5"}), _pounds({0: "2"}), base_year=FIRST, bands=BANDS)

    assert (numbers.net, numbers.payback) == (3, 0)
    assert (numbers.real, numbers.present_value, numbers.ratio) == (None, None, None)


def test_amounts_stated_in_real_terms_need_no_deflator():
    numbers = numbers_of(
        _pounds({1: "5"}), _pounds({1: "1"}), base_year=FIRST, stated_in=FIRST, bands=_at("0.25")
    )

    assert (numbers.real, numbers.present_value) == (4, Decimal("3.2"))
