"""What is accepted is net, stands under the kind of gain that it is, and a verdict counts by its amounts."""

from decimal import Decimal

import pytest

from savings.models import Figure
from savings.models.choices import NOT_CASH_BUT
from savings.review.accepted import accepted_of, counted_verdicts
from savings.review.accepted_years import accepted_by_year
from savings.review.judged import Given, Judged
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

NOT_SUPPORTED, PARTLY, NOT_CASH = "not_supported", "partly", "not_cash"


def _figures(savings, costs, *, running=True, state="actual", kind="cashable", first=1):
    """A saving and a one-off cost for each year from 2010-11, None where not stated; running costs are 0."""
    lines = [
        ("saving", savings),
        ("one_off_cost", costs),
        *([("running_cost", [0] * len(savings))] if running else []),
    ]
    stated = [
        (line, year, amount)
        for line, amounts in lines
        for year, amount in enumerate(amounts, start=2010)
        if amount is not None
    ]
    return [
        Figure(
            pk=first + number,
            line=line,
            year=FinancialYear(year),
            amount=Decimal(amount),
            state=state,
            kind_of_gain=kind,
        )
        for number, (line, year, amount) in enumerate(stated)
    ]


def _savings_given(figures, amounts):
    savings = [figure for figure in figures if figure.line == "saving"]
    return {
        figure.pk: Given(Decimal(amount), "BASELINE")
        for figure, amount in zip(savings, amounts, strict=True)
    }


def _by_year(figures, judged, given=None):
    """Saving, costs and net of each year, by kind of gain."""
    found = accepted_by_year(accepted_of(figures, judged, given or {}))
    return {
        str(block.kind): [(year.saving, year.costs, year.net) for year in block.years]
        for block in found
    }


def test_of_savings_not_supported_no_cost_is_accepted_either():
    figures = _figures([500, 500, 500], [20_000] * 3)
    given = _savings_given(figures, [0, 0, 0])
    judged = {"actual": Judged(NOT_SUPPORTED)}

    [block] = accepted_by_year(accepted_of(figures, judged, given))

    assert _by_year(figures, judged, given) == {"cashable": [(0, 0, 0)] * 3}
    assert block.refused_costs == 60_000
    assert (block.claimed, block.saving, block.costs, block.net) == (-58_500, 0, 0, 0)


def test_costs_of_a_refused_saving_are_named_as_claimed_whatever_the_reader_gives():
    figures = _figures([500], [20])
    given = _savings_given(figures, [0])
    given |= {f.pk: Given(Decimal(0), "NOT_NET") for f in figures if f.line == "one_off_cost"}

    [block] = accepted_by_year(accepted_of(figures, {"actual": Judged(NOT_SUPPORTED)}, given))

    assert block.refused_costs == 20


def test_costs_are_accepted_as_claimed_also_in_years_whose_accepted_saving_is_0():
    figures = _figures([0, 300, 300], [500, 0, 0])
    given = _savings_given(figures, [0, 200, 200])

    [block] = accepted_by_year(accepted_of(figures, {"actual": Judged(PARTLY)}, given))

    assert [year.net for year in block.years] == [-500, 200, 200]
    assert (block.net, block.claimed, block.refused_costs) == (-100, 100, 0)


def test_costs_follow_a_saving_that_is_no_cash():
    figures = _figures([400], [20])
    judged = {"actual": Judged(NOT_CASH, "non_cashable")}

    assert _by_year(figures, judged) == {
        "cashable": [(0, 0, 0)],
        "non_cashable": [(400, 20, 380)],
    }
    cashable, moved = accepted_by_year(accepted_of(figures, judged, {}))
    assert (cashable.moved_to, moved.moved_from) == ("Non-cashable", "Cashable")
    assert (cashable.claimed, moved.claimed) == (380, None)


@pytest.mark.parametrize("verdict", [PARTLY, NOT_SUPPORTED, "supported", NOT_CASH])
def test_whatever_the_word_nothing_accepted_is_nothing_net(verdict):
    figures = _figures([400], [20])
    becomes = "non_cashable" if verdict == NOT_CASH else ""

    accepted = accepted_of(
        figures, {"actual": Judged(verdict, becomes)}, _savings_given(figures, [0])
    )

    assert [item.amount for item in accepted] == [0, 0, 0]
    assert [item.given for item in accepted] == [0, 20, 0]


def test_a_cost_that_the_reader_gives_is_accepted_as_given():
    figures = _figures([400], [20])
    given = {figures[1].pk: Given(Decimal(50), "NOT_NET")}

    assert _by_year(figures, {"actual": Judged("supported")}, given) == {
        "cashable": [(400, 50, 350)]
    }


def test_without_a_cost_that_is_stated_there_is_no_net():
    figures = _figures([400, 400], [20, None])

    [block] = accepted_by_year(accepted_of(figures, {"actual": Judged("supported")}, {}))

    assert [year.net for year in block.years] == [380, None]
    assert (block.net, block.saving, block.costs) == (None, 800, 20)


def test_harm_to_others_is_a_cost_where_it_is_stated():
    figures = _figures([400], [20])
    harm = Figure(
        pk=99,
        line="harm_to_others",
        year=FinancialYear(2010),
        amount=Decimal(30),
        state="actual",
        kind_of_gain="cashable",
    )

    assert _by_year([*figures, harm], {"actual": Judged("supported")}) == {
        "cashable": [(400, 50, 350)]
    }


def test_only_what_was_claimed_as_cash_moves_and_is_added_to_the_kind_it_joins():
    figures = [*_figures([400], [20]), *_figures([100], [5], kind="avoided_cost", first=10)]

    found = _by_year(figures, {"actual": Judged(NOT_CASH, "avoided_cost")})

    assert found == {"cashable": [(0, 0, 0)], "avoided_cost": [(500, 25, 475)]}


def test_what_joins_another_kind_lends_it_no_costs():
    figures = [
        *_figures([400], [20]),
        *_figures([100], [None], running=False, kind="avoided_cost", first=10),
    ]

    found = _by_year(figures, {"actual": Judged(NOT_CASH, "avoided_cost")})

    assert found["avoided_cost"] == [(500, 20, None)]


def test_nothing_accepted_is_said_of_each_kind_by_itself_over_its_years():
    figures = [*_figures([400, 0], [20, 7]), *_figures([100], [5], kind="avoided_cost", first=10)]
    given = {figures[0].pk: Given(Decimal(0), "BASELINE")}
    judged = {"actual": Judged(PARTLY)}

    assert _by_year(figures, judged, given) == {
        "cashable": [(0, 0, 0), (0, 0, 0)],
        "avoided_cost": [(100, 5, 95)],
    }
    kinds = {
        item.kind_of_gain: item.counted_verdict for item in accepted_of(figures, judged, given)
    }
    assert kinds == {"cashable": NOT_SUPPORTED, "avoided_cost": PARTLY}
    assert counted_verdicts(figures, judged, given) == {"actual": PARTLY}


COUNTED = [  # Verdict, claimed, accepted, what it counts as.
    (PARTLY, 400, 0, NOT_SUPPORTED),
    (PARTLY, 400, 1, PARTLY),
    (PARTLY, 400, 400, PARTLY),
    (PARTLY, 0, 0, PARTLY),
    ("supported", 400, 400, "supported"),
    (NOT_SUPPORTED, 400, 0, NOT_SUPPORTED),
    (NOT_CASH, 400, 400, NOT_CASH),
]


@pytest.mark.parametrize(("verdict", "claimed", "accepted", "counted"), COUNTED)
def test_partly_with_nothing_accepted_counts_as_not_supported(verdict, claimed, accepted, counted):
    figures = _figures([claimed], [20])
    judged = {"actual": Judged(verdict, "non_cashable" if verdict == NOT_CASH else "")}

    assert counted_verdicts(figures, judged, _savings_given(figures, [accepted])) == {
        "actual": counted
    }


def test_a_plan_is_no_part_of_what_is_accepted_where_it_is_not_judged():
    figures = [*_figures([400], [20]), *_figures([900], [0], state="plan", first=10)]

    assert _by_year(figures, {"actual": Judged("supported")}) == {"cashable": [(400, 20, 380)]}


def test_what_is_real_but_no_cash_can_be_any_other_kind_that_has_pounds():
    assert set(NOT_CASH_BUT) == {"non_cashable", "avoided_cost", "capital_receipt", "wider_value"}


def test_a_sum_of_all_years_says_what_of_it_is_not_stated():
    """A blank is not zero, in any sum (R25)."""
    given = {"actual": Judged("supported")}
    lacking = {
        "whole": ([40, 30], [0, 0], True, (False, False)),
        "a saving": ([40, None], [0, 5], True, (True, False)),
        "a one-off cost": ([40, 30], [0, None], True, (False, True)),
        "every running cost": ([40, 30], [0, 5], False, (False, True)),
    }

    for what, (savings, costs, running, lacks) in lacking.items():
        figures = _figures(savings, costs, running=running)
        [block] = accepted_by_year(accepted_of(figures, given, {}))
        assert (block.lacks_saving, block.lacks_costs) == lacks, what
