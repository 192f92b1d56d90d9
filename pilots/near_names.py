"""Which names may be the same body written in another way? They are asked about, never taken for the same."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

# What kind of council it is. "Croydon Council" is often "London Borough of Croydon", and "Kent" its county council.
_KIND_OF_COUNCIL = re.compile(
    r"\b(?:the|of|(?:(?:london|royal|metropolitan) )*borough|county|city|district|council)\b"
)
# In a shorter word, a letter that differs is more often another word than a slip.
_SLIP_LETTERS = 6


def plain(name: str) -> str:
    """The name without blanks at its ends and with one between two words."""
    return " ".join(name.split())


def same(name: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that are `name` but for capitals and blanks: these alone make no other body."""
    folded = plain(name).casefold()
    return [other for other in names if plain(other).casefold() == folded]


def near(name: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that may be `name` written in another way, in their order; `name` itself is not among them.

    Capitals, blanks, accents, punctuation, "&" for "and", the kind of council, or a slip of one letter in a long word.
    """
    return NearNames(names).near(name)


class NearNames:
    """The same for many: each question costs the same however many names there are."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[str, int] = {}
        self._by_form: dict[object, list[str]] = defaultdict(list)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Have `name` among those that are compared with."""
        if name not in self._names:
            self._names[name] = len(self._names)
            for form in _forms(name):
                self._by_form[form].append(name)

    def near(self, name: str) -> list[str]:
        """As `near`."""
        found = {other for form in _forms(name) for other in self._by_form.get(form, ())}
        return sorted(found - {name}, key=self._names.__getitem__)


def _forms(name: str) -> set:
    """Two names are near where they have one of these in common."""
    words = _words(name)
    bare = "".join(_KIND_OF_COUNCIL.sub("", " ".join(words)).split())
    forms: set = {bare or "".join(words)}
    for place, word in enumerate(words):
        before, after = tuple(words[:place]), tuple(words[place + 1 :])
        forms.update((before, slip, after) for slip in _slips(word))
    return forms


def _slips(word: str) -> set[str]:
    """The word, and it with one letter left out: a slip of one letter has one of these in common with the right word.

    Be the letter too many, too few, another, or swapped with its neighbour. Numbers have no slips.
    """
    if not word.isalpha():
        return set()
    left_out = range(len(word)) if len(word) >= _SLIP_LETTERS else ()
    return {word} | {word[:place] + word[place + 1 :] for place in left_out}


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.findall(r"\w+", re.sub(r"['\u2019`]", "", bare))
