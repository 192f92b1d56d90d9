"""Which savings and costs of a draft are to be stated before sign-off, in the officer's words?

Of what is expected and of what came, each kind of gain by itself: the saving and both costs of every year from the
first to the last that is stated (docs/method/rules.md §R25). A blank is never taken for 0, and 0 is offered where a
kind of gain has no costs of its own.
"""

from collections.abc import Iterator

from savings.appraisal import words
from savings.models.choices import Line, Mark, State
from totalplace.financial_year import FinancialYear

from .draft_facts import DraftFacts
from .flows import Flows
from .options import STATES

# An actual so far is entered as an actual: only its year tells it from an outturn.
_ENTERED_AS: dict[str, str] = STATES | {Mark.SO_FAR: STATES[State.ACTUAL]}
_IF_NONE = {
    Line.SAVING: "Enter the saving of {about}. If nothing was saved, enter 0.",
    Line.ONE_OFF_COST: "Enter the one-off cost of {about}. If it cost nothing, enter 0.",
    Line.RUNNING_COST: "Enter the extra running cost of {about}. If it cost nothing, enter 0.",
}
_NO_COSTS = (
    "{kind} has no costs of its own for {about}. If there are none, choose “Put 0 into the cost boxes that I left "
    "empty”, or enter 0."
)


def missing_cells(facts: DraftFacts) -> Iterator[tuple[Line, str]]:
    """What to do about each line that has cells to be stated, of each kind of gain in each state."""
    if not facts.in_money:
        return
    kinds = {flows.kind for flows in facts.to_net}
    states = {flows.state for flows in facts.to_net}
    for flows in facts.to_net:
        kind = [flows.kind.label.lower()] if len(kinds) > 1 else []
        state = [_ENTERED_AS[flows.state].lower()] if len(states) > 1 else []
        if kind and flows.cells.cost is None:
            yield from _offer_zero(flows, state)
            yield from _of_lines(flows, [Line.SAVING], kind + state)
        else:
            yield from _of_lines(flows, list(_IF_NONE), kind + state)


def _of_lines(flows: Flows, lines: list[Line], apart: list[str]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        years = [year for missing, year in flows.cells.missing if missing == line]
        if years:
            yield line, _IF_NONE[line].format(about=_about(years, apart))


def _offer_zero(flows: Flows, apart: list[str]) -> Iterator[tuple[Line, str]]:
    about = _about(flows.cells.years, apart)
    yield Line.ONE_OFF_COST, _NO_COSTS.format(kind=flows.kind.label, about=about)


def _about(years: list[FinancialYear], apart: list[str]) -> str:
    """The years, and by what they are told from others of the claim."""
    when = words.years_in_words(years)
    return f"{when} ({', '.join(apart)})" if apart else when
