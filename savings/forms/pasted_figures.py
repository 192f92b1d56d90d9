"""What was copied from a spreadsheet and pasted into the page? Rows of years, whichever way round they stood.

Nothing is read as money here: amounts go into the boxes as they are, where the person and then the form look at them.
Nothing is guessed either: what cannot be given one box, in pounds, is refused in words and nothing is put anywhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from savings.models.choices import Line, State
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import quoted

LINES = (Line.SAVING, Line.ONE_OFF_COST, Line.RUNNING_COST, Line.HARM_TO_OTHERS)
_TITLES: dict[str, str] = {
    Line.SAVING: "Saving",
    Line.ONE_OFF_COST: "One-off cost",
    Line.RUNNING_COST: "Extra running cost",
    Line.HARM_TO_OTHERS: "Extra cost to others",
}
_CALLED = {
    # “Savings less costs” is a net, and “cost of the savings” a cost: with a cost in its title it is no saving.
    Line.SAVING: re.compile(r"^(?!.*\bcosts?\b).*\bsavings?\b"),
    Line.ONE_OFF_COST: re.compile(r"\bone.?off\b.*\bcosts?\b|\bcosts?\b.*\bone.?off\b"),
    Line.RUNNING_COST: re.compile(r"\brunning\b.*\bcosts?\b|\bcosts?\b.*\brunning\b"),
    Line.HARM_TO_OTHERS: re.compile(r"\bothers\b|\bharm\b"),
}
_LESS_COST = re.compile(r"\bcosts? (savings?|reductions?)\b")  # Means a saving.
# Of another state than the row says, not of one year, or not in pounds.
_DOUBTFUL = re.compile(r"\bplan(ned)?\b|\bactuals?\b|\bcumulative\b|\bpence\b|[%$€]")
_IN_THOUSANDS = re.compile(
    r"(?<![\d,])['’]?000'?s?\b|\b(thousand|million|billion)s?\b|\b(k|m|mn|bn)\b"
)
_AMOUNT = re.compile(r"£?\s*[0-9][0-9,.\s]*")
_WORKED_OUT = re.compile(r"\bnet\b|^totals?$")
_STATES = {
    "expected": State.FORECAST,
    "forecast": State.FORECAST,
    "actual": State.ACTUAL,
    "plan": State.PLAN,
}


@dataclass
class PastedRow:
    """A year as the page writes it, its state, and what stood there for each line, as text."""

    year: str
    state: str = State.FORECAST
    amounts: dict[str, str] = field(default_factory=dict)


class PasteRefused(Exception):
    """What was pasted is not taken. Its words say what of it, why, and what to do."""


class NothingPasted(PasteRefused):
    """No year was found in what was pasted. Its words say what to paste."""

    def __init__(self) -> None:
        super().__init__(
            "No financial year was found in what you pasted. Copy the cells with their years, such as 2009-10, "
            "in the first column or in the first row."
        )


def read_pasted(text: str, lines: Sequence[str] = LINES) -> list[PastedRow]:
    """The rows of a copied table: years down the first column, or across the first row.

    `lines`: what the page asks, in its order. PasteRefused if an amount has no box of its own among them.
    """
    table = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    table = [cells for cells in table if any(cells)]
    if table and sum(_year(cell) is not None for cell in table[0]) > 1:
        table = _turned(table)
    table = _filled_up(table)
    first = next((n for n, cells in enumerate(table) if _year(cells[0])), None)
    if first is None:
        raise NothingPasted
    titles, rows = table[:first], list(_rows_of_years(table[first:]))
    _refuse_thousands(titles)
    titles = [cells for cells in titles if not _has_amounts_without_year(cells)]
    states, columns = _columns(_one_title_each(titles), rows, lines)
    read = [_row(cells, states, columns) for cells in rows]
    _refuse_repeated(read)
    return read


def _filled_up(table: list[list[str]]) -> list[list[str]]:
    width = max(map(len, table), default=0)
    return [cells + [""] * (width - len(cells)) for cells in table]


def _turned(table: list[list[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*_filled_up(table), strict=True)]


def _rows_of_years(table: list[list[str]]) -> Iterator[list[str]]:
    for cells in table:
        if _year(cells[0]):
            yield cells
        elif any(cells[1:]):
            _refuse_without_year(cells)


def _has_amounts_without_year(cells: list[str]) -> bool:
    """Whether a row above the first year is no row of headings; refused, unless it is worked out."""
    if not any(map(_AMOUNT.fullmatch, cells[1:])):
        return False
    _refuse_without_year(cells)
    return True


def _refuse_without_year(cells: list[str]) -> None:
    if not _WORKED_OUT.search(cells[0].casefold()):
        raise PasteRefused(
            f"{_about(cells)} has amounts and no financial year. Write its year as 2009-10, or leave it out, "
            "and paste again."
        )


def _about(cells: list[str]) -> str:
    return f"What stands beside {quoted(next(filter(None, cells)))}"


def _refuse_thousands(titles: list[list[str]]) -> None:
    for title in (cell for cells in titles for cell in cells):
        if _IN_THOUSANDS.search(title.casefold()):
            raise PasteRefused(
                f"The heading {quoted(title)} says thousands or millions, and the boxes are in pounds. Turn the "
                "amounts into pounds, take that out of the heading, and paste again."
            )


def _one_title_each(titles: list[list[str]]) -> list[str]:
    """Headings over more than one row are read as one."""
    return [" ".join(filter(None, column)) for column in zip(*titles, strict=True)]


def _columns(
    titles: list[str], rows: list[list[str]], lines: Sequence[str]
) -> tuple[list[int], dict[str, int]]:
    """Which columns say the state, and in which one each line stands."""
    states, amounts = [], []
    for number in range(1, len(rows[0])):
        cells = [cells[number] for cells in rows if cells[number]]
        if cells and all(cell.casefold() in _STATES for cell in cells):
            states.append(number)
        elif cells or not any(titles[1:]):  # Without titles a blank column keeps its place.
            amounts.append(number)
    if any(titles[1:]):
        return states, _by_title(titles, rows, amounts, lines)
    if len(amounts) > len(lines) and any(row[n] for row in rows for n in amounts[len(lines) :]):
        raise PasteRefused(
            f"There are more columns than boxes. {_name_them(lines)} Put that above each column, leave the others "
            "out, and paste again."
        )
    return states, dict(zip(lines, amounts, strict=False))


def _by_title(
    titles: list[str], rows: list[list[str]], amounts: list[int], lines: Sequence[str]
) -> dict[str, int]:
    columns: dict[str, int] = {}
    worked_out = [number for number in amounts if _WORKED_OUT.search(titles[number].casefold())]
    for number in (number for number in amounts if number not in worked_out):
        line = _line(titles[number])
        if line is None or line not in lines:
            raise PasteRefused(_not_understood(titles[number], rows, number, lines))
        if line in columns:
            raise PasteRefused(
                f"The headings {quoted(titles[columns[line]])} and {quoted(titles[number])} both go into the box "
                f"“{_TITLES[line]}” of their year. Add them up, or leave one out, and paste again."
            )
        columns[line] = number
    # The page works out the net, but from the saving: alone it would be lost.
    if worked_out and Line.SAVING not in columns:
        raise PasteRefused(_not_understood(titles[worked_out[0]], rows, worked_out[0], lines))
    return columns


def _not_understood(title: str, rows: list[list[str]], number: int, lines: Sequence[str]) -> str:
    if not title:
        amount = next(row[number] for row in rows if row[number])
        return f"{quoted(amount)} has no heading. {_name_them(lines)} Give it one, or leave it out, and paste again."
    if _line(title) == Line.HARM_TO_OTHERS:
        return (
            f"{quoted(title)} has a box only where somebody else pays or gains. Say so first on the page “Who else "
            "pays or gains”, or leave it out, and paste again."
        )
    return (
        f"The heading {quoted(title)} may mean more than one thing, or none that is asked here. {_name_them(lines)} "
        "Call it what it is, or leave it out, and paste again."
    )


def _name_them(lines: Sequence[str]) -> str:
    *names, last = [f"“{_TITLES[line]}”" for line in lines]
    return f"The boxes are {', '.join(names)} and {last}."


def _row(cells: list[str], states: list[int], columns: dict[str, int]) -> PastedRow:
    row = PastedRow(_year(cells[0]) or "")
    for number in states:
        row.state = _STATES.get(cells[number].casefold(), row.state)
    row.amounts = {line: cells[number] for line, number in columns.items()}
    return row


def _refuse_repeated(rows: list[PastedRow]) -> None:
    seen = set()
    for row in rows:
        if (row.year, row.state) in seen:
            raise PasteRefused(
                f"{row.year} stands twice in what you pasted. Add its rows up, leave one out, or say beside each "
                "whether it is expected, actual or plan, and paste again."
            )
        seen.add((row.year, row.state))


def _line(title: str) -> str | None:
    """The one line that a title means; None where it is not certain."""
    words = _LESS_COST.sub("saving", title.casefold())
    found = [line for line, called in _CALLED.items() if called.search(words)]
    is_doubtful = _DOUBTFUL.search(words) or ("saving" in words and found != [Line.SAVING])
    return found[0] if len(found) == 1 and not is_doubtful else None


def _year(text: str) -> str | None:
    try:
        return str(FinancialYear.parse(text))
    except ValueError:
        return None
