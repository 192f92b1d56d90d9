"""What is wrong with a file, and where? All of it at once, as a person and as a program can use it."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from savings.imports.column_letters import column_letters
from totalplace.direction import contained
from totalplace.refused_value import ValueRefused, shown
from totalplace.spreadsheet_text import escape

# A file may have an error in every cell. Nobody corrects so many by a list.
MOST_LISTED = 5_000

# Every code an import may give, with what it stands for.
REASONS = {
    "missing": "value left out",
    "not_a_number": "cannot be read as pounds",
    "unit": "unit or suffix (k, m, %) in the value or title",
    "ambiguous": "could mean two numbers or years",
    "currency": "not pounds",
    "too_precise": "more than two decimal places",
    "too_large": "beyond the largest amount",
    "not_finite": "infinite or not a number",
    "bad_year": "not a financial year in range",
    "looks_like_date": "the cell holds a date, not a year",
    "unknown_place": "no such place",
    "other_place": "a place the officer does not act for",
    "duplicate": "same claim twice",
    "columns": "title row: column missing, repeated or unknown",
    "ragged": "row has too many or too few cells",
    "encoding": "cannot be decoded",
    "quotes": "a quotation mark is never closed",
    "formula": "formula without a stored result",
    "cell_error": "cell holds an error such as #REF!",
    "type": "a value that the column does not take",
    "empty": "no data rows",
    "too_many_rows": "over the row limit",
    "total_row": "a total, not a claim",
    "too_long": "text over the limit",
    "control": "a character that cannot be stored",
    "merged": "merged cells",
    "hidden": "hidden rows, columns or sheets hold data",
    "sheets": "more than one sheet with data",
    "not_a_table": "not CSV, XLSX or ODS inside",
    "other_template": "the template for something else",
    "title_row": "title row not found where expected",
    "unreadable": "the file cannot be opened",
    "not_allowed": "the person may not import this",
    "unknown_claim": "no such claim of this place",
    "not_adopted": "published words that their place has not adopted",
    "not_in_money": "an amount for a claim that cannot be put in pounds",
    "conflict": "does not fit with what is stored, or with another cell of the row",
    "unknown_person": "nobody with this email address",
    "unknown_organisation": "no such organisation",
    "has_left": "somebody who has left",
    "holds_work": "leaves, and holds what somebody must take over",
    "near_name": "may be another name of an organisation",
    "example": "the example of the template",
    "stale": "changed by somebody else meanwhile",
    "not_listed": "more errors than are listed",
}
NO_ERROR = "not an error"  # In their place, of a note.


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong, in one place.

    `row` is the number the spreadsheet program shows (None: the whole file); `column` is the title
    as it stands in the file (None: the whole row); `value` is what stands in the cell, cut short
    and made safe; `letters` are those that the program shows over the column, where that is known.
    """

    row: int | None
    column: str | None
    code: str
    message: str
    value: str = ""
    letters: str = ""

    def __post_init__(self) -> None:
        if self.code not in REASONS:
            raise ValueError(f"{self.code} is not a reason of an import error.")
        # The words may name what is stored under a name of its own.
        object.__setattr__(self, "message", contained(self.message))
        object.__setattr__(self, "value", shown(self.value))

    def as_dict(self) -> dict[str, object]:
        """The four keys that `--json` prints."""
        parts = asdict(self)
        del parts["value"], parts["letters"]
        return parts

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet program names it, such as D2; empty where it is not one cell."""
        return f"{self.letters}{self.row}" if self.letters and self.row else ""


class BadCell(ValueRefused):
    """Stands in a row where a cell has no value that can be used; reading it gives the reason.

    So a formula that was never worked out is reported beside the other errors of its row, and can
    never be taken for a blank.
    """


class ImportRefused(Exception):
    """Nothing of the file is stored. `errors` holds every reason, in reading order.

    `notes` say what else a person should know who mends the file: which of its columns were not read.
    """

    def __init__(self, errors: Sequence[RowError], notes: Sequence[str] = ()) -> None:
        self.errors = list(errors)
        self.notes = list(notes)
        super().__init__(as_table(self.errors))


def in_reading_order(errors: Iterable[RowError], titles: Sequence[str] = ()) -> list[RowError]:
    """Sort errors as a person reads the file: whole file, then by row as a number, then left to right.

    Each that has none is given the letters of its column, which is where `titles`, all those of the file from the left,
    have it.
    """
    place = {title: number for number, title in enumerate(titles, start=1)}
    in_order = sorted(
        errors, key=lambda e: (e.row or 0, place.get(e.column or "", 0), e.column or "", e.code)
    )
    return [
        replace(error, letters=column_letters(place[error.column] - 1))
        if error.column in place and not error.letters
        else error
        for error in in_order
    ]


def listed(errors: Sequence[RowError]) -> list[RowError]:
    """The errors as far as a list may go; its last line then says how many more there are."""
    first, more = list(errors[:MOST_LISTED]), len(errors) - MOST_LISTED
    if more <= 0:
        return first
    words = f"{more:,} more errors are not listed. Correct these, then send the file again to see what is left."
    return [*first, RowError(None, None, "not_listed", words)]


def as_table(errors: Sequence[RowError]) -> str:
    """Return errors as lines of text for the command line: row, column, what to do."""
    lines = [("Row", "Column", "What is wrong, and what to do")]
    lines += [
        (str(error.row or "file"), shown(error.column or "-"), error.message)
        for error in listed(errors)
    ]
    widths = [max(len(line[part]) for line in lines) for part in (0, 1)]
    return "\n".join(
        f"{row:>{widths[0]}}  {column:<{widths[1]}}  {message}" for row, column, message in lines
    )


def as_csv(
    errors: Sequence[RowError],
    notes: Iterable[str] = (),
    more: Sequence[str] = (),
    more_of: Callable[[int | None], Iterable[str]] = lambda row: (),
) -> str:
    """Return errors as a CSV file, safe in a spreadsheet program; `notes` come after them.

    `more` are titles of further columns, after ours, and `more_of` what stands in them for a row of the file.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    ours = ["Row", "Column", "Value", "What is wrong, and what to do", "Reason", "Cell"]
    lines.writerow([*ours, *map(_kept, more)])
    for error in listed(errors):
        words = (error.column or "", error.value, error.message, REASONS[error.code], error.cell)
        theirs = map(_kept, more_of(error.row))
        lines.writerow([error.row or "", *map(escape, words), *theirs])
    for note in notes:
        lines.writerow(["", "", "", _kept(note), NO_ERROR, "", *[""] * len(more)])
    return text.getvalue()


def _kept(words: str) -> str:
    return escape(contained(words))
