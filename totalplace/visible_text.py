"""Is there anything to be seen in a text that somebody wrote, and does it hold what nobody can see?"""

import re
import unicodedata
from typing import Any

from django import forms

# All of C0 and C1 but tab and the line ends; no honest text holds one.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What Unicode calls a letter or a sign, and what is drawn as nothing: fillers of Hangul, the empty pattern of Braille,
# the joiner of graphemes, and what chooses a variant of the letter before it.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}


def has_words(text: str) -> bool:
    """Whether anything in the text can be seen."""
    return any(
        unicodedata.category(c) not in _UNSEEN and not _DRAWN_AS_NOTHING.match(c) for c in text
    )


class WordsField(forms.CharField):
    """Text that somebody writes. Where nothing in it can be seen, it counts as left out."""

    default_error_messages = {
        "control": "The text holds a character that cannot be seen. Delete the text and type it again."
    }

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text is None or text in self.empty_values:
            return text
        if CONTROL.search(text):
            raise forms.ValidationError(self.error_messages["control"], code="control")
        return text if has_words(text) else self.empty_value
