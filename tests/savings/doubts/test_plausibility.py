"""Which figures are doubted, in which words, and which are left in peace?"""

from decimal import Decimal

import pytest

from savings.claims.year_amounts import said_in
from savings.doubts.claim_rows import ClaimFacts, OtherSaving, Row
from savings.doubts.grounds import Ground
from savings.doubts.plausibility import doubts_about
from savings.doubts.plausibility_facts import claim_facts, savings_of_others, standing_amounts
from savings.models import Claim, Version
from tests.factories import PlaceFactory, claim_at, draft_of, figure, figures_of, lead_of, published
from totalplace.financial_year import FinancialYear

YEAR = FinancialYear(2010)


def _row(saving=None, *, claim="KEN-0007", year=2010, state="forecast", kind="cashable", **fields):
    amounts = fields.pop("amounts", {}) | ({} if saving is None else {"saving": Decimal(saving)})
    return Row(claim, FinancialYear(year), state, kind, 1, amounts, **fields)


def _doubts(*rows, facts=None, others=(), percent=25):
    place = {"place": 1, "place_name": "Kent"}
    claims = {row.claim: ClaimFacts(**place | (facts or {})) for row in rows}
    return doubts_about(rows, claims, others=others, change_percent=Decimal(percent))


def _signs(*rows, **around):
    return [(doubt.ground, doubt.line) for doubt in _doubts(*rows, **around)]


@pytest.mark.parametrize("saving", ["0", "250000", "240000.50", "1989", "2060", "2010.12", "70"])
def test_an_ordinary_amount_is_left_in_peace(saving):
    assert _signs(_row(saving)) == []


@pytest.mark.parametrize(
    ("saving", "around"),
    [
        ("250", {"stored": {"saving": Decimal(250_000)}}),
        ("250000000", {"stored": {"saving": Decimal(250_000)}}),
        ("250", {"standing": {"saving": Decimal(250_000)}}),
        ("500", {"stored": {"saving": Decimal(250_000)}}),
    ],
)
def test_an_amount_a_thousand_times_off_what_was_said_before_may_be_in_the_wrong_unit(
    saving, around
):
    assert _signs(_row(saving, **around)) == [(Ground.UNIT, "saving")]


@pytest.mark.parametrize("saving", ["501", "124000000"])
def test_less_than_five_hundred_times_off_is_no_wrong_unit(saving):
    assert _signs(_row(saving, stored={"saving": Decimal(250_000)})) == []


@pytest.mark.parametrize(
    ("saving", "headline", "doubted"),
    [
        ("250", (Decimal(240_000), Decimal(260_000)), True),
        ("300000000", (Decimal(240_000), Decimal(260_000)), True),
        ("1000", (Decimal(240_000), Decimal(260_000)), False),
        # Of a total over years any part may fall in one year, but never many times the total.
        ("250", (None, Decimal(260_000)), False),
        ("300000000", (None, Decimal(260_000)), True),
    ],
)
def test_a_first_saving_is_compared_with_the_headline(saving, headline, doubted):
    found = _signs(_row(saving), facts={"headline": headline})

    assert found == ([(Ground.UNIT, "saving")] if doubted else [])


def test_the_one_year_that_is_far_from_all_others_is_doubted():
    rows = [_row("250"), _row("250000", year=2011), _row("260000", year=2012)]

    [doubt] = _doubts(*rows)

    assert (doubt.ground, doubt.row) == (Ground.UNIT, rows[0])
    assert doubt.words == (
        "2010-11 saving (forecast) of £250 is 1,000 times less than what the claim says of other years, "
        "£250,000 to £260,000. Amounts are in pounds, every digit."
    )


@pytest.mark.parametrize(
    ("savings", "doubted"),
    [
        (["100000", "120", "130000", "125"], [1, 2, 3]),
        (["100", "120", "130000", "125000"], [2]),
        (["100000", "0", "120", "130000", "125"], [2, 3, 4]),
        (["100000", "120", "130000", "125000"], [1]),  # Off all others, which is enough to say.
        (["100000", "201", "100000", "300"], []),
    ],
)
def test_a_step_of_a_thousand_between_neighbours_is_asked_of_the_later_of_both(savings, doubted):
    rows = [_row(saving, year=2010 + number) for number, saving in enumerate(savings)]

    found = [doubt for doubt in _doubts(*rows) if doubt.ground == Ground.UNIT]

    assert [doubt.row.year.start - 2010 for doubt in found] == doubted
    if len(doubted) == 3:
        assert "is 833 times less than what the claim says of 2010-11, £100,000." in found[0].words
        assert "is 1,083 times what the claim says of" in found[1].words


def test_a_sheet_in_thousands_throughout_is_found_by_the_headline():
    headline = {"headline": (Decimal(250_000), Decimal(250_000))}

    assert len(_signs(_row("250"), _row("260", year=2011), facts=headline)) == 2


def test_costs_are_compared_with_costs():
    row = _row("250000", amounts={"running_cost": Decimal(20)})
    other = _row("250000", year=2011, amounts={"running_cost": Decimal(20_000)}, is_asked=False)

    assert _signs(row, other) == [(Ground.UNIT, "running_cost")]


@pytest.mark.parametrize(
    ("claim", "amount"), [("KEN-0007", "7"), ("C-2010-42", "42"), ("C-3-42", "342")]
)
def test_an_amount_may_be_the_claims_own_reference(claim, amount):
    assert _signs(_row(amount, claim=claim)) == [(Ground.REFERENCE, "saving")]
    assert _signs(_row(amount, claim="KEN-0001")) == []


@pytest.mark.parametrize("amount", ["1990", "2010", "2010.11", "2009.10", "1999.00", "2035.36"])
def test_an_amount_may_be_a_year(amount):
    assert _signs(_row(None, amounts={"one_off_cost": Decimal(amount)})) == [
        (Ground.YEAR, "one_off_cost")
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"baseline": Decimal(1000)},
            "more than the spending that the claim is compared with, £1,000.",
        ),
        ({"mapped_spend": Decimal(1000)}, "more than all spending mapped in Kent, £1,000."),
    ],
)
def test_a_year_that_saves_more_than_is_spent_is_doubted(facts, words):
    first, second = _row("600"), _row("601", kind="avoided_cost")

    found = _doubts(first, second, facts=facts)

    assert [doubt.ground for doubt in found] == [Ground.SPENDING, Ground.SPENDING]
    assert found[0].words == f"KEN-0007 saves £1,201 in 2010-11, {words}"
    assert _signs(_row("600"), _row("600", year=2011), facts=facts) == []
    assert _signs(_row("600"), _row("600", state="plan"), facts=facts) == []
    assert _signs(_row("1000"), facts=facts) == []


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("125.01", "£25.01, 25% more"),
        ("74.99", "£25.01, 25% less"),
        ("0", "£100, 100% less"),
        ("125", None),
        ("75", None),
    ],
)
def test_more_than_the_tolerance_off_the_last_round_is_doubted(now, words):
    found = _doubts(_row(now, standing={"saving": Decimal(100)}))

    said = f"2010-11 saving (forecast) of £{now} is {words} than in the version before."
    assert [doubt.words for doubt in found] == ([said] if words else [])


def test_what_was_zero_in_the_last_round_has_changed_by_no_percentage():
    [doubt] = _doubts(_row("5", standing={"saving": Decimal(0)}))

    assert doubt.words == "2010-11 saving (forecast) of £5 is £5 more than in the version before."


def test_the_tolerance_is_the_one_given():
    assert _signs(_row("130", standing={"saving": Decimal(100)}), percent=30) == []


def test_the_same_money_in_another_claim_of_the_place_is_doubted():
    def other(**fields):
        said = {"claim": "KEN-0002", "place": 1, "year": YEAR, "state": "forecast"}
        return OtherSaving(**said | {"kind": "cashable", "amount": Decimal("600.00")} | fields)

    [doubt] = _doubts(_row("600"), others=[other(), other(claim="KEN-0003")])

    assert doubt.ground == Ground.SAME_MONEY
    assert doubt.words.endswith("of £600 is also the saving of KEN-0002 and KEN-0003.")
    [doubt] = _doubts(_row("600"), others=[other(), other(claim="KEN-0003", amount=Decimal(601))])
    assert "is, within a pound or a thousandth, also the saving of KEN-0002 and" in doubt.words
    for unlike in (
        {"place": 2}, {"year": YEAR.next()}, {"state": "plan"},
        {"kind": "avoided_cost"}, {"amount": Decimal("601.01")}, {"claim": "KEN-0007"},
    ):  # fmt: skip
        assert _signs(_row("600"), others=[other(**unlike)]) == []
    assert _signs(_row("0"), others=[other(amount=Decimal(0))]) == []


def test_two_claims_of_one_sheet_may_be_the_same_money_too():
    found = _signs(_row("600"), _row("600", claim="KEN-0002"))

    assert found == [(Ground.SAME_MONEY, "saving")] * 2


def test_only_what_is_new_or_changed_is_doubted():
    as_stored = {"saving": Decimal(2010)}

    assert _signs(_row("2010", is_asked=False)) == []
    assert _signs(_row("2010", stored=as_stored)) == []
    assert _signs(_row("2010", stored=as_stored, amounts={"one_off_cost": Decimal(5)})) == []


def test_the_facts_are_those_of_the_version_and_its_place():
    place = PlaceFactory(name="Kent", mapped_spend=Decimal("7200000000.00"))
    draft = draft_of(place, reference="KEN-1", amount_low=None, basis="total_over_period")

    assert claim_facts([draft]) == {
        "KEN-1": ClaimFacts(
            place=place.pk,
            place_name="Kent",
            headline=(None, Decimal(250_000)),
            baseline=Decimal("2400000.00"),
            mapped_spend=Decimal("7200000000.00"),
            said=said_in(draft),
        )
    }


@pytest.mark.parametrize(
    ("stated", "headline"),
    [
        ({}, (Decimal(250_000), Decimal(250_000))),
        ({"amount_high": None}, (Decimal(250_000), Decimal(250_000))),
        ({"amount_low": None, "amount_high": None}, None),
        ({"amount_low": Decimal(0), "amount_high": Decimal(0)}, None),
        ({"measure": "percentage"}, None),
        ({"basis": "per_person_per_week"}, None),
    ],
)
def test_only_a_headline_in_pounds_a_year_is_compared_with(stated, headline):
    draft = draft_of(PlaceFactory(), reference="KEN-1", **stated)

    assert claim_facts([draft])["KEN-1"].headline == headline


def test_the_last_round_is_the_version_that_stands():
    place = PlaceFactory()
    standing = claim_at("submitted", place, reference="KEN-1")
    draft_of(place, reference="KEN-2")
    published(place, reference="KEN-3")
    lead = lead_of(place)

    found = standing_amounts(Claim.objects.filter(place=place).values_list("pk", flat=True))

    assert found == {
        ("KEN-1", YEAR, "forecast", "cashable", lead.pk): {
            "saving": Decimal("250000.00"),
            "one_off_cost": Decimal("20000.00"),
            "running_cost": Decimal("0.00"),
        }
    }
    assert standing.figures.count() == 3


def test_savings_of_others_are_those_of_the_same_places():
    place = PlaceFactory()
    lead = lead_of(place)
    draft_of(place, reference="KEN-1")
    draft_of(place, reference="KEN-2", figures=[figure(lead, "0"), *figures_of(lead, year=2011)])
    draft_of(PlaceFactory(), reference="LUT-1")

    found = savings_of_others([place.pk], besides={"KEN-1"})

    assert [(other.claim, other.year.start, other.amount) for other in found] == [
        ("KEN-2", 2011, Decimal("250000.00"))
    ]


class _Reference(str):
    """The reference of a claim that counts how often it is compared with another."""

    __slots__ = ()
    __hash__ = str.__hash__
    compared = 0

    def __eq__(self, other):
        _Reference.compared += 1
        return str.__eq__(self, other)


def test_twice_as_many_claims_are_no_more_than_twice_the_work():
    def comparisons(claims):
        _Reference.compared = 0
        rows = [
            _row(250_000 + 10_000 * at, claim=_Reference(f"KEN-{at}"), year=year)
            for at in range(claims)
            for year in (2010, 2011, 2012)
        ]
        _doubts(*rows, facts={"total": Decimal(900_000)})
        return _Reference.compared

    assert comparisons(40) <= 2 * comparisons(20)


def _running(stored):
    years = {2010: "240000", 2011: "480000", 2012: "720000"}
    said = said_in(Version(as_published="£240,000 a year", what_changes="One desk"))
    rows = [
        _row(
            amount,
            year=year,
            is_asked=year not in stored,
            stored={"saving": Decimal(amount)} if year in stored else {},
        )
        for year, amount in years.items()
    ]
    return rows, {"said": said}


@pytest.mark.parametrize("stored", [(), (2012,), (2010, 2011), (2010, 2012)])
def test_running_totals_are_doubted_whichever_of_their_years_is_new(stored):
    rows, facts = _running(stored)

    found = [d for d in _doubts(*rows, facts=facts) if d.ground == Ground.RUNNING_TOTAL]

    assert [doubt.row.year.start for doubt in found] == [2012]


def test_running_totals_that_are_stored_already_are_not_doubted_again():
    rows, facts = _running((2010, 2011, 2012))

    assert _signs(*rows, facts=facts) == []
