"""A version's figures as a grid of years."""

from decimal import Decimal

from savings.claims.grid import blocks
from tests.factories import OrganisationFactory, figure


def _group(block, label):
    return next(group for group in block.groups if group.label == label)


def _whole_year(body, amount="100.00", **fields):
    return [
        figure(body, amount, **fields),
        figure(body, "30.00", line="one_off_cost", **fields),
        figure(body, "0.00", line="running_cost", **fields),
    ]


def test_a_year_between_two_others_has_its_column():
    body = OrganisationFactory()

    [block] = blocks([figure(body, year=2009), figure(body, year=2012)])

    assert [str(year) for year in block.years] == ["2009-10", "2010-11", "2011-12", "2012-13"]


def test_blank_is_not_zero():
    body = OrganisationFactory()

    [block] = blocks([figure(body, year=2009), figure(body, "0.00", year=2010)])

    assert _group(block, "Saving").rows[0].cells == [Decimal(250000), Decimal(0)]
    assert _group(block, "Extra running cost").rows[0].cells == [None, None]


def test_net_is_worked_out_only_where_saving_and_costs_are_stated():
    body = OrganisationFactory()

    [block] = blocks([*_whole_year(body, year=2009), figure(body, year=2010)])

    assert _group(block, "Net saving").rows[0].cells == [Decimal(70), None]


def test_plan_forecast_and_actual_stand_beside_each_other():
    body = OrganisationFactory()
    figures = [
        figure(body, f"{n}.00", state=s) for n, s in enumerate(["actual", "plan", "forecast"])
    ]

    [block] = blocks(figures)

    saving = {row.state: row.cells for row in _group(block, "Saving").rows}
    assert saving == {"Plan": [Decimal(1)], "Forecast": [Decimal(2)], "Actual": [Decimal(0)]}
    assert block.caption == "Cashable"


def test_kinds_of_gain_are_never_in_one_block():
    body = OrganisationFactory()

    found = blocks([figure(body, kind_of_gain="wider_value"), figure(body)])

    assert [block.caption for block in found] == ["Cashable, forecast", "Wider value, forecast"]


def test_bodies_are_summed_and_shown_apart():
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="Trust")

    [block] = blocks([*_whole_year(council), figure(trust, "50.00")])

    assert _group(block, "Saving").rows[0].cells == [Decimal(150)]
    assert _group(block, "Net saving").rows[0].cells == [Decimal(120)]
    assert [body.caption for body in block.bodies] == ["Council, cashable", "Trust, cashable"]
    assert [group.label for group in block.bodies[1].groups] == ["Saving"]


def test_one_body_is_not_shown_twice():
    [block] = blocks(_whole_year(OrganisationFactory()))

    assert block.bodies == []


def test_harm_to_others_has_a_row_only_where_it_is_stated():
    body = OrganisationFactory()

    [without] = blocks([figure(body)])
    [stated] = blocks([*_whole_year(body), figure(body, "10.00", line="harm_to_others")])

    assert "Extra cost to others" not in [group.label for group in without.groups]
    assert _group(stated, "Net saving").rows[0].cells == [Decimal(60)]


def test_the_net_says_whose_unstated_cost_it_does_not_count():
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="NHS Trust")

    [block] = blocks([*_whole_year(council), figure(trust, "50.00")])

    assert _group(block, "Net saving").rows[0].cells == [Decimal(120)]
    assert block.not_counted == [
        "NHS Trust states no one-off cost: the net counts none.",
        "NHS Trust states no extra running cost: the net counts none.",
    ]


def test_the_net_names_the_years_where_a_cost_is_stated_in_others():
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="NHS Trust")
    figures = [
        *_whole_year(council, year=2010),
        *_whole_year(council, year=2011),
        *_whole_year(trust, year=2010),
        figure(trust, "5.00", year=2011),
        figure(trust, "0.00", year=2011, line="one_off_cost"),
    ]

    [block] = blocks(figures)

    assert block.not_counted == [
        "NHS Trust states no extra running cost in 2011-12: the net counts none."
    ]


def test_nothing_is_left_out_where_nobody_states_a_cost_or_a_body_only_pays():
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="NHS Trust")
    pays = figure(trust, "5.00", line="one_off_cost", year=2010)

    [unstated] = blocks([figure(council), figure(trust)])
    [paid] = blocks([*_whole_year(council), pays])

    assert unstated.not_counted == paid.not_counted == []
