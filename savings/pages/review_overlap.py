"""All that somebody looks at who says whether money in two claims is the same."""

from django.db.models import QuerySet

from savings.doubts.shown_overlaps import words_of
from savings.models import Figure, Overlap, OverlapMark, Version


def overlap_page(overlap: Overlap, version: Version) -> dict:
    """The context of the page of an overlap, as seen from one of its versions."""
    other = overlap.other_than(version)
    said = list(_marks(overlap).select_related("by", "overlap"))
    of_this = [mark for mark in said if mark.overlap.money == overlap.money]
    return {
        "overlap": overlap,
        "version": version,
        "claim": version.claim,
        "other": other,
        "practice": version.claim.place.is_practice,
        "alike": words_of(overlap, version),
        "sides": [(one, _figures(overlap, one)) for one in (version, other)],
        "mark": of_this[0] if of_this else None,
        "before": [mark for mark in said if mark not in of_this[:1]],
        "money": overlap.money,
    }


def _figures(overlap: Overlap, version: Version) -> list[Figure]:
    figures = [one.figure for one in overlap.figures.all() if one.figure.version_id == version.pk]
    for figure in figures:
        figure.version = version  # As it was read with the overlap: of an actual its day is asked.
    return sorted(figures, key=lambda figure: (figure.year, figure.state, figure.pk))


def _marks(overlap: Overlap) -> QuerySet[OverlapMark]:
    """All that was ever said of the two claims, the latest first; of other amounts too."""
    claims = (overlap.earlier.claim_id, overlap.later.claim_id)
    pair = {"overlap__earlier__claim__in": claims, "overlap__later__claim__in": claims}
    return OverlapMark.objects.filter(**pair).order_by("-pk")
