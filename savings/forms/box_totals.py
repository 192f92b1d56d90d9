"""What do the boxes of a page come to, by year and in all, as they stand: typed or stored?

By the rule of every net (docs/method/rules.md §R25): a blank is not zero, states and kinds of gain are never added.
What cannot be read, or stands beside no year, is in no sum; so there is none of its line. A sum that leaves out what is
not stated says so: of a year of the span, or of an organisation that saves in it and states no cost. `year-grid.js`
says the same while somebody types.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal import NEEDED, Cells, cells_of, stated_sum
from savings.claims.options import STATES
from savings.forms.pasted_figures import TITLES
from savings.forms.year_row import COSTS, RowForm
from savings.models.choices import Line
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds

NOT_ALL = ", not all stated"

About = tuple[FinancialYear, str]  # A year, and the state in which something is said of it.


@dataclass(frozen=True)
class Sums:
    """Of one year, or of all where there is no `year`: the pounds of each line in one state, and their net.

    `partial`: the lines of which something is not stated that is in no sum.
    """

    state: str
    pounds: dict[str, Decimal | None]
    net: Decimal | None
    partial: frozenset[str]
    year: FinancialYear | None = None

    @property
    def label(self) -> str:
        return STATES[self.state]

    @property
    def is_said(self) -> bool:
        """Whether there is anything to show."""
        return any(amount is not None for amount in self.pounds.values())

    @property
    def amounts(self) -> list[tuple[str, str]]:
        """The title of each line with its pounds in words."""
        return [
            (TITLES[line], _in_words(amount, is_partial=line in self.partial))
            for line, amount in self.pounds.items()
        ]

    @property
    def net_in_words(self) -> str:
        return _in_words(self.net, is_partial=bool(self.partial))


class BoxTotals:
    """The sums of rows that are all of one kind of gain, of one organisation or several."""

    def __init__(self, rows: Iterable[RowForm], lines: Sequence[str]) -> None:
        rows = [row for row in rows if not row.is_blank]
        self.lines = lines
        self.are_dated = all(row.about for row in rows)
        self.unread = {(*row.about, line) for row in rows if row.about for line in row.unread}
        self.cells = {state: _cells(rows, state) for state in STATES}
        self.unstated = _costs_unstated(rows)

    @property
    def in_all(self) -> list[Sums]:
        """One of each state, also where nothing is said in it."""
        return [self._in_all(state, cells) for state, cells in self.cells.items()]

    @property
    def by_year(self) -> list[Sums]:
        """One of each year and state in which something is said."""
        said = [(year, state) for state, cells in self.cells.items() for year in cells.years]
        order = list(STATES)
        said.sort(key=lambda one: (one[0], order.index(one[1])))
        return [sums for one in said if (sums := self._of_year(*one)).is_said]

    def _in_all(self, state: str, cells: Cells) -> Sums:
        unread = {line for _, of, line in self.unread if of == state}
        pounds = {
            line: stated_sum(cells.amount(line, year) for year in cells.years)
            if self.are_dated and line not in unread
            else None
            for line in self.lines
        }
        has_net = self.are_dated and cells.is_whole and not unread
        net = stated_sum(cells.net(year) for year in cells.years) if has_net else None
        return Sums(state, pounds, net, self._partial(state, cells.years))

    def _of_year(self, year: FinancialYear, state: str) -> Sums:
        unread = {line for of, in_state, line in self.unread if (of, in_state) == (year, state)}
        cells = self.cells[state]
        pounds = {line: None if line in unread else cells.amount(line, year) for line in self.lines}
        net = cells.net(year) if self.are_dated and not unread else None
        return Sums(state, pounds, net, self._partial(state, [year]), year)

    def _partial(self, state: str, years: Sequence[FinancialYear]) -> frozenset[str]:
        """The lines of which a cell is not stated, or a cost of an organisation that saves in that year."""
        unread = {(year, line) for year, of, line in self.unread if of == state}
        return frozenset(
            line
            for line in NEEDED
            for year in years
            if (self.cells[state].amount(line, year) is None and (year, line) not in unread)
            or (year, state, line) in self.unstated
        )


def _in_words(pounds: Decimal | None, *, is_partial: bool) -> str:
    return "–" if pounds is None else format_pounds(pounds) + (NOT_ALL if is_partial else "")


def _costs_unstated(rows: Iterable[RowForm]) -> set[tuple[FinancialYear, str, str]]:
    """The years, states and costs in which an organisation saves, and states no such cost."""
    said: dict[tuple[str, About], set[str]] = defaultdict(set)
    for row in rows:
        if row.about:
            stated = {line for line, amount in row.pounds.items() if amount is not None}
            said[row.table, row.about] |= stated | set(row.unread)
    return {
        (*about, cost)
        for (_table, about), lines in said.items()
        if Line.SAVING in lines
        for cost in COSTS
        if cost not in lines
    }


def _cells(rows: Iterable[RowForm], state: str) -> Cells:
    return cells_of(
        (line, row.about[0], amount)
        for row in rows
        if row.about and row.about[1] == state
        for line, amount in row.pounds.items()
        if amount is not None
    )
