"""What comes of an import? And the steps that every import begins with."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from savings.imports.cells import read_into
from savings.imports.errors import ImportRefused, RowError, in_reading_order
from savings.imports.model_cells import Column
from savings.imports.sheets import Columns, Sheet, open_sheet
from totalplace.refused_value import quoted

ACCEPTED, CHECKED = "accepted", "checked"


@dataclass
class ImportResult:
    """An import that was stored ("accepted") or, when only checked, would be ("checked").

    The counts are of rows; `missing` rows are stored and not in the file: they stay. `set_apart` ones
    were changed by somebody since the file was filled, and are not stored. Each of
    `rows` has `row` (its number in the file) and the file's titles as keys, with what was
    understood as text. `notes` are for the person.
    """

    outcome: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    set_apart: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.new or self.changed)

    def summary(self) -> str:
        """One line of words."""
        stored = "Stored." if self.has_changes else "Nothing to store."
        done = "Checked; nothing was stored." if self.outcome == CHECKED else stored
        counts = f"{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged"
        kept = f", {self.missing:,} not in the file and kept" if self.missing else ""
        apart = f", {self.set_apart:,} changed since and left as stored" if self.set_apart else ""
        return f"{done} Rows: {counts}{kept}{apart}."


def opened(path: Path | str, columns: Columns, **options: Any) -> Sheet:
    """`open_sheet`, with a file that cannot be opened at all refused in words."""
    try:
        return open_sheet(path, columns, **options)
    except IsADirectoryError:
        raise _unreadable(path, "is a folder. Give the name of a file") from None
    except FileNotFoundError:
        raise _unreadable(path, "is not there. Check its name and folder") from None
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "reading failed"
        raise _unreadable(path, f"cannot be opened ({reason})") from None


def refuse(code: str, message: str) -> ImportRefused:
    """A refusal of the whole file for one reason."""
    return ImportRefused([RowError(None, None, code, message)])


def read_table(
    sheet: Sheet, columns: Sequence[Column], errors: list[RowError]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row's number and values (field → value) of the columns that the file has.

    What cannot be read is noted in `errors`, and is not among the values.
    """
    present = [(c, sheet.position[c.title]) for c in columns if c.title in sheet.position]
    for row, cells in sheet.rows():
        values = {}
        for column, place in present:
            before = len(errors)
            value = read_into(errors, row, sheet.titles[place], column.read, cells[place])
            if len(errors) == before:
                values[column.name] = value
        yield row, values


def written(
    sheet: Sheet, columns: Sequence[Column], row: int, values: dict[str, Any]
) -> dict[str, Any]:
    """A row as it was understood: its number, and text under each of the file's titles."""
    cells = {
        sheet.title_in_file(c.title): c.shown(values[c.name])
        for c in columns
        if c.title in sheet.position
    }
    return {"row": row, **cells}


def raise_if_any(errors: Iterable[RowError], sheet: Sheet) -> None:
    """Refuse the file with every error of it, in reading order."""
    found = in_reading_order([*errors, *sheet.errors], sheet.titles)
    if found:
        raise ImportRefused(found, sheet.title_row.notes)


def notes_of(sheet: Sheet, ignored: Iterable[str] = ()) -> list[str]:
    """What the person should know of how the file was read."""
    notes = [f"The file was read as {sheet.encoding_said}."] if sheet.encoding_said else []
    notes += sheet.notes
    passed_over = [sheet.title_in_file(title) for title in ignored if title in sheet.position]
    if passed_over:
        notes.append(f"Columns not read, because they are worked out: {', '.join(passed_over)}.")
    return notes


def _unreadable(path: Path | str, why: str) -> ImportRefused:
    return refuse("unreadable", f"The file {quoted(path)} {why}.")
