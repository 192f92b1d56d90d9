"""How is a part of an Office file searched that may be hundreds of megabytes long?

It is searched as it stands, for tags in ASCII. A part in an encoding in which these are written otherwise is said not
to have been searched.
"""

import re
from functools import cache
from html import unescape

from savings.evidence.child.hidden_kinds import HiddenKind

from .hidden_content import HiddenContent

_LONGEST = 8 << 20  # Bytes of one row: 16,384 cells of 128 bytes are 2 MB.
_MOST_DIGITS = 9

_UTF_16 = (b"\xfe\xff", b"\xff\xfe")
_ENCODING = re.compile(rb"""^\s*<\?xml[^<>]*?\sencoding\s*=\s*["']([\w.:-]*)["']""")
_ASCII_IN_BYTES = re.compile(rb"utf-?8|us-ascii|iso-8859-1?\d|windows-125\d", re.IGNORECASE)


class PartWindows:
    """A part, taken piece by piece and an empty piece at its end, and looked at in windows that cut no tag in two."""

    def __init__(self, hidden: HiddenContent) -> None:
        self._hidden = hidden
        self._tail = b""
        self._is_first = True

    def look(self, window: bytes) -> None:
        """Note what does not show in it."""
        raise NotImplementedError  # Each kind of part says it: no part is of this class itself.

    def end_of(self, window: bytes) -> int:
        """Where the last whole thing ends: here, before the last tag."""
        return max(window.rfind(b"<"), 0)

    def take(self, piece: bytes) -> None:
        if self._is_first and not is_ascii_in_bytes(piece):
            self._hidden.add(HiddenKind.UNCHECKED)
        self._is_first = False
        window = self._tail + piece
        end = self.end_of(window) if piece else len(window)
        if len(window) - end > _LONGEST:
            end = len(window)
        self._tail = window[end:]
        if end:
            self.look(window[:end])


def is_ascii_in_bytes(head: bytes) -> bool:
    """Whether a part that begins so has each letter of ASCII as one byte."""
    if head.startswith(_UTF_16) or b"\0" in head[:200]:
        return False
    said = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    return not said or bool(_ASCII_IN_BYTES.fullmatch(said[1]))


def attribute(tag: bytes, name: bytes) -> bytes:
    """What the attribute of a tag says; empty if it has none. `tag` is what stands between < and >."""
    said = _attribute(name).search(tag) if name in tag else None
    value = (said[1] or said[2] or b"") if said else b""
    return unescape(value.decode("utf-8", "replace")).encode() if b"&" in value else value


@cache
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"""\s%s\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""" % re.escape(name))


def number_of(tag: bytes, name: bytes) -> int:
    """The number that the attribute says; zero if it says none, or one that no sheet can have."""
    digits = attribute(tag, name)
    return int(digits) if digits.isdigit() and len(digits) < _MOST_DIGITS else 0
