"""The tables in which the rows of a file wait."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.imports import staging
from savings.imports.figure_changes import staged_rows
from tests.factories import PlaceFactory, draft_of

ROWS = 20_000


def test_many_rows_are_set_apart_at_once():
    draft = draft_of(PlaceFactory(), figures=[])
    about = draft.pk, draft.revision
    kept = 1
    said = "forecast", "cashable", draft.lead.pk, 100, None, None, None, "", ""

    with staging.staging():
        staging.fill((number, *about, number, *said) for number in range(kept, ROWS))
        staging.compare()
        with CaptureQueriesContext(connection) as asked:
            staging.set_apart(range(kept + 1, ROWS))
        rows = staged_rows()

    assert [row.number for row in rows if not row.is_set_apart] == [kept]
    assert len(asked) < ROWS / 100
