"""Under which name is a file shown and given back? One that is what it looks like, on every machine."""

import re
import unicodedata

from .refusals import FileRefused

MAX_NAME = 200  # as many characters as the database keeps

# Controls, line ends, and what cannot be seen or turns the line round: `evidence\u202efdp.exe` reads "evidenceexe.pdf".
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
# Windows opens a device when a file has such a name, whatever its ending.
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$) *(\..*)?", re.I)


def clean_name(raw: str) -> str:
    """Return the last part of the path `raw`, safe and at most MAX_NAME characters; FileRefused `bad_name`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN).strip(" .\u00a0")
    if not name:
        raise FileRefused("bad_name", "The file has no name. Give it one, and choose it again.")
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    return _cut(name)


def _cut(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    room = MAX_NAME - len(dot + ending)
    return stem[:room] + dot + ending if stem and room > 0 else name[:MAX_NAME]
