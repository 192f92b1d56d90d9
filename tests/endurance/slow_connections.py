"""Does the site go on answering while a thousand connections come to nothing, and are they closed in the end?

They send nothing, or a header or a form byte by byte, or take a long file byte by byte; meanwhile a person opens pages.
Once as `run` serves the site, and once as docs/running.md does for production, behind nginx with the file we ship.
"""

import resource
import statistics
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from tests.endurance import manners, production
from tests.endurance.hostile import HalfOpen, Siege, SlowBody, SlowHeader, SlowReader
from tests.endurance.site import RunningSite
from tests.endurance.trial import run
from tests.endurance.visitor import Unanswered, Visitor
from totalplace import server

# In the order in which they come. The first two are requests, of which the proxy takes 400 from one address.
KINDS = {SlowReader: 10, SlowBody: 490, SlowHeader: 250, HalfOpen: 250}
PAGES = ["/", "/claims/", "/claims/new/", "/notices/", "/health/ready"]
FILE_SIZE = 8_000_000  # More than a connection and the machine hold between them.
SECONDS, BETWEEN = 15, 0.3  # How long the person goes on, and looks at a page.
PATIENCE = 20  # Seconds until they give a page up.
OFFICER = "officer@practice.example"
FILES = 2_500  # Descriptors that this proof needs.


class Way(NamedTuple):
    """A way to serve the site, and what it must do with hostile connections."""

    words: str
    gone_after: int  # Seconds, from the last byte: its longest limit on time, and a little.
    refuses: int  # At least, for their number.


BY_RUN = Way("As `run` serves it", server.IDLE_SECONDS + server.LIMITS["cleanup_interval"] + 3, 0)
BY_PROXY = Way("Behind the proxy", 30 + 3, 100)


def prove(site):
    from tests.endurance import stored

    if not _has_files():
        return [f"This machine allows fewer than {FILES} open files (ulimit -Hn)."]
    address = stored.long_file(FILE_SIZE)
    faults = _besiege(site, BY_RUN, address)
    site.process.terminate()
    site.process.wait()
    if not production.nginx():
        return [*faults, "There is no nginx on this machine, so production was NOT tried."]
    folder = site.log.parent / "production"
    folder.mkdir()
    with production.SiteBehindProxy(folder, site) as behind:
        faults += _besiege(behind, BY_PROXY, address)
        faults += manners.faults(behind)
    return faults + _said(behind.log)


def _has_files() -> bool:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))
    return True


def _besiege(site: RunningSite, way: Way, address: str) -> list[str]:
    person = Visitor(site, OFFICER, PATIENCE)
    print(f"{way.words}, at rest:", Asked(person, SECONDS / 5), flush=True)
    cookie = "; ".join(f"{each.name}={each.value}" for each in person.cookies)
    with Siege(site, KINDS, address=address, cookie=cookie) as siege:
        print(f"  {len(siege.connections)} connections came; {_words(siege.standing())} stand")
        asked = Asked(person, SECONDS)
        print(f"  meanwhile: {asked};\n  then {_words(siege.standing())} stand", flush=True)
    return [f"{way.words}: {fault}" for fault in asked.faults() + _outlived(siege, way)]


def _outlived(siege: Siege, way: Way) -> list[str]:
    """What is wrong with how the connections ended, a while after their last byte."""
    time.sleep(way.gone_after)
    left = siege.standing()
    del left[
        SlowReader
    ]  # That they were cut off shows only when they read on to where it happened.
    ends = siege.end()
    print(f"  {way.gone_after} s after their last byte {_words(left)} stand;", end=" ")
    print(f"{ends['whole']} long files came whole; {ends['refused']} were refused for their number")
    faults = [f"{number} {kind.name} were never closed." for kind, number in left.items()]
    if ends["whole"]:
        faults.append(f"{ends['whole']} slow readers were waited for to the end.")
    if ends["refused"] < way.refuses:
        faults.append(f"Only {ends['refused']} were refused for their number.")
    return faults


def _words(standing: Counter) -> str:
    return ", ".join(f"{standing[kind]} {kind.name}" for kind in KINDS if standing[kind]) or "none"


class Asked:
    """The pages that a person asked for, one after the other, and how long each took."""

    def __init__(self, person: Visitor, seconds: float):
        self.times, self.wrong, self.unanswered = [], [], 0
        until = time.monotonic() + seconds
        for address in cycle(PAGES):
            if time.monotonic() > until:
                break
            self._ask(person, address)
            time.sleep(BETWEEN)

    def _ask(self, person: Visitor, address: str) -> None:
        began = time.monotonic()
        try:
            status = person.get(address).status
        except Unanswered:
            self.unanswered += 1
            return
        self.times.append(time.monotonic() - began)
        if status != 200:
            self.wrong.append(f"{address} was answered with {status}.")

    def __str__(self) -> str:
        asked = len(self.times) + self.unanswered
        median, worst = statistics.median(self.times or [0]), max(self.times, default=0)
        return f"{len(self.times)} of {asked} pages answered, median {median:.2f} s, worst {worst:.2f} s"

    def faults(self) -> list[str]:
        unanswered = f"{self.unanswered} pages were not answered in {PATIENCE} s."
        return self.wrong + [unanswered] * bool(self.unanswered)


def _said(log: Path) -> list[str]:
    said = log.read_text()
    return [f"The site met a fault of its own:\n{said[:4000]}"] if "Traceback" in said else []


if __name__ == "__main__":
    run(prove, __doc__)
