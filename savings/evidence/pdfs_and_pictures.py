"""May this PDF or picture be kept? The child reads it; here its answer is put into words."""

import json
from pathlib import Path

from savings.evidence.child.hidden_kinds import HiddenKind
from savings.evidence.child.limits import MAX_PIXELS
from savings.models.choices import FileType

from .cautions import caution
from .confined import ChildRefused, read_apart
from .findings import Findings
from .hidden_content import HiddenContent
from .refusals import FileRefused

_PDF_BROKEN = (
    "The PDF is damaged, cut off, or takes too long to read. Open it, save or print it to a new PDF, "
    "and send that."
)
_PICTURE_BROKEN = "The picture is damaged or cut off. Open it, save it again, and send that."
_PICTURE_TOO_LARGE = (
    f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels, or takes too long to read. "
    "Save it smaller, and send that."
)


def check_pdf(path: Path, file_type: FileType) -> Findings:
    """Return what was found; FileRefused `corrupt`."""
    try:
        with path.open("rb") as file:
            found = read_apart("check_pdf", file=file)
    except ChildRefused:
        raise FileRefused("corrupt", _PDF_BROKEN) from None
    return _findings("This PDF", found)


def check_picture(path: Path, file_type: FileType) -> Findings:
    """Return what was found; FileRefused `corrupt` or `image_bomb`."""
    try:
        with path.open("rb") as file:
            found = read_apart("check_picture", file_type.value, file=file)
    except ChildRefused as refused:
        if refused.code == "corrupt":
            raise FileRefused("corrupt", _PICTURE_BROKEN) from None
        raise FileRefused("image_bomb", _PICTURE_TOO_LARGE) from None
    return _findings("This picture", found)


def _findings(subject: str, answer: bytes) -> Findings:
    """What the child said of the file: see `savings.evidence.child.answers`."""
    said, hidden = json.loads(answer), HiddenContent()
    for kind, number, names in said["hidden"]:
        hidden.add(HiddenKind(kind), number, names)
    return Findings(caution(subject, said["cautions"]), hidden.words)
