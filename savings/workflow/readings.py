"""One reader's reading of a version: nine tests, a verdict for each state, accepted figures.

It is bound to what was on the screen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, cast

from pilots.models import User
from savings.claims.digests import version_digest
from savings.models import AcceptedFigure, Figure, Outcome, Reading, TestResult, Version
from savings.models.choices import REVIEW_TESTS, Line, Reason, Result, State, Verdict
from savings.outturn import judged_as
from savings.review.suggestion import is_departure, suggested_verdict, top_verdict
from savings.thresholds import threshold
from totalplace.money import format_pounds
from totalplace.visible_text import has_words

from .refusals import ActionError, StaleError

# No correction for optimism raises a cost so far (docs/method/rules.md §R11): beyond it a slip in typing is likelier.
FAR_ABOVE = 3
NO_AMOUNT = (
    "You say why this figure differs, but not what you accept of it."
    " Give the amount, or choose “As claimed” beside it."
)

Tests = Mapping[int, str]  # Number 1 to 9 → result.
Outcomes = Mapping[str, tuple[str, Sequence[str], str]]  # State → verdict, reason codes, words.
Figures = Mapping[int, Figure]  # Key of a figure → the figure.
Accepted = Mapping[int, tuple[Decimal | None, str]]  # Key of a figure → amount, reason code.


class Fault(NamedTuple):
    """What is wrong with a reading. `at` says where: `test`, `verdict`, `reasons`, `words`, `departure`, `accepted` or
    `why`.

    `of` is the test's number, the state, or the key of the figure.
    """

    at: str
    of: int | str
    words: str


def read(
    version: Version,
    *,
    by: User,
    screen: str | None,
    tests: Tests,
    outcomes: Outcomes,
    accepted: Accepted | None = None,
    departures: Mapping[str, str] | None = None,
    notes: Mapping[int, str] | None = None,
    is_second: bool = False,
) -> None:
    """Store a reading.

    `screen`: the version's digest as the reader saw it. `notes`: number of a test → words. `departures`: state → why
    the verdict is not the one that the tests suggest. `accepted`: where it differs; an amount of None is what the
    verdict makes of it, which only what is not supported does.
    """
    if screen != version_digest(version):
        raise StaleError
    figures = {figure.pk: figure for figure in version.figures.all()}
    accepted, departures, notes = dict(accepted or {}), departures or {}, notes or {}
    found = list(faults(figures, tests, outcomes, departures, accepted))
    if found:
        first, *others = (fault.words for fault in found)
        raise ActionError(first, problems=others)
    reading = Reading.objects.create(
        version=version, reader=by, is_second=is_second, screen_digest=screen
    )
    TestResult.objects.bulk_create(
        TestResult(reading=reading, test=number, result=result, note=notes.get(number, ""))
        for number, result in tests.items()
    )
    Outcome.objects.bulk_create(_outcomes(reading, tests, outcomes, departures))
    AcceptedFigure.objects.bulk_create(
        AcceptedFigure(reading=reading, figure=figure, amount=amount, reason=reason)
        for figure, amount, reason in _beside(figures, accepted, outcomes)
    )


def needs_second(version: Version, outcomes: Outcomes) -> bool:
    """Whether another reviewer has to read what was judged so."""
    verdicts = {verdict for verdict, _codes, _words in outcomes.values()}
    if Verdict.NOT_SUPPORTED in verdicts:
        return (version.claimed or 0) >= threshold("second_reading")
    if verdicts & {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST}:
        # Drawn by a hash of the reference and version, so that anybody can repeat the draw.
        drawn = hashlib.sha256(f"{version.claim.reference}/{version.number}".encode()).digest()
        return int.from_bytes(drawn[:4]) % 100 < threshold("second_sample")
    return False


def states_of(figures: Iterable[Figure]) -> list[str]:
    """The states that a reading of `figures` judges: forecast and actual as far as there; a plan where it is all.

    What is actual so far is judged as a forecast (docs/method/rules.md §R31), and a claim without figures as what it
    is: something expected.
    """
    present = {judged_as(figure) for figure in figures}
    judged: list[str] = [state for state in (State.FORECAST, State.ACTUAL) if state in present]
    return judged or ([State.PLAN] if State.PLAN in present else [State.FORECAST])


def faults(
    figures: Figures,
    tests: Tests,
    outcomes: Outcomes,
    departures: Mapping[str, str],
    accepted: Accepted,
) -> Iterator[Fault]:
    """Everything that is wrong with a reading of `figures` (by key), in words; see `read` for what the rest holds."""
    of_tests = list(_faults_of_tests(tests))
    yield from of_tests
    yield from _faults_of_outcomes(outcomes, states_of(figures.values()))
    if not of_tests:
        yield from _faults_of_departures(tests, outcomes, departures)
    yield from _faults_of_accepted(figures, outcomes, accepted)
    yield from _faults_of_partly(figures, outcomes, accepted)


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
                "accepted", pk, "An accepted figure must stand beside a figure that is judged."
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


def _outcomes(
    reading: Reading, tests: Tests, outcomes: Outcomes, departures: Mapping[str, str]
) -> Iterator[Outcome]:
    for state, (verdict, codes, words) in outcomes.items():
        suggested = suggested_verdict(tests, state)
        yield Outcome(
            reading=reading,
            state=state,
            verdict=verdict,
            reason_codes=" ".join(codes),
            words=words,
            suggested=suggested,
            departure=departures[state] if is_departure(verdict, suggested) else "",
        )


def _beside(
    figures: Figures, accepted: Accepted, outcomes: Outcomes
) -> Iterator[tuple[Figure, Decimal, str]]:
    """Every figure that is judged with what is accepted of it: as claimed, unless said otherwise or not supported."""
    judged = {pk: figure for pk, figure in figures.items() if judged_as(figure) in outcomes}
    for pk, figure in judged.items():
        verdict, codes, _words = outcomes[judged_as(figure)]
        as_claimed = figure.amount, ""
        amount, reason = accepted.get(pk, as_claimed)
        is_refused = verdict == Verdict.NOT_SUPPORTED and figure.line == Line.SAVING
        if is_refused and (amount is None or pk not in accepted):
            amount, reason = Decimal(0), reason or codes[0]
        yield figure, cast(Decimal, amount), reason  # `faults` refuses what lacks one.
