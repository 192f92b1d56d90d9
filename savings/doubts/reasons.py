"""Why does a place say that a doubtful figure is right? Each kind of doubt of a figure has a reason of its own.

A reason is kept with its figure (`Figure.doubts`), and so goes wherever the figure goes: into a revision, a sheet's
draft, a backup. It was given for an amount: where the amount changes it is left behind, and the doubt is asked anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.models import Figure
from savings.models.figures import ANY_DOUBT, Doubted
from totalplace.financial_year import FinancialYear

from .grounds import Ground
from .plausibility import Doubt

REASON_LIMIT = 300  # Characters.
NO_REASON = "no reason given"

# Year, state, kind of gain, organisation's key.
RowKey = tuple[FinancialYear, str, str, int]


@dataclass(frozen=True)
class Reason:
    """Why one figure is right, on one ground of doubt, while it has this amount; empty takes back what was said."""

    row: RowKey
    line: str
    ground: Ground
    amount: Decimal
    because: str

    @classmethod
    def for_doubt(cls, doubt: Doubt, because: str) -> "Reason":
        return cls(row_of_doubt(doubt), doubt.line, doubt.ground, doubt.amount, because)


def row_of(figure: Figure) -> RowKey:
    """Which row of its claim a figure stands in."""
    return figure.year, figure.state, figure.kind_of_gain, figure.organisation_id


def row_of_doubt(doubt: Doubt) -> RowKey:
    """Which row of its claim a doubt is about."""
    row = doubt.row
    return row.year, row.state, row.kind, row.organisation


class Given:
    """The reasons that stand with the figures of one version."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._own: dict[tuple, str] = {}
        self._of_all: dict[RowKey, str] = {}
        for figure in figures:
            for each in figure.doubted:
                if each.ground == ANY_DOUBT:
                    self._of_all[row_of(figure)] = each.because
                else:
                    self._own[row_of(figure), figure.line, each.ground] = each.because

    def because(self, doubt: Doubt) -> str:
        """The reason for a doubt: its own, else the one that was given for all doubts of its row; empty for none."""
        row = row_of_doubt(doubt)
        return self._own.get((row, doubt.line, doubt.ground)) or self._of_all.get(row, "")


def carry_over(before: Iterable[Figure], after: Iterable[Figure]) -> list[Figure]:
    """Give the figures that come in the place of others what was said of the same amounts, and not what of another.

    The figures that changed. One reason for all doubts of a row stays where no amount of the row is another.
    """
    old = _by_key(before)
    after = list(after)
    amounts, amounts_before = _amounts_by_row(after), _amounts_by_row(old.values())
    said_before = [figure.doubts for figure in after]
    for figure in after:
        row = row_of(figure)
        if stood := old.get((row, figure.line)):
            is_same = stood.amount == figure.amount
            is_same_row = amounts[row] == amounts_before[row]
            kept = [each for each in stood.doubted if is_same_row or each.ground != ANY_DOUBT]
            figure.doubts = [list(each) for each in kept if is_same]
    return _changed(after, said_before)


def give(figures: Sequence[Figure], reasons: Iterable[Reason]) -> list[Figure]:
    """Put reasons with the figures that they are for, if those have their amounts still; the figures that changed."""
    by_key = _by_key(figures)
    before = [figure.doubts for figure in figures]
    for reason in reasons:
        figure = by_key.get((reason.row, reason.line))
        if figure and figure.amount == reason.amount:
            said = (each for each in figure.doubted if each.ground == reason.ground)
            stood = next(said, Doubted(reason.ground))
            _put(figure, stood._replace(because=reason.because))
    return _changed(figures, before)


def record(figures: Sequence[Figure], doubts: Iterable[Doubt]) -> list[Figure]:
    """Put with each figure what is doubted of it as its version is signed off, and nothing else; those that changed."""
    by_key = _by_key(figures)
    before = [figure.doubts for figure in figures]
    for figure in figures:
        said = [each._replace(words="") for each in figure.doubted if each.because]
        figure.doubts = [list(each) for each in said]
    for doubt in doubts:
        figure = by_key[row_of_doubt(doubt), doubt.line]
        _put(figure, Doubted(doubt.ground, doubt.because, doubt.told))
    return _changed(figures, before)


def _by_key(figures: Iterable[Figure]) -> dict[tuple[RowKey, str], Figure]:
    return {(row_of(figure), figure.line): figure for figure in figures}


def _changed(figures: Sequence[Figure], before: Sequence[list]) -> list[Figure]:
    return [figure for figure, said in zip(figures, before, strict=True) if figure.doubts != said]


def _put(figure: Figure, said: Doubted) -> None:
    """In the place of what was said on that ground; what says nothing is not kept."""
    others = [each for each in figure.doubted if each.ground != said.ground]
    kept = [*others, said] if said.because or said.words else others
    figure.doubts = [list(each) for each in sorted(kept)]


def _amounts_by_row(figures: Iterable[Figure]) -> Mapping[RowKey, dict[str, Decimal]]:
    found: dict[RowKey, dict[str, Decimal]] = {}
    for figure in figures:
        found.setdefault(row_of(figure), {})[figure.line] = figure.amount
    return found
