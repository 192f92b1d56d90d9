"""How many pages a second does the site answer, with what of the machine? Linux only: it is read from /proc."""

import os
import threading
import time
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

from tests.endurance.production import SiteBehindProxy

TABS = 8
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30  # Seconds.


class Load:
    """One address, asked for by eight at once for so many seconds; what that came to."""

    def __init__(self, site: SiteBehindProxy, address: str, cookie: str, seconds: float):
        self.site, self.address, self.cookie = site, address, cookie
        self.times, self.wrong = [], 0
        before = processor_seconds(site)
        began = time.monotonic()
        self.until = began + seconds
        tabs = [threading.Thread(target=self._ask) for _ in range(TABS)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()
        self.took = time.monotonic() - began
        self.processors = (processor_seconds(site) - before) / self.took

    def __str__(self) -> str:
        times = sorted(self.times) or [0]
        return (
            f"{len(self.times) / self.took:.0f} a second, median {times[len(times) // 2]:.3f} s, "
            f"worst {times[-1]:.2f} s, on {self.processors:.2f} processors, "
            f"{1000 * self.processors * self.took / len(times):.1f} ms of one each; {self.wrong} wrong"
        )

    def _ask(self) -> None:
        tls = HTTPSConnection(
            self.site.host, self.site.port, context=self.site.tls, timeout=PATIENCE
        )
        while time.monotonic() < self.until:
            began = time.monotonic()
            try:
                tls.request("GET", self.address, headers={"Cookie": self.cookie})
                answer = tls.getresponse()
                answer.read()
            except (OSError, HTTPException):
                tls.close()
                self.wrong += 1
                continue
            self.wrong += answer.status != 200
            self.times.append(time.monotonic() - began)
        tls.close()


def processor_seconds(site: SiteBehindProxy) -> float:
    """What the server and its workers have used since they began."""
    fields = [_of(pid, "stat").rpartition(")")[2].split() for pid in site.processes()]
    return (
        sum(int(user) + int(system) for *_, user, system in (each[:13] for each in fields)) / TICKS
    )


def memory(site: SiteBehindProxy) -> int:
    """What the server and its workers hold together, in bytes; what they share counts once."""
    sizes = [_of(pid, "smaps_rollup").partition("Pss:")[2].split()[0] for pid in site.processes()]
    return sum(map(int, sizes)) * 1024


def _of(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()
