"""Is this CSV or text file really text, and which text?"""

from pathlib import Path

from savings.models.choices import FileType

from .findings import Findings
from .refusals import FileRefused
from .text_encodings import TextRefused, encoding_of

_MARKUP = ("<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<?xml", "<svg", "<!--")
_PIECE = 1 << 20


def check_text(path: Path, file_type: FileType) -> Findings:
    """Return that nothing was found; FileRefused `corrupt` or, for a web page or XML, `type_mismatch`."""
    try:
        codec = encoding_of(path).codec
    except TextRefused as refused:
        raise FileRefused("corrupt", str(refused)) from None
    with path.open(encoding=codec, newline="") as file:
        _refuse_markup(file.read(200))
        file.seek(0)
        while piece := file.read(_PIECE):
            if "\0" in piece:
                raise FileRefused(
                    "corrupt",
                    "The file holds characters that no text has. Save it as text again, and send that.",
                )
    return Findings()


def _refuse_markup(beginning: str) -> None:
    # A browser that looked into the file would take it for a page, and run what is in it.
    if beginning.lstrip("\ufeff \t\r\n\f").casefold().startswith(_MARKUP):
        raise FileRefused(
            "type_mismatch",
            "The file is a web page or XML, not plain text. Print the page to a PDF, and send that.",
        )
