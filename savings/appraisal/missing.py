"""Which cells are not stated, and how much that is stated is left out for it, in words (docs/method/rules.md §R25)."""

from collections import defaultdict
from collections.abc import Iterable

from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds

from .cells import ONE_OFF_COST, RUNNING_COST, SAVING, Cell, Cells
from .words import years_in_words

LINES = {
    SAVING: "the saving",
    ONE_OFF_COST: "the one-off cost",
    RUNNING_COST: "the extra running cost",
}


def cells_in_words(cells: Iterable[Cell]) -> str:
    """`the saving of 2009-10, and the one-off cost and the extra running cost of 2010-11 to 2011-12`."""
    years: dict[str, list[FinancialYear]] = defaultdict(list)
    for line, year in cells:
        years[line].append(year)
    lines: dict[str, list[str]] = defaultdict(list)
    for line in years:
        lines[years_in_words(years[line])].append(LINES[line])
    return ", and ".join(f"{_and(names)} of {when}" for when, names in lines.items())


def what_is_missing(cells: Cells) -> list[str]:
    """Why there is no net: the cells that are missing, and what is stated and left out; empty where all is there."""
    if cells.is_whole:
        return []
    not_stated = f"Not stated: {cells_in_words(cells.missing)}."
    return [not_stated, f"Left out, since there is no net without them: {amounts_in_words(cells)}."]


def amounts_in_words(cells: Cells) -> str:
    """What is stated, and no more: `savings of £600,000 and costs of £500,000`; empty where nothing is."""
    sums = {"savings": cells.saving, "costs": cells.cost}
    return " and ".join(
        f"{name} of {format_pounds(pounds)}" for name, pounds in sums.items() if pounds is not None
    )


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
