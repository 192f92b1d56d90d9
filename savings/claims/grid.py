"""A version's figures as a grid: years across, lines down; plan, forecast, actual so far and actual are never added.

One block a kind of gain, because gains of different kinds are never added either. A cell that is `None`
is *not stated*.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from savings.appraisal import net_saving, stated_sum
from savings.delivery.outturn import SAID, said_as, so_far_in_words
from savings.models import Figure
from savings.models.choices import KindOfGain, Line
from totalplace.financial_year import FinancialYear

ASKED_OF_EVERY_CLAIM = (Line.SAVING, Line.ONE_OFF_COST, Line.RUNNING_COST)


@dataclass(frozen=True)
class Row:
    """One line in one state: an amount (or None) for each year of the block."""

    state: str
    cells: list[Decimal | None]


@dataclass(frozen=True)
class Group:
    """A line of the grid with a row for each state that the block has."""

    label: str
    rows: list[Row]
    is_net: bool = False


@dataclass(frozen=True)
class Body:
    """The share of one organisation in a block."""

    name: str
    kind: str
    groups: list[Group]

    @property
    def caption(self) -> str:
        return f"{self.name}, {self.kind.lower()}"


@dataclass(frozen=True)
class Block:
    """The figures of one kind of gain. `bodies` is filled where more than one organisation gains or pays.

    `not_counted` says, in sentences, which cost of a body the net leaves out because the body does not state it;
    `so_far` of which years the actual is no outturn.
    """

    kind: str
    years: list[FinancialYear]
    groups: list[Group]
    states: list[str]
    bodies: list[Body] = field(default_factory=list)
    not_counted: list[str] = field(default_factory=list)
    so_far: list[str] = field(default_factory=list)

    @property
    def has_states(self) -> bool:
        """Whether the rows must say their state; else the caption says it for all of them."""
        return len(self.states) > 1

    @property
    def states_harm(self) -> bool:
        return any(group.label == Line.HARM_TO_OTHERS.label for group in self.groups)

    @property
    def caption(self) -> str:
        return self.kind if self.has_states else f"{self.kind}, {self.states[0].lower()}"


def blocks(figures: Iterable[Figure]) -> list[Block]:
    """The figures of one version (their organisations read) as one block a kind of gain."""
    figures = list(figures)
    of_kinds = {kind: [f for f in figures if f.kind_of_gain == kind] for kind in KindOfGain}
    return [_block(kind, of_kind) for kind, of_kind in of_kinds.items() if of_kind]


def _block(kind: KindOfGain, figures: list[Figure]) -> Block:
    present = {figure.year for figure in figures}
    years = [FinancialYear(start) for start in range(min(present).start, max(present).start + 1)]
    names = sorted({figure.organisation.name for figure in figures})
    bodies = []
    if len(names) > 1:
        bodies = [Body(name, kind.label, _groups_of_body(figures, years, name)) for name in names]
    states = [SAID[state] for state in _states(figures)]
    not_counted = [words for name in names for words in _not_counted(figures, name)]
    return Block(
        kind.label,
        years,
        _groups(figures, years),
        states,
        bodies,
        not_counted,
        so_far_in_words(figures),
    )


def _not_counted(figures: list[Figure], name: str) -> Iterator[str]:
    """What `name` saves and states no cost of, in years in which others do, so that there is a net of all."""
    own = [figure for figure in figures if figure.organisation.name == name]
    saved = {(said_as(f), f.year) for f in own if f.line == Line.SAVING}
    for line in (Line.ONE_OFF_COST, Line.RUNNING_COST):
        stated = {(said_as(f), f.year) for f in own if f.line == line}
        of_all = {(said_as(f), f.year) for f in figures if f.line == line}
        left_out = (saved & of_all) - stated
        if left_out:
            every = left_out == saved
            years = "" if every else " in " + ", ".join(sorted({str(y) for _, y in left_out}))
            yield f"{name} states no {line.label.lower()}{years}: the net counts none."


def _groups(figures: list[Figure], years: list[FinancialYear]) -> list[Group]:
    states = _states(figures)
    groups = [
        Group(
            line.label, [Row(SAID[state], _cells(figures, line, state, years)) for state in states]
        )
        for line in _lines(figures)
    ]
    nets = [Row(SAID[state], [_net(figures, state, year) for year in years]) for state in states]
    return [*groups, Group("Net saving", nets, is_net=True)]


def _groups_of_body(figures: list[Figure], years: list[FinancialYear], name: str) -> list[Group]:
    # A body without a figure has no share of a line that others have; so no net of its own is derived from a blank.
    own = [figure for figure in figures if figure.organisation.name == name]
    lines = [line for line in Line if any(figure.line == line for figure in own)]
    return [
        Group(
            line.label,
            [Row(SAID[state], _cells(own, line, state, years)) for state in _states(own)],
        )
        for line in lines
    ]


def _lines(figures: list[Figure]) -> list[Line]:
    present = {figure.line for figure in figures}
    return [line for line in Line if line in present or line in ASKED_OF_EVERY_CLAIM]


def _states(figures: list[Figure]) -> list[str]:
    present = {said_as(figure) for figure in figures}
    return [state for state in SAID if state in present]


def _cells(
    figures: list[Figure], line: Line, state: str, years: Iterable[FinancialYear]
) -> list[Decimal | None]:
    return [_amount(figures, line, state, year) for year in years]


def _amount(figures: list[Figure], line: Line, state: str, year: FinancialYear) -> Decimal | None:
    return stated_sum(
        figure.amount
        for figure in figures
        if (figure.line, figure.year) == (line, year) and said_as(figure) == state
    )


def _net(figures: list[Figure], state: str, year: FinancialYear) -> Decimal | None:
    return net_saving(
        _amount(figures, Line.SAVING, state, year),
        one_off_cost=_amount(figures, Line.ONE_OFF_COST, state, year),
        running_cost=_amount(figures, Line.RUNNING_COST, state, year),
        harm_to_others=_amount(figures, Line.HARM_TO_OTHERS, state, year),
    )
