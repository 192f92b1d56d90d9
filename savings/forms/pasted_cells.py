"""Which cells were copied from a spreadsheet, and what is each: a year, an amount, a unit, or words?

Nothing is read as money here: amounts go into the boxes as they are, where the person and then the form look at them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from savings.forms.box_units import SIGNS
from savings.imports.layouts.reading import Unit
from savings.imports.layouts.units import unit_in
from totalplace.financial_year import FinancialYear, YearError
from totalplace.misread_numbers import says_other_money, says_thousands
from totalplace.money import says_nothing
from totalplace.refused_value import quoted
from totalplace.seen_text import as_seen

_LINE_ENDS = re.compile(r"\s*[\r\n]+\s*")
# A percent sign behind a digit is a rate, such as of inflation, and no unit.
_OTHER_UNIT = re.compile(
    r"(?<![0-9])(?<![0-9]\s)(%|\bper ?cent\b)|\bhundreds\b|\bpenn(y|ies)\b|^p$", re.IGNORECASE
)
_OTHER_STATE = re.compile(r"\b(plan(s|ned)?|actuals?|outturns?)\b", re.IGNORECASE)
_OF_SEVERAL_YEARS = re.compile(r"\bcumulative(ly)?\b|\brunning totals?\b", re.IGNORECASE)
# A sign before digits is of that amount alone.
_SAYS_POUNDS = re.compile(r"£(?![-(\s]*[0-9])|\bgbp\b|\bpounds?\b", re.IGNORECASE)
_POUNDS_ALONE = re.compile(r"£s?|gbp|pounds?", re.IGNORECASE)
_AMOUNT = re.compile(r"£?\s*(?!000\s*\Z)[0-9][0-9,.\s]*")
_LIKE_AN_AMOUNT = re.compile(r"[-(£\s]*[0-9][0-9.,'\s]*\S{0,3}")
# A round number of thousands or hundreds is rather an amount than a year.
_LIKE_A_YEAR = re.compile(r"(?:199[0-9]|20[0-5][0-9])(?<!00)|[0-9]{2,4}\s*[-/]\s*[0-9]{2,4}")


class PasteRefused(Exception):
    """What was pasted is not taken. Its words say what of it, why, and what to do."""


def copied_cells(text: str) -> list[list[str]]:
    """The rows of cells, each as long as the others, as a spreadsheet program puts them on the clipboard.

    A blank line is a blank cell, at the beginning too. A cell that holds a line end comes in quotation marks. It counts
    as it is seen: without marks that nobody can see.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    try:
        table = [[_copied(cell) for cell in line] for line in lines]
    except csv.Error:
        raise PasteRefused(
            "A cell begins with a quotation mark that nothing closes, so where it ends is not certain. Take the mark "
            "out, and paste again."
        ) from None
    width = max(map(len, table), default=0)
    return [cells + [""] * (width - len(cells)) for cells in table]


def _copied(cell: str) -> str:
    # The blanks by which it is told from a hyphen of a person's go with the others.
    return "0" if says_nothing(cell) else _LINE_ENDS.sub(" ", as_seen(cell)).strip()


def without_margin(table: list[list[str]]) -> list[list[str]]:
    """The table without blank rows before the first and after the last, and blank columns before the first."""
    filled = [number for number, cells in enumerate(table) if any(cells)]
    rows = table[filled[0] : filled[-1] + 1] if filled else []
    margin = next((n for n, column in enumerate(zip(*rows, strict=True)) if any(column)), 0)
    return [cells[margin:] for cells in rows]


def unfolded(table: list[list[str]]) -> list[list[str]]:
    """The table; made from its cells where each came on a line of its own, as from a document."""
    if not table or len(table[0]) > 1:
        return table
    cells = [cells[0] for cells in table]
    years = [number for number, cell in enumerate(cells) if year_in(cell)]
    if not years:
        return table
    lengths = {end - begin for begin, end in zip(years, [*years[1:], len(cells)], strict=True)}
    # A blank line between two others may be a blank cell, or none.
    if len(lengths) > 1 or years[0] not in (0, *lengths) or not all(cells):
        raise PasteRefused(
            "The cells came one on each line, and it is not certain which amount belongs to which year. Copy them from "
            "a table with rows and columns, or type them."
        )
    [length] = lengths
    return [cells[begin : begin + length] for begin in range(0, len(cells), length)]


def refuse_other_units(table: Iterable[Iterable[str]], unit: Unit) -> None:
    """Refuse cells of which one says, wherever it stands, that the amounts are in another unit than the boxes."""
    for cell in (cell for cells in table for cell in words_of(cells) if not is_amount(cell)):
        said = unit_in(cell) or (Unit.POUNDS.value if _SAYS_POUNDS.search(cell) else "")
        is_thousands = says_thousands(cell)
        if said in Unit.values and said != unit:
            raise PasteRefused(
                f"{quoted(cell)} says {_called(Unit(said))}, and the boxes are in {_called(unit)}. Change the boxes to "
                f"{SIGNS[said]} above the tables, and paste again."
            )
        if is_thousands and said != unit:
            raise PasteRefused(
                f"{quoted(cell)} says thousands, millions or more. Turn the amounts into pounds in your spreadsheet "
                "first; then take that out, copy the cells again, and paste again."
            )
        if not is_like_an_amount(cell) and (says_other_money(cell) or _OTHER_UNIT.search(cell)):
            raise PasteRefused(
                f"{quoted(cell)} says that amounts are not in pounds. Leave those amounts out, or turn them into "
                "pounds in your spreadsheet first; then take that out, copy the cells again, and paste again."
            )


def _called(unit: Unit) -> str:
    return unit.label[:1].lower() + unit.label[1:]


def refuse_other_amounts(words: Iterable[str]) -> None:
    """Refuse words, wherever they stand about the amounts, by which these are not what is expected in one year each."""
    for said in words:
        if is_of_several_years(said):
            raise PasteRefused(
                f"{quoted(said)} says that amounts are added up over the years. Work out each year’s own amount in "
                "your spreadsheet first; then take that out, copy the cells again, and paste again."
            )
        if is_of_another_state(said):
            raise PasteRefused(
                f"{quoted(said)} may say that amounts are planned or actual, and not of which years. Say it beside "
                "each year, in a column or row of its own: “Forecast”, “Actual” or “Plan”. Then "
                "take it out where it is now, and paste again."
            )


def refuse_second_years(cells: Iterable[str]) -> None:
    """Refuse cells beside a year of which one is a year too."""
    for cell in cells:
        if year_in(cell):
            raise PasteRefused(
                f"{quoted(cell)} is a year, where an amount should be. Copy each year once, with its "
                "amounts beside or below it, and paste again."
            )


def is_amount(cell: str) -> bool:
    """Whether a cell holds nothing but a number, with a pound sign or without. 000 says thousands."""
    return _AMOUNT.fullmatch(cell) is not None


def is_like_an_amount(cell: str) -> bool:
    """Whether a cell may be put into a box for pounds, where the form says what is wrong with it: no words, no year."""
    return _LIKE_AN_AMOUNT.fullmatch(cell) is not None and not is_like_a_year(cell)


def is_of_another_state(words: str) -> bool:
    """Whether words beside amounts may say that these are another state's than what is expected."""
    return _OTHER_STATE.search(words) is not None


def is_of_several_years(words: str) -> bool:
    """Whether words beside amounts say that each holds those of the years before it."""
    return _OF_SEVERAL_YEARS.search(words) is not None


def is_like_a_year(cell: str) -> bool:
    """Whether a cell may be a year or a day, in whatever way it is written, rather than an amount."""
    try:
        FinancialYear.parse(cell)
    except YearError as error:
        return error.code == "looks_like_date" or _LIKE_A_YEAR.fullmatch(cell) is not None
    return True


def year_in(cell: str) -> str | None:
    """The financial year that a cell holds, as the page writes it."""
    try:
        return str(FinancialYear.parse(cell))
    except ValueError:
        return None


def is_pounds_alone(cells: Iterable[str]) -> bool:
    """Whether a column says of every year that its amounts are in pounds, and nothing else."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(map(_POUNDS_ALONE.fullmatch, said))


def words_of(cells: Iterable[str]) -> Iterator[str]:
    """The cells in which anything stands."""
    return filter(None, cells)
