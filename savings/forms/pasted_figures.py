"""What was copied from a spreadsheet and pasted into the page? Rows of years, whichever way round they stood.

Nothing is guessed: what cannot be given one box, in pounds, is refused in words and nothing is put anywhere. What is
taken besides, such as a total, is named as left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from savings.forms.pasted_cells import (
    PasteRefused,
    copied_cells,
    is_amount,
    is_like_a_year,
    is_like_an_amount,
    is_of_another_state,
    is_of_several_years,
    is_pounds_alone,
    refuse_other_amounts,
    refuse_other_units,
    refuse_second_years,
    unfolded,
    without_margin,
    words_of,
    year_in,
)
from savings.imports.layouts.reading import Unit
from savings.models.choices import Line, State
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import quoted

LINES = (Line.SAVING, Line.ONE_OFF_COST, Line.RUNNING_COST, Line.HARM_TO_OTHERS)
TITLES: dict[str, str] = {line: line.label for line in LINES}
_CALLED = {
    # “Savings less costs” is a net, and “cost of the savings” a cost: with a cost in its title it is no saving.
    Line.SAVING: re.compile(r"^(?!.*\bcosts?\b).*\bsavings?\b"),
    Line.ONE_OFF_COST: re.compile(r"\bone.?off\b.*\bcosts?\b|\bcosts?\b.*\bone.?off\b"),
    Line.RUNNING_COST: re.compile(r"\brunning\b.*\bcosts?\b|\bcosts?\b.*\brunning\b"),
    Line.HARM_TO_OTHERS: re.compile(r"\bothers\b|\bharm\b"),
}
_LESS_COST = re.compile(r"\bcosts? (savings?|reductions?)\b")  # Means a saving.
_WORKED_OUT = re.compile(r"\bnet\b|^totals?$")
_NOTES = re.compile(r"^(notes?|comments?|remarks?)\b")
_TITLE_OF_YEARS = re.compile(r"(financial\s)?years?", re.IGNORECASE)
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


@dataclass
class Pasted:
    """The rows of what was pasted, and the words of the cells that are not among them."""

    rows: list[PastedRow]
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cursor:
    """The box in which it stood: the year of its row as typed, its state and its line."""

    year: str
    state: str
    line: str


class NothingPasted(PasteRefused):
    """No year was found in what was pasted. Its words say what to paste."""

    def __init__(self) -> None:
        super().__init__(
            "No financial year was found in what you pasted. Copy the cells with their years, such as 2009-10, "
            "in the first column or in the first row."
        )


def read_pasted(
    text: str,
    lines: Sequence[str] = LINES,
    cursor: Cursor | None = None,
    unit: Unit = Unit.POUNDS,
) -> Pasted:
    """The rows of a copied table: years down the first column, or across the first row.

    `lines`: what the page asks, in its order. `unit`: that of its boxes. `cursor`: from where amounts without years are
    put in; none where the page asks its line no more. PasteRefused if an amount has no box of its own among them.
    """
    table = copied_cells(text)
    refuse_other_units(table, unit)
    has_years = any(year_in(cell) for cells in table for cell in cells)
    is_at_a_box = cursor is not None and cursor.line in lines
    if cursor and is_at_a_box and not has_years and any(map(any, table)):
        return _amounts_from(cursor, table, lines)
    table = unfolded(without_margin(table))
    return _years([cells for cells in table if any(cells)], lines)


def _years(table: list[list[str]], lines: Sequence[str]) -> Pasted:
    if table and sum(year_in(cell) is not None for cell in table[0]) > 1:
        table = [list(column) for column in zip(*table, strict=True)]
    first = next((n for n, cells in enumerate(table) if year_in(cells[0])), None)
    if first is None:
        raise NothingPasted
    left_out: list[str] = []
    titles, rows = table[:first], list(_rows_of_years(table[first:], left_out))
    titles = [cells for cells in titles if not _has_amounts_without_year(cells, left_out)]
    states, columns = _columns(_one_title_each(titles), rows, lines, left_out)
    read = [_row(cells, states, columns) for cells in rows]
    if not any(amount for row in read for amount in row.amounts.values()):
        raise PasteRefused(
            "There are years in what you pasted, and no amount beside them. Copy the amounts with their years, and "
            "paste again."
        )
    _refuse_repeated(read)
    return Pasted(read, left_out)


def _amounts_from(cursor: Cursor, table: list[list[str]], lines: Sequence[str]) -> Pasted:
    """Amounts alone: to the right the boxes of one year, down the years after it, all in the state of the row."""
    year = year_in(cursor.year)
    if not year:
        raise PasteRefused(
            "The row with the cursor on has no year. Write it as 2009-10 first, or copy the cells with their years, "
            "and paste again."
        )
    for cell in (cell for cells in table for cell in words_of(cells)):
        if not is_like_an_amount(cell):
            raise PasteRefused(_no_amount(cell))
    boxes = list(lines)[list(lines).index(cursor.line) :]
    if any(any(cells[len(boxes) :]) for cells in table):
        raise PasteRefused(
            f"There are more columns than boxes from “{TITLES[cursor.line]}” on. Copy the cells with their years and "
            "headings, and paste again."
        )
    rows = []
    for begins, cells in enumerate(table, start=FinancialYear.parse(year).start):
        if any(cells):
            amounts = dict(zip(boxes, cells, strict=False))
            rows.append(PastedRow(_year_of(begins), cursor.state, amounts))
    return Pasted(rows)


def _no_amount(cell: str) -> str:
    if is_like_a_year(cell):
        return (
            f"{quoted(cell)} may be a year. Write every year as 2009-10 and copy the amounts with them; if it is an "
            "amount, type it into its box."
        )
    return f"{quoted(cell)} is not an amount. Copy the cells with their years, or the amounts alone, and paste again."


def _year_of(begins: int) -> str:
    year = FinancialYear(begins)
    if year > FinancialYear.LAST:
        raise PasteRefused(
            f"There are more amounts than years: the last year that is kept here is {FinancialYear.LAST}. Copy fewer "
            "of them, and paste again."
        )
    return str(year)


def _rows_of_years(table: list[list[str]], left_out: list[str]) -> Iterator[list[str]]:
    for cells in table:
        if year_in(cells[0]):
            refuse_second_years(cells[1:])
            yield cells
            continue
        if any(cells[1:]):
            _refuse_without_year(cells)
        if is_amount(cells[0]):
            raise PasteRefused(
                f"{quoted(cells[0])} is under the years. Copy each amount beside its year, and paste again."
            )
        refuse_other_amounts(cells[:1])
        left_out.append(next(words_of(cells)))


def _has_amounts_without_year(cells: list[str], left_out: list[str]) -> bool:
    """Whether a row above the first year is no row of headings; refused, unless it is worked out."""
    if not any(map(is_amount, cells)):
        return False
    _refuse_without_year(cells)
    left_out.append(next(words_of(cells)))
    return True


def _refuse_without_year(cells: list[str]) -> None:
    if not _WORKED_OUT.search(cells[0].casefold()):
        raise PasteRefused(
            f"{_about(cells)} has amounts and no financial year. Write its year as 2009-10, or leave it out, "
            "and paste again."
        )


def _about(cells: list[str]) -> str:
    return f"What is beside {quoted(next(filter(None, cells)))}"


def _one_title_each(titles: list[list[str]]) -> list[str]:
    """Headings over more than one row are read as one."""
    return [" ".join(filter(None, column)) for column in zip(*titles, strict=True)]


def _columns(
    titles: list[str], rows: list[list[str]], lines: Sequence[str], left_out: list[str]
) -> tuple[list[int], dict[str, int]]:
    """Which columns say the state, and in which one each line stands. What is worked out is named in `left_out`."""
    states, amounts = [], []
    if titles and titles[0] and not _TITLE_OF_YEARS.fullmatch(titles[0]):
        left_out.append(titles[0])
    for number in range(1, len(rows[0])):
        cells = [cells[number] for cells in rows if cells[number]]
        if cells and all(cell.casefold() in _STATES for cell in cells):
            states.append(number)
        elif is_pounds_alone(cells):
            left_out.append(cells[0])
        elif cells or not any(titles[1:]):  # Without titles a blank column keeps its place.
            amounts.append(number)
    named = {
        *states,
        *amounts,
    }  # A state may be in its column’s heading; those of amounts are read one by one.
    refuse_other_amounts(title for number, title in enumerate(titles) if number not in named)
    if any(titles[1:]):
        return states, _by_title(titles, rows, amounts, lines, left_out)
    if len(amounts) > len(lines) and any(row[n] for row in rows for n in amounts[len(lines) :]):
        raise PasteRefused(
            f"There are more columns than boxes. {_name_them(lines)} Put that above each column, leave the others "
            "out, and paste again."
        )
    return states, dict(zip(lines, amounts, strict=False))


def _by_title(
    titles: list[str],
    rows: list[list[str]],
    amounts: list[int],
    lines: Sequence[str],
    left_out: list[str],
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
                f"“{TITLES[line]}” of their year. Add them up, or leave one out, and paste again."
            )
        columns[line] = number
    # The page works out the net, but from the saving: alone it would be lost.
    if worked_out and Line.SAVING not in columns:
        raise PasteRefused(_not_understood(titles[worked_out[0]], rows, worked_out[0], lines))
    left_out += [titles[number] for number in worked_out]
    return columns


def _not_understood(title: str, rows: list[list[str]], number: int, lines: Sequence[str]) -> str:
    if not title:
        amount = next(row[number] for row in rows if row[number])
        return f"{quoted(amount)} has no heading. {_name_them(lines)} Give it one, or leave it out, and paste again."
    if _NOTES.search(title.casefold()):
        return (
            f"{quoted(title)} is not taken with the amounts. Leave that column out and paste again; then type the "
            "notes into the boxes “Note” of their years."
        )
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
    *names, last = [f"“{TITLES[line]}”" for line in lines]
    return f"The boxes are {', '.join(names)} and {last}."


def _row(cells: list[str], states: list[int], columns: dict[str, int]) -> PastedRow:
    row = PastedRow(year_in(cells[0]) or "")
    for number in states:
        row.state = _STATES.get(cells[number].casefold(), row.state)
    row.amounts = {line: cells[number] for line, number in columns.items()}
    return row


def _refuse_repeated(rows: list[PastedRow]) -> None:
    seen = set()
    for row in rows:
        if (row.year, row.state) in seen:
            raise PasteRefused(
                f"{row.year} is there twice in what you pasted. Add its rows up, leave one out, or say "
                f"beside each whether it is a forecast, an actual or a plan, and paste again."
            )
        seen.add((row.year, row.state))


def _line(title: str) -> str | None:
    """The one line that a title means; None where it is not certain."""
    words = _LESS_COST.sub("saving", title.casefold())
    found = [line for line, called in _CALLED.items() if called.search(words)]
    # Of another state than the row says, or not of one year.
    is_other = is_of_another_state(words) or is_of_several_years(words)
    is_doubtful = is_other or ("saving" in words and found != [Line.SAVING])
    return found[0] if len(found) == 1 and not is_doubtful else None
