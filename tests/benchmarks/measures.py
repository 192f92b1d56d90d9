"""How are time and memory measured, and how are they told?"""

import gc
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_MEMORY = Path("/proc/self/statm")  # Linux: the second number is the pages in memory.
_LOOK_AFTER_CHUNKS = 16
# Python 3.11 keeps the frames of its calls in blocks, and a page whose inner calls happen to cross the end of one takes
# half as long again. So the same is measured at several depths, so many frames apart, of which the best counts.
DEEPER = 25


@dataclass(frozen=True)
class Ratio:
    """A path's best time (`seconds`) beside that of the database alone (`base_seconds`); `grown` is in bytes."""

    path: str
    rows: int
    seconds: float
    base: str
    base_seconds: float
    grown: int | None = None

    def __str__(self) -> str:
        memory = "" if self.grown is None else f"; memory +{self.grown / 1e6:.0f} MB"
        return (
            f"{self.path}, {self.rows:,} rows: {self.seconds:.2f} s; {self.base}: {self.base_seconds:.2f} s; "
            f"ratio {self.seconds / self.base_seconds:.2f}{memory}"
        )


def deeper(run: Callable[[], object], frames: int) -> object:
    """What `run` returns, called so many frames deeper."""
    return deeper(run, frames - 1) if frames else run()


def seconds(run: Callable[[], object]) -> float:
    """How long `run` takes."""
    gc.collect()
    start = perf_counter()
    run()
    return perf_counter() - start


def growth(chunks: Iterable[bytes]) -> int | None:
    """By how many bytes the process grows at most while `chunks` are read and dropped; None where it cannot be told."""
    gc.collect()
    if not _MEMORY.exists():
        return None
    before = highest = _in_memory()
    for number, _chunk in enumerate(chunks):
        if number % _LOOK_AFTER_CHUNKS == 0:
            highest = max(highest, _in_memory())
    return highest - before


def _in_memory() -> int:
    return int(_MEMORY.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
