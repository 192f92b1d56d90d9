"""Which page or cell of each file is cited, where several come at once? One place cannot be in all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from savings.models import SentFile, StoredFile
from totalplace.refused_value import quoted

from .answers import text


def place_boxes(
    came: Iterable[tuple[SentFile, StoredFile]], data: Mapping[str, Any]
) -> dict[int, tuple[str, forms.CharField]]:
    """The name and the box of each file, by its key: of several that came, or where one was asked so before."""
    once = {file.pk: sent for sent, file in reversed(list(came))}
    boxes = {
        key: (f"place-{sent.pk}", text(_which_of(sent), 100)) for key, sent in sorted(once.items())
    }
    is_asked = len(boxes) > 1 or any(name in data for name, _box in boxes.values())
    return boxes if is_asked else {}


def not_of_all(typed: str, files: int) -> str:
    """Why one place is not taken for so many files, and what to do."""
    return (
        f"{quoted(typed)} cannot be the page or cell of {files} files at once. Write it at the file that it is in, and "
        "say which page or cell of each other one, or leave that box empty."
    )


def _which_of(sent: SentFile) -> str:
    return f"Which page or cell of {quoted(sent.file_name)}? (optional)"
