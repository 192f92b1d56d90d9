"""What is accepted of a version's figures, as which kind of gain, and under which verdict does it count?

Worked out once, when a reading is given, and kept with it: a reading is never changed. Whatever shows, compares or adds
up what is accepted takes it from there. The rules are docs/method/rules.md §R32 and §R33.
"""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from savings.delivery.abandonment import given_up
from savings.delivery.outturn import judged_as
from savings.models import AcceptedFigure, Figure, Version
from savings.models.choices import KindOfGain, Line, Status, Verdict

from .judged import Given, Judged
from .standing_reading import of_standing_reading


class Savings(NamedTuple):
    """Savings as they are claimed, and what a reader gives of them; in pounds."""

    claimed: Decimal
    given: Decimal

    @property
    def are_refused(self) -> bool:
        """Whether something is claimed, and nothing of it accepted."""
        return self.claimed > 0 == self.given


def accepted_of(
    figures: Iterable[Figure], judged: Mapping[str, Judged], given: Mapping[int, Given]
) -> list[AcceptedFigure]:
    """Every figure of a state that is judged (by state), beside what is accepted of it (R32); not stored.

    `given` has what the reader says of a figure, by its key; the others are accepted as claimed. Nothing is accepted of
    the costs of a saving of which nothing is.
    """
    of_states = [figure for figure in figures if judged_as(figure) in judged]
    kinds = {(judged_as(figure), figure.kind_of_gain) for figure in of_states}
    refused = {
        (state, kind)
        for state, kind in kinds
        if judged[state].verdict == Verdict.NOT_SUPPORTED
        or savings_of(of_states, given, state, kind).are_refused
    }
    return [
        _accepted(
            figure,
            judged[judged_as(figure)],
            given.get(figure.pk) or Given(figure.amount),
            is_refused=(judged_as(figure), figure.kind_of_gain) in refused,
        )
        for figure in of_states
    ]


def counted_verdicts(
    figures: Collection[Figure], judged: Mapping[str, Judged], given: Mapping[int, Given]
) -> dict[str, str]:
    """What the verdict on each state counts as (R33), whatever kinds of gain it has."""
    return {
        state: _counted(verdict, is_refused=savings_of(figures, given, state).are_refused)
        for state, (verdict, _becomes) in judged.items()
    }


def where_other_than_claimed(accepted: Iterable[AcceptedFigure]) -> list[Figure]:
    """The figures as if they had been claimed as they are accepted; none where they were. Never stored."""
    judged = [(item, copy(item.figure)) for item in accepted]
    for item, figure in judged:
        figure.amount, figure.kind_of_gain = item.amount, item.kind_of_gain
    differ = any(
        (item.amount, item.kind_of_gain) != (item.figure.amount, item.figure.kind_of_gain)
        for item, _figure in judged
    )
    return [figure for _item, figure in judged] if differ else []


def finally_accepted(versions: QuerySet[Version]) -> QuerySet[AcceptedFigure]:
    """What is accepted of `versions` whose verdict is final, by the reading that stands; drafts of it are in no sum.

    Nor is what was given up since.
    """
    final = versions.filter(status=Status.FINAL).order_by()
    return AcceptedFigure.objects.filter(
        of_standing_reading(), ~given_up("figure__"), reading__version__in=final.values("pk")
    )


def savings_of(
    figures: Collection[Figure], given: Mapping[int, Given], state: str, kind: str = ""
) -> Savings:
    """The savings of a state, of one kind of gain where asked, with what a reader gives of them."""
    savings = [
        figure
        for figure in figures
        if figure.line == Line.SAVING
        and judged_as(figure) == state
        and kind in ("", figure.kind_of_gain)
    ]
    amounts = [given[f.pk].amount if f.pk in given else f.amount for f in savings]
    return Savings(sum((f.amount for f in savings), Decimal(0)), sum(amounts, Decimal(0)))


def _accepted(figure: Figure, judged: Judged, given: Given, *, is_refused: bool) -> AcceptedFigure:
    moves = bool(judged.becomes) and figure.kind_of_gain == KindOfGain.CASHABLE
    return AcceptedFigure(
        figure=figure,
        given=given.amount,
        amount=Decimal(0) if is_refused else given.amount,
        reason=given.reason,
        kind_of_gain=judged.becomes if moves else figure.kind_of_gain,
        counted_verdict=_counted(judged.verdict, is_refused=is_refused),
    )


def _counted(verdict: str, *, is_refused: bool) -> str:
    return Verdict.NOT_SUPPORTED if verdict == Verdict.PARTLY and is_refused else verdict
