"""Figures of many drafts at once, stored in a few statements.

The figures wait in the temporary table `staged_figure`, which `savings.imports.staging` makes and fills: one
row for each row of a file, with the draft and the revision of it that was read, and whether the row is new,
changed or unchanged.
"""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pilots.models import Place, User
from pilots.people import refused_places, role_words_by_place
from savings.models import Event, FigureSheet
from savings.models.choices import Status

from .refusals import StaleError

_DRAFTS = """SELECT DISTINCT s.version_id, c.place_id FROM staged_figure s
    JOIN savings_version v ON v.id = s.version_id JOIN savings_claim c ON c.id = v.claim_id
    WHERE s.change <> 'unchanged'"""
_CLAIM_DRAFTS = """UPDATE savings_version SET revision = revision + 1, updated_at = %s
    WHERE status = 'draft' AND (id, revision) IN (
        SELECT DISTINCT version_id, revision FROM staged_figure WHERE change <> 'unchanged')"""
# Lines of which the file has no column (-1) stay.
_DELETE = """DELETE FROM savings_figure
    WHERE version_id IN (SELECT version_id FROM staged_figure WHERE change = 'changed')
        AND EXISTS (SELECT 1 FROM staged_figure s
            WHERE s.version_id = savings_figure.version_id AND s.year = savings_figure.year
                AND s.state = savings_figure.state
                AND s.kind_of_gain = savings_figure.kind_of_gain
                AND s.organisation_id = savings_figure.organisation_id AND s.change = 'changed'
                AND CASE savings_figure.line WHEN 'running_cost' THEN COALESCE(s.running_cost, 0)
                    WHEN 'harm_to_others' THEN COALESCE(s.harm_to_others, 0) ELSE 0 END <> -1)"""
# Comparing with 0 leaves out both what is not stated (NULL) and what has no column.
_INSERT = """INSERT INTO savings_figure
        (version_id, year, line, state, kind_of_gain, organisation_id, amount, note, checked_because)
    SELECT version_id, year, 'saving', state, kind_of_gain, organisation_id, saving, note, checked_because
        FROM staged_figure WHERE change <> 'unchanged'
    UNION ALL SELECT version_id, year, 'one_off_cost', state, kind_of_gain, organisation_id, one_off_cost, '', ''
        FROM staged_figure WHERE change <> 'unchanged' AND one_off_cost >= 0
    UNION ALL SELECT version_id, year, 'running_cost', state, kind_of_gain, organisation_id, running_cost, '', ''
        FROM staged_figure WHERE change <> 'unchanged' AND running_cost >= 0
    UNION ALL SELECT version_id, year, 'harm_to_others', state, kind_of_gain, organisation_id, harm_to_others, '', ''
        FROM staged_figure WHERE change <> 'unchanged' AND harm_to_others >= 0"""


@transaction.atomic
def store_staged_figures(*, by: User, note: str, sheet: FigureSheet | None = None) -> None:
    """Put the staged figures in the place of those under the same keys, as one `edit` of each draft.

    `sheet` is the one they came by, where one was sent. Raises StaleError, and stores nothing, when a draft is not as
    it was read; PermissionDenied when `by` may not edit one of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS)
        place_of = dict(cursor.fetchall())
        roles = _roles(set(place_of.values()), by)
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(_CLAIM_DRAFTS, [now])
        if cursor.rowcount != len(place_of):
            raise StaleError
        cursor.execute(_DELETE)
        cursor.execute(_INSERT)
    events = [
        Event(
            version_id=draft,
            action="edit",
            status_before=Status.DRAFT,
            status_after=Status.DRAFT,
            by=by,
            by_role=roles[place],
            note=note,
            sheet=sheet,
        )
        for draft, place in place_of.items()
    ]
    Event.objects.bulk_create(events, batch_size=1000)


def _roles(places: set[int], by: User) -> dict[int, str]:
    """The person's role in each place (by its key), in words; refused where it does not let them edit."""
    if refused := refused_places(by, "savings.edit_claim", places):
        place = Place.objects.get(pk=min(refused))
        raise PermissionDenied(f"Only an officer or finance officer of {place} can do this.")
    return {place: words[:100] for place, words in role_words_by_place(by, places).items()}
