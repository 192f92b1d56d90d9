"""Which cells hold a character that nobody can see, and that a page, a log or PostgreSQL would trip over?"""

from collections.abc import Iterable

from savings.imports.cells import Cell
from savings.imports.errors import BadCell
from totalplace.refused_value import quoted
from totalplace.visible_text import CONTROL


def without_controls(cells: Iterable[Cell]) -> list[Cell]:
    """Return a row in which each text with a control character is a `BadCell`."""
    return [
        _refused(cell) if isinstance(cell, str) and CONTROL.search(cell) else cell for cell in cells
    ]


def _refused(cell: str) -> BadCell:
    return BadCell(
        "control",
        f"{quoted(cell)} holds a character that cannot be seen. Delete the cell’s text and type it again.",
    )
