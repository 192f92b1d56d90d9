"""How do a release's tables come into a site, and what stays as its administrators have it?

A row that is there is never changed. Which row of the site stands for one of the release, its history says: one that
was renamed, or given another date, is not added a second time.
"""

from dataclasses import dataclass, field
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model

from totalplace.direction import contained

from .release import TABLES, Table

LONG = 60  # Characters from which a value is not repeated in what is reported.


@dataclass
class Loaded:
    """What became of one table: how many rows were added or there already, and in words what differs."""

    table: Table
    added: int = 0
    there: int = 0
    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def load_reference_data(*, by: str, check: bool = False) -> list[Loaded]:
    """Add what the release has and the site has not: all of it, or nothing. With `check`, only say what would be.

    `by` is the command that loads: the history keeps it as the reason of each row, since no person made it.
    """
    with transaction.atomic():
        loaded = [_load(table, by) for table in TABLES]
        if check:
            transaction.set_rollback(True)
    return loaded


def missing_tables() -> list[str]:
    """The names of those tables that have no row at all."""
    return [table.name for table in TABLES if not table.model.objects.exists()]


def _load(table: Table, by: str) -> Loaded:
    loaded, standing = Loaded(table), _Standing(table)
    for row in table.rows:
        if not standing.knows(row):
            _add(table.model(**row), by, loaded)
        elif differences := standing.differences(row):
            loaded.left.append(differences)
        else:
            loaded.there += 1
    return loaded


def _add(row: Model, by: str, loaded: Loaded) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        # It clashes with what an administrator has added: two base years in one vintage, or one year with two rates.
        loaded.refused.append(contained(f"{row}: {' '.join(error.messages)}"))
        return
    row._change_reason = by  # type: ignore[attr-defined]  # The history reads it when the row is saved.
    row.save()
    loaded.added += 1


class _Standing:
    """The rows that the site has, by what each is called in the release."""

    def __init__(self, table: Table):
        self.table = table
        self.rows = {row.pk: row for row in table.model.objects.all()}
        past = table.model.history.order_by("history_id")
        self.known = {self._key_of(row): row.id for row in past}
        self.known |= {self._key_of(row): row.pk for row in self.rows.values()}

    def knows(self, row: dict) -> bool:
        return self._key(row) in self.known

    def differences(self, row: dict) -> str:
        """Where the site's row differs from the release's, in words; empty where it does not."""
        ours = self.rows.get(self.known[self._key(row)])
        if ours is None:
            return contained(f"{self.table.model(**row)}: was taken out.")
        said = [
            _difference(ours, name, theirs)
            for name, theirs in row.items()
            if getattr(ours, name) != theirs
        ]
        return contained(f"{ours}: {'; '.join(said)}.") if said else ""

    def _key(self, row: dict) -> tuple:
        return tuple(row[name] for name in self.table.key)

    def _key_of(self, row: Model) -> tuple:
        return tuple(getattr(row, name) for name in self.table.key)


def _difference(ours: Model, name: str, theirs: object) -> str:
    label, here = cast(Field, ours._meta.get_field(name)).verbose_name, getattr(ours, name)
    if max(len(str(here)), len(str(theirs))) > LONG:
        return f"{label} is not that of the release"
    return f"{label} is {here}, and {theirs} in the release"
