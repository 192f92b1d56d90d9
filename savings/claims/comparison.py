"""What changed between two versions of a claim? Field by field, figure by figure, citation by citation.

Where nothing has, a revision is no new version: what stands goes on standing, with its verdict.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from savings.delivery.outturn import in_words
from savings.models import Citation, Figure, Version
from savings.models.choices import SUBMITTED_BY_THE_PLACE, Backs
from savings.models.claims import CONTENT_FIELDS

from .digests import evidence_facts
from .statements import statement

CONDITION = "proposed_condition"
# What a citation backs, where that is not both.
FOR_WHAT: dict[str, str] = {
    Backs.SAVING: "for the savings alone",
    Backs.COST: "for the costs alone",
    Backs.BOTH: "",
}


@dataclass(frozen=True)
class FieldChange:
    """A field whose words differ; None is *not stated*. `is_wording`: it is free text, and its numbers are the same."""

    label: str
    before: str | None
    after: str | None
    is_wording: bool = False


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
    """All differences; false when there is none. `then` and `now` name the two that are compared."""

    then: str
    now: str
    fields: list[FieldChange]
    notes: list[FieldChange]  # On figures that both versions have.
    figures: list[FigureChange]
    cited: list[str]
    no_longer_cited: list[str]

    def __bool__(self) -> bool:
        return bool(self.said or self.figures or self.cited or self.no_longer_cited)

    @property
    def said(self) -> list[FieldChange]:
        """All that differs in words."""
        return [*self.fields, *self.notes]

    @property
    def is_wording_alone(self) -> bool:
        """Whether no figure, choice, number or citation differs: a corrected spelling, and nothing that was judged."""
        apart_from_fields = self.figures or self.cited or self.no_longer_cited
        return not apart_from_fields and all(change.is_wording for change in self.said)

    @property
    def summary(self) -> str:
        """What differs, in sentences; the figures first."""
        if not self:
            return "Nothing differs."
        if self.is_wording_alone:
            words = self._listed(self.said)
            return f"Only wording differs: {words}. No figure, number or evidence does."
        return " ".join(self._sentences())

    def _sentences(self) -> Iterable[str]:
        if self.figures:
            how = [change.words.lower() for change in self.figures]
            counted = [f"{how.count(word)} {word}" for word in dict.fromkeys(how)]
            yield f"Figures differ: {', '.join(counted)}."
        if answers := [change for change in self.said if not change.is_wording]:
            yield f"Answers differ: {self._listed(answers)}."
        if self.cited or self.no_longer_cited:
            cited = (len(self.cited), "now cited"), (len(self.no_longer_cited), "no longer cited")
            yield f"Evidence differs: {', '.join(f'{n} {words}' for n, words in cited if n)}."
        if wording := [change for change in self.said if change.is_wording]:
            yield f"Wording differs: {self._listed(wording)}."

    def _listed(self, changes: list[FieldChange]) -> str:
        """`stage, the place’s own caveat, the notes on 2 figures`: as it stands in a sentence."""
        labels = [change.label for change in changes if change in self.fields]
        parts = [label[:1].lower() + label[1:] for label in labels]
        if notes := len(changes) - len(parts):
            parts.append("the note on a figure" if notes == 1 else f"the notes on {notes} figures")
        return ", ".join(parts)


@dataclass
class Stated:
    """What one version states beside its answers; `cited` is in words, by what is cited, where and for what."""

    figures: list[Figure] = field(default_factory=list)
    cited: dict[tuple[str, ...], str] = field(default_factory=dict)


def compare(before: Version, after: Version) -> Comparison:
    """What `after` says that `before` does not, and the reverse."""
    return comparisons([(before, after)])[0]


def comparisons(pairs: Sequence[tuple[Version, Version]]) -> list[Comparison]:
    """The same of several pairs of versions, in their order: two queries, however many they are."""
    stated = stated_in_versions({version.pk: version for pair in pairs for version in pair})
    return [
        comparison(
            before,
            after,
            stated[before.pk],
            stated[after.pk],
            titles=(f"Version {before.number}", f"Version {after.number}"),
        )
        for before, after in pairs
    ]


def nothing_has_changed(draft: Version) -> str:
    """Why `draft` is no new version: it says what stands already. Empty where it differs, or none of its place stands.

    Published words are none of its place's own: to submit them is to say something.
    """
    stands = draft.claim.versions.filter(status__in=SUBMITTED_BY_THE_PLACE)
    # What was given up is taken up again by submitting it anew.
    standing = stands.filter(abandonment=None).first()
    if standing is None or compare(standing, draft):
        return ""
    what_stands = f"version {standing.number} stays in force"
    if standing.verdict:
        what_stands += f", with its verdict: “{standing.get_counted_verdict_display()}”"
    return (
        f"Nothing in this draft differs from version {standing.number}, so {what_stands}. There is nothing to sign off."
        " Change what has changed, or throw the draft away."
    )


def stated_in_versions(versions: dict[int, Version]) -> dict[int, Stated]:
    """What versions, by their keys, state beside their answers: two queries, however many they are."""
    stated: dict[int, Stated] = defaultdict(Stated)
    figures = Figure.objects.filter(version__in=versions.keys()).select_related("organisation")
    for figure in figures:
        figure.version = versions[figure.version_id]
        stated[figure.version_id].figures.append(figure)
    cited = Citation.objects.filter(version__in=versions.keys()).select_related("evidence__file")
    for citation in cited.order_by("evidence__title", "pk"):
        stated[citation.version_id].cited |= _cited(citation)
    return stated


def comparison(
    before: Version, after: Version, old: Stated, new: Stated, *, titles: tuple[str, str]
) -> Comparison:
    """What two versions say differently, with what each states; one may be as a version once was."""
    figures_before, figures_after = _by_key(old.figures), _by_key(new.figures)
    return Comparison(
        *titles,
        fields=_fields(before, after),
        notes=_notes(figures_before, figures_after),
        figures=_figures(figures_before, figures_after),
        cited=[words for key, words in new.cited.items() if key not in old.cited],
        no_longer_cited=[words for key, words in old.cited.items() if key not in new.cited],
    )


def _fields(before: Version, after: Version) -> list[FieldChange]:
    return [
        _field_change(
            statement(after, name).label,
            statement(before, name).words,
            statement(after, name).words,
            is_text=_is_text(name),
        )
        for name in CONTENT_FIELDS
        if before.serializable_value(name) != after.serializable_value(name)
        and not _is_loosened_since(name, before, after)
    ]


def _is_loosened_since(name: str, before: Version, after: Version) -> bool:
    """Whether both are under the use condition that now holds: it is the claim's, whatever each version proposed."""
    if name != CONDITION or before.is_published or after.is_published:
        return False
    in_force = after.claim.use_condition
    return max(before.proposed_condition, in_force) == max(after.proposed_condition, in_force)


def _is_text(name: str) -> bool:
    stored = Version._meta.get_field(name)
    return isinstance(stored, models.CharField | models.TextField) and not stored.choices


def _field_change(
    label: str, before: str | None, after: str | None, *, is_text: bool
) -> FieldChange:
    return FieldChange(label, before, after, is_text and _numbers(before) == _numbers(after))


def _numbers(text: str | None) -> list[str]:
    return re.findall(r"\d+", text or "")


def _notes(old: dict[tuple, Figure], new: dict[tuple, Figure]) -> list[FieldChange]:
    """What is said of the figures that both have."""
    return [
        _field_change(
            f"Note on {year} {line.lower()}, {state.lower()}, {body}",
            old[key].full_note or None,
            new[key].full_note or None,
            is_text=True,
        )
        for key in sorted(old.keys() & new.keys())
        if old[key].full_note != new[key].full_note
        for _, year, line, state, _kind, body in [key]
    ]


def _figures(old: dict[tuple, Figure], new: dict[tuple, Figure]) -> list[FigureChange]:
    before = {key: figure.amount for key, figure in old.items()}
    after = {key: figure.amount for key, figure in new.items()}
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return [
        FigureChange(year, line, state, kind, body, before.get(key), after.get(key))
        for key in keys
        for _, year, line, state, kind, body in [key]
    ]


def _by_key(figures: Iterable[Figure]) -> dict[tuple, Figure]:
    return {
        (
            figure.year.start,
            str(figure.year),
            figure.get_line_display(),
            in_words(figure),
            figure.get_kind_of_gain_display(),
            figure.organisation.name,
        ): figure
        for figure in figures
    }


def _cited(citation: Citation) -> dict[tuple[str, ...], str]:
    """What is cited, where and for what, in words. The same piece that was given twice is the same."""
    key = citation.page_or_cell, citation.backs, *evidence_facts(citation.evidence)
    parts = citation.evidence.title, citation.page_or_cell, FOR_WHAT[citation.backs]
    return {key: ", ".join(part for part in parts if part)}
