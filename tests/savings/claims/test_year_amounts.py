"""Which claims are asked whether their years are running totals, and what is each year by itself?"""

from decimal import Decimal
from itertools import count

import pytest

from savings.claims.headline_words import read_headline
from savings.claims.year_amounts import Said, Saving, own_amounts, said_in, why_asked
from savings.models import Version
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

# The amounts of years one after another, what the headline says → why it is asked; empty where it is not.
LAST, TOGETHER, WORDS = "The last year, ", "The years come to ", "The words say "
THE_YEAR = "The year 2011-12 is "
CASES = [
    # As the last year is what all years come to.
    ("240000 480000 720000", "£240,000 a year", LAST),
    ("240000 480000 720000", "£720,000 over three years", LAST),
    ("240000 480000 720000", "£700,000 to £720,000 over three years", LAST),
    ("240000 480000 720000", "£720,000 by 2012-13", LAST),
    ("240000 480000 720000", "", LAST),
    ("240000 480000", "£240,000 a year", LAST),
    ("240000 480000", "£480,000 in total", LAST),
    ("240000 480000.50", "£480,000 in total", LAST),
    ("0 0 720000", "£720,000 over three years", LAST),
    ("720000", "£720,000 over three years", LAST),
    ("720000", "£720,000 by 2012-13", LAST),
    ("100000 200000 150000 450000", "", LAST),
    # As the years come to what the headline says of one.
    ("80000 80000 80000", "£240,000 a year", TOGETHER),
    ("120000 120000", "£200,000 to £240,000 a year", TOGETHER),
    # As the words say.
    ("240000 240000", "£240,000 a year, cumulative", WORDS),
    ("240000", "an additional £240,000 a year", WORDS),
    ("100000 240000", "£240,000 a year, part-year in the first", WORDS),
    # What is of its year by itself is left in peace.
    ("240000 240000 240000", "£240,000 a year", ""),
    ("240000 240000 240000", "£720,000 over three years", ""),
    ("240000 240000", "", ""),
    ("240000 480000", "", ""),
    ("240000 480001 722000", "", ""),
    ("240000 300000 479999", "£240,000 a year", ""),
    ("240000 470000", "£200,000 to £240,000 a year", ""),
    ("240000 480000 730000", "£240,000", ""),
    ("240000 240000 240000", "£240,000", ""),
    ("240000", "£240,000 a year", ""),
    ("480000", "£240,000 a year", ""),
    ("500000 500000 500000", "£240,000 a year", ""),
    ("240000", "£240,000 in total", ""),
    ("0 240000", "£240,000 a year", ""),
    ("240000 480000 730000", "£720,000 over three years, net present value", ""),
    ("100000 150000 260000", "about 4,000 fewer visits", ""),
    ("", "£240,000 a year, cumulative", ""),
]


# As a year is twice what the headline says of one, or more, where each is said to be of itself.
TOO_MANY = [
    ("240000 720000 1440000", "£240,000 a year", LAST),
    ("240000 480000 730000", "£240,000 a year", LAST),
    ("240000 480000 240000", "£240,000 a year", THE_YEAR),
    ("240000 500000", "£200,000 to £240,000 a year", LAST),
    ("240000 720000 1440000", "£240,000 a year, cumulative", LAST),
]


def _years(amounts, first=2010, *, state="forecast", kind="cashable", body=1):
    """Savings of years that follow each other; a dash is a year that is not stated."""
    return [
        Saving(FinancialYear(year), state, kind, body, Decimal(amount))
        for year, amount in zip(count(first), amounts.split(), strict=False)
        if amount != "-"
    ]


def _said(words, answer="not_stated"):
    version = Version(as_published=words, what_changes="One desk", years_are=answer)
    return said_in(version)


def _why(savings, words, answer="not_stated"):
    asked = why_asked(savings, _said(words, answer))
    return asked.why if asked else ""


@pytest.mark.parametrize(("amounts", "words", "why"), CASES)
def test_it_is_asked_where_the_years_look_like_running_totals(amounts, words, why):
    found = _why(_years(amounts), words)

    assert found.startswith(why)
    assert bool(found) is bool(why)


@pytest.mark.parametrize(("amounts", "words", "why"), TOO_MANY)
def test_amounts_of_years_by_themselves_are_held_against_the_headline(amounts, words, why):
    assert _why(_years(amounts), words, "by_itself").startswith(why)
    assert not _why(_years(amounts), words).startswith(why)


@pytest.mark.parametrize(
    "savings",
    [
        # Over bodies and kinds together.
        [*_years("140000 280000 420000"), *_years("100000 200000 300000", body=2)],
        [*_years("140000 280000 420000"), *_years("100000 200000 300000", kind="avoided_cost")],
        # What came, and after it what is expected.
        [*_years("240000", state="actual"), *_years("480000 720000", 2011)],
        [*_years("240000 240000 240000"), *_years("240000 480000 720000", state="plan")],
    ],
)
def test_all_that_a_claim_saves_in_a_year_is_looked_at_in_each_state_and_as_they_follow(savings):
    asked = why_asked(savings, _said("£240,000 a year"))

    assert (
        asked.why
        == "The last year, 2012-13, is £720,000: 3 times what the headline says of one year."
    )
    assert asked.saving == max(
        (s for s in savings if s.year.start == 2012), key=lambda s: (s.amount, s)
    )


@pytest.mark.parametrize(
    ("amounts", "times"),
    [("240000 720000 1440000", "6"), ("240000 480000 730000", "3"), ("1 600000", "2.5")],
)
def test_it_is_said_how_many_years_of_the_headline_a_year_is(amounts, times):
    found = _why(_years(amounts), "£240,000 a year", "by_itself")

    assert found.endswith(f": {times} times what the headline says of one year.")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Cumulative savings from one desk", "Cumulative"),
        ("A part-year effect", "part-year"),
        ("Additional social workers", ""),
    ],
)
def test_a_sentence_is_read_for_plainer_words_than_an_amount(words, found):
    assert said_in(Version(what_changes=words)).words == found


TOTAL, NEW = "running_total", "new_in_year"


@pytest.mark.parametrize(
    ("amounts", "answer", "own"),
    [
        ("240000 480000 720000", TOTAL, "240000 240000 240000"),
        ("240000 480000 480000.50", TOTAL, "240000 240000 0.50"),
        ("80000 80000 80000", NEW, "80000 160000 240000"),
        ("240000", TOTAL, "240000"),
        # A running total that falls is none; of a year that is not stated nobody knows what was new in it.
        ("240000 200000", TOTAL, None),
        ("240000 - 720000", TOTAL, None),
        ("240000 - 720000", NEW, None),
    ],
)
def test_what_each_year_is_by_itself(amounts, answer, own):
    savings = _years(amounts)

    found = own_amounts(savings, answer)

    assert (found and [found[saving] for saving in savings]) == (
        own and [Decimal(amount) for amount in own.split()]
    )


def test_each_body_is_worked_out_by_itself_and_what_came_goes_before_what_is_expected():
    came, expected = _years("240000", state="actual"), _years("480000 720000", 2011)
    other, plan = _years("10 30", 2011, body=2), _years("200000 400000 600000", state="plan")
    savings = [*came, *expected, *other, *plan]

    found = own_amounts(savings, TOTAL)

    assert [int(found[saving]) for saving in savings] == [
        240000, 240000, 240000, 10, 20, 200000, 200000, 200000,
    ]  # fmt: skip


def test_nothing_said_and_nothing_saved_asks_nothing():
    assert why_asked([], Said(read_headline(""), "", "not_stated")) is None
