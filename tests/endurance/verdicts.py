"""Is a verdict ever given on what the reviewer did not have on the screen, when the place acts at that moment?

A hundred times the reviewer sends a verdict while the place, at the same moment, signs off a newer version of the
claim or answers a question about it. Whichever comes first, a verdict that is stored is on what was on the screen.
"""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from tests.endurance.trial import run
from tests.endurance.visitor import Answer, Visitor

RACES = 100
JITTER = 0.2  # Seconds: about what either takes, so that each is first now and then.


def prove(site):
    from tests.endurance import stored

    people = {who: Visitor(site, who) for who in (stored.REVIEWER, stored.FINANCE, stored.OFFICER)}
    reviewer, finance = people[stored.REVIEWER], people[stored.FINANCE]
    outcomes, faults = Counter(), []
    for number, reference in enumerate(stored.under_review(RACES)):
        verdict = _verdict(reviewer, reference)
        if number % 2:
            stored.ask(reference)  # In another tab: the page with the verdict stays open.
            name, act = "answer", _answer(people[stored.OFFICER], reference)
        else:
            name, act = "sign-off", _sign_off(finance, reference)
        answers = _at_once(partial(reviewer.send, f"/review/{reference}/", verdict), act)
        faults += _faults(reference, verdict["seen"], answers[0], stored)
        outcomes[name, *("done" if a.status == 302 else "refused" for a in answers)] += 1
    print(f"{RACES} races of a verdict against the place:")
    for (name, verdict, of_the_place), times in sorted(outcomes.items()):
        print(f"  {times} x verdict {verdict}, {name} {of_the_place}")
    print(f"  {len(faults)} verdicts on what was not on the screen, or other faults")
    return faults


def _verdict(reviewer: Visitor, reference: str) -> dict[str, str]:
    """The form as the reviewer has filled it in, not yet sent."""
    tests = {f"test_{number}": "met" for number in range(1, 10)}
    form = reviewer.get(f"/review/{reference}/").form(seen=...)
    return form | tests | {"verdict_forecast": "supported_forecast"}


def _at_once(*sendings) -> list[Answer]:
    start = Barrier(len(sendings))

    def tab(send) -> Answer:
        start.wait()
        time.sleep(random.random() * JITTER)
        return send()

    with ThreadPoolExecutor(len(sendings)) as tabs:
        return list(tabs.map(tab, sendings))


def _sign_off(finance: Visitor, reference: str):
    address = f"/claims/{reference}/actions/submit/"
    boxes = finance.get(address).form(seen=...) | {"has_read": "on"}
    return lambda: finance.send(address, boxes)


def _answer(officer: Visitor, reference: str):
    address = f"/claims/{reference}/actions/answer/"
    boxes = officer.get(address).form(once=...) | {"text": "In the ledger, code 6120."}
    return lambda: officer.send(address, boxes)


def _faults(reference: str, seen: str, given: Answer, stored) -> list[str]:
    judged = stored.screens_judged(reference)
    if given.status not in (302, 409):
        return [f"{reference}: the verdict was answered with {given.status}."]
    if given.status == 302 and judged != [(1, seen)]:
        return [f"{reference}: a verdict was given on version 1, and {judged} is stored."]
    if given.status == 409 and judged:
        return [f"{reference}: the verdict was refused, and {judged} is stored."]
    return []


if __name__ == "__main__":
    run(prove, __doc__)
