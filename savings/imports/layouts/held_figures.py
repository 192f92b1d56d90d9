"""Which figures of a met claim would a sheet of the place's own add to in silence? It is refused, by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.text import get_text_list

from savings.batches import rows_of
from savings.imports.errors import RowError
from savings.imports.layouts.reading import Reading, Years
from savings.imports.layouts.stated import StatedSaving
from savings.models import Figure, Version
from savings.models.choices import KindOfGain, Line
from totalplace.refused_value import quoted

_ADDED_UP = (Line.SAVING, Line.RUNNING_COST)


def figures_held(versions: Iterable[Version]) -> dict[int, list[Figure]]:
    """The figures that versions have now, by the key of the version."""
    held: dict[int, list[Figure]] = {}
    keys = {version.pk for version in versions}
    for figure in rows_of(Figure.objects.select_related("organisation"), "version", keys):
        held.setdefault(figure.version_id, []).append(figure)
    return held


def refused_of_held(
    reading: Reading,
    savings: Sequence[StatedSaving],
    met: Mapping[int, Version],
    held: Mapping[int, Sequence[Figure]],
) -> list[RowError]:
    """Why savings cannot be stored in the claims that they meet.

    `met` are their versions by the row of the saving, `held` the figures of those by version.
    """
    errors: list[RowError] = []
    for saving in savings:
        version = met.get(saving.number)
        if version and saving.years:
            figures = held.get(version.pk, [])
            errors += _stated_elsewhere(reading, saving, version, figures)
            if reading.years == Years.ON_TOP:
                errors += _without_start(saving, version, figures)
    return errors


def _stated_elsewhere(
    reading: Reading, saving: StatedSaving, version: Version, figures: Iterable[Figure]
) -> Iterator[RowError]:
    """A list has one amount for a year: where others share that year, it would be counted beside theirs."""
    stated = {one.year for one in saving.years}
    kind = version.kind_of_gain or KindOfGain.NOT_STATED
    years: dict[str, set] = {}
    for figure in figures:
        if figure.state == reading.state and figure.year in stated:
            if figure.organisation_id != version.lead_id:
                years.setdefault(figure.organisation.name, set()).add(figure.year)
            elif figure.kind_of_gain != kind:
                years.setdefault(KindOfGain(figure.kind_of_gain).label, set()).add(figure.year)
    for name, found in years.items():
        of = get_text_list([str(year) for year in sorted(found)], "and")
        words = (
            f"{_called(saving, version)}: amounts of {of} are under {name} too. The list has one amount for a year, "
            "which would be counted beside them. Take the row out, and change the amounts on the claim’s page."
        )
        yield RowError(saving.number, None, "conflict", words)


def _without_start(
    saving: StatedSaving, version: Version, figures: Iterable[Figure]
) -> Iterator[RowError]:
    first = saving.years[0].year
    before = {f.year for f in figures if f.line in _ADDED_UP and f.amount and f.year < first}
    if before:
        words = (
            f"{_called(saving, version)} holds amounts of {max(before)}, and the list says what is added from {first} "
            f"on. Add the years before {first} to the list, or change how it is read and state each year by itself."
        )
        yield RowError(saving.number, None, "conflict", words)


def _called(saving: StatedSaving, version: Version) -> str:
    return f"{quoted(saving.reference or saving.words)} ({version.claim.reference})"
