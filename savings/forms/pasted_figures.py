"""What was copied from a spreadsheet and pasted into the page? Rows of years, whichever way round they stood.

Nothing is read as money here: amounts go into the boxes as they are, where the person and then the form look at them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from savings.models.choices import Line, State
from totalplace.financial_year import FinancialYear

# What a column or row is called decides where it goes; without titles, the order of the page does.
_IN_ORDER = (Line.SAVING, Line.ONE_OFF_COST, Line.RUNNING_COST, Line.HARM_TO_OTHERS)
_CALLED = [
    ("net", None),
    ("total", None),
    ("running", Line.RUNNING_COST),
    ("others", Line.HARM_TO_OTHERS),
    ("harm", Line.HARM_TO_OTHERS),
    ("cost", Line.ONE_OFF_COST),
    ("saving", Line.SAVING),
    ("gross", Line.SAVING),
]
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


class NothingPasted(Exception):
    """No year was found in what was pasted. Its words say what to paste."""

    def __init__(self):
        super().__init__(
            "No financial year was found in what you pasted. Copy the cells with their years, such as 2009-10, "
            "in the first column or in the first row."
        )


def read_pasted(text: str) -> list[PastedRow]:
    """The rows of a copied table: years down the first column, or across the first row. NothingPasted if none."""
    table = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    table = [cells for cells in table if any(cells)]
    if table and sum(_year(cell) is not None for cell in table[0]) > 1:
        table = _turned(table)
    rows = list(_rows(table))
    if not rows:
        raise NothingPasted
    return rows


def _turned(table: list[list[str]]) -> list[list[str]]:
    width = max(len(cells) for cells in table)
    full = [cells + [""] * (width - len(cells)) for cells in table]
    return [list(column) for column in zip(*full, strict=True)]


def _rows(table: list[list[str]]) -> Iterator[PastedRow]:
    titles: list[str] = []
    for cells in table:
        year = _year(cells[0])
        if year:
            yield _row(year, cells[1:], titles)
        elif not titles:
            titles = cells[1:]


def _row(year: str, cells: list[str], titles: list[str]) -> PastedRow:
    row, lines = PastedRow(year), list(_IN_ORDER)
    for number, cell in enumerate(cells):
        if cell.casefold() in _STATES:
            row.state = _STATES[cell.casefold()]
        elif titles:
            line = _line(titles[number] if number < len(titles) else "")
            row.amounts |= {line: cell} if line else {}
        elif lines:
            row.amounts[lines.pop(0)] = cell
    return row


def _line(title: str) -> str | None:
    return next((line for word, line in _CALLED if word in title.casefold()), None)


def _year(text: str) -> str | None:
    try:
        return str(FinancialYear.parse(text))
    except ValueError:
        return None
