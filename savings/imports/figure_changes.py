"""What would each row of a sheet change? Read from the tables in which its rows wait (see `staging`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from savings.imports.staging import BESIDE_STORED, NOT_SAID, SET_APART, pounds_by_line
from totalplace.financial_year import FinancialYear

_STAGED = f"""SELECT s.version_id, s.year, s.state, s.kind_of_gain, s.organisation_id, s.file_row, s.change,
        s.note, o.note,
        s.saving, s.one_off_cost, s.running_cost, s.harm_to_others,
        o.saving, o.one_off_cost, o.running_cost, o.harm_to_others
    FROM {BESIDE_STORED}
    ORDER BY s.file_row"""  # noqa: S608 a join written in `staging`
_MISSING = """SELECT o.version_id, o.year, o.state, o.kind_of_gain, o.organisation_id,
        o.saving, o.one_off_cost, o.running_cost, o.harm_to_others
    FROM stored_figure o WHERE NOT EXISTS (SELECT 1 FROM staged_figure s
        WHERE s.version_id = o.version_id AND s.year = o.year AND s.state = o.state
            AND s.kind_of_gain = o.kind_of_gain AND s.organisation_id = o.organisation_id)
    ORDER BY o.version_id, o.year, o.state, o.kind_of_gain, o.organisation_id"""


class Key(NamedTuple):
    """What figures a row is about; `version` and `organisation` are the keys of their rows."""

    version: int
    year: FinancialYear
    state: str
    kind: str
    organisation: int


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row of the sheet (`number`), and what is stored under its key now; pounds by line, stated lines only.

    `change` is new, changed, unchanged, or missing: stored and not in the sheet, so that it stays; or set apart, since
    somebody has changed it meanwhile.
    """

    key: Key
    number: int
    change: str
    note: str
    stored_note: str
    amounts: dict[str, Decimal]
    stored: dict[str, Decimal]

    @property
    def is_to_store(self) -> bool:
        return self.change in ("new", "changed")

    @property
    def is_set_apart(self) -> bool:
        return self.change == SET_APART

    @property
    def may_be_stored(self) -> bool:
        """Whether it says something else than what is stored, whether or not somebody picks it."""
        return self.is_to_store or self.is_set_apart


def staged_rows() -> list[StagedRow]:
    """The rows of the sheet in its order, then those that are stored and not in it."""
    rows = [_row(*values) for values in _fetch(_STAGED)]
    return [*rows, *(_missing(*values) for values in _fetch(_MISSING))]


def _row(
    version: int,
    year: int,
    state: str,
    kind: str,
    organisation: int,
    number: int,
    change: str,
    note: str,
    note_before: str | None,
    *pence: int | None,
) -> StagedRow:
    stored = pounds_by_line(pence[4:])
    # A line of which the sheet has no column stays as it is.
    said = [old if new == NOT_SAID else new for new, old in zip(pence[:4], pence[4:], strict=True)]
    key = Key(version, FinancialYear(year), state, kind, organisation)
    return StagedRow(key, number, change, note, note_before or "", pounds_by_line(said), stored)


def _missing(
    version: int, year: int, state: str, kind: str, organisation: int, *pence: int | None
) -> StagedRow:
    stays = pounds_by_line(pence)
    key = Key(version, FinancialYear(year), state, kind, organisation)
    return StagedRow(key, 0, "missing", "", "", stays, stays)


def _fetch(statement: str) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor
