"""What does a reader judge, and what do they say of it? The words in which a reading comes, before it is stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from savings.delivery.outturn import judged_as
from savings.models import Figure
from savings.models.choices import KindOfGain, Line, State, Verdict

Tests = Mapping[int, str]  # Number 1 to 9 → result.
Outcomes = Mapping[str, tuple[str, Sequence[str], str]]  # State → verdict, reason codes, words.
Figures = Mapping[int, Figure]  # Key of a figure → the figure.
Accepted = Mapping[int, tuple[Decimal | None, str]]  # Key of a figure → amount, reason code.


class Judged(NamedTuple):
    """A reader's verdict on one state; `becomes` is the kind of gain of what is real, but no cash saving."""

    verdict: str
    becomes: str = ""


class Given(NamedTuple):
    """What a reader gives for one figure: the amount, and why it differs."""

    amount: Decimal
    reason: str = ""


def states_of(figures: Iterable[Figure]) -> list[str]:
    """The states that a reading of `figures` judges: forecast and actual as far as there; a plan where it is all.

    What is actual so far is judged as a forecast (docs/method/rules.md §R31), and a claim without figures as what it
    is: something expected.
    """
    present = {judged_as(figure) for figure in figures}
    judged: list[str] = [state for state in (State.FORECAST, State.ACTUAL) if state in present]
    return judged or ([State.PLAN] if State.PLAN in present else [State.FORECAST])


def may_be_not_cash(figures: Collection[Figure], state: str) -> bool:
    """Whether what a state says is claimed as cash, so that a reader can find it real, but no cash saving."""
    return any(
        judged_as(figure) == state
        and figure.line == Line.SAVING
        and figure.kind_of_gain == KindOfGain.CASHABLE
        for figure in figures
    )


def judgements(outcomes: Outcomes, becomes: Mapping[str, str]) -> dict[str, Judged]:
    """The verdict on each state, with the kind of gain that it names where it is real, but no cash saving."""
    return {
        state: Judged(verdict, becomes.get(state, "") if verdict == Verdict.NOT_CASH else "")
        for state, (verdict, _codes, _words) in outcomes.items()
    }


def given_of(figures: Figures, outcomes: Outcomes, accepted: Accepted) -> dict[int, Given]:
    """What a reader gives for each figure (by its key) that differs, or of which the verdict says that it does."""
    given = {
        pk: Given(amount, reason) for pk, (amount, reason) in accepted.items() if amount is not None
    }
    for pk, figure in figures.items():
        verdict, codes, _words = outcomes.get(judged_as(figure), ("", [], ""))
        if verdict == Verdict.NOT_SUPPORTED and figure.line == Line.SAVING and pk not in given:
            _amount, reason = accepted.get(pk, (None, ""))
            given[pk] = Given(Decimal(0), reason or next(iter(codes), ""))
    return given
