"""What comes of a sheet of people or of organisations, in numbers?"""

from collections.abc import Sequence
from dataclasses import dataclass

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
        done = [
            _number(self.added, "person added", "people added"),
            _number(self.given, "role given", "roles given"),
            _number(self.renamed, "name changed", "names changed"),
            _number(self.ended, "role ended", "roles ended"),
            _number(self.left, "person leaves", "people leave"),
        ]
        return [*filter(None, done), unchanged(self)]


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
        done = [
            _number(self.added, "organisation added", "organisations added"),
            _number(self.partners, "partner added to a place", "partners added to places"),
            _number(self.kinds, "kind changed", "kinds changed"),
            _number(self.leads, "change of lead", "changes of lead"),
        ]
        return [*filter(None, done), unchanged(self)]


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
    return _number(result.unchanged, "row unchanged", "rows unchanged") or "no row unchanged"


def _number(number: int, one: str, many: str) -> str:
    """`1,000 people added`; empty where there is none."""
    return f"{number:,} {one if number == 1 else many}" if number else ""
