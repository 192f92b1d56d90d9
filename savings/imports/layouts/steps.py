"""What must still be said of how a sheet of a place's own is read? And is it one that was read before?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils import timezone

from pilots.models import Organisation, Place, Theme
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import NAMED, Reading, Use
from savings.imports.layouts.rows import read_table
from savings.imports.layouts.stated import words_of
from savings.imports.layouts.suggestions import suggested_kind, year_in
from savings.models import Layout
from savings.models.choices import KindOfGain
from savings.models.figures import KINDS_IN_MONEY
from totalplace.financial_year import FinancialYear
from totalplace.seen_text import folded

MOST_WORDS = 60  # Different ones in a column of which each is to be said what it means.


class Step(TextChoices):
    """What is asked, in this order."""

    SHEET = "sheet", "Which sheet"
    TITLES = "titles", "Which row has the titles"
    COLUMNS = "columns", "Which column is which"
    WORDS = "words", "What the words mean"


def first_reading(grids: Sequence[Grid], places: QuerySet[Place]) -> Reading:
    """What is known of a file before anything is said: how one with the same titles was read, or its only sheet."""
    for layout in Layout.objects.filter(place__in=places).order_by("-at", "-pk"):
        for grid in grids:
            if found := Reading.stored(layout.reading).moved(grid, layout.fingerprint):
                is_of_this_year = _year_of(layout.at) == _year_of(timezone.now())
                return found if is_of_this_year else _with_years_that_stay(found, grid)
    return Reading(sheet=grids[0].name if len(grids) == 1 else "")


def _year_of(at: datetime) -> FinancialYear:
    return FinancialYear.of(timezone.localdate(at))


def _with_years_that_stay(reading: Reading, grid: Grid) -> Reading:
    """Without the years of titles that name none: "This year" is another one once a financial year has ended."""
    titles = reading.titles_of(grid)
    columns = {
        at: column if year_in(titles[at]) else replace(column, year=None)
        for at, column in reading.columns.items()
    }
    return replace(reading, columns=columns)


def grid_of(reading: Reading, grids: Sequence[Grid]) -> Grid | None:
    """The table that is read; None where none is chosen yet."""
    if len(grids) == 1:
        return grids[0]
    return next((grid for grid in grids if grid.name == reading.sheet), None)


def next_step(reading: Reading, grids: Sequence[Grid]) -> Step | None:
    """The first thing that is still to be said; None where all is."""
    grid = grid_of(reading, grids)
    if grid is None:
        return Step.SHEET
    if not reading.has_titles:
        return Step.TITLES
    if not reading.has_columns:
        return Step.COLUMNS
    return Step.WORDS if words_to_ask(reading, grid) else None


def words_in_sheet(reading: Reading, grid: Grid) -> dict[str, list[str]]:
    """The words of the sheet that stand for one of ours, by use, whether or not it is said what they mean."""
    return words_of(reading, read_table(reading, grid)) if reading.used(*NAMED) else {}


def words_to_ask(reading: Reading, grid: Grid) -> dict[str, list[str]]:
    """The words of the sheet of which nobody has said yet what they mean, by use; none where all are known."""
    asked = {
        use: [words for words in found if words not in reading.words.get(use, {})]
        for use, found in words_in_sheet(reading, grid).items()
    }
    return {use: words for use, words in asked.items() if words}


def with_known_words(reading: Reading, grid: Grid) -> Reading:
    """The reading with what words mean that are the names of ours themselves."""
    named = {use: _names(use) for use in NAMED}
    known = {
        use: {
            words: named[Use(use)][folded(words)]
            for words in found
            if folded(words) in named[Use(use)]
        }
        for use, found in words_to_ask(reading, grid).items()
    }
    words = {
        use: {**reading.words.get(use, {}), **known.get(use, {})}
        for use in {*reading.words, *known}
    }
    return replace(reading, words=words)


def suggested_meaning(use: str, words: str, title: str) -> str:
    """What words that are not known may mean."""
    return suggested_kind(words, title) if use == Use.KIND else ""


def choices_of(use: str) -> list[tuple[str, str]]:
    """What the words under a use can mean: codes or keys of ours, each with its name."""
    if use == Use.KIND:
        # A row of amounts is in money.
        return [
            one
            for one in KindOfGain.choices
            if one[0] in KINDS_IN_MONEY and one[0] != KindOfGain.NOT_STATED
        ]
    model = Theme if use == Use.THEME else Organisation
    return [(str(row.pk), str(row)) for row in model._default_manager.order_by("name")]


def _names(use: Use) -> dict[str, str]:
    return {folded(name): code for code, name in choices_of(use)}
