"""How does the child say what it has found in a file? As JSON: `cautions` in words, `hidden` as rows of `Hidden`."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from .hidden_kinds import HiddenKind


class Hidden(NamedTuple):
    """So many of a kind, with the names that they have."""

    kind: HiddenKind
    number: int = 1
    names: Sequence[str] = ()


def answer(cautions: Sequence[str], hidden: Sequence[Hidden]) -> bytes:
    return json.dumps({"cautions": cautions, "hidden": hidden}).encode()
