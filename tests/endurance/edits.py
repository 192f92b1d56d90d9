"""Is an edit that was acknowledged ever lost, when many people write on the same claims at once?

Two officers, in many tabs, edit two pages of each of 20 claims. Whoever is told that somebody was faster reads
what stands there now and sends theirs again, a few times; then they give up, and have been told so.
"""

import itertools
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.endurance.custody import Edit, lost
from tests.endurance.trial import run
from tests.endurance.visitor import Visitor

CLAIMS, EDITS, AT_ONCE, TRIES = 20, 500, 25, 4
BOXES = {"service-level": "service_evidence", "use": "transferability_note"}
MARK = re.compile(r"Mark \d+ ends")


@dataclass
class Attempt:
    """One edit of one page: what it wrote, over what, and what came of it."""

    reference: str
    page: str
    wrote: str
    read: str = ""
    status: int = 0
    conflicts: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        return self.status == 302


def prove(site):
    from tests.endurance import stored

    people = [Visitor(site, stored.OFFICER), Visitor(site, stored.FINANCE)]
    references = stored.begin_drafts(CLAIMS)
    # Each page of each claim, by each person, as often as the other.
    turns = itertools.islice(itertools.cycle(itertools.product(references, BOXES, people)), EDITS)
    wanted = [(*turn, f"Mark {number} ends") for number, turn in enumerate(turns)]
    random.shuffle(wanted)
    with ThreadPoolExecutor(AT_ONCE) as tabs:
        attempts = list(tabs.map(lambda edit: _edit(*edit), wanted))
    losses = _losses(stored, references, attempts)
    faults = [fault for attempt in attempts for fault in attempt.faults]
    _say(attempts, losses, faults)
    return losses + faults


def _edit(reference: str, page: str, person: Visitor, mark: str) -> Attempt:
    attempt = Attempt(reference, page, mark)
    address = f"/claims/{reference}/edit/{page}/"
    shown = person.get(address)
    for _ in range(TRIES):
        attempt.read = _mark_on(shown.text, but=mark)
        shown = person.send(address, shown.form(seen=...) | {BOXES[page]: mark})
        attempt.status = shown.status
        if shown.status != 409:
            break
        attempt.conflicts += 1
        if _mark_on(shown.text, but=mark) == attempt.read:
            attempt.faults.append(f"{reference}: “{mark}” was refused, and {page} had not changed.")
    if attempt.status not in (302, 409):
        attempt.faults.append(f"{reference}: “{mark}” was answered with {attempt.status}.")
    return attempt


def _mark_on(text: str, but: str) -> str:
    """The mark of somebody else that a page shows: on a page of a conflict, ours stands beside it."""
    return next((mark for mark in MARK.findall(text) if mark != but), "")


def _losses(stored, references: list[str], attempts: list[Attempt]) -> list[str]:
    losses = []
    for reference in references:
        done = [a for a in attempts if a.reference == reference and a.is_acknowledged]
        for page, box in BOXES.items():
            edits = [Edit(attempt.read, attempt.wrote) for attempt in done if attempt.page == page]
            for mark in lost(edits, began="", ended=stored.what_stands(reference, box)):
                losses.append(f"{reference}: “{mark}” on {page} is LOST.")
        kept = {stored.times_done(reference, "edit"), stored.times_changed(reference)}
        if kept != {len(done)}:
            losses.append(f"{reference}: {len(done)} edits were acknowledged, {kept} are recorded.")
    return losses


def _say(attempts: list[Attempt], losses: list[str], faults: list[str]) -> None:
    done = sum(attempt.is_acknowledged for attempt in attempts)
    given_up = sum(attempt.status == 409 for attempt in attempts)
    conflicts = sum(attempt.conflicts for attempt in attempts)
    print(f"{len(attempts)} edits of {CLAIMS} claims, {AT_ONCE} at once, by two officers:")
    print(f"  {done} acknowledged; {conflicts} refused as a conflict and sent again, of which")
    print(f"  {given_up} were given up after {TRIES}; {len(faults)} faults; {len(losses)} LOST")


if __name__ == "__main__":
    run(prove, __doc__)
