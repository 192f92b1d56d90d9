"""Which commands does a page of the manual give, under which heading, in which order?"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

from totalplace.bootstrap import ROOT

RUNNING, RECOVERY = ROOT / "docs" / "running.md", ROOT / "docs" / "recovery.md"
HEADING, STEP = re.compile(r"^##+ (.+)$"), re.compile(r"^(\d+)\. ")
FENCE = re.compile(r"^ *```(.*)$")


@dataclass(frozen=True)
class Block:
    """What stands between two fences that are marked `sh`, and where: `step` is the number it is under, or 0."""

    page: Path
    line: int
    heading: str
    step: int
    commands: str

    def leaving_out(self, *words: str) -> "Block":
        """The block without the lines that have any of these words."""
        lines = [
            line for line in self.commands.splitlines() if not any(each in line for each in words)
        ]
        return replace(self, commands="\n".join(lines))

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(page: Path, heading: str = "") -> list[Block]:
    """All of a page, or what stands under one heading. AssertionError if there is none: a heading was renamed."""
    found = [block for block in _all(page) if heading in ("", block.heading)]
    assert found, f"{page.name} has no commands under “{heading}”"
    return found


def _all(page: Path):
    under, step, inside, begins, lines = "", 0, None, 0, []
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if fence := FENCE.match(line):
            if inside == "sh":
                yield Block(page, begins, under, step, dedent("\n".join(lines)))
            inside = None if inside is not None else fence[1]
            begins, lines = number, []
        elif inside is not None:
            lines.append(line)
        elif title := HEADING.match(line):
            under, step = title[1], 0
        elif numbered := STEP.match(line):
            step = int(numbered[1])
