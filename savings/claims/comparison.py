"""What changed between two versions of a claim? Field by field, figure by figure, citation by citation."""

from dataclasses import dataclass
from decimal import Decimal

from savings.models import Version
from savings.models.claims import CONTENT_FIELDS
from savings.outturn import in_words

from .statements import statement


@dataclass(frozen=True)
class FieldChange:
    """A field whose words differ; None is *not stated*."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class FigureChange:
    """One figure by its key, with its amount in each version; None where the version has no such figure.

    What was actual so far and what is the outturn are two, even of the same amount.
    """

    year: str
    line: str
    state: str
    kind: str
    organisation: str
    before: Decimal | None
    after: Decimal | None

    @property
    def words(self) -> str:
        if self.before is None:
            return "Added"
        return "Removed" if self.after is None else "Changed"


@dataclass(frozen=True)
class Comparison:
    """All differences; false when there is none."""

    fields: list[FieldChange]
    figures: list[FigureChange]
    cited: list[str]
    no_longer_cited: list[str]

    def __bool__(self) -> bool:
        return bool(self.fields or self.figures or self.cited or self.no_longer_cited)


def compare(before: Version, after: Version) -> Comparison:
    """What `after` says that `before` does not, and the reverse."""
    old, new = _citations(before), _citations(after)
    return Comparison(
        fields=_fields(before, after),
        figures=_figures(before, after),
        cited=[words for key, words in new.items() if key not in old],
        no_longer_cited=[words for key, words in old.items() if key not in new],
    )


def _fields(before: Version, after: Version) -> list[FieldChange]:
    changed = [name for name in CONTENT_FIELDS if getattr(before, name) != getattr(after, name)]
    return [
        FieldChange(
            statement(after, name).label,
            statement(before, name).words,
            statement(after, name).words,
        )
        for name in changed
    ]


def _figures(before: Version, after: Version) -> list[FigureChange]:
    old, new = _by_key(before), _by_key(after)
    keys = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return [_change(key, old.get(key), new.get(key)) for key in keys]


def _change(key: tuple, before: Decimal | None, after: Decimal | None) -> FigureChange:
    _, year, line, state, kind, organisation = key
    return FigureChange(year, line, state, kind, organisation, before, after)


def _by_key(version: Version) -> dict[tuple, Decimal]:
    return {
        (
            figure.year.start,
            str(figure.year),
            figure.get_line_display(),
            in_words(figure),
            figure.get_kind_of_gain_display(),
            figure.organisation.name,
        ): figure.amount
        for figure in version.figures.select_related("organisation")
    }


def _citations(version: Version) -> dict[tuple, str]:
    cited = version.citations.select_related("evidence").order_by("evidence__title", "pk")
    return {
        (citation.evidence_id, citation.page_or_cell): ", ".join(
            part for part in (citation.evidence.title, citation.page_or_cell) if part
        )
        for citation in cited
    }
