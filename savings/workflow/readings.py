"""One reader's reading of a version: nine tests, a verdict for each state, accepted figures.

It is bound to what was on the screen.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping

from pilots.models import User
from savings.claims.digests import version_digest
from savings.models import AcceptedFigure, Outcome, Reading, TestResult, VerdictDraft, Version
from savings.models.choices import Verdict
from savings.review.accepted import accepted_of, counted_verdicts
from savings.review.judged import Accepted, Judged, Outcomes, Tests, given_of, judgements
from savings.review.suggestion import is_departure, suggested_verdict
from savings.thresholds import threshold

from .reading_faults import faults
from .refusals import ActionError, StaleError


def read(
    version: Version,
    *,
    by: User,
    screen: str | None,
    tests: Tests,
    outcomes: Outcomes,
    accepted: Accepted | None = None,
    becomes: Mapping[str, str] | None = None,
    departures: Mapping[str, str] | None = None,
    notes: Mapping[int, str] | None = None,
    is_second: bool = False,
) -> dict[str, str]:
    """Store a reading, and return what its verdict on each state counts as.

    `screen`: the version's digest as the reader saw it. `notes`: number of a test → words. `departures`: state → why
    the verdict is not the one that the tests suggest. `accepted`: where it differs; an amount of None is what the
    verdict makes of it, which only what is not supported does. `becomes`: state → the kind of gain of what is real, but
    no cash saving.
    """
    if screen != version_digest(version):
        raise StaleError
    figures = {figure.pk: figure for figure in version.figures.all()}
    accepted, becomes, departures = dict(accepted or {}), becomes or {}, departures or {}
    found = list(faults(figures, tests, outcomes, departures, accepted, becomes))
    if found:
        first, *others = (fault.words for fault in found)
        raise ActionError(first, problems=others)
    reading = Reading.objects.create(
        version=version, reader=by, is_second=is_second, screen_digest=screen
    )
    _keep_results(reading, tests, notes or {})
    judged, given = judgements(outcomes, becomes), given_of(figures, outcomes, accepted)
    counted = counted_verdicts(figures.values(), judged, given)
    Outcome.objects.bulk_create(_outcomes(reading, tests, outcomes, judged, counted, departures))
    _keep_accepted(reading, accepted_of(figures.values(), judged, given))
    VerdictDraft.objects.filter(version=version, reader=by).delete()
    return counted


def needs_second(version: Version, counted: Collection[str]) -> bool:
    """Whether another reviewer has to read what was judged so, by what its verdicts count as."""
    if Verdict.NOT_SUPPORTED in counted:
        return (version.claimed or 0) >= threshold("second_reading")
    if {Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST}.intersection(counted):
        # Drawn by a hash of the reference and version, so that anybody can repeat the draw.
        drawn = hashlib.sha256(f"{version.claim.reference}/{version.number}".encode()).digest()
        return int.from_bytes(drawn[:4]) % 100 < threshold("second_sample")
    return False


def _keep_results(reading: Reading, tests: Tests, notes: Mapping[int, str]) -> None:
    TestResult.objects.bulk_create(
        TestResult(reading=reading, test=number, result=result, note=notes.get(number, ""))
        for number, result in tests.items()
    )


def _keep_accepted(reading: Reading, accepted: list[AcceptedFigure]) -> None:
    for item in accepted:
        item.reading = reading
    AcceptedFigure.objects.bulk_create(accepted)


def _outcomes(
    reading: Reading,
    tests: Tests,
    outcomes: Outcomes,
    judged: Mapping[str, Judged],
    counted: Mapping[str, str],
    departures: Mapping[str, str],
) -> Iterator[Outcome]:
    for state, (verdict, codes, words) in outcomes.items():
        suggested = suggested_verdict(tests, state)
        yield Outcome(
            reading=reading,
            state=state,
            verdict=verdict,
            counted_verdict=counted[state],
            becomes=judged[state].becomes,
            reason_codes=" ".join(codes),
            words=words,
            suggested=suggested,
            departure=departures[state] if is_departure(verdict, suggested) else "",
        )
