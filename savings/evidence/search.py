"""Which evidence of a place is meant by a few words? That in which each of them stands, or whose claim they name."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from savings.models import Citation, Evidence
from savings.models.choices import EvidenceKind

_TEXTS = ("title", "file_name", "ledger_reference", "url", "own_date", "note")


def matching(held: QuerySet[Evidence], words: str) -> QuerySet[Evidence]:
    """Those of `held` that all `words` match; none where there are no words."""
    each = words.split()
    if not each:
        return held.none()
    for word in each:
        held = held.filter(_has(word))
    return held


def _has(word: str) -> Q:
    citing = Citation.objects.filter(
        evidence=OuterRef("pk"), version__claim__reference__icontains=word
    )
    kinds = [kind for kind in EvidenceKind if word.casefold() in kind.label.casefold()]
    found = Exists(citing) | Q(kind__in=kinds)
    for name in _TEXTS:
        found |= Q(**{f"{name}__icontains": word})
    return found
