"""What is asked of how a sheet of a place's own is read: a form for each step. When valid, `said()` is the reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from pilots.models import Place
from savings.claims.options import STATES
from savings.forms.boxes import choice_box, row_box
from savings.imports.column_letters import column_letters
from savings.imports.layouts.amounts import is_amount
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.offered import offered
from savings.imports.layouts.reading import (
    AMOUNTS,
    NAMED,
    TITLES_WITHIN,
    ColumnUse,
    Reading,
    Sign,
    Unit,
    Use,
    Years,
    data_rows,
    words_in,
)
from savings.imports.layouts.rows import read_table
from savings.imports.layouts.stated import words_of
from savings.imports.layouts.steps import (
    MOST_WORDS,
)
from savings.imports.layouts.suggestions import suggested, suggested_titles

VALUES_SHOWN = 3
# What is asked of a sheet as a whole, beside whose it is.
_ANSWERS = ("unit", "sign", "state", "years")
_CHOOSE = "Choose one of the answers on the page."


def _pick(label: str, choices: Sequence[tuple[str, Any]], required: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": _CHOOSE},
    )


class LayoutStep(forms.Form):
    """One step, of the table that is read and of what was said of it so far."""

    def __init__(
        self,
        grids: Sequence[Grid],
        grid: Grid | None,
        reading: Reading,
        places: QuerySet[Place],
        data: Mapping[str, Any] | None = None,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.grids, self.reading, self.places = grids, reading, places
        self._grid = grid
        self.ask()
        stands = {name: said for name, said in (typed or {}).items() if name in self.fields}
        self.initial = {**self.initial, **stands, "shown": self.mark}

    @property
    def mark(self) -> str:
        """What the questions are about, by which a page is known that shows something else by now."""
        return ""

    @property
    def is_as_shown(self) -> bool:
        """Whether what was shown to the person is what is asked now."""
        return self.data.get("shown", "") == self.mark

    @property
    def grid(self) -> Grid:
        """The table that is read, which is chosen by now."""
        if self._grid is None:
            raise ValueError("No table is chosen.")
        return self._grid

    def ask(self) -> None:
        """Add the questions."""

    def said(self) -> Reading:
        """The reading with the answers."""
        raise NotImplementedError  # Each step says it: no step is of this class itself.


class SheetStep(LayoutStep):
    sheet = _pick(
        "Which sheet holds your savings?", (), "Choose the sheet that holds your savings."
    )

    def ask(self) -> None:
        choice_box(self, "sheet").choices = [(grid.name, grid.name) for grid in self.grids]
        self.initial["sheet"] = self.reading.sheet

    def clean_sheet(self) -> str:
        chosen = next(grid for grid in self.grids if grid.name == self.cleaned_data["sheet"])
        if chosen.refusal:
            raise forms.ValidationError(chosen.refusal.message)
        return chosen.name

    def said(self) -> Reading:
        # Another sheet has titles of its own.
        return Reading(sheet=self.cleaned_data["sheet"])


class TitlesStep(LayoutStep):
    row = _pick(
        "Which row has the titles of the columns?", (), "Choose the row that has the titles."
    )
    lines = _pick(
        "Do the titles run over two rows?",
        [("1", "No, they are in that row"), ("2", "Yes, over that row and the one below")],
        "Say whether the titles run over two rows.",
    )

    def ask(self) -> None:
        self.shown = [
            (number, [words_in(self.grid.cell(number, at)) for at in range(self.grid.width)])
            for number in range(1, min(TITLES_WITHIN, len(self.grid.rows)) + 1)
        ]
        self.letters = [column_letters(at) for at in range(self.grid.width)]
        choice_box(self, "row").choices = [
            (str(number), _row_in_words(number, cells)) for number, cells in self.shown
        ]
        first, last = suggested_titles(self.grid)
        if self.reading.has_titles:
            first, last = self.reading.first_title_row, self.reading.last_title_row
        self.initial = {**self.initial, "row": str(first), "lines": str(last - first + 1)}

    def said(self) -> Reading:
        first = int(self.cleaned_data["row"])
        last = first + int(self.cleaned_data["lines"]) - 1
        here = Reading(sheet=self.grid.name, first_title_row=first, last_title_row=last)
        is_the_same = (first, last) == (self.reading.first_title_row, self.reading.last_title_row)
        return self.reading if is_the_same else here

    def clean_lines(self) -> str:
        lines, row = self.cleaned_data["lines"], self.cleaned_data.get("row")
        if row and int(row) + int(lines) - 1 >= len(self.grid.rows):
            raise forms.ValidationError("There are no rows below these titles. Choose another row.")
        if row and lines == "2":
            self._refuse_amounts_in(int(row) + 1)
        return lines

    def _refuse_amounts_in(self, row: int) -> None:
        amounts = [cell for cell in self.grid.rows[row - 1] if is_amount(cell)]
        if amounts:
            said = f"Row {row} holds amounts, such as {words_in(amounts[0])}, so it may state a saving."
            raise forms.ValidationError(
                f"{said} Say that the titles are in one row, or choose another row."
            )


@dataclass(frozen=True)
class ColumnAsked:
    """A column on the page: its letters, its title, its first values, and the boxes for what it is."""

    letters: str
    title: str
    values: list[str]
    use: BoundField
    year: BoundField | None  # Where it cannot be an amount, none is asked.


class ColumnsStep(LayoutStep):
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="Whose savings are they?",
        empty_label="Choose a place",
        error_messages={
            "required": "Choose the place whose savings they are.",
            "invalid_choice": "Choose a place from the list.",
        },
    )
    unit = _pick(
        "In which unit are the amounts?", Unit.choices, "Say in which unit the amounts are."
    )
    sign = _pick("How does the sheet show a saving?", Sign.choices, "Say how a saving is shown.")
    state = _pick(
        "What are the amounts?",
        list(STATES.items()),
        "Say whether they are forecasts, actuals or plans.",
    )
    years = _pick(
        "What is the amount of a year?", Years.choices, "Say what the amount of a year is."
    )

    def ask(self) -> None:
        row_box(self, "place").queryset = self.places
        if len(self.places) == 1:
            del self.fields["place"]
        reading = self.reading if self.reading.columns else suggested(self.reading, self.grid)
        titles = reading.titles_of(self.grid)
        for at, title in enumerate(titles):
            self._ask_of(at, title, reading.columns.get(at, ColumnUse("")))
        answers = {name: getattr(reading, name) for name in _ANSWERS}
        self.initial = {**self.initial, **answers, "place": reading.place or None}
        self._titles = titles

    def _ask_of(self, at: int, title: str, now: ColumnUse) -> None:
        """Add the boxes for one column, which is taken for `now` so far."""
        called = f"column {column_letters(at)}" + (f", {title}" if title else "")
        cells = (self.grid.cell(row, at) for row in data_rows(self.reading, self.grid))
        offer = offered(title, cells, now)
        uses = [(use.value, use.label) for use in offer.uses]
        self.fields[f"use-{at}"] = listed(f"What is {called}?", uses)
        self.initial[f"use-{at}"] = now.use
        if offer.years:
            years = [("", "No year"), *((str(year.start), str(year)) for year in offer.years)]
            self.fields[f"year-{at}"] = listed(f"Of which year is {called}?", years)
            self.initial[f"year-{at}"] = now.year or ""

    @property
    def mark(self) -> str:
        rows = f"{self.reading.first_title_row}-{self.reading.last_title_row}"
        return f"{rows} {self.grid.name} {self.reading.fingerprint(self.grid)}"

    @property
    def columns(self) -> Iterator[ColumnAsked]:
        """The columns, left to right."""
        rows = list(data_rows(self.reading, self.grid))
        for at, title in enumerate(self._titles):
            said = filter(None, (words_in(self.grid.cell(row, at)) for row in rows))
            values = [words for words, _ in zip(said, range(VALUES_SHOWN), strict=False)]
            year = self[f"year-{at}"] if f"year-{at}" in self.fields else None
            yield ColumnAsked(column_letters(at), title, values, self[f"use-{at}"], year)

    @property
    def questions(self) -> list[BoundField]:
        """What is asked of the sheet as a whole."""
        return [self[name] for name in ("place", *_ANSWERS) if name in self.fields]

    def clean(self) -> dict:
        super().clean()
        cleaned = self.cleaned_data
        used = {at: cleaned.get(f"use-{at}", "") for at in range(len(self._titles))}
        for at, use in used.items():
            self._check_once(at, use, used)
        if Use.WHAT_CHANGES not in used.values():
            self.add_error(None, "Say which column says what changes: the title of each saving.")
        if Use.SAVING not in used.values():
            self.add_error(None, "Say which columns hold the savings.")
        self._check_years(used)
        if not self.errors:
            self._check_words()
        return cleaned

    def said(self) -> Reading:
        cleaned = self.cleaned_data
        place = cleaned["place"] if "place" in cleaned else self.places[0]
        columns = {
            at: ColumnUse(
                cleaned[f"use-{at}"], int(year) if (year := cleaned.get(f"year-{at}")) else None
            )
            for at in range(len(self._titles))
        }
        answers = {name: cleaned[name] for name in _ANSWERS}
        return replace(self.reading, place=place.pk, columns=columns, **answers)

    def _check_once(self, at: int, use: str, used: Mapping[int, str]) -> None:
        others = [other for other in used if other < at and used[other] == use]
        if others and use not in ("", *AMOUNTS):
            both = f"Columns {column_letters(others[0])} and {column_letters(at)} are both"
            self.add_error(f"use-{at}", f"{both} “{Use(use).label}”. Leave one of them out.")

    def _check_years(self, used: Mapping[int, str]) -> None:
        is_down, seen = Use.YEAR in used.values(), dict[tuple[str, str], int]()
        for at in (at for at, use in used.items() if use in AMOUNTS):
            year = self.cleaned_data.get(f"year-{at}", "")
            label = Use(used[at]).label.lower()
            if is_down and year:
                words = "Each row has a year of its own, so choose “No year” here."
                self.add_error(f"year-{at}", f"Column {column_letters(at)}: {words}")
            elif not is_down and not year:
                self.add_error(
                    f"year-{at}", f"Say of which year column {column_letters(at)} ({label}) is."
                )
            elif (used[at], year) in seen:
                both = f"Columns {column_letters(seen[used[at], year])} and {column_letters(at)}"
                self.add_error(f"use-{at}", f"{both} are both the {label} of the same year.")
            seen.setdefault((used[at], year), at)

    def _check_words(self) -> None:
        reading = self.said()
        if not reading.used(*NAMED):
            return
        for use, words in words_of(reading, read_table(reading, self.grid)).items():
            if len(words) > MOST_WORDS:
                said = f"{Use(use).label}: the column has {len(words):,} different words; at most {MOST_WORDS} can be"
                self.add_error(
                    f"use-{reading.column_of(use)}",
                    f"{said} matched with ours. Leave the column out.",
                )


def listed(label: str, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    """A list from which nothing may be chosen too."""
    wrong = {"invalid_choice": "Choose one of the answers in the list."}
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, error_messages=wrong
    )


def _row_in_words(number: int, cells: Sequence[str]) -> str:
    said = ", ".join(filter(None, cells)) or "blank"
    return f"Row {number}: {said[:100]}{'…' if len(said) > 100 else ''}"
