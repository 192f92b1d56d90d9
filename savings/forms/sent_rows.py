"""How many rows of a table of years did the page send?"""

from collections.abc import Mapping
from typing import Any

MOST_ROWS = 75  # Of 25 years in each state: a form can have a thousand boxes.


def rows_sent(data: Mapping[str, Any], prefix: str) -> int:
    """How many rows of a table were sent: at least one, and each that holds a box, however many a script added."""
    typed = str(data.get(f"{prefix}-rows", ""))
    most = max(MOST_ROWS, len(data))
    return min(max(int(typed), 1), most) if typed.isdecimal() and len(typed) < 5 else 1
