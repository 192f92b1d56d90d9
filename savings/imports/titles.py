"""Which column is which? The title row of a file against the titles an importer takes."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from django.utils.text import get_text_list

from savings.imports.column_letters import column_letters
from savings.imports.errors import RowError
from savings.imports.title_units import is_unit, says_only_a_unit
from totalplace.misread_numbers import says_thousands
from totalplace.refused_value import quoted
from totalplace.seen_text import as_seen

# How far down to look for the titles, to be able to say where they are. They must be in the first
# row that is not blank: a heading above them may change what the numbers mean ("all figures in £
# thousands").
ROWS_SEARCHED = 20

# Of the widest template 60 columns are filled; a sheet with its own notes beside it still fits.
MOST_TITLES = 200
LONGEST_TITLE = 200  # Characters.
_LETTERS_NAMED = 5
_LEFT_OUT_NAMED = 10


@dataclass(frozen=True)
class Columns:
    """The titles an importer takes, as they are printed in its template.

    `also` has other words for some of them, each with the title that it stands for. `holds` says what the rows
    are, and `other` which template is sent here by mistake. `printed` gives a title as people read it, which is
    taken too; a file that has the other spelling is answered in that.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    holds: str = ""
    other: "Columns | None" = None
    printed: Callable[[str], str] = str

    @property
    def all(self) -> tuple[str, ...]:
        return self.required + self.optional

    def without_need_of(self, *titles: str) -> "Columns":
        """The same where a file may leave some of them out."""
        needed = tuple(title for title in self.required if title not in titles)
        let_go = tuple(title for title in self.required if title in titles)
        return replace(self, required=needed, optional=(*let_go, *self.optional))

    @cached_property
    def by_key(self) -> dict[str, str]:
        """The same as `meant`, by what makes two titles the same."""
        return {_key(title): meant for title, meant in self.meant.items()}

    @property
    def meant(self) -> dict[str, str]:
        """Every title that is taken, with the one of the template that it stands for."""
        return {title: title for title in self.all} | dict(self.also)


@dataclass(frozen=True)
class TitleRow:
    """The title row of one file.

    `row` is its number; `cells` its titles as they stand; `position` maps each title of `Columns`
    to its place in a row; `untitled` are places left of the last title that have no title; `printed`
    is as in `Columns`, for titles that the file does not have; `notes` name the columns that are not
    known here, and so left out.
    """

    row: int
    cells: list[str]
    position: dict[str, int]
    untitled: tuple[int, ...] = ()
    printed: Callable[[str], str] = str
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.cells)


def match_score(cells: Iterable[object], columns: Columns) -> int:
    """How many of the importer's titles stand in this row."""
    return len(_titles_in(cells, columns))


def read_titles(
    rows: Sequence[tuple[int, Sequence[object]]], columns: Columns
) -> tuple[TitleRow | None, list[RowError]]:
    """Find the titles in the first rows of a file, each given with its number, blank rows left out.

    Returns the title row and no errors, or whatever is wrong with it.
    """
    number, first = rows[0]
    if columns.other and any(_is_of_other(cells, columns, columns.other) for _, cells in rows):
        return None, [_other_template(columns.holds, columns.other)]
    scores = [(match_score(cells, columns), row) for row, cells in rows]
    best, best_row = max(scores, key=lambda score: (score[0], -score[1]))
    if best_row != number and best > scores[0][0]:
        return None, [_titles_lower_down(number, best_row)]
    cells = [_printed(cell) for cell in first]
    while cells and not cells[-1]:
        cells.pop()
    if unfit := _too_many_titles(number, cells) or _too_long_title(number, cells):
        return None, [unfit]
    if not best and not any(_without_unit(cell, columns) for cell in cells):
        return None, [_no_titles(number, columns)]
    if any("_" in cell and _meant(cell, columns) for cell in cells):
        columns = replace(columns, printed=str)
    errors = [*_wrong_titles(number, cells, columns), *_missing_titles(number, cells, columns)]
    meant = [_meant(cell, columns) for cell in cells]
    position = {title: i for i, title in enumerate(meant) if title}
    untitled = tuple(i for i, cell in enumerate(cells) if not cell)
    notes = tuple(_left_out(cells, columns))
    return TitleRow(number, cells, position, untitled, columns.printed, notes), errors


def _is_of_other(cells: Sequence[object], columns: Columns, other: Columns) -> bool:
    """Whether a row has most of the titles that the other template needs, and more of its titles than of ours."""
    needed = _titles_in(cells, other) & set(other.required)
    is_most = 2 * len(needed) > len(other.required)
    return is_most and match_score(cells, other) > match_score(cells, columns)


def _other_template(holds: str, other: Columns) -> RowError:
    titles = " and ".join(quoted(other.printed(title)) for title in other.required[-2:])
    return RowError(
        None,
        None,
        "other_template",
        f"This is the template for {other.holds}: it has their titles, such as {titles}. Only the template for "
        f"{holds} can be read here. Send this file as {other.holds} instead.",
    )


def _titles_in(cells: Iterable[object], columns: Columns) -> set[str]:
    """The importer's titles that stand in this row; what is right of the most that it may hold is not looked at."""
    return {meant for cell in islice(cells, MOST_TITLES) if (meant := _meant(cell, columns))}


def _too_many_titles(row: int, cells: list[str]) -> RowError | None:
    if len(cells) <= MOST_TITLES:
        return None
    return RowError(
        row,
        None,
        "columns",
        f"Row {row} has titles over {len(cells):,} columns; at most {MOST_TITLES} can be read. Delete the columns "
        "that the template does not have.",
    )


def _too_long_title(row: int, cells: list[str]) -> RowError | None:
    long = [i for i, cell in enumerate(cells) if len(cell) > LONGEST_TITLE]
    if not long:
        return None
    return RowError(
        row,
        None,
        "columns",
        f"The title over {_over(long)} is longer than {LONGEST_TITLE} characters. Type it as the template has it, or "
        "take the column out.",
    )


def _wrong_titles(row: int, cells: list[str], columns: Columns) -> Iterable[RowError]:
    """Each title with a unit in it, and each that is repeated, once, wherever it stands first or again."""
    places = defaultdict(list)
    for index, cell in enumerate(cells):
        if known := _meant(cell, columns):
            places[known].append(index)
    for found in places.values():
        if len(found) > 1:
            yield _repeated_title(row, cells[found[1]], found)
    for cell in _unknown(cells, columns):
        if meant := _without_unit(cell, columns):
            yield _title_with_unit(row, cell, columns.printed(meant))
        elif says_only_a_unit(cell):
            yield _unit_of_all(row, cell)


def _unknown(cells: Iterable[str], columns: Columns) -> list[str]:
    """The titles that are none of ours, each once, in the order of the file."""
    unknown = {_key(cell): cell for cell in cells if cell and not _meant(cell, columns)}
    return list(unknown.values())


def _left_out(cells: Sequence[str], columns: Columns) -> Iterable[str]:
    """One note that names the columns that are not read, and says which may be an optional one of ours, misspelt."""
    unknown = _unknown(cells, columns)
    if not unknown:
        return
    more = len(unknown) - _LEFT_OUT_NAMED
    named = get_text_list(
        [*unknown[:_LEFT_OUT_NAMED], *([f"{more} more"] if more > 0 else [])], "and"
    )
    one = len(unknown) == 1
    note = f"Left out, because we do not know {'this column' if one else 'these columns'}: {named}."
    for cell, title in _misspelt(columns.optional, cells, columns).items():
        note += f" If {quoted(cell)} is {quoted(columns.printed(title))}, write it so and send the file again."
    yield note


def _misspelt(titles: Iterable[str], cells: Sequence[str], columns: Columns) -> dict[str, str]:
    """Of `titles` that the file has not, each that an unknown title of the file may be meant for, by that title."""
    present = {_meant(cell, columns) for cell in cells}
    absent = {columns.printed(title): title for title in titles if title not in present}
    near = {}
    for cell in _unknown(cells, columns):
        for found in _near(cell, columns):
            if found in absent:
                near[cell] = absent.pop(found)
    return near


def _over(places: Sequence[int]) -> str:
    """`columns A, B and C`, of many the first few."""
    letters = [column_letters(place) for place in places[:_LETTERS_NAMED]]
    more = len(places) - len(letters)
    named = get_text_list([*letters, f"{more} more"] if more else letters, "and")
    return f"columns {named}" if len(places) > 1 else f"column {named}"


def _repeated_title(row: int, title: str, places: Sequence[int]) -> RowError:
    return RowError(
        row,
        title,
        "columns",
        f"The title {quoted(title)}, or another that means the same, is over {_over(places)}. Keep one of them.",
        title,
    )


def _missing_titles(row: int, cells: list[str], columns: Columns) -> Iterable[RowError]:
    present = {_meant(cell, columns) for cell in cells}
    mended = {_without_unit(cell, columns) for cell in cells}
    misspelt = {title: cell for cell, title in _misspelt(columns.required, cells, columns).items()}
    for title in columns.required:
        if title not in present and title not in mended:
            yield _missing_title(row, columns.printed(title), misspelt.get(title))


def _missing_title(row: int, title: str, misspelt: str | None) -> RowError:
    words = f"There is no column {quoted(title)}."
    if misspelt is None:
        return RowError(row, title, "columns", f"{words} Add it, with this title in row {row}.")
    advice = f"If {quoted(misspelt)} is meant for it, write {quoted(title)} in its place."
    return RowError(row, misspelt, "columns", f"{words} {advice}", misspelt)


def _title_with_unit(row: int, title: str, plain: str) -> RowError:
    return RowError(
        row,
        title,
        "unit",
        f"The title {quoted(title)} has a unit in it. Give every amount in pounds, in full, under the title "
        f"{quoted(plain)}.",
        title,
    )


def _unit_of_all(row: int, title: str) -> RowError:
    return RowError(
        row,
        title,
        "unit",
        f"The title {quoted(title)} says in which unit amounts are. Give every amount in pounds, in full, and delete "
        "this column.",
        title,
    )


def _titles_lower_down(row: int, found: int) -> RowError:
    return RowError(
        row,
        None,
        "title_row",
        f"Row {row} does not hold the titles; they are in row {found}. Words above the titles can "
        "change "
        f"what the numbers mean, so they are not passed over. Delete the rows above row {found}.",
    )


def _no_titles(row: int, columns: Columns) -> RowError:
    return RowError(
        row,
        None,
        "title_row",
        f"Row {row} holds none of the titles. Put the titles in the first row: {_listed(columns, columns.required)}.",
    )


def _listed(columns: Columns, titles: Iterable[str]) -> str:
    return ", ".join(map(columns.printed, titles))


def _without_unit(title: str, columns: Columns) -> str | None:
    """Return the title that `Saving (£k)` stands for, or None if it has no unit of its own."""
    key = _key(title)
    for known, meant in columns.meant.items():
        stem = re.sub(r"\(.*\)$", "", _key(known))
        rest = key.removeprefix(stem).strip("()[],:")
        if key != _key(known) and key.startswith(stem) and is_unit(rest):
            return meant
    # A title that says thousands in words of its own is not to be written without them.
    near = _near(title, columns) if says_thousands(title) else []
    return _meant(near[0], columns) if near else None


def _near(title: str, columns: Columns) -> list[str]:
    """The title that is taken and most like this one, if any is."""
    return difflib.get_close_matches(title, map(columns.printed, columns.meant), n=1)


def _meant(cell: object, columns: Columns) -> str | None:
    """Return the title of the template that a cell stands for, or None."""
    return columns.by_key.get(_key(cell))


def _printed(cell: object) -> str:
    return "" if cell is None else str(cell).replace("\ufeff", "").strip()


def _key(title: object) -> str:
    """Two titles are the same if they differ only in capitals, blanks and underscores."""
    return "".join(as_seen(_printed(title)).replace("_", " ").split()).casefold()
