"""What evidence does a claim of this kind of gain need to stand, and which of it is there? Advice, not a rule.

Drawn from what past reviews found wanting (docs/method/review.md §2 and §3). What sign-off needs is in `submission`.
"""

from dataclasses import dataclass

from savings.models import Version
from savings.models.choices import EvidenceKind, KindOfGain

_LEDGER, _CONTRACT = EvidenceKind.LEDGER, EvidenceKind.CONTRACT
_MONITORING, _EVALUATION = EvidenceKind.MONITORING, EvidenceKind.EVALUATION
_BENCHMARK, _PUBLISHED = EvidenceKind.BENCHMARK, EvidenceKind.PUBLISHED_SOURCE

_BASELINE = (
    "What was spent before: the agreed budget, or the ledger",
    {_LEDGER, _CONTRACT, _MONITORING},
)
_SERVICE = (
    "That the service held: counts before and after, or an evaluation",
    {_MONITORING, _EVALUATION},
)
_LISTS: dict[str, list[tuple[str, set]]] = {
    KindOfGain.CASHABLE: [
        _BASELINE,
        ("That the money is no longer spent: the ledger, or a contract", {_LEDGER, _CONTRACT}),
        _SERVICE,
    ],
    KindOfGain.NON_CASHABLE: [
        ("How much time is freed: counts of work or a study of it", {_MONITORING, _EVALUATION}),
        ("What an hour is worth: pay scales or the ledger", {_LEDGER, _BENCHMARK, _PUBLISHED}),
        _SERVICE,
    ],
    KindOfGain.AVOIDED_COST: [
        (
            "That it would have come: a plan or a budget that had it",
            {_LEDGER, _CONTRACT, _MONITORING},
        ),
        (
            "That it has not come since, or that it need not: an evaluation",
            {_EVALUATION, _MONITORING},
        ),
    ],
    KindOfGain.CAPITAL_RECEIPT: [
        ("What it was sold for, or is valued at", {_CONTRACT, _LEDGER, _BENCHMARK}),
        ("What selling and moving cost", {_LEDGER, _CONTRACT}),
    ],
    KindOfGain.WIDER_VALUE: [
        ("That the change made the difference: an evaluation", {_EVALUATION}),
        ("What one unit is worth, and where that is published", {_PUBLISHED, _BENCHMARK}),
    ],
    KindOfGain.NOT_IN_MONEY: [("How the gain was counted", {_MONITORING, _EVALUATION})],
}


@dataclass(frozen=True)
class Item:
    """One line of the checklist, and whether evidence of such a kind is cited."""

    words: str
    is_there: bool


def checklist(version: Version) -> list[Item]:
    """The lines for the version's kind of gain; empty where the kind is not stated."""
    kinds = set(version.citations.values_list("evidence__kind", flat=True))
    asked = _LISTS.get(version.kind_of_gain, [])
    return [Item(words, bool(kinds & wanted)) for words, wanted in asked]
