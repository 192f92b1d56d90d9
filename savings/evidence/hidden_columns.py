"""Which columns of a sheet are hidden, and which of those hold something?

A set of columns is one number, with a bit for each: a file may say of a few bytes that they stand for millions.
"""

MOST = 16_384  # Neither Excel nor LibreOffice has more.


def columns(first: int, after: int) -> int:
    """The columns from `first`, counted from 1, until before `after`."""
    first, after = (min(end, MOST + 1) for end in (first, after))
    return (1 << after) - (1 << first) if after > first else 0


class HiddenColumns:
    """False while no column is hidden."""

    def __init__(self) -> None:
        self._hidden = self._filled = 0

    def __bool__(self) -> bool:
        return bool(self._hidden)

    def hide(self, these: int) -> None:
        self._hidden |= these

    def fill(self, these: int) -> int:
        """Take down that these hold something; return how many hidden ones are known to since now."""
        new = these & self._hidden & ~self._filled
        self._filled |= new
        return new.bit_count()
