"""What does each number of an appraisal mean, in plain words; and where there is none, why?

Amounts that were worked out are rounded here, once, half up, to the pound; those that were stated are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds
from totalplace.percentages import in_percent

from . import Numbers, WorkedYear

NOTHING_SPENT = "Nothing to pay back"
AT_ONCE = "Within the first year"
NO_COSTS = "It is stated to cost nothing, so there is nothing to compare the benefits with."


@dataclass(frozen=True)
class Number:
    """One number as the page shows it; without a `value`, `why_not` says why there is none."""

    value: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Row:
    """A number by its name, as claimed and (a forecast) corrected for optimism; what it means; the tables used."""

    label: str
    means: str
    claimed: Number
    corrected: Number | None = None
    source: str = ""

    @property
    def reasons(self) -> list[str]:
        """Why a number is not there, each reason once."""
        numbers = (self.claimed, self.corrected or self.claimed)
        return list(dict.fromkeys(number.why_not for number in numbers if not number.value))


@dataclass(frozen=True)
class Working:
    """The steps from the net of each year to its present value: a cell of each row for each heading."""

    headings: list[str]
    rows: list[tuple[FinancialYear, list[str]]]


@dataclass(frozen=True)
class Terms:
    """In which words the numbers of one table are explained; a `why_no_…` is empty where there is the number."""

    years: list[FinancialYear]
    prices: str
    real: str
    real_source: str
    why_not_real: str
    present: str
    present_source: str
    why_no_present: str


def rows_of(claimed: Numbers, corrected: Numbers | None, terms: Terms) -> list[Row]:
    """The numbers of one table, one under the other."""
    return [
        Row(
            label,
            means(terms),
            number(claimed, terms),
            number(corrected, terms) if corrected else None,
            source(terms),
        )
        for label, means, number, source in _ROWS
    ]


def line_headings(prices: str, base: FinancialYear | None) -> tuple[str, ...]:
    """What stands in the one line of a whole life: of each amount the prices, for a value may be more than its net."""
    present = f"Present value, in {base} prices" if base else "Present value"
    return f"Net saving, in {prices}", present, "Benefits for each £1 of cost", "Payback"


def line_of(
    headings: tuple[str, ...], numbers: Numbers | None, terms: Terms | None
) -> list[tuple[str, Number]]:
    """Net, present value, ratio and payback alone, each under its heading; without numbers each is empty."""
    if numbers is None or terms is None:
        return [(heading, Number()) for heading in headings]
    found = (worked_out(numbers, terms) for worked_out in (_net, _present, _ratio, _payback))
    return list(zip(headings, found, strict=True))


def working_of(numbers: Numbers, base: FinancialYear | None) -> Working:
    """The net of each year, then as far as they are known: in the prices of `base`, the factor, the present value."""
    headings, steps = ["Net saving"], [lambda year: _exact(year.net)]
    if base:
        headings.append(f"In {base} prices")
        steps.append(lambda year: pounds(year.real))
    if numbers.present_value is not None:
        headings += ["Discount factor", f"Present value, in {base} prices"]
        steps += [_factor, lambda year: pounds(year.present)]
    return Working(
        headings, [(year.year, [step(year) for step in steps]) for year in numbers.by_year]
    )


def pounds(amount: Decimal) -> str:
    """A worked-out amount to the nearest pound."""
    return format_pounds(amount.quantize(Decimal(1), ROUND_HALF_UP))


def percent(share: Decimal) -> str:
    """A worked-out share, 0.25397, as `25.4%`."""
    return in_percent(share * 100, places=1)


def plain_percent(stated: Decimal) -> str:
    """A percentage of a table as it stands there: 10.00 as `10%`, 12.50 as `12.5%`."""
    return f"{stated.normalize():f}%"


def years_in_words(years: Iterable[FinancialYear]) -> str:
    """`2010-11 to 2012-13 and 2014-15`; runs of years are joined."""
    runs: list[list[FinancialYear]] = []
    for year in sorted(years):
        if runs and runs[-1][-1].next() == year:
            runs[-1].append(year)
        else:
            runs.append([year])
    words = [_run(run) for run in runs]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day_in_words(day: date) -> str:
    """`27 March 2013`."""
    return f"{day.day} {day:%B %Y}"


def _run(years: list[FinancialYear]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _exact(amount: Decimal) -> str:
    """An amount to the penny where it is whole pence, as all that is stated is."""
    return format_pounds(amount) if amount == round(amount, 2) else pounds(amount)


def _factor(year: WorkedYear) -> str:
    return (
        "" if year.factor is None else str(year.factor.quantize(Decimal("0.0001"), ROUND_HALF_UP))
    )


def _net(numbers: Numbers, terms: Terms) -> Number:
    return Number(_exact(numbers.net))


def _real(numbers: Numbers, terms: Terms) -> Number:
    if numbers.real is None:
        return Number(why_not=terms.why_not_real)
    return Number(pounds(numbers.real))


def _present(numbers: Numbers, terms: Terms) -> Number:
    if numbers.present_value is None:
        return Number(why_not=terms.why_no_present)
    return Number(pounds(numbers.present_value))


def _payback(numbers: Numbers, terms: Terms) -> Number:
    if not numbers.spent:
        return Number(NOTHING_SPENT)
    if numbers.payback is None:
        short, last = pounds(-numbers.net), terms.years[-1]
        return Number(
            why_not=f"Not within the years stated: by the end of {last} it is {short} short."
        )
    years = numbers.payback.quantize(Decimal("0.1"), ROUND_HALF_UP)
    after = f"{years} year{'' if years == 1 else 's'}" if years else AT_ONCE
    again = numbers.falls_again
    return Number(f"{after}, but below zero again by the end of {again}" if again else after)


def _ratio(numbers: Numbers, terms: Terms) -> Number:
    if why_not := _not_compared(numbers):
        return Number(why_not=why_not)
    if numbers.ratio is None:
        return Number(why_not=NO_COSTS)
    return Number(f"£{numbers.ratio.quantize(Decimal('0.01'), ROUND_HALF_UP):,}")


def _switching(numbers: Numbers, terms: Terms) -> Number:
    if why_not := _not_compared(numbers):
        return Number(why_not=why_not)
    if numbers.ratio is None:
        return Number(why_not=NO_COSTS)
    if numbers.switching is None:
        return Number(why_not="No saving above zero is stated.")
    return Number(
        f"{percent(abs(numbers.switching))} {'fall' if numbers.switching >= 0 else 'rise'}"
    )


def _not_compared(numbers: Numbers) -> str:
    return "" if numbers.present_value is not None else "It is worked out from the present value."


def _over(terms: Terms) -> str:
    number = len(terms.years)
    return f"{years_in_words(terms.years)} ({number} year{'' if number == 1 else 's'})"


# Label, what it means, the number, the tables it was worked out with.
_ROWS = [
    (
        "Net saving",
        lambda t: (
            f"The saving less one-off cost, extra running cost and extra cost to others, over {_over(t)}, in "
            f"{t.prices}."
        ),
        _net,
        lambda t: "",
    ),
    ("In real terms", lambda t: t.real, _real, lambda t: t.real_source),
    ("Present value", lambda t: t.present, _present, lambda t: t.present_source),
    (
        "Payback",
        lambda t: (
            f"How long after the first year, {t.years[0]}, the savings have paid back the costs. Not discounted."
        ),
        _payback,
        lambda t: "",
    ),
    (
        "Benefits for each £1 of cost",
        lambda t: "The ratio of the savings to the costs, each in its present value.",
        _ratio,
        lambda t: "",
    ),
    (
        "Switching value",
        lambda t: "By how much the savings would have to change for the present value to be zero.",
        _switching,
        lambda t: "",
    ),
]
