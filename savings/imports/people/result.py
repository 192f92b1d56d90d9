"""What comes of a sheet of people or of organisations, in numbers?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import pluralize

from pilots.organisations import Changes
from pilots.sittings import Sitting
from savings.imports.result import CHECKED, ImportResult


@dataclass
class PeopleResult(ImportResult):
    """The counts of `ImportResult` are of rows; these are of people, and of what they are."""

    added: int = 0
    renamed: int = 0
    given: int = 0
    ended: int = 0
    left: int = 0

    def count(self, sitting: Sitting, rows: Sequence) -> None:
        """Count what is to be done, and the rows by what they do."""
        count_rows(self, rows)
        self.added, self.renamed = len(sitting.added), len(sitting.renamed)
        self.given = len(sitting.given) + sum(len(gain.roles) for gain in sitting.gained)
        departures = [loss.departure for loss in sitting.lost]
        self.left = sum(departure.leaves for departure in departures)
        self.ended = sum(
            len(one.memberships) + len(one.roles) for one in departures if not one.leaves
        )

    def summary(self) -> str:
        """One line of words."""
        return f"{outcome(self)} {'; '.join(self.counts)}."

    @property
    def counts(self) -> list[str]:
        """What is done, each with its number, then the rows that change nothing."""
        return [
            f"{self.added:,} {_persons(self.added)} added",
            f"{self.given:,} role{pluralize(self.given)} given",
            f"{self.renamed:,} name{pluralize(self.renamed)} changed",
            f"{self.ended:,} role{pluralize(self.ended)} ended",
            f"{self.left:,} {_persons(self.left)} left",
            unchanged(self),
        ]


@dataclass
class OrganisationResult(ImportResult):
    """The counts of `ImportResult` are of rows; these are of organisations, and of what they are in places."""

    added: int = 0
    partners: int = 0
    kinds: int = 0
    leads: int = 0

    def count(self, changes: Changes, rows: Sequence) -> None:
        """Count what is to be done, and the rows by what they do."""
        count_rows(self, rows)
        self.added, self.partners = len(changes.added), len(changes.partners)
        self.kinds, self.leads = len(changes.kinds), len(changes.leads)

    def summary(self) -> str:
        """One line of words."""
        return f"{outcome(self)} {'; '.join(self.counts)}."

    @property
    def counts(self) -> list[str]:
        """What is done, each with its number, then the rows that change nothing."""
        return [
            f"{self.added:,} organisation{pluralize(self.added)} added",
            f"{self.partners:,} partner{pluralize(self.partners)} added to places",
            f"{self.kinds:,} kind{pluralize(self.kinds)} changed",
            f"{self.leads:,} lead{pluralize(self.leads)} changed",
            unchanged(self),
        ]


def count_rows(result: ImportResult, rows: Sequence) -> None:
    """Count rows by what they do: each has `is_new` and `is_change`."""
    result.new = sum(row.is_new for row in rows)
    result.changed = sum(row.is_change and not row.is_new for row in rows)
    result.unchanged = len(rows) - result.new - result.changed


def outcome(result: ImportResult) -> str:
    """Whether it was stored, only checked, or there was nothing to store."""
    if result.outcome == CHECKED:
        return "Checked; nothing was stored."
    return "Stored." if result.has_changes else "Nothing to store."


def unchanged(result: ImportResult) -> str:
    """How many rows say what is stored already."""
    return f"{result.unchanged:,} row{pluralize(result.unchanged)} unchanged"


def _persons(number: int) -> str:
    return "person" if number == 1 else "people"
