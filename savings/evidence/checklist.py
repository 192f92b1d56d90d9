"""What evidence does a claim of this kind of gain need to stand, and which of it is there? Advice, not a rule.

Drawn from what past reviews found wanting (docs/method/review.md §2 and §3). What sign-off needs is in `submission`.
"""

from dataclasses import dataclass

from django.utils.text import get_text_list

from savings.models import Version
from savings.models.choices import EvidenceKind, KindOfGain

_LEDGER, _CONTRACT = EvidenceKind.LEDGER, EvidenceKind.CONTRACT
_MONITORING, _EVALUATION = EvidenceKind.MONITORING, EvidenceKind.EVALUATION
_BENCHMARK, _PUBLISHED = EvidenceKind.BENCHMARK, EvidenceKind.PUBLISHED_SOURCE

# The kinds within a sentence: what a line says is what meets it.
_NAMES: dict[str, str] = {
    _LEDGER: "the ledger",
    _CONTRACT: "a contract",
    _MONITORING: "monitoring",
    _EVALUATION: "an evaluation",
    _BENCHMARK: "a benchmark",
    _PUBLISHED: "a published source",
}
_Line = tuple[str, list[str]]
_SERVICE: _Line = ("That the service stayed as good", [_MONITORING, _EVALUATION])
_LISTS: dict[str, list[_Line]] = {
    KindOfGain.CASHABLE: [
        ("What was spent before", [_LEDGER, _MONITORING, _CONTRACT]),
        ("That the money is no longer spent", [_LEDGER, _CONTRACT]),
        _SERVICE,
    ],
    KindOfGain.NON_CASHABLE: [
        ("How much time is freed", [_MONITORING, _EVALUATION]),
        ("What an hour is worth", [_LEDGER, _BENCHMARK, _PUBLISHED]),
        _SERVICE,
    ],
    KindOfGain.AVOIDED_COST: [
        ("That the cost would have come", [_LEDGER, _CONTRACT, _MONITORING]),
        ("That it has not come since, or need not", [_EVALUATION, _MONITORING]),
    ],
    KindOfGain.CAPITAL_RECEIPT: [
        ("What it was sold for, or is valued at", [_CONTRACT, _LEDGER, _BENCHMARK]),
        ("What selling and moving cost", [_LEDGER, _CONTRACT]),
    ],
    KindOfGain.WIDER_VALUE: [
        ("That the change made the difference", [_EVALUATION]),
        ("What one unit is worth", [_PUBLISHED, _BENCHMARK]),
    ],
    KindOfGain.NOT_IN_MONEY: [("How the gain was counted", [_MONITORING, _EVALUATION])],
}


@dataclass(frozen=True)
class Item:
    """One line of the checklist, and whether evidence of a kind that it names is cited."""

    words: str
    is_cited: bool


def checklist(version: Version) -> list[Item]:
    """The lines for the version's kind of gain; empty where the kind is not stated."""
    kinds = set(version.citations.values_list("evidence__kind", flat=True))
    asked = _LISTS.get(version.kind_of_gain, [])
    return [
        Item(f"{what}: {_named(wanted)}", not kinds.isdisjoint(wanted)) for what, wanted in asked
    ]


def _named(kinds: list[str]) -> str:
    return get_text_list([_NAMES[kind] for kind in kinds], "or")
