"""Which claims of a pool are read? All large ones, and of the rest a draw in proportion to value.

It is docs/method/review.md §5. The draw is a *monetary-unit sample* by systematic selection, as auditors take it: a
claim's chance is its value's share of the whole. It is worked out in whole numbers, so that whoever has the pool and
the seed can repeat it by hand.

1. The claims that are neither large nor too small are sorted by reference.
2. A claim whose value is at least `total / number`, the *interval*, cannot be missed: it is chosen, and 1 and 2 are
   done again with the others and with one fewer to draw for each.
3. The others are laid end to end, each as long as its value in pence, and the line is cut into `number` equal parts.
4. The SHA-256 of the seed (UTF-8), read as one whole number, modulo `total`, divided by `number`, is how many pence
   into the first part its mark stands. Every other part is marked at the same distance from its beginning.
5. A claim on which a mark falls is drawn. No claim is as long as a part, so that each mark draws another claim.
"""

import hashlib
from collections.abc import Iterable, Sequence

# A claim by its reference and the number of its version, with its value in pence.
Valued = tuple[str, int, int]
Chosen = tuple[str, int, str]

ABOVE, CERTAIN, DRAWN = "above", "certain", "drawn"


def chosen(
    pool: Iterable[Valued], *, seed: str, read_all: int, read_none: int, number: int
) -> list[Chosen]:
    """What is chosen of `pool` and how: ABOVE the threshold, CERTAIN to be drawn, or DRAWN; sorted by reference.

    `read_all` and `read_none` are in pence: all from the first are chosen, none below the second. `number` is how
    many are drawn of those between; all of them, where there are no more. What has no value is never drawn.
    """
    pool = sorted(pool)
    above = [claim for claim in pool if claim[2] >= read_all]
    rest = [claim for claim in pool if max(read_none, 1) <= claim[2] < read_all]
    certain, rest, number = _certain(rest, number)
    drawn = [rest[index] for index in _marked([pence for *_, pence in rest], seed, number)]
    ways = ((ABOVE, above), (CERTAIN, certain), (DRAWN, drawn))
    return sorted(
        (reference, version, how) for how, claims in ways for reference, version, _ in claims
    )


def is_too_small(pence: int, *, read_all: int, read_none: int) -> bool:
    """Whether a claim of this value is left out before the draw."""
    return pence < min(max(read_none, 1), read_all)


def start(seed: str, total: int) -> int:
    """Where the first mark stands, in pence multiplied by the number to draw: 0 to total - 1."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()) % total


def _certain(rest: list[Valued], number: int) -> tuple[list[Valued], list[Valued], int]:
    """Those that no draw could miss, the others, and how many are still to be drawn of the others."""
    certain: list[Valued] = []
    while number > 0:
        total = sum(pence for *_, pence in rest)
        sure = [claim for claim in rest if claim[2] * number >= total]
        if not sure:
            break
        certain += sure
        rest = [claim for claim in rest if claim[2] * number < total]
        number -= len(sure)
    return certain, rest, number


def _marked(lengths: Sequence[int], seed: str, number: int) -> list[int]:
    """The indexes of the lengths, laid end to end, on which one of `number` marks falls."""
    if number < 1 or not lengths:
        return []
    total, found, end, part = sum(lengths), [], 0, 0
    mark = start(seed, total)
    for index, length in enumerate(lengths):
        end += length
        # Both sides are multiplied by `number`, which keeps them whole.
        if part < number and mark + part * total < end * number:
            found.append(index)
            part += 1
    return found
