"""What keeps anybody from writing past the history of what administrators keep?

django-simple-history writes a line of history when one row is saved or deleted. What writes many rows in one
statement saves none of them, and would leave no line: so it is refused. Save each row instead.

A model with a history has `objects = KeepsHistory.as_manager()`, and `base_manager_name = "objects"`: through the base
manager Django itself writes what is added to a related name.
"""

from django.db.models import QuerySet

REFUSED = (
    "{model} keeps a history, which {way}() writes nothing into. Change each row and save it, so that the history says"
    " who did what."
)


class PastTheHistory(TypeError):
    """A fault of whoever wrote the code: rows would be written of which the history knows nothing."""


def _refused(way: str):
    def refuse(rows: QuerySet, *args, **kwargs):
        raise PastTheHistory(REFUSED.format(model=rows.model._meta.label, way=way))

    refuse.alters_data = True
    return refuse


class KeepsHistory(QuerySet):
    """Rows that are read as any others, and written one by one. Those that wait (`aupdate` …) lead to these."""

    def update(self, **columns) -> int:
        """Write columns that the history leaves out, such as when a link is owed; no others."""
        kept = self.model.history.model.tracked_fields
        left_out = {field.name for field in self.model._meta.concrete_fields if field not in kept}
        if not left_out.issuperset(columns):
            _refused("update")(self)
        return super().update(**columns)

    update.alters_data = True
    bulk_create = _refused("bulk_create")
    bulk_update = _refused("bulk_update")
    delete = _refused("delete")
    _raw_delete = _refused("_raw_delete")
    raw = _refused("raw")
    delete.queryset_only = _raw_delete.queryset_only = True
