"""How does a text look to whoever reads it? What is compared or read as a number counts as it looks.

Words that people write are kept as they were typed: see `visible_text`. This module knows no Django.
"""

import unicodedata

# Of marks that cannot be seen this one turns what follows round, so that 1234 is seen as 4321.
_TURNS_ROUND = "\u202e"
_LIKE_A_HYPHEN = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2043\u2212\ufe63\uff0d"), "-")


def as_seen(text: str) -> str:
    """The text without marks that nobody can see, and with a hyphen for whatever looks like one.

    A calculator copies 1234.50 between two marks of direction, and a word processor gives PRA-0002 a hyphen at which
    no line ends.
    """
    if text.isascii():
        return text
    seen = (c for c in text if c == _TURNS_ROUND or unicodedata.category(c) != "Cf")
    return "".join(seen).translate(_LIKE_A_HYPHEN)


def folded(name: str) -> str:
    """What names have in common that look the same but for capitals and blanks."""
    return " ".join(as_seen(name).split()).casefold()
