"""What is each kind of gain of a version over its whole life: actuals to date and forecasts to go?

It stands beside the tables by state, and says which year is which and what is left out (docs/method/rules.md §R26).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from savings.appraisal import Cells, WholeLife, cells_of, missing, whole_life, words
from savings.claims.flows import Flows
from savings.models.choices import KindOfGain, Mark, State

NOTHING = cells_of([])
_SAID = (State.ACTUAL, Mark.SO_FAR, State.FORECAST)


@dataclass(frozen=True)
class Line:
    """One kind of gain: its numbers by `words.line_headings`, empty where there is no net; `notes` on what is in it."""

    kind: str
    numbers: list[tuple[str, words.Number]]
    notes: list[str]


@dataclass(frozen=True)
class Life:
    """One kind of gain, before anything is worked out from it."""

    kind: str
    cells: Cells
    notes: list[str]


def lives_of(flows: list[Flows]) -> list[Life]:
    """The kinds whose whole life is something else than the one state that they are stated in."""
    found = []
    for kind in KindOfGain:
        stated = {each.state: each.cells for each in flows if each.kind == kind}
        outturn, so_far, forecast = (stated.get(said, NOTHING) for said in _SAID)
        actual = cells_of(
            (*cell, pounds) for each in (outturn, so_far) for cell, pounds in each.pounds.items()
        )
        life = whole_life(actual, forecast, outturn.benefits.__contains__)
        if actual.years and (forecast.years or life.not_counted.years):
            found.append(Life(kind.label, life.cells, list(_notes(life, forecast))))
    return found


def _notes(life: WholeLife, forecast: Cells) -> Iterator[str]:
    to_go = [year for year in forecast.years if year not in life.outturns]
    if life.outturns:
        yield f"Actual: {words.years_in_words(life.outturns)}."
    if to_go:
        yield f"Forecast: {words.years_in_words(to_go)}."
    yield from missing.what_is_missing(life.cells)
    if life.replaced.years:
        yield f"Forecasts left out, because their year has its actual: {_named(life.replaced)}."
    if life.not_counted.years:
        yield (
            "Actuals left out, because their year had not ended when this version was frozen or no saving is stated "
            f"beside them: {_named(life.not_counted)}."
        )


def _named(cells: Cells) -> str:
    stated = {year for _, year in cells.pounds}
    return f"{words.years_in_words(stated)}, {missing.amounts_in_words(cells)}"
