"""How much memory does the site need while it takes in a large file? Linux only: it is read from /proc.

The most that the process ever held is set back before each upload, so that no moment of it is missed.
"""

import hashlib
from pathlib import Path

from tests.endurance import papers
from tests.endurance.trial import run
from tests.endurance.visitor import Visitor

TIMES, LIMIT = 5, 20_000_000
SIZE = 25 * (1 << 20) - 1_000  # Just under what is taken.
FORGET_THE_MOST = "5"  # What the kernel calls this, see proc(5), clear_refs.


def prove(site):
    from tests.endurance import stored

    officer, [reference] = Visitor(site, stored.OFFICER), stored.begin_drafts(1)
    memory = Memory(site.processes())
    # What is loaded once, whatever the size of a file, is loaded by now, in each process.
    faults = [_upload(officer, reference, papers.document(1000), stored) for _ in range(TIMES)]
    before = memory.now
    print(f"Memory of the site: {_mb(before)} before")
    grown = []
    for number in range(TIMES):
        memory.forget_the_most()
        faults.append(_upload(officer, reference, papers.document(SIZE), stored))
        grown.append(memory.most - before)
        print(f"  upload {number + 1} of {_mb(SIZE)}: at most +{_mb(grown[-1])},", end=" ")
        print(f"afterwards +{_mb(memory.now - before)}")
    if max(grown) >= LIMIT:
        faults.append(f"It grew by {_mb(max(grown))}; {_mb(LIMIT)} is the limit.")
    return [fault for fault in faults if fault]


class Memory:
    """What some processes hold together, in bytes."""

    def __init__(self, pids: list[int]):
        self.of = [Path(f"/proc/{pid}") for pid in pids]

    @property
    def now(self) -> int:
        return self._bytes("VmRSS")

    @property
    def most(self) -> int:
        """The most since `forget_the_most`, of each."""
        return self._bytes("VmHWM")

    def forget_the_most(self) -> None:
        for each in self.of:
            (each / "clear_refs").write_text(FORGET_THE_MOST)

    def _bytes(self, name: str) -> int:
        return sum(self._of_one(each, name) for each in self.of)

    def _of_one(self, process: Path, name: str) -> int:
        status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        return int(status[name].removesuffix("kB")) * 1024


def _upload(officer, reference, content, stored) -> str:
    """Send a file; what is wrong with the answer, or nothing."""
    address = f"/claims/{reference}/evidence/"
    boxes = officer.get(address).form(entry="") | {"entry": "file", "kind": "contract"}
    answer = officer.upload(address, boxes, "contract.pdf", content)
    if answer.status != 302:
        return f"A file of {_mb(len(content))} was answered with {answer.status}."
    if len(stored.files_cited(reference, hashlib.sha256(content).hexdigest())) != 1:
        return f"A file of {_mb(len(content))} was acknowledged and is LOST."
    return ""


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


if __name__ == "__main__":
    run(prove, __doc__)
