"""What may a column of a place's own layout be, by its title and its values? Only a suggestion: a person says it."""

import re
from dataclasses import replace

from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import (
    TITLES_WITHIN,
    ColumnUse,
    Reading,
    Sign,
    Unit,
    Use,
    data_rows,
    words_in,
)
from savings.imports.layouts.units import YEAR_IN_WORDS, units_above
from savings.imports.title_units import says_only_a_unit
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import ValueRefused

# The first that fits decides. A title of a year is an amount, whatever else it says.
_BY_WORDS = (
    (re.compile(r"one[- ]?off|implementation cost|investment"), Use.ONE_OFF_COST),
    (re.compile(r"(?:running|recurring|ongoing) costs?"), Use.RUNNING_COST),
    (re.compile(r"cashab|(?:kind|type) of (?:gain|saving)"), Use.KIND),
    (re.compile(r"financial year|^year$"), Use.YEAR),
    (re.compile(r"(?:^|\b)ref(?:erence)?(?:\b|$)|\bid\b|saving no"), Use.OWN_REFERENCE),
    (re.compile(r"descri|proposal|initiative|project|scheme|title|what chang"), Use.WHAT_CHANGES),
    (re.compile(r"\blead\b|organisation|\bbody\b"), Use.LEAD),
    (re.compile(r"^(?:service|theme)s?$"), Use.THEME),
    (re.compile(r"^(?:notes?|comments?)$"), Use.NOTES),
    (re.compile(r"savings?"), Use.SAVING),
)
_ONCE = {Use.KIND, Use.YEAR, Use.OWN_REFERENCE, Use.WHAT_CHANGES, Use.LEAD, Use.THEME, Use.NOTES}


def suggested_titles(grid: Grid) -> tuple[int, int]:
    """The rows that look like titles: the first and the last of them, which may be the same."""
    rows = range(1, min(TITLES_WITHIN, len(grid.rows)) + 1)
    best = max(rows, key=lambda row: (_titles_in(grid, row), -row))
    below = best + 1
    is_of_units = below <= len(grid.rows) and any(
        says_only_a_unit(words_in(cell)) for cell in grid.rows[below - 1]
    )
    return best, below if is_of_units else best


def suggested(reading: Reading, grid: Grid) -> Reading:
    """The reading with what its columns may be, and the unit and sign of its amounts, where the sheet says them."""
    titles = reading.titles_of(grid)
    columns: dict[int, ColumnUse] = {}
    for index, title in enumerate(titles):
        use = suggested_use(title)
        if use.use not in _ONCE or use.use not in {one.use for one in columns.values()}:
            columns[index] = use
    columns = _with_what_changes(columns, reading, grid)
    unit, sign = _unit(grid, reading), _sign(columns, reading, grid)
    return replace(reading, columns=columns, unit=unit, sign=sign)


def suggested_use(title: str) -> ColumnUse:
    """What the title of a column says that it is."""
    words = title.casefold()
    use = next((use for pattern, use in _BY_WORDS if pattern.search(words)), Use.LEFT_OUT)
    year = year_in(title)
    if year is None:
        return ColumnUse(use.value)
    is_cost = use in (Use.ONE_OFF_COST, Use.RUNNING_COST)
    return ColumnUse(use.value if is_cost else Use.SAVING.value, year.start)


def year_in(title: str) -> FinancialYear | None:
    """The one financial year that a title names, if it may be entered here."""
    found = YEAR_IN_WORDS.findall(title)
    if len(found) != 1:
        return None
    try:
        return FinancialYear.parse(re.sub(r"\s", "", found[0]).replace("\u2013", "-"))
    except ValueRefused:
        return None


def suggested_kind(words: str, title: str) -> str:
    """Which kind of gain the words of a cell may mean; "" where they do not say."""
    said = words.casefold()
    if said in ("y", "yes", "true") and "cashab" in title.casefold():
        return "cashable"
    if said in ("n", "no", "false") and "cashab" in title.casefold():
        return "non_cashable"
    return {"cash": "cashable", "non-cash": "non_cashable"}.get(said, "")


def _titles_in(grid: Grid, row: int) -> int:
    """How much a row looks like one of titles."""
    said = [words_in(cell) for cell in grid.rows[row - 1]]
    known = sum(suggested_use(words) != ColumnUse("") for words in said if words)
    return 10 * known + len(set(filter(None, said))) if known > 1 else known


def _with_what_changes(
    columns: dict[int, ColumnUse], reading: Reading, grid: Grid
) -> dict[int, ColumnUse]:
    """With the first column of plain words as what changes, where no title says which one that is."""
    if any(column.use == Use.WHAT_CHANGES for column in columns.values()):
        return columns
    free = [index for index in range(grid.width) if columns.get(index, ColumnUse("")).use == ""]
    rows = list(data_rows(reading, grid))
    for index in free:
        said = [words_in(grid.cell(row, index)) for row in rows]
        if sum(any(c.isalpha() for c in words) for words in said) * 2 > len(rows):
            return columns | {index: ColumnUse(Use.WHAT_CHANGES.value)}
    return columns


def _unit(grid: Grid, reading: Reading) -> str:
    """The one unit that the titles and the words above them say; "" where they say none, or several."""
    said = units_above(reading, grid)
    return next(iter(said)) if len(said) == 1 and said <= set(Unit.values) else ""


def _sign(columns: dict[int, ColumnUse], reading: Reading, grid: Grid) -> str:
    savings = [index for index, column in columns.items() if column.use == Use.SAVING]
    cells = [grid.cell(row, index) for row in data_rows(reading, grid) for index in savings]
    signs = [_is_below_zero(cell) for cell in cells if _looks_like_number(cell)]
    below = sum(signs)
    return (Sign.NEGATIVE if 2 * below > len(signs) else Sign.POSITIVE).value if signs else ""


def _looks_like_number(cell: object) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float) or bool(re.search(r"[0-9]", str(cell)))


def _is_below_zero(cell: object) -> bool:
    return cell < 0 if isinstance(cell, int | float) else str(cell).strip()[:1] in "(-\u2212"
