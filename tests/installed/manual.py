"""Which commands does a page of the manual give, under which heading, in which order?"""

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from totalplace.bootstrap import ROOT

RUNNING, RECOVERY = ROOT / "docs" / "running.md", ROOT / "docs" / "recovery.md"
HEADING = re.compile(r"^##+ (.+)$")
FENCE = re.compile(r"^ *```(.*)$")


@dataclass(frozen=True)
class Block:
    """What stands between two fences that are marked `sh`, and where it begins."""

    page: Path
    line: int
    heading: str
    commands: str

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(page: Path, heading: str = "") -> list[Block]:
    """All of a page, or what stands under one heading. AssertionError if there is none, as where a heading was renamed."""
    found = [block for block in _all(page) if heading in ("", block.heading)]
    assert found, f"{page.name} has no commands under “{heading}”"
    return found


def _all(page: Path):
    under, inside, begins, lines = "", None, 0, []
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if fence := FENCE.match(line):
            if inside == "sh":
                yield Block(page, begins, under, dedent("\n".join(lines)))
            inside = None if inside is not None else fence[1]
            begins, lines = number, []
        elif inside is not None:
            lines.append(line)
        elif title := HEADING.match(line):
            under = title[1]
