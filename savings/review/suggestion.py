"""Which verdict do the nine tests suggest? Pure. The reviewer may give another, and says why.

docs/method/review.md §3: all met → Supported; any of 1, 2, 3 and 5 not met → Not supported; otherwise Partly.
A test that is not relevant is in nobody's way.
"""

from collections.abc import Mapping

from savings.models.choices import Result, State, Verdict

DECISIVE = (1, 2, 3, 5)


def suggested_verdict(results: Mapping[int, str], state: str) -> str:
    """The verdict that `results` (test number 1 to 9 → Result) suggest for figures of `state`."""
    if any(results[test] == Result.NOT_MET for test in DECISIVE):
        return Verdict.NOT_SUPPORTED
    if all(result in (Result.MET, Result.NOT_RELEVANT) for result in results.values()):
        return top_verdict(state)
    return Verdict.PARTLY


def top_verdict(state: str) -> Verdict:
    """The best verdict that figures of `state` can have: what is expected is supported as a forecast at most."""
    return Verdict.SUPPORTED if state == State.ACTUAL else Verdict.SUPPORTED_FORECAST


def is_departure(verdict: str, suggested: str) -> bool:
    """Whether `verdict` leaves the suggestion. Calling a gain real but not cash reclassifies it, and leaves nothing."""
    return verdict not in (suggested, Verdict.NOT_CASH)
