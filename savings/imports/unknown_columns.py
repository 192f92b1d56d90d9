"""What stood in the columns of a file that are not known here? It comes back beside the errors of its row.

Somebody else's name for a row, or who is to be asked of it, is often in just these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from savings.imports import claim_columns, figure_cells
from savings.imports.errors import ImportRefused, RowError
from savings.imports.layouts.reading import words_in
from savings.imports.sent_sheets import on_disk
from savings.imports.sheets import Sheet, open_sheet
from savings.models import FigureSheet
from savings.models.choices import Holds

# Whatever is wrong with the titles otherwise, these need not stand there.
_COLUMNS = {
    Holds.FIGURES: figure_cells.TITLES.without_need_of(figure_cells.PLACE, figure_cells.NOTE),
    Holds.CLAIMS: claim_columns.TITLES.without_need_of("place"),
}


@dataclass(frozen=True)
class UnknownColumns:
    """Their titles as they stand in the file, and what stands under them, by the number of its row."""

    titles: list[str] = field(default_factory=list)
    cells: Mapping[int, list[str]] = field(default_factory=dict)

    def of(self, row: int | None) -> list[str]:
        return self.cells.get(row or 0, [""] * len(self.titles))


def unknown_columns(sent: FigureSheet, errors: Iterable[RowError]) -> UnknownColumns:
    """Those of a sheet that was sent, in the rows of `errors`; none where a page asked which column is which."""
    rows = {error.row for error in errors if error.row}
    if sent.holds not in _COLUMNS or not rows:
        return UnknownColumns()
    with on_disk(sent) as path:
        try:
            return _read(open_sheet(path, _COLUMNS[Holds(sent.holds)], name=sent.name), rows)
        except ImportRefused:  # It has no titles that can be read.
            return UnknownColumns()


def _read(sheet: Sheet, rows: set[int]) -> UnknownColumns:
    known = set(sheet.position.values())
    places = [n for n, title in enumerate(sheet.titles) if title and n not in known]
    if not places:
        return UnknownColumns()
    cells = {
        number: [words_in(cells[place]) for place in places]
        for number, cells in sheet.rows()
        if number in rows
    }
    return UnknownColumns([sheet.titles[place] for place in places], cells)
