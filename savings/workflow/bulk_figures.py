"""Figures of many drafts at once, stored in a few statements.

The figures wait in the temporary table `staged_figure`, which `savings.imports.staging` makes and fills: one
row for each row of a file, with the draft and the revision of it that was read, and whether the row is new,
changed, unchanged, or set apart. Only what is new or changed is stored.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import connection, transaction

from pilots.models import User
from savings.batches import rows_of
from savings.doubts.reasons import Reason
from savings.models import FigureSheet, Version
from savings.models.choices import Status

from .doubted_figures import (
    carry_doubts,
    doubted_figures,
    drop_answers,
    give_reasons,
    savings_said_to_be,
)
from .record import record_many
from .revisions import move_on
from .writers import check_writes_for_all

_DRAFTS = (
    "SELECT DISTINCT version_id, revision FROM staged_figure WHERE change IN ('new', 'changed')"
)
# Lines of which the file has no column (-1) stay.
_DELETE = """DELETE FROM savings_figure
    WHERE version_id IN (SELECT version_id FROM staged_figure WHERE change = 'changed')
        AND EXISTS (SELECT 1 FROM staged_figure s
            WHERE s.version_id = savings_figure.version_id AND s.year = savings_figure.year
                AND s.state = savings_figure.state
                AND s.kind_of_gain = savings_figure.kind_of_gain
                AND s.organisation_id = savings_figure.organisation_id AND s.change = 'changed'
                AND CASE savings_figure.line WHEN 'one_off_cost' THEN COALESCE(s.one_off_cost, 0)
                    WHEN 'running_cost' THEN COALESCE(s.running_cost, 0)
                    WHEN 'harm_to_others' THEN COALESCE(s.harm_to_others, 0) ELSE 0 END <> -1)"""
# Comparing with 0 leaves out both what is not stated (NULL) and what has no column.
_INSERT = """INSERT INTO savings_figure
        (version_id, year, line, state, kind_of_gain, organisation_id, amount, note)
    SELECT version_id, year, 'saving', state, kind_of_gain, organisation_id, saving, note
        FROM staged_figure WHERE change IN ('new', 'changed')
    UNION ALL SELECT version_id, year, 'one_off_cost', state, kind_of_gain, organisation_id, one_off_cost, ''
        FROM staged_figure WHERE change IN ('new', 'changed') AND one_off_cost >= 0
    UNION ALL SELECT version_id, year, 'running_cost', state, kind_of_gain, organisation_id, running_cost, ''
        FROM staged_figure WHERE change IN ('new', 'changed') AND running_cost >= 0
    UNION ALL SELECT version_id, year, 'harm_to_others', state, kind_of_gain, organisation_id, harm_to_others, ''
        FROM staged_figure WHERE change IN ('new', 'changed') AND harm_to_others >= 0"""


@transaction.atomic
def store_staged_figures(
    *,
    by: User,
    note: str,
    sheet: FigureSheet | None = None,
    reasons: Mapping[str, list[Reason]] = MappingProxyType({}),
) -> None:
    """Put the staged figures in the place of those under the same keys, as one `edit` of each draft.

    `sheet` is the one they came by, where one was sent; `reasons` say why doubtful figures are right, by the reference
    of their claim. Raises StaleError, and stores nothing, when a draft is not as
    it was read; PermissionDenied when `by` may not edit one of them.
    """
    drafts = _drafts()
    check_writes_for_all(by, {draft.claim.place_id for draft in drafts})
    move_on(drafts)
    before = doubted_figures(draft.pk for draft in drafts)
    said_of = savings_said_to_be(draft.pk for draft in drafts)
    with connection.cursor() as cursor:
        cursor.execute(_DELETE)
        cursor.execute(_INSERT)
    carry_doubts(before)
    drop_answers(drafts, said_of)
    give_reasons(drafts, {d.pk: reasons.get(d.claim.reference, []) for d in drafts})
    record_many(drafts, "edit", by=by, note=note, sheet=sheet)


def _drafts() -> list[Version]:
    """Those that the file changes, each in the revision that was compared with the file."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS)
        compared = dict(cursor.fetchall())
    stored = Version.objects.select_related("claim").only("claim__place", "claim__reference")
    drafts = list(rows_of(stored, "pk", compared))
    for draft in drafts:
        draft.status, draft.revision = Status.DRAFT, compared[draft.pk]
    return drafts
