"""The arithmetic of a saving against worked answers; each vector of `vectors.json` names its source."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from savings.appraisal import (
    counterfactual,
    gross_saving,
    net_saving,
    split_by_shares,
    stated_sum,
)

VECTORS = {
    vector["id"]: vector
    for vector in json.loads(Path(__file__).with_name("vectors.json").read_text())["vectors"]
}


@pytest.fixture(autouse=True)
def _database_everywhere():
    """Arithmetic needs no database: this takes the place of the fixture that opens one."""


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


def test_the_sum_of_nothing_stated_is_not_nought():
    assert stated_sum([None, None]) is None
    assert stated_sum([None, Decimal(0)]) == 0


def test_a_split_by_shares_loses_no_penny():
    parts = split_by_shares(Decimal("100.01"), [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")])

    assert parts == [Decimal("33.41"), Decimal("33.30"), Decimal("33.30")]
    assert sum(parts) == Decimal("100.01")


def test_shares_that_do_not_total_100_split_nothing():
    with pytest.raises(ValueError, match="Shares add to 95; they must add to 100"):
        split_by_shares(Decimal(100), [Decimal(50), Decimal(45)])
