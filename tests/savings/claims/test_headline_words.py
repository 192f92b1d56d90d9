"""What the words of a headline say, and which words are left to a person. Every way to write it, in a table."""

from decimal import Decimal

import pytest

from savings.claims.headline_words import NotRead, Read, read_headline

pytestmark = pytest.mark.no_database

# The words → measure, lowest, highest, bound, basis, years, and how it is said again.
READ = {
    "£240,000 a year": ("money", 240_000, 240_000, "exact", "per_year", None, "£240,000, per year"),
    "about £240,000 a year": (
        *("money", 240_000, 240_000, "about", "per_year", None),
        "About £240,000, per year",
    ),
    "£1.2m over three years": (
        *("money", 1_200_000, 1_200_000, "exact", "total_over_period", 3),
        "£1,200,000, in total over 3 years",
    ),
    "3–5 %": ("percentage", 3, 5, "range", "not_stated", None, "3% to 5%"),
    "£2 for every £1": ("ratio", 2, 2, "exact", "ratio", None, "£2 for each £1"),
    "not yet a number": ("words", None, None, "none", "not_stated", None, "No amount"),
    "": ("words", None, None, "none", "not_stated", None, "No amount"),
    "very hard to quantify": ("words", None, None, "none", "not_stated", None, "No amount"),
    # As places published them.
    "£720m-£780m over the next five years": (
        *("money", 720_000_000, 780_000_000, "range", "total_over_period", 5),
        "£720,000,000 to £780,000,000, in total over 5 years",
    ),
    "£720-780m": (
        *("money", 720_000_000, 780_000_000, "range", "not_stated", None),
        "£720,000,000 to £780,000,000",
    ),
    "£2.2m annually": (
        *("money", 2_200_000, 2_200_000, "exact", "per_year", None),
        "£2,200,000, per year",
    ),
    "£8.3m by 2013-14": (
        *("money", 8_300_000, 8_300_000, "exact", "cumulative_by_year", None),
        "£8,300,000, cumulative by a year",
    ),
    "more than £62m": (
        *("money", 62_000_000, None, "at_least", "not_stated", None),
        "At least £62,000,000",
    ),
    "£62 million by 2023/24": (
        *("money", 62_000_000, 62_000_000, "exact", "cumulative_by_year", None),
        "£62,000,000, cumulative by a year",
    ),
    "every £1 saves £4 over 15 years": (
        *("ratio", 4, 4, "exact", "ratio", 15),
        "£4 for each £1, over 15 years",
    ),
    "a further £4 saved per £1 spent": ("ratio", 4, 4, "exact", "ratio", None, "£4 for each £1"),
    "over £9 per £1 spent": (
        "ratio",
        9,
        None,
        "at_least",
        "ratio",
        None,
        "At least £9 for each £1",
    ),
    "at least 10%, probably significantly more": (
        *("percentage", 10, None, "at_least", "not_stated", None),
        "At least 10%",
    ),
    "around 40 per cent of administration costs": (
        *("percentage", 40, 40, "about", "share_of_base", None),
        "About 40%, share of a base",
    ),
    "£125m in capital receipts over 25 years": (
        *("money", 125_000_000, 125_000_000, "exact", "total_over_period", 25),
        "£125,000,000, in total over 25 years",
    ),
    # As officers type.
    "£240k p.a.": ("money", 240_000, 240_000, "exact", "per_year", None, "£240,000, per year"),
    "Saves £240000 pa": (
        "money",
        240_000,
        240_000,
        "exact",
        "per_year",
        None,
        "£240,000, per year",
    ),
    "£240,000+ a year": (
        *("money", 240_000, None, "at_least", "per_year", None),
        "At least £240,000, per year",
    ),
    "up to £3m over 4 years": (
        *("money", None, 3_000_000, "up_to", "total_over_period", 4),
        "Up to £3,000,000, in total over 4 years",
    ),
    "£80,000 a year for three years": (
        *("money", 80_000, 80_000, "exact", "per_year", 3),
        "£80,000, per year, over 3 years",
    ),
    "£5m in total": (
        *("money", 5_000_000, 5_000_000, "exact", "total_over_period", None),
        "£5,000,000, in total",
    ),
    "£250,000 in 2010-11": (
        *("money", 250_000, 250_000, "exact", "single_year", None),
        "£250,000, a single year",
    ),
    "£250,000 in 2010-11 to 2012-13": (
        *("money", 250_000, 250_000, "exact", "not_stated", None),
        "£250,000",
    ),
    "£240,000 to £1m": (
        *("money", 240_000, 1_000_000, "range", "not_stated", None),
        "£240,000 to £1,000,000",
    ),
    "between £3m and £5m a year": (
        *("money", 3_000_000, 5_000_000, "range", "per_year", None),
        "£3,000,000 to £5,000,000, per year",
    ),
    "2.4 million pounds a year": (
        *("money", 2_400_000, 2_400_000, "exact", "per_year", None),
        "£2,400,000, per year",
    ),
    "£5,000 per person per week": (
        *("unit_cost", 5_000, 5_000, "exact", "per_person_per_week", None),
        "£5,000, per person per week",
    ),
    "£300 per visit": ("unit_cost", 300, 300, "exact", "not_stated", None, "£300, for each unit"),
    "4:1": ("ratio", 4, 4, "exact", "ratio", None, "£4 for each £1"),
    "3% a year": ("percentage", 3, 3, "exact", "per_year", None, "3%, per year"),
}
UNCLEAR = {
    "around £18m a year in hospital care; alternative provision around £7.5m": "more than one amount",
    "around £2000 a week before, £500 a week after": "more than one amount",
    "£240,000 (£80,000 a year)": "more than one amount",
    "£20,000 a month": "not by year",
    "240,000 a year": "without a unit",
    "4,000 fewer assessments": "without a unit",
    "by 2013-14": "without a unit",
    "£1,20,000": "without a unit",
    "£1.200.000": "without a unit",
    "€5m": "not in pounds",
    "5m EUR": "not in pounds",
    "£5m (7m usd)": "not in pounds",
    "₹5m": "not in pounds",
    "-£5m": "a minus",
    "£500 to £2 million": "two ends of the range",
    "10% to 5%": "two ends of the range",
    "5 to 10% of £3m": "pounds and percent",
    "5% now and then 10% after": "more than one percentage",
    "£2 or £3 for every £1": "more than one amount",
    "£1.2m over 3 years, or within 5 years": "more than one period",
    "£1,234.5678": "too many decimal places",
    "£1.234": "too many decimal places for pounds",
    "£1,234.567 a year": "too many decimal places for pounds",
    "£1 to £1.234": "too many decimal places for pounds",
    "£9999999 billion": "too large",
    # Digits apart, each of which was once read as the number before them.
    "£240 000 a year": "one number or two",
    "£1 234 567 a year": "one number or two",
    "£240,000 500 a year": "one number or two",
    "£240\u00a000 a year": "one number or two",
    "£1\u00a0234\u202f567 a year": "one number or two",
    "£240\u2003000 a year": "one number or two",
    "£240'000 a year": "one number or two",
    "£240\u2019000 a year": "one number or two",
    "£240_000 a year": "one number or two",
    "£240, 000 a year": "one number or two",
    "£1,240, 000 a year": "one number or two",
    "£240 ,000 a year": "one number or two",
    "12 500 %": "one number or two",
    "1 200:1": "one number or two",
}
# Marks between thousands, as `totalplace.money` reads them in every box, and marks that nobody can see.
MARKED = [
    *(f"£240{mark}000 a year" for mark in (",", "\u00a0", "\u202f", "\u2009")),
    "£240\u200b000 a year",
    "£240,\u200b000 a year",
    "\u202d£240,000\u202c a year",
    "£\u00ad240,000\ufeff a year",
    "£240\u00a0000\u00a0a\u00a0year",
]


@pytest.mark.parametrize(("words", "said"), READ.items(), ids=READ)
def test_plain_words_are_read(words, said):
    measure, low, high, bound, basis, years, again = said

    read = read_headline(words)

    assert read == Read(
        measure=measure,
        amount_low=None if low is None else Decimal(low),
        amount_high=None if high is None else Decimal(high),
        bound=bound,
        basis=basis,
        period_years=years,
    )
    assert read.words == again


@pytest.mark.parametrize(("words", "why"), UNCLEAR.items(), ids=UNCLEAR)
def test_words_that_may_mean_two_things_are_left_to_a_person(words, why):
    with pytest.raises(NotRead, match=why):
        read_headline(words)


@pytest.mark.parametrize("words", MARKED, ids=ascii)
def test_a_number_is_read_whole_whatever_stands_between_its_thousands(words):
    assert read_headline(words).words == "£240,000, per year"


@pytest.mark.parametrize(
    "words",
    ["£5m\u00a02010-11", "£5m in 2010, 3 desks", "£5m in 2010. 12 desks", "£5m over 3\u00a0years"],
)
def test_other_numbers_beside_an_amount_are_none_of_its_digits(words):
    assert read_headline(words).amount_low == 5_000_000


@pytest.mark.parametrize(
    ("words", "costs"),
    [
        ("£200m-£280m net", "net"),
        ("£3m gross", "gross"),
        ("a net present value of £1.2m over ten years", "net_present_value"),
        ("NPV £3m", "net_present_value"),
        ("£3m gross, before net effects", "not_stated"),
        ("£3m", "not_stated"),
    ],
)
def test_whether_costs_are_off_is_read_too(words, costs):
    assert read_headline(words).gross_or_net == costs


def test_a_net_present_value_says_so():
    words = read_headline("NPV of £1.2m over ten years").words

    assert words == "£1,200,000, net present value, in total over 10 years"
