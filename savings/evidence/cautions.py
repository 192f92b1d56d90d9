"""How is it said that a file should be opened with care?"""

from collections.abc import Iterable

from django.utils.text import get_text_list


def caution(subject: str, found: Iterable[str]) -> str:
    """`caution("This PDF", ["holds a script"])`: one sentence and advice; empty when nothing was found."""
    words = sorted(set(found))
    return f"{subject} {get_text_list(words, 'and')}. Open it with care." if words else ""
