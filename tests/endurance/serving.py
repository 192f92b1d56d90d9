"""Does the server of production use both processors, finish what it has begun, and come back by itself?

The command of the service file that we ship, behind the proxy file that we ship, with TLS. It is told to stop during
long downloads, told to take in a new version, and killed, in part and whole, while people write; readers go away;
a mail server does not answer; requests come that no browser sends; large files come in.
"""

import os
import random
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tests.endurance import kills, production, upload_memory, wire
from tests.endurance.load import Load, memory
from tests.endurance.trial import run
from tests.endurance.visitor import Stranger, Unanswered, Visitor

OFFICER = "officer@practice.example"
EMPTY, HEAVY = "/health/live", {"the board": "/board/", "the list of claims": "/claims/?place="}
SECONDS = 8
FILE_SIZE = 16_000_000
DOWNLOADS, LEAVERS = 8, 30
UNDER_WAY = 0.2  # Seconds after which downloads are, and are not over.
LONGEST_AFTER = 5  # Seconds that a page may take while the site finds out that readers are gone.
LONGEST_STOP = 60  # Seconds: what systemd waits.
AT_ONCE = 1.0  # Seconds in which an answer comes that waits for no mail server.
MARK = "Zanzibar"  # What somebody searches for, and no log may hold.


class Mortal(production.SiteBehindProxy):
    """Dies in part, and whole, by turns. What dies in part is brought back by the server, the rest by us."""

    dies_whole = False

    def kill(self) -> None:
        self.dies_whole = not self.dies_whole
        if self.dies_whole:
            super().kill()
        else:
            os.kill(random.choice(self.workers()), signal.SIGKILL)

    def start(self) -> None:
        if not self.process or self.process.poll() is not None:
            super().start()

    def restart(self) -> None:
        """All of it dies, and comes back."""
        super().kill()
        super().start()

    def cookie(self) -> str:
        """What the browser of somebody who has signed in sends."""
        person = Visitor(self, OFFICER)
        return "; ".join(f"{each.name}={each.value}" for each in person.cookies)


class Watch:
    """Somebody who opens a page ten times a second for as long as this is entered: for how long was none answered?"""

    def __init__(self, site):
        self.person = Stranger(site, patience=20)
        self.is_over = threading.Event()
        self.unanswered, self.longest = 0, 0.0
        self.watching = threading.Thread(target=self._watch)

    def __enter__(self):
        self.watching.start()
        return self

    def __exit__(self, *failure):
        self.is_over.set()
        self.watching.join()

    def _watch(self):
        answered = time.monotonic()
        while not self.is_over.is_set():
            try:
                self.person.get(EMPTY)
            except Unanswered:
                self.unanswered += 1
            else:
                self.longest = max(self.longest, time.monotonic() - answered)
                answered = time.monotonic()
            time.sleep(0.1)

    def __str__(self):
        return f"{self.unanswered} unanswered, {self.longest:.2f} s without an answer"


def prove(site):
    from tests.endurance import stored

    if not production.nginx():
        return ["There is no nginx on this machine, so nothing was tried."]
    address = stored.long_file(FILE_SIZE)
    site.process.terminate()
    site.process.wait()
    folder = site.log.parent / "production"
    folder.mkdir()
    with Mortal(folder, site) as behind:
        print(" ".join(production.server_command()), flush=True)
        faults = [*wire.faults(behind), *_rates(behind)]
        faults += _leavers(behind, address)
        print("Large files:", flush=True)
        faults += upload_memory.prove(behind)
        faults += _stop(behind, address)
        faults += _reload(behind)
        faults += _mail(behind)
        faults += _deaths(behind)
        print("Killed while people write:", flush=True)
        faults += kills.prove(behind)
        print(f"  {memory(behind) / 1e6:.0f} MB at the end", flush=True)
    said = "".join(each.read_text() for each in folder.glob("*.log"))
    if "Traceback" in behind.log.read_text():
        faults.append(f"The site met a fault of its own:\n{behind.log.read_text()[-4000:]}")
    return faults + ["A log holds what was searched for."] * (MARK in said)


def _rates(site) -> list[str]:
    cookie = site.cookie()
    print(f"{len(site.workers())} workers, {memory(site) / 1e6:.0f} MB at rest")
    wrong = 0
    for name, address in {"an empty page": EMPTY, **HEAVY}.items():
        load = Load(site, address, cookie, SECONDS)
        print(f"  {name}: {load}", flush=True)
        wrong += load.wrong
    print(f"  {memory(site) / 1e6:.0f} MB afterwards")
    return [f"{wrong} pages were not answered."] * bool(wrong)


def _leavers(site, address) -> list[str]:
    """People who begin a long download and go away."""
    lines = [
        f"GET {address}&q={MARK} HTTP/1.1",
        f"Host: {site.host}",
        "X-Forwarded-Proto: https",
        f"Cookie: {site.cookie()}",
    ]
    for _ in range(LEAVERS):
        with socket.create_connection(("127.0.0.1", site.site_port), 30) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            connection.recv(1)
    with Watch(site) as watch:
        time.sleep(1)
    print(f"{LEAVERS} readers went away: {watch}", flush=True)
    return [f"Readers went away: {watch}."] * (watch.longest > LONGEST_AFTER)


def _stop(site, address) -> list[str]:
    """SIGTERM during downloads: all of each must come."""
    person = Visitor(site, OFFICER)
    whole = len(person.get(address).content)
    with ThreadPoolExecutor(DOWNLOADS) as tabs:
        began = time.monotonic()
        under_way = [tabs.submit(person.get, address) for _ in range(DOWNLOADS)]
        time.sleep(UNDER_WAY)
        were_under_way = sum(not each.done() for each in under_way)
        site.process.terminate()
        site.process.wait(LONGEST_STOP)
        stopped = time.monotonic() - began - UNDER_WAY
        came = 0
        for each in under_way:
            with suppress(Unanswered):
                came += len(each.result().content) == whole
    began = time.monotonic()
    site.start()
    print(
        f"SIGTERM during {were_under_way} downloads of {whole / 1e6:.0f} MB: {came} of {DOWNLOADS} whole, "
        f"stopped in {stopped:.1f} s, started in {time.monotonic() - began:.1f} s",
        flush=True,
    )
    return [f"{DOWNLOADS - came} downloads were cut short."] * (came < DOWNLOADS)


def _reload(site) -> list[str]:
    """The signal by which the service takes in a new version; nobody should be turned away."""
    if not production.told_by_service("ExecReload"):
        print("No reload.")
        return []
    with Watch(site) as watch:
        before = site.workers()
        os.kill(site.process.pid, signal.SIGHUP)
        latest = time.monotonic() + 20
        while set(before) & set(site.workers()) and time.monotonic() < latest:
            time.sleep(0.1)
        time.sleep(2)
    print(f"Reloaded: {watch}", flush=True)
    left = set(before) & set(site.workers())
    return [f"{len(left)} workers were not replaced."] * bool(left) + [
        f"Reloading: {watch}."
    ] * bool(watch.unanswered)


def _mail(site) -> list[str]:
    """Whoever asks for a link waits for no mail server, whether or not there is such an account."""
    faults, began_with = [], site.settings.get("EMAIL_URL", "consolemail://")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site.settings["EMAIL_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        site.restart()
        times = {}
        for email in (OFFICER, "nobody@practice.example"):
            person = Stranger(site)
            boxes = person.get("/password/reset/").form(csrfmiddlewaretoken=...)
            began = time.monotonic()
            status = person.send("/password/reset/", boxes | {"email": email}).status
            times[email] = time.monotonic() - began
            if status != 302 or times[email] > AT_ONCE:
                faults.append(f"A link for {email}: {status} after {times[email]:.2f} s.")
        print("A link, the mail server silent:", ", ".join(f"{t:.2f} s" for t in times.values()))
    site.settings["EMAIL_URL"] = began_with
    site.restart()
    return faults


def _deaths(site) -> list[str]:
    """SIGKILL to one worker, and to the first process, which systemd starts again."""
    faults = []
    with Watch(site) as watch:
        killed = random.choice(site.workers())
        is_alone = killed == site.process.pid
        os.kill(killed, signal.SIGKILL)
        if is_alone:
            site.process.wait()
            site.start()
        time.sleep(8)
    print(f"One worker killed: {watch}", flush=True)
    number = len(site.workers())
    with Watch(site) as watch:
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait()
        began = time.monotonic()
        site.restart()
        took = time.monotonic() - began
        time.sleep(3)
    print(f"All killed and started again: {watch}, {took:.2f} s to start", flush=True)
    if len(site.workers()) != number:
        faults.append(f"{len(site.workers())} workers, and there were {number}.")
    return faults


if __name__ == "__main__":
    run(prove, __doc__)
