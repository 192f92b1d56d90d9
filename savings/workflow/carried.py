"""The figures of drafts go along with the kind of gain and the lead that their claims say, whoever writes them."""

from collections import defaultdict
from collections.abc import Sequence

from savings.batches import rows_of
from savings.claims.carried_figures import Subject, move_along, subject_of
from savings.models import Figure, Version

_AT_ONCE = 200


def carry_along(drafts: Sequence[tuple[Version, Subject]]) -> None:
    """Store the figures of each draft under what it says now; beside it stands what it said before."""
    moves = {
        draft.pk: (before, subject_of(draft))
        for draft, before in drafts
        if subject_of(draft) != before
    }
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in rows_of(Figure.objects.order_by("pk"), "version", moves):
        figures[figure.version_id].append(figure)
    moved = [
        figure
        for version, stated in figures.items()
        for figure in move_along(stated, *moves[version]) or ()
    ]
    Figure.objects.bulk_update(moved, ["kind_of_gain", "organisation"], batch_size=_AT_ONCE)
