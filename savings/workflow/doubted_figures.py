"""The figures of drafts with what is doubted of them: replaced, given reasons, and recorded as they are signed off."""

from collections.abc import Iterable, Mapping, Sequence

from savings.batches import rows_of
from savings.claims.year_amounts import are_the_same
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.reasons import Reason, carry_over, give, record
from savings.models import Figure, Version
from savings.models.choices import YearAmounts

_AT_ONCE = 200


def replace_figures(version: Version, figures: Sequence[Figure]) -> None:
    """Store unsaved figures in the place of a draft's; what was said of amounts that are the same stays with them."""
    before = list(version.figures.all())
    version.figures.all().delete()
    for figure in figures:
        figure.version = version
        figure.clean_fields(exclude=["version"])
    carry_over(before, figures)
    Figure.objects.bulk_create(figures)


def give_reasons(drafts: Iterable[Version], reasons: Mapping[int, Iterable[Reason]]) -> None:
    """Store why doubtful figures are right, by the key of the draft that each is in."""
    given = {draft.pk: said for draft in drafts if (said := list(reasons.get(draft.pk, ())))}
    for draft, figures in _by_version(given).items():
        _store(give(figures, given[draft]))


def record_doubts(version: Version) -> None:
    """Store with the figures of a draft what is doubted of them now: it is frozen with them."""
    figures = list(version.figures.order_by("year", "pk"))
    _store(record(figures, doubts_of(version, figures)))


def doubted_figures(drafts: Iterable[int]) -> dict[int, list[Figure]]:
    """By draft (its key) all figures of those of which something was doubted."""
    doubted = Figure.objects.exclude(doubts=[]).order_by().values_list("version", flat=True)
    return _by_version(set(rows_of(doubted.distinct(), "version", drafts)))


def carry_doubts(before: Mapping[int, list[Figure]]) -> None:
    """Give figures that have come into drafts in the place of others (`before`) what was said of the same amounts."""
    for draft, figures in _by_version(before).items():
        _store(carry_over(before[draft], figures))


def savings_said_to_be(drafts: Iterable[int]) -> dict[int, list[Figure]]:
    """By draft (its key) the figures of those of which it is said what the amounts of their years are."""
    said = Version.objects.exclude(years_are=YearAmounts.NOT_STATED).values_list("pk", flat=True)
    return _by_version(set(rows_of(said, "pk", drafts)))


def drop_answers(drafts: Iterable[Version], before: Mapping[int, list[Figure]]) -> None:
    """Take back what was said of the amounts of years where other savings have come in the place of those `before`."""
    now = _by_version(before)
    for draft in drafts:
        if draft.pk in before and not are_the_same(before[draft.pk], now.get(draft.pk, ())):
            Version.objects.filter(pk=draft.pk).update(years_are=YearAmounts.NOT_STATED)


def _by_version(drafts: Iterable[int]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for figure in rows_of(Figure.objects.order_by("pk"), "version", drafts):
        found.setdefault(figure.version_id, []).append(figure)
    return found


def _store(figures: list[Figure]) -> None:
    Figure.objects.bulk_update(figures, ["doubts"], batch_size=_AT_ONCE)
