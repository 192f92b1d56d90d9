"""What does a piece of evidence back, the savings, the costs or both, until its place says so (R29)?

The rule is of docs/method/rules.md."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from savings.models import Citation, Evidence, Version
from savings.models.choices import Backs, EvidenceKind

IN_A_SENTENCE: dict[str, str] = {
    Backs.SAVING: "the savings",
    Backs.COST: "the costs",
    Backs.BOTH: "the savings and the costs",
}


class Cite(NamedTuple):
    """Evidence to be cited; `backs` is what its place has chosen, empty where it follows from the kind.

    `said` is what the place says of the evidence from now on (field → value), where that is another thing.
    """

    evidence: Evidence
    page_or_cell: str = ""
    backs: str = ""
    said: Mapping[str, Any] | None = None


def cites_of(version: Version) -> list[Cite]:
    """What a version cites, as it can be cited again."""
    return [
        Cite(c.evidence, c.page_or_cell, "" if c.is_preset else c.backs)
        for c in version.citations.select_related("evidence").order_by("pk")
    ]


def citations_of(version: Version, cites: Iterable[Cite]) -> list[Citation]:
    """All that `version` is to cite, of evidence that is stored; each says what it backs. Not stored yet."""
    cites = list(cites)
    is_alone = len({cite.evidence.pk for cite in cites}) == 1
    return [
        Citation(
            version=version,
            evidence=cite.evidence,
            page_or_cell=cite.page_or_cell,
            backs=cite.backs or preset(cite.evidence.kind, is_alone=is_alone),
            is_preset=not cite.backs,
        )
        for cite in cites
    ]


def preset(kind: str, *, is_alone: bool) -> Backs:
    """What evidence of a kind backs; `is_alone`: its version cites no other.

    A contract says what is paid, and alone its price may be the saving.
    """
    return Backs.COST if kind == EvidenceKind.CONTRACT and not is_alone else Backs.BOTH
