"""Do all that answer a question give the same sum, to the penny? Parts are held against the whole.

What each door says comes from its own room, worked out in its own way: `savings.exports.every_sum` asks them all.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# What is asked. Each is answered by key and year (`savings.totals.keys`), or by claim.
SAVINGS = "Savings"
COSTS = "Costs"
NET = "Net savings"
CLAIMED = "Savings, as the kind that they are claimed as"
ACCEPTED = "Savings accepted"
ACCEPTED_COSTS = "Costs accepted"
ACCEPTED_NET = "Net savings accepted"
SAVINGS_OPEN = "Savings of claims that are not for review only"
COSTS_OPEN = "Costs of claims that are not for review only"
ACCEPTED_OPEN = "Savings accepted of claims that are not for review only"
OF_A_CLAIM = "Savings of one claim"
ACCEPTED_OF_A_CLAIM = "Savings accepted of one claim"

At = tuple[str, ...]
NOTHING = Decimal(0)


class Sums:
    """What one door answers: to each of its questions a sum, by what it is of. What is not stated adds nothing."""

    def __init__(self, *questions: str) -> None:
        # Who is asked and says nothing, says that there is nothing.
        self.answers: dict[str, dict[At, Decimal]] = {
            each: defaultdict(Decimal) for each in questions
        }

    def add(self, question: str, at: At, pounds: Decimal | None) -> None:
        self.answers[question][at] += pounds or NOTHING


@dataclass(frozen=True)
class Difference:
    """Two doors that answer one question with two sums. `at` says of what: key and year, or a claim."""

    question: str
    at: At
    whole: tuple[str, Decimal]
    part: tuple[str, Decimal]

    def __str__(self) -> str:
        (one, expected), (other, found) = self.whole, self.part
        return (
            f"{self.question}, {', '.join(self.at)}: {one} £{expected:,.2f}, {other} £{found:,.2f}, "
            f"differ by £{abs(expected - found):,.2f}"
        )


def differences(doors: Mapping[str, Sums]) -> list[Difference]:
    """Wherever a door differs from the first that answers the same question, in the order of doors and keys."""
    whole: dict[str, str] = {}
    found = []
    for name, door in doors.items():
        for question, parts in door.answers.items():
            first = whole.setdefault(question, name)
            expected = doors[first].answers[question]
            for at in sorted(expected.keys() | parts.keys()):
                pair = expected.get(at, NOTHING), parts.get(at, NOTHING)
                if pair[0] != pair[1]:
                    found.append(Difference(question, at, (first, pair[0]), (name, pair[1])))
    return found
