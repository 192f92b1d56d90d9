"""One reader's reading of a version: nine tests, a verdict for each state, accepted figures.

It is bound to what was on the screen.
"""

import hashlib
from decimal import Decimal

from savings.digests import version_digest
from savings.models import AcceptedFigure, Outcome, Reading, TestResult
from savings.models.choices import REVIEW_TESTS, Line, Reason, Result, State, Verdict
from savings.suggestion import is_departure, suggested_verdict, top_verdict
from savings.thresholds import threshold

from .refusals import StaleError, need


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
    _check_tests(tests)
    _check_outcomes(outcomes, _states(figures.values()))
    suggested = {state: suggested_verdict(tests, state) for state in outcomes}
    _check_departures(outcomes, suggested, departures)
    _check_accepted(accepted, figures, outcomes)
    reading = Reading.objects.create(
        version=version, reader=by, is_second=is_second, screen_digest=screen
    )
    TestResult.objects.bulk_create(
        TestResult(reading=reading, test=number, result=result, note=notes.get(number, ""))
        for number, result in tests.items()
    )
    Outcome.objects.bulk_create(
        Outcome(
            reading=reading,
            state=state,
            verdict=verdict,
            reason_codes=" ".join(codes),
            words=words,
            suggested=suggested[state],
            departure=departures[state] if is_departure(verdict, suggested[state]) else "",
        )
        for state, (verdict, codes, words) in outcomes.items()
    )
    AcceptedFigure.objects.bulk_create(
        AcceptedFigure(reading=reading, figure=figure, amount=amount, reason=reason)
        for figure, amount, reason in _beside(figures, accepted, outcomes)
    )
    reading.needs_second = not is_second and _needs_second(version, figures.values(), outcomes)
    return reading


def _states(figures):
    # A claim without figures is judged as what it is: something expected.
    return {figure.state for figure in figures} or {State.FORECAST}


def _check_tests(tests):
    need(
        set(tests) == set(REVIEW_TESTS)
        and all(result in Result.values for result in tests.values()),
        "Answer each of the nine tests: met, partly met, not met or not relevant.",
    )


def _check_outcomes(outcomes, states):
    need(
        set(outcomes) == states,
        f"Give one verdict for each of: {', '.join(sorted(State(s).label.lower() for s in states))}.",
    )
    for state, (verdict, codes, _words) in outcomes.items():
        need(verdict in Verdict.values, "Choose one of the verdicts.")
        top = top_verdict(state)
        wrong = {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST} - {top}
        need(verdict not in wrong, f"{State(state).label} figures can be at best “{top.label}”.")
        need(
            verdict == top or (codes and set(codes) <= set(Reason.values)),
            f"Give at least one reason for “{Verdict(verdict).label}”.",
        )


def _check_departures(outcomes, suggested, departures):
    for state, (verdict, _codes, _words) in outcomes.items():
        need(
            departures.get(state, "").strip() or not is_departure(verdict, suggested[state]),
            f"The tests suggest “{Verdict(suggested[state]).label}”. Choose it, or say why not.",
        )


def _check_accepted(accepted, figures, outcomes):
    for pk, (amount, reason) in accepted.items():
        need(pk in figures, "An accepted figure must stand beside a figure of this version.")
        claimed = figures[pk].amount
        less_is_better = figures[pk].line == Line.SAVING
        need(
            amount >= 0 and (amount <= claimed or not less_is_better),
            "The accepted saving can be from 0 to what was claimed.",
        )
        need(amount == claimed or reason in Reason.values, "Say why the accepted figure differs.")
        verdict = outcomes[figures[pk].state][0]
        need(
            verdict != Verdict.NOT_SUPPORTED or not less_is_better or amount == 0,
            "What is not supported is accepted as 0.",
        )


def _beside(figures, accepted, outcomes):
    """Every figure with what is accepted of it: as claimed, unless said otherwise, or nothing where not supported."""
    for pk, figure in figures.items():
        verdict, codes, _words = outcomes[figure.state]
        if pk in accepted:
            amount, reason = accepted[pk]
        elif verdict == Verdict.NOT_SUPPORTED and figure.line == Line.SAVING:
            amount, reason = Decimal(0), codes[0]
        else:
            amount, reason = figure.amount, ""
        yield figure, amount, reason


def _needs_second(version, figures, outcomes):
    verdicts = {verdict for verdict, _codes, _words in outcomes.values()}
    claimed = sum((f.amount for f in figures if f.line == Line.SAVING), Decimal(0))
    if Verdict.NOT_SUPPORTED in verdicts:
        return claimed >= threshold("second_reading")
    if verdicts & {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST}:
        # Drawn by a hash of the reference and version, so that anybody can repeat the draw.
        drawn = hashlib.sha256(f"{version.claim.reference}/{version.number}".encode()).digest()
        return int.from_bytes(drawn[:4]) % 100 < threshold("second_sample")
    return False
