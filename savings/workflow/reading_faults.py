"""What is wrong with a reading? Each fault in words, and where: the workflow refuses with it, a form shows it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from savings.delivery.outturn import judged_as
from savings.models import Figure
from savings.models.choices import (
    NOT_CASH_BUT,
    REVIEW_TESTS,
    KindOfGain,
    Line,
    Reason,
    Result,
    State,
    Verdict,
)
from savings.review.accepted import savings_of
from savings.review.judged import (
    Accepted,
    Figures,
    Outcomes,
    Tests,
    given_of,
    may_be_not_cash,
    states_of,
)
from savings.review.suggestion import is_departure, suggested_verdict, top_verdict
from totalplace.money import format_pounds
from totalplace.visible_text import has_words

# No correction for optimism raises a cost so far (docs/method/rules.md §R11): beyond it a slip in typing is likelier.
FAR_ABOVE = 3
NO_AMOUNT = (
    "You say why this figure differs, but not what you accept of it."
    " Give the amount, or choose “As claimed” beside it."
)


class Fault(NamedTuple):
    """What is wrong with a reading. `at` says where: `test`, `verdict`, `becomes`, `reasons`, `words`, `departure`,
    `accepted` or `why`.

    `of` is the test's number, the state, or the key of the figure.
    """

    at: str
    of: int | str
    words: str


def faults(
    figures: Figures,
    tests: Tests,
    outcomes: Outcomes,
    departures: Mapping[str, str],
    accepted: Accepted,
    becomes: Mapping[str, str],
) -> Iterator[Fault]:
    """Everything that is wrong with a reading of `figures` (by key), in words; see `read` for what the rest holds."""
    of_tests = list(_faults_of_tests(tests))
    yield from of_tests
    yield from _faults_of_outcomes(outcomes, states_of(figures.values()))
    if not of_tests:
        yield from _faults_of_departures(tests, outcomes, departures)
    yield from _faults_of_accepted(figures, outcomes, accepted)
    yield from _faults_of_partly(figures, outcomes, accepted)
    yield from _faults_of_not_cash(figures, outcomes, accepted, becomes)


def _faults_of_tests(tests: Tests) -> Iterator[Fault]:
    for number in REVIEW_TESTS:
        if tests.get(number) not in Result.values:
            yield Fault(
                "test",
                number,
                f"Answer test {number}: met, partly met, not met or not relevant.",
            )


def _faults_of_outcomes(outcomes: Outcomes, states: list[str]) -> Iterator[Fault]:
    for state in [*states, *(extra for extra in outcomes if extra not in states)]:
        label = State(state).label
        if state not in outcomes:
            yield Fault("verdict", state, f"Give a verdict on the {label.lower()} figures.")
        elif state not in states:
            yield Fault("verdict", state, f"The claim has no {label.lower()} figures to judge.")
        else:
            yield from _faults_of_outcome(state, *outcomes[state])


def _faults_of_outcome(
    state: str, verdict: str, codes: Sequence[str], _words: str
) -> Iterator[Fault]:
    top = top_verdict(state)
    if verdict not in Verdict.values:
        yield Fault("verdict", state, "Choose one of the verdicts.")
    elif verdict in {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST} - {top}:
        label = State(state).label
        yield Fault("verdict", state, f"{label} figures can be at best “{top.label}”.")
    elif verdict != top and not (codes and set(codes) <= set(Reason.values)):
        label = Verdict(verdict).label
        yield Fault("reasons", state, f"Give at least one reason for “{label}”.")


def _faults_of_departures(
    tests: Tests, outcomes: Outcomes, departures: Mapping[str, str]
) -> Iterator[Fault]:
    for state, (verdict, _codes, _words) in outcomes.items():
        suggested = suggested_verdict(tests, state)
        if is_departure(verdict, suggested) and not has_words(departures.get(state, "")):
            words = f"The tests suggest “{Verdict(suggested).label}”. Choose it, or say why not."
            yield Fault("departure", state, words)


def _faults_of_accepted(
    figures: Figures, outcomes: Outcomes, accepted: Accepted
) -> Iterator[Fault]:
    for pk, (amount, reason) in accepted.items():
        figure = figures.get(pk)
        if figure is None or judged_as(figure) not in states_of(figures.values()):
            yield Fault(
                "accepted", pk, "Give an accepted figure only beside a figure that you judge."
            )
            continue
        verdict, _codes, words = outcomes.get(judged_as(figure), ("", [], ""))
        if figure.line == Line.SAVING:
            wrong = _wrong_with_saving(figure, amount, verdict)
        else:
            wrong = _wrong_with_cost(figure, amount, words)
        if wrong:
            yield Fault("accepted", pk, wrong)
        if amount not in (None, figure.amount) and reason not in Reason.values:
            yield Fault("why", pk, "Say why the accepted figure differs.")


def _wrong_with_saving(figure: Figure, amount: Decimal | None, verdict: str) -> str:
    if amount is None:
        return "" if verdict == Verdict.NOT_SUPPORTED else NO_AMOUNT
    if not 0 <= amount <= figure.amount:
        return "The accepted saving can be from 0 to what was claimed."
    if verdict == Verdict.NOT_SUPPORTED and amount != 0:
        return "What is not supported is accepted as 0."
    if verdict == top_verdict(judged_as(figure)) and amount == 0 != figure.amount:
        return (
            f"“{Verdict(verdict).label}” accepts more than 0 of each saving."
            " Accept more, or choose a verdict that supports less."
        )
    return ""


def _wrong_with_cost(figure: Figure, amount: Decimal | None, words: str) -> str:
    """A cost may be accepted higher than it was claimed. How high, is said in words that the place can answer."""
    if amount is None:
        return NO_AMOUNT
    if amount < 0:
        return "The accepted cost cannot be less than 0."
    if amount > FAR_ABOVE * figure.amount and not has_words(words):
        label = State(judged_as(figure)).label.lower()
        return (
            f"You accept {format_pounds(amount)} of a cost that was claimed as {format_pounds(figure.amount)}."
            f" Correct it, or say in your words on the {label} figures why it is so much more."
        )
    return ""


def _faults_of_partly(figures: Figures, outcomes: Outcomes, accepted: Accepted) -> Iterator[Fault]:
    """Partly supported may be all, or nothing, of what was claimed (docs/method/review.md §4): then words say why."""
    for state, (verdict, _codes, words) in outcomes.items():
        if verdict == Verdict.PARTLY and not has_words(words):
            judged = [figure for figure in figures.values() if judged_as(figure) == state]
            how_much = _all_or_nothing(judged, accepted)
            if how_much:
                yield Fault(
                    "words",
                    state,
                    f"“{Verdict.PARTLY.label}” accepts some of what is claimed, and you accept {how_much} of it."
                    " Change what you accept of a figure, or say in your words why, or choose another verdict.",
                )


def _all_or_nothing(judged: list[Figure], accepted: Accepted) -> str:
    """`all` or `nothing` where that is what is accepted of `judged`; empty where it is some, or no saving is claimed.

    A reason beside a figure says what is doubtful in it, although all of it is accepted.
    """
    said = {figure: accepted.get(figure.pk, (figure.amount, "")) for figure in judged}
    savings = [
        amount
        for figure, (amount, _) in said.items()
        if figure.line == Line.SAVING and figure.amount
    ]
    if not savings:
        return ""
    if all(amount == 0 for amount in savings):
        return "nothing"
    is_all = all((figure.amount, "") == (amount, why) for figure, (amount, why) in said.items())
    return "all" if is_all else ""


def _faults_of_not_cash(
    figures: Figures, outcomes: Outcomes, accepted: Accepted, becomes: Mapping[str, str]
) -> Iterator[Fault]:
    """Real, but no cash saving: said of what is claimed as cash, names what it is, and accepts some of it."""
    label, given = Verdict.NOT_CASH.label, given_of(figures, outcomes, accepted)
    for state, (verdict, _codes, _words) in outcomes.items():
        if verdict != Verdict.NOT_CASH:
            continue
        of_state = State(state).label.lower()
        if not may_be_not_cash(figures.values(), state):
            words = (
                f"“{label}” is said of savings that are claimed as cashable, and no {of_state} saving is."
                " Choose another verdict."
            )
            yield Fault("verdict", state, words)
        elif savings_of(figures.values(), given, state, KindOfGain.CASHABLE).are_refused:
            words = (
                f"“{label}” accepts the saving as another kind of gain, and you accept nothing of it."
                f" Accept more, or choose “{Verdict.NOT_SUPPORTED.label}”."
            )
            yield Fault("verdict", state, words)
        if becomes.get(state) not in NOT_CASH_BUT:
            words = f"Say which kind of gain the {of_state} saving is, if it is real and no cash saving."
            yield Fault("becomes", state, words)
