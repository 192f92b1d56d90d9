"""Is a form that is sent many times at once carried out once, and does every sending lead to the same place?

So it is sent by a double click, by a reload, or by a proxy that tries again. Each form here is drawn once, with one
key on it, and sent 20 times at the same moment; each kind of form several times over, since it is about luck.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

from tests.endurance.trial import run
from tests.endurance.visitor import Answer, Visitor

AT_ONCE, ROUNDS = 20, 5


def prove(site):
    from tests.endurance import stored

    officer, finance = Visitor(site, stored.OFFICER), Visitor(site, stored.FINANCE)
    faults = []
    for round_ in range(ROUNDS):
        [edited], [complete] = stored.begin_drafts(1), stored.complete_drafts(1)
        words = f"Sent {AT_ONCE} times, round {round_}"
        faults += _new_claim(officer, words, stored)
        faults += _edit(officer, edited, words, stored)
        faults += _sign_off(finance, complete, stored)
        faults += _many_claims(officer, words, stored)
        faults += _many_proofs(officer, edited, words, stored)
    print(
        f"{ROUNDS} rounds: a new claim, an edit and a sign-off, each sent {AT_ONCE} times at once;"
    )
    print(f"  then {AT_ONCE} other new claims, and {AT_ONCE} proofs for one claim, at once.")
    print(f"  {5 * ROUNDS * AT_ONCE} sendings, {len(faults)} faults")
    return faults


def _new_claim(officer, words, stored) -> list[str]:
    boxes = officer.get(f"/claims/new/?form={uuid4()}").form(once=...) | {"what_changes": words}
    faults = _at_once(lambda: officer.send("/claims/new/", boxes), "A new claim")
    made = stored.claims_that_say(words)
    if len(made) != 1 or stored.times_done(made[0], "create") != 1:
        faults.append(f"A new claim sent {AT_ONCE} times is there {len(made)} times.")
    return faults


def _edit(officer, reference, words, stored) -> list[str]:
    address = f"/claims/{reference}/edit/service-level/"
    boxes = officer.get(address).form(seen=...) | {"service_evidence": words}
    faults = _at_once(lambda: officer.send(address, boxes), f"An edit of {reference}")
    if stored.what_stands(reference, "service_evidence") != words:
        faults.append(f"The edit of {reference} is LOST.")
    if stored.times_done(reference, "edit") != 1:
        faults.append(f"{reference} was edited {stored.times_done(reference, 'edit')} times.")
    return faults


def _sign_off(finance, reference, stored) -> list[str]:
    address = f"/claims/{reference}/actions/submit/"
    boxes = finance.get(address).form(seen=...) | {"has_read": "on"}
    faults = _at_once(lambda: finance.send(address, boxes), f"The sign-off of {reference}")
    if stored.status(reference) != "submitted" or stored.times_done(reference, "submit") != 1:
        faults.append(
            f"{reference} is {stored.status(reference)}, after being submitted"
            f" {stored.times_done(reference, 'submit')} times."
        )
    return faults


def _many_claims(officer, words, stored) -> list[str]:
    """As many different forms as tabs: each makes its own claim, under its own reference."""
    forms = [
        officer.get(f"/claims/new/?form={uuid4()}").form(once=...)
        | {"what_changes": f"{words}, tab {tab}"}
        for tab in range(AT_ONCE)
    ]
    answers = _all_at_once([partial(officer.send, "/claims/new/", boxes) for boxes in forms])
    faults = _not_carried_out(answers, "A new claim among others")
    made = [stored.claims_that_say(boxes["what_changes"]) for boxes in forms]
    if any(len(references) != 1 for references in made):
        faults.append(f"Of {AT_ONCE} new claims, these were made: {made}")
    return faults


def _many_proofs(officer, reference, words, stored) -> list[str]:
    """As many different pieces of evidence as tabs for one draft: it cites them all."""
    address = f"/claims/{reference}/evidence/"
    entry = {"entry": "ledger", "ledger-kind": "ledger", "ledger-ledger_reference": "GL 4711"}
    forms = [
        officer.get(address).form(entry="") | entry | {"ledger-title": f"{words}, tab {tab}"}
        for tab in range(AT_ONCE)
    ]
    answers = _all_at_once([partial(officer.send, address, boxes) for boxes in forms])
    faults = _not_carried_out(answers, f"Evidence for {reference} among others")
    missing = {boxes["ledger-title"] for boxes in forms} - set(stored.titles_cited(reference))
    return faults + [f"{reference}: “{title}” is LOST." for title in sorted(missing)]


def _not_carried_out(answers: list[Answer], what: str) -> list[str]:
    refused = [answer.status for answer in answers if answer.status != 302]
    return [f"{what} was answered with {refused}."] if refused else []


def _at_once(send: Callable[[], Answer], what: str) -> list[str]:
    """Send the same form from so many tabs; what is wrong with the answers."""
    answers = _all_at_once([send] * AT_ONCE)
    led_to = {(answer.status, answer.led_to) for answer in answers}
    is_one = len(led_to) == 1 and all(answer.status == 302 for answer in answers)
    return [] if is_one else [f"{what} was answered in several ways: {sorted(led_to)}"]


def _all_at_once(sendings: list[Callable[[], Answer]]) -> list[Answer]:
    """Send each from a tab of its own, at the same moment."""
    start = Barrier(len(sendings))

    def tab(send) -> Answer:
        start.wait()
        return send()

    with ThreadPoolExecutor(len(sendings)) as tabs:
        return list(tabs.map(tab, sendings))


if __name__ == "__main__":
    run(prove, __doc__)
