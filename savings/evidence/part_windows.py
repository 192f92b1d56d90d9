"""How is a part of an Office file searched that may be hundreds of megabytes long?"""

_LONGEST = 8 << 20  # Bytes of one row: 16,384 cells of 128 bytes are 2 MB.
_MOST_DIGITS = 9


class PartWindows:
    """A part, taken piece by piece and an empty piece at its end, and looked at in windows that cut no tag in two."""

    def __init__(self) -> None:
        self._tail = b""

    def look(self, window: bytes) -> None:
        raise NotImplementedError

    def end_of(self, window: bytes) -> int:
        """Where the last whole thing ends: here, before the last tag."""
        return max(window.rfind(b"<"), 0)

    def take(self, piece: bytes) -> None:
        window = self._tail + piece
        end = self.end_of(window) if piece else len(window)
        if len(window) - end > _LONGEST:
            end = len(window)
        self._tail = window[end:]
        if end:
            self.look(window[:end])


def attribute(tag: bytes, name: bytes) -> bytes:
    """The attribute of a tag, as it is written; empty if it has none. `tag` is what stands between < and >."""
    _, found, after = tag.partition(b" " + name + b"=")
    quote = after[:1]
    if not found or quote not in (b'"', b"'"):
        return b""
    return after[1:].partition(quote)[0]


def number_of(tag: bytes, name: bytes) -> int:
    """The number that the attribute says; zero if it says none, or one that no sheet can have."""
    digits = attribute(tag, name)
    return int(digits) if digits.isdigit() and len(digits) < _MOST_DIGITS else 0
