"""Which rows of a template would undo what somebody has changed since it was filled? They are set apart.

Read from the tables in which a sheet's rows wait (see `staging`) once they have been compared with what is stored. A
row without a mark of its own is as in any other file.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from savings.batches import rows_of
from savings.imports.filled_from import read_mark
from savings.imports.staging import BESIDE_STORED, pounds_by_line
from savings.models import Event

PICKS_OFFERED = 200  # Of the rows that are set apart a page shows so many; beyond these, all or none are picked.
# What a claim says is changed by these actions, and by no others.
_CHANGES = ("create", "edit", "revise", "adopt")
_MARKED = f"""SELECT s.file_row, s.change, s.filled_from, v.claim_id,
        c.reference, s.year, s.state, s.kind_of_gain, s.organisation_id,
        o.note, o.saving, o.one_off_cost, o.running_cost, o.harm_to_others
    FROM {BESIDE_STORED}
        JOIN savings_version v ON v.id = s.version_id JOIN savings_claim c ON c.id = v.claim_id
    WHERE s.filled_from <> '' AND s.change IN ('new', 'changed')
    ORDER BY s.file_row"""  # noqa: S608 a join written in `staging`


@dataclass(frozen=True)
class ChangedSince:
    """A row of the sheet (`number`), of a claim (its key) that was changed after the event with the key `event`."""

    number: int
    claim: int
    event: int
    is_new: bool


def rows_changed_since() -> list[ChangedSince]:
    """The rows that are to be stored, in whose place somebody has put something else since the file was filled."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKED)
        return list(_changed_since(cursor))


def by_whom(rows: Collection[ChangedSince]) -> Mapping[int, Event | None]:
    """Of each row, by its number, the last change of its claim since the file was filled."""
    since = min((row.event for row in rows), default=0)
    changes = Event.objects.filter(action__in=_CHANGES, pk__gt=since).select_related(
        "by", "version"
    )
    claims = {row.claim for row in rows}
    last: dict[int, Event] = {}
    for event in rows_of(changes.order_by("pk"), "version__claim", claims):
        last[event.version.claim_id] = event
    return {row.number: _if_since(last.get(row.claim), row) for row in rows}


def _if_since(event: Event | None, row: ChangedSince) -> Event | None:
    return event if event and event.pk > row.event else None


def _changed_since(found: Iterable[tuple]) -> Iterator[ChangedSince]:
    for number, change, filled_from, claim, *key, note, saving, once, yearly, harm in found:
        mark = read_mark(filled_from)
        stored = pounds_by_line((saving, once, yearly, harm))
        is_as_filled = bool(stored) and mark.says(stored, note or "")
        if mark.is_of(tuple(key)) and not is_as_filled:
            yield ChangedSince(number, claim, mark.event, change == "new")
