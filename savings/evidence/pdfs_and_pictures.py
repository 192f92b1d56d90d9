"""May this PDF or picture be kept? The child reads it; here its answer is put into words."""

from pathlib import Path

from savings.evidence.child.limits import MAX_PIXELS
from savings.models.choices import FileType

from .cautions import caution
from .confined import ChildRefused, read_apart
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


def check_pdf(path: Path, file_type: FileType) -> str:
    """Return the caution; FileRefused `corrupt`."""
    try:
        with path.open("rb") as file:
            found = read_apart("check_pdf", file=file)
    except ChildRefused:
        raise FileRefused("corrupt", _PDF_BROKEN) from None
    return caution("This PDF", found.decode().splitlines())


def check_picture(path: Path, file_type: FileType) -> str:
    """Return the caution; FileRefused `corrupt` or `image_bomb`."""
    try:
        with path.open("rb") as file:
            found = read_apart("check_picture", file_type.value, file=file)
    except ChildRefused as refused:
        if refused.code == "corrupt":
            raise FileRefused("corrupt", _PICTURE_BROKEN) from None
        raise FileRefused("image_bomb", _PICTURE_TOO_LARGE) from None
    return caution("This picture", found.decode().splitlines())
