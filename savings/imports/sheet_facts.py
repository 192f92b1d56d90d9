"""What do the cells of a workbook not say for themselves?

The library that reads values gives an empty cell for `#REF!` and for a formula that was never
worked out, 250k as 250 and €500 as 500, and says nothing of hidden rows. `xlsx_facts` and
`ods_facts` read those facts from the file's XML into `SheetFacts`; whether what is shown reads as
what is held is for `shown_amounts`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import islice, product
from xml.parsers import expat

from savings.imports.errors import BadCell
from savings.imports.office_zip import SAVE_AGAIN, refused
from savings.imports.shown_amounts import Rounding, rounding_or_flaw
from totalplace.refused_value import quoted

# The reading library holds a sheet as one full rectangle, so one stray cell far away would fill the
# memory.
MAX_AREA = 4_000_000
MAX_MERGES = 2_000
MAX_FLAWS = 200_000
MAX_HIDDEN_ROWS = 1_000  # as many as are reported; a person shows them all at once

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 1


@dataclass
class SheetFacts:
    """Facts of one sheet. Rows and columns count from 1.

    `flaws`: row → column → the `BadCell` to put there. `roundings`: of cells whose format rounds, by row and
    column. `data_columns`: columns that hold any value.
    """

    name: str
    is_hidden: bool = False
    flaws: dict[int, dict[int, BadCell]] = field(default_factory=dict)
    roundings: dict[tuple[int, int], Rounding] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    data_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    _flaw_count: int = 0

    @property
    def has_data(self) -> bool:
        return bool(self.data_columns)

    def hidden_data_columns(self) -> Iterator[int]:
        """Each column that is hidden and holds a value, once, however often a sheet says that it is hidden."""
        columns, done = sorted(self.data_columns), 0
        for first, last in sorted(self.hidden_columns):
            start = max(done, bisect_left(columns, first))
            done = max(done, bisect_right(columns, last))
            yield from columns[start:done]

    def note_value(self, row: int, column: int) -> None:
        """Take down that a value stands here; refuse a sheet that reaches too far."""
        self.data_columns.add(column)
        if row > self.last_row:
            self.last_row = row
        if row * column > MAX_AREA:
            raise refused(
                f"The sheet {quoted(self.name)} has a value in row {row:,}, column {column:,}, far "
                "from the "
                "table. Copy the figures into a new sheet."
            )

    def note_flaw(self, row: int, column: int, flaw: BadCell) -> None:
        """Take down that the value here cannot be used."""
        here = self.flaws.setdefault(row, {})
        self._flaw_count += column not in here
        here[column] = flaw
        if self._flaw_count > MAX_FLAWS:
            raise refused(f"More than {MAX_FLAWS:,} cells cannot be used. {flaw.message}")

    def note_shown(self, row: int, column: int, shown: str, held: Decimal) -> None:
        """Take down how what is shown differs from what is held, if it does."""
        self.note_found(rounding_or_flaw(shown, held), (row,), (column,))

    def note_found(
        self, found: Rounding | BadCell | None, rows: Sequence[int], columns: Sequence[int]
    ) -> None:
        """Take down what was found of a value, of each cell that holds it."""
        if isinstance(found, BadCell):
            for row, column in product(rows, columns):
                self.note_flaw(row, column, found)
        elif found:
            room = MAX_FLAWS - len(self.roundings)
            self.roundings |= dict.fromkeys(islice(product(rows, columns), room), found)

    def note_hidden_row(self, row: int) -> None:
        """Take down that a hidden row holds a value."""
        if self.hidden_rows[-1:] != [row] and len(self.hidden_rows) < MAX_HIDDEN_ROWS:
            self.hidden_rows.append(row)

    def note_merge(self, merge: Merge) -> None:
        """Take down merged cells."""
        self.merges.append(merge)
        if len(self.merges) > MAX_MERGES:
            raise refused(
                "The sheet has very many merged cells. Copy the figures into a new sheet."
            )


@cache
def formula_without_result() -> BadCell:
    """A formula that no program has worked out."""
    return BadCell(
        "formula",
        "The cell holds a formula that has not been worked out. Open the file in your spreadsheet "
        "program and "
        "save it, or type the number.",
    )


def cell_error(shown: str) -> BadCell:
    """A cell that shows `#REF!` or another error."""
    return BadCell(
        "cell_error",
        f"The cell shows the error {quoted(shown)}. Correct the formula, or type the number.",
    )


def read_xml(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Call `start`, `end` and `characters` for one part of a workbook; names come without their prefix.

    A document type is refused, so no entity is ever expanded.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, KeyError):
        raise refused(f"The file is damaged and cannot be opened. {SAVE_AGAIN}") from None


def _refuse_document_type(*_declaration: object) -> None:
    raise refused(f"The file holds a document type, which no spreadsheet needs. {SAVE_AGAIN}")
