"""One reader's reading of a version: nine tests, a verdict for each state, accepted figures.

It is bound to what was on the screen.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from savings.digests import version_digest
from savings.models import AcceptedFigure, Outcome, Reading, TestResult
from savings.models.choices import REVIEW_TESTS, Line, Reason, Result, State, Verdict
from savings.suggestion import is_departure, suggested_verdict, top_verdict
from savings.thresholds import threshold

from .refusals import ActionError, StaleError


class Fault(NamedTuple):
    """What is wrong with a reading. `at` says where: `test`, `verdict`, `reasons`, `departure`, `accepted` or `why`.

    `of` is the test's number, the state, or the key of the figure.
    """

    at: str
    of: int | str
    words: str


def read(
    version,
    *,
    by,
    screen,
    tests,
    outcomes,
    accepted=None,
    departures=None,
    notes=None,
    is_second=False,
):
    """Store a reading; the `Reading` comes back with `needs_second` set by the rule.

    `screen`: the version's digest as the reader saw it. `tests`: number 1 to 9 → result; `notes`: number → words.
    `outcomes`: state → (verdict, reason codes, words); `departures`: state → why the verdict is not the one that
    the tests suggest. `accepted`: figure id → (amount, reason code), where it differs.
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
    reading.needs_second = not is_second and _needs_second(version, outcomes)
    return reading


def states_of(figures) -> list[str]:
    """The states that a reading of `figures` judges: forecast and actual as far as there; a plan where it is all.

    A claim without figures is judged as what it is: something expected.
    """
    present = {figure.state for figure in figures}
    judged = [state for state in (State.FORECAST, State.ACTUAL) if state in present]
    return judged or ([State.PLAN] if State.PLAN in present else [State.FORECAST])


def faults(figures, tests, outcomes, departures, accepted) -> Iterator[Fault]:
    """Everything that is wrong with a reading of `figures` (by key), in words; see `read` for what the rest holds."""
    of_tests = list(_faults_of_tests(tests))
    yield from of_tests
    yield from _faults_of_outcomes(outcomes, states_of(figures.values()))
    if not of_tests:
        yield from _faults_of_departures(tests, outcomes, departures)
    yield from _faults_of_accepted(figures, outcomes, accepted)


def _faults_of_tests(tests):
    for number in REVIEW_TESTS:
        if tests.get(number) not in Result.values:
            yield Fault(
                "test",
                number,
                f"Answer test {number}: met, partly met, not met or not relevant.",
            )


def _faults_of_outcomes(outcomes, states):
    for state in [*states, *(extra for extra in outcomes if extra not in states)]:
        label = State(state).label
        if state not in outcomes:
            yield Fault("verdict", state, f"Give a verdict on the {label.lower()} figures.")
        elif state not in states:
            yield Fault("verdict", state, f"The claim has no {label.lower()} figures to judge.")
        else:
            yield from _faults_of_outcome(state, *outcomes[state])


def _faults_of_outcome(state, verdict, codes, _words):
    top = top_verdict(state)
    if verdict not in Verdict.values:
        yield Fault("verdict", state, "Choose one of the verdicts.")
    elif verdict in {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST} - {top}:
        label = State(state).label
        yield Fault("verdict", state, f"{label} figures can be at best “{top.label}”.")
    elif verdict != top and not (codes and set(codes) <= set(Reason.values)):
        label = Verdict(verdict).label
        yield Fault("reasons", state, f"Give at least one reason for “{label}”.")


def _faults_of_departures(tests, outcomes, departures):
    for state, (verdict, _codes, _words) in outcomes.items():
        suggested = suggested_verdict(tests, state)
        if is_departure(verdict, suggested) and not departures.get(state, "").strip():
            words = f"The tests suggest “{Verdict(suggested).label}”. Choose it, or say why not."
            yield Fault("departure", state, words)


def _faults_of_accepted(figures, outcomes, accepted):
    for pk, (amount, reason) in accepted.items():
        figure = figures.get(pk)
        if figure is None or figure.state not in states_of(figures.values()):
            yield Fault(
                "accepted", pk, "An accepted figure must stand beside a figure that is judged."
            )
            continue
        is_saving = figure.line == Line.SAVING
        verdict = outcomes.get(figure.state, ("",))[0]
        if amount < 0 or (is_saving and amount > figure.amount):
            yield Fault("accepted", pk, "The accepted saving can be from 0 to what was claimed.")
        elif is_saving and verdict == Verdict.NOT_SUPPORTED and amount != 0:
            yield Fault("accepted", pk, "What is not supported is accepted as 0.")
        if amount != figure.amount and reason not in Reason.values:
            yield Fault("why", pk, "Say why the accepted figure differs.")


def _outcomes(reading, tests, outcomes, departures):
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


def _beside(figures, accepted, outcomes):
    """Every figure that is judged with what is accepted of it: as claimed, unless said otherwise or not supported."""
    judged = {pk: figure for pk, figure in figures.items() if figure.state in outcomes}
    for pk, figure in judged.items():
        verdict, codes, _words = outcomes[figure.state]
        if pk in accepted:
            amount, reason = accepted[pk]
        elif verdict == Verdict.NOT_SUPPORTED and figure.line == Line.SAVING:
            amount, reason = Decimal(0), codes[0]
        else:
            amount, reason = figure.amount, ""
        yield figure, amount, reason


def _needs_second(version, outcomes):
    verdicts = {verdict for verdict, _codes, _words in outcomes.values()}
    if Verdict.NOT_SUPPORTED in verdicts:
        return version.claimed >= threshold("second_reading")
    if verdicts & {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST}:
        # Drawn by a hash of the reference and version, so that anybody can repeat the draw.
        drawn = hashlib.sha256(f"{version.claim.reference}/{version.number}".encode()).digest()
        return int.from_bytes(drawn[:4]) % 100 < threshold("second_sample")
    return False
