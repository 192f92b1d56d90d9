"""Is anything lost, or left half done, when the site is killed while people work?

A finance officer signs off, an officer begins claims and sends files, many at once; meanwhile the site is killed 20
times with SIGKILL and started again on the same database. Whoever gets no answer sends the same form again once the
site is back; every third gives up.
"""

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.endurance.deeds import Deed, File, NewClaim, SignOff
from tests.endurance.site import RunningSite
from tests.endurance.trial import run
from tests.endurance.visitor import Visitor

KILLS, AT_ONCE = 20, 16
SIGN_OFFS, CLAIMS, FILES, DRAFTS_WITH_FILES = 100, 60, 100, 10
SIZES = (1_000, 3_000_000)
LONG_ENOUGH = 2 * 3600  # Seconds: the sweep leaves alone what may still be under way.


def prove(site):
    from tests.endurance import stored

    deeds, kept = _deeds(site, stored), stored.forms_kept()
    with ThreadPoolExecutor(AT_ONCE) as tabs:
        under_way = [tabs.submit(deed.do) for deed in deeds]
        _kill_now_and_then(site, lambda: sum(deed.done() for deed in under_way), len(deeds))
    for deed in under_way:
        deed.result()  # Raises what went wrong in the proof itself.
    faults = [fault for deed in deeds for fault in deed.faults(stored)]
    there = sum(deed.times_stored(stored) for deed in deeds)
    kept = stored.forms_kept() - kept
    if kept != there:
        faults.append(f"{there} forms were carried out, and {kept} are kept.")
    _say(deeds, faults, stored)
    return faults + _sweep(site, stored)


def _deeds(site: RunningSite, stored) -> list[Deed]:
    officer, finance = Visitor(site, stored.OFFICER), Visitor(site, stored.FINANCE)
    drafts = stored.begin_drafts(DRAFTS_WITH_FILES)
    deeds = [
        *(SignOff(finance, reference) for reference in stored.complete_drafts(SIGN_OFFS)),
        *(NewClaim(officer) for _ in range(CLAIMS)),
        *(File(officer, random.choice(drafts), random.randint(*SIZES)) for _ in range(FILES)),
    ]
    random.shuffle(deeds)
    for deed in deeds[::3]:
        deed.gives_up = True
    return deeds


def _kill_now_and_then(site: RunningSite, ended: Callable[[], int], most: int) -> None:
    """Kill it each time that some more deeds have ended, in the midst of the next."""
    for number in sorted(random.sample(range(most - AT_ONCE), KILLS)):
        while ended() < number:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))
        site.kill()
        site.start()


def _say(deeds: list[Deed], faults: list[str], stored) -> None:
    print(f"{KILLS} times SIGKILL, {AT_ONCE} people at once:")
    for kind in (SignOff, NewClaim, File):
        its = [deed for deed in deeds if isinstance(deed, kind)]
        done = [deed for deed in its if deed.is_acknowledged]
        again = sum(deed.unanswered > 0 for deed in done)
        given_up = [deed for deed in its if not deed.answer]
        there = sum(deed.times_stored(stored) for deed in given_up)
        print(f"  {len(its)} {kind.plural}: {len(done)} acknowledged, {again} when sent again;")
        print(f"    {len(given_up)} given up without an answer, {there} of them there, whole")
    print(f"  {len(faults)} lost, half done or otherwise at fault")


def _sweep(site: RunningSite, stored) -> list[str]:
    """What is wrong with the store of files after the sweep, as if hours had passed."""
    files = _files(site)
    then = time.time() - LONG_ENOUGH
    for path in files:
        os.utime(path, (then, then))
    site.command("sweep_evidence")  # What it forgets it removes the next time.
    swept, verified = site.command("sweep_evidence"), site.command("verify_evidence")
    left, rows = {path.name for path in _files(site)}, stored.digests_of_files()
    print(f"  {len(files)} files in the store; {len(left)} after the sweep, and {len(rows)} rows,")
    print(f"    {stored.files_in_no_evidence()} of them of files that came in and were not cited")
    print("  " + swept.stdout.strip().rpartition("\n")[2], verified.stdout.strip())
    faults = [command.stderr for command in (swept, verified) if command.returncode]
    faults += [f"The file {name} has no row." for name in left - rows]
    return faults + [f"The row {digest} has no file." for digest in rows - left]


def _files(site: RunningSite) -> list[Path]:
    return [path for path in site.evidence.rglob("*") if path.is_file()]


if __name__ == "__main__":
    run(prove, __doc__)
