"""What does a file hold that does not show when it is opened? Counted, and said in words.

Whoever sends a workbook often does not know of its hidden sheet, and whoever reviews it can open that. So what was
found is said before the file is evidence, and beside it ever after.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.text import get_text_list

from savings.evidence.child.hidden_kinds import HiddenKind
from totalplace.refused_value import shown

MOST_LOOKED_AT = (
    2_000_000  # Rows, cells and other tags of a file: a few seconds; a sheet has a million rows.
)
_MOST_NAMES = 5
_LONGEST = 500  # Characters; as `StoredFile.hidden`.

# One of it, and many; where the number says nothing, the same for both.
_WORDS = {
    HiddenKind.SHEET: ("a hidden sheet", "{} hidden sheets"),
    HiddenKind.ROW: ("a hidden row", "{} hidden rows"),
    HiddenKind.COLUMN: ("a hidden column", "{} hidden columns"),
    HiddenKind.COMMENT: ("a comment", "{} comments"),
    HiddenKind.CHANGE: ("a tracked change", "{} tracked changes"),
    HiddenKind.EARLIER: ("a record of earlier changes", "a record of earlier changes"),
    HiddenKind.TEXT: ("hidden text", "hidden text"),
    HiddenKind.ATTACHED: ("an attached file", "{} attached files"),
    HiddenKind.PIVOT: ("the data behind a pivot table", "the data behind pivot tables"),
    HiddenKind.ELSEWHERE: ("values of another workbook", "values of other workbooks"),
    HiddenKind.WHERE_TAKEN: ("the place where it was taken", "the place where it was taken"),
    HiddenKind.UNCHECKED: ("what could not be checked", "what could not be checked"),
}

# Evidence is given to whoever sees a version that cites it.
READERS = "Everybody who may see the claim, the Treasury and its partners among them,"


def could_be_read(hidden: str) -> str:
    """What is said of a file in which `hidden` was found: “holds a comment. Everybody who may see … could read it.”"""
    without_names = re.sub(r"\([^)]*(?:\)|$)", "", hidden)
    is_many = " and " in without_names or hidden[0].isdigit() or hidden.startswith("values ")
    return f"holds {hidden}. {READERS} could read {'them' if is_many else 'it'}."


class HiddenContent:
    """Counts what is found, with names where it has some; `words` says all of it, and is empty for most files."""

    def __init__(self) -> None:
        self._counts: Counter[HiddenKind] = Counter()
        self._names: dict[HiddenKind, list[str]] = {}
        self._left = MOST_LOOKED_AT

    def add(self, kind: HiddenKind, count: int = 1, names: Iterable[str] = ()) -> None:
        """Take down that so many of a kind were found."""
        self._counts[kind] += count
        known = self._names.setdefault(kind, [])
        known.extend(islice(names, _MOST_NAMES - len(known)))

    def looking_at(self, tags: Iterable[re.Match[bytes]]) -> Iterator[re.Match[bytes]]:
        """Each of the tags, until MOST_LOOKED_AT were looked at in all: of the rest it is said that they were not."""
        for tag in tags:
            if not self._left:
                self._counts[HiddenKind.UNCHECKED] = 1
                return
            self._left -= 1
            yield tag

    @property
    def words(self) -> str:
        """What stands after “holds”: “2 hidden sheets (Staff, Very) and a comment”."""
        found = [self._of(kind) for kind in HiddenKind if self._counts[kind] > 0]
        words = get_text_list(found, "and")
        return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"

    def _of(self, kind: HiddenKind) -> str:
        one, many = _WORDS[kind]
        count, names = self._counts[kind], self._names.get(kind, [])
        said = one if count == 1 else many.format(f"{count:,}")
        listed = [shown(name) for name in names]
        if count > len(names):
            listed.append(f"{count - len(names):,} more")
        return f"{said} ({', '.join(listed)})" if names else said
