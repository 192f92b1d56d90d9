"""In which encoding is this text file written?

Spreadsheet programs write four kinds and say so in none of them. Each is recognised by rule, and
where the rule leaves two readings the file is refused: a guess would store `Â£` for `£`.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from totalplace.visible_text import CONTROL

SAVE_AS_UTF8 = "In your spreadsheet program choose Save as, then “CSV UTF-8”."

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class TextRefused(Exception):
    """No rule says in which encoding the file is; the words say what to do."""


@dataclass(frozen=True)
class Encoding:
    """`codec` is Python's name; `said` is for the person; `has_controls`: a control character is in it."""

    codec: str
    said: str
    has_controls: bool


def encoding_of(path: Path) -> Encoding:
    """Read the whole file once, in pieces, and return its encoding; TextRefused if there is none."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, codec, said in _MARKS:
        if head.startswith(mark):
            return _checked(path, codec, said)
    if b"\0" in head:
        raise TextRefused(f"The file looks like UTF-16 without its mark. {SAVE_AS_UTF8}")
    try:
        return Encoding("utf-8", "UTF-8", _has_controls(path, "utf-8"))
    except UnicodeDecodeError:
        _refuse_mixture(path)
        return _checked(path, "cp1252", "Windows-1252, because it is not UTF-8")


def _checked(path: Path, codec: str, said: str) -> Encoding:
    try:
        return Encoding(codec, said, _has_controls(path, codec))
    except UnicodeDecodeError:
        name = said.partition(",")[0]
        raise TextRefused(
            f"The file cannot be read as {name}: bytes in it are damaged. {SAVE_AS_UTF8}"
        ) from None


def _has_controls(path: Path, codec: str) -> bool:
    found = False
    with path.open(encoding=codec, newline="") as file:
        while piece := file.read(_CHUNK):
            found = found or CONTROL.search(piece) is not None
    return found


def _refuse_mixture(path: Path) -> None:
    """Refuse a file that is not UTF-8 and in which Windows-1252 would misread what can be read as UTF-8.

    In Windows-1252 a well-formed UTF-8 character would be nonsense such as `Ã©`. A file whose only
    line ends are carriage returns comes from old Macintosh programs, whose letters have other
    codes.
    """
    line_feeds = returns = False
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            if _UTF8_CHARACTER.search(tail + piece):
                raise TextRefused(f"The file mixes UTF-8 with bytes that are not. {SAVE_AS_UTF8}")
            line_feeds = line_feeds or b"\n" in piece
            returns = returns or b"\r" in piece
            tail = piece[-3:]
    if returns and not line_feeds:
        raise TextRefused(f"The file is in an old Macintosh encoding. {SAVE_AS_UTF8}")
