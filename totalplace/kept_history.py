"""What keeps anybody from writing past the history of what administrators keep?

django-simple-history writes a line of history when one row is saved or deleted. What writes many rows in one
statement saves none of them, and would leave no line: so it is refused. Save each row instead, or write new
ones by `create_with_history`.

A model with a history has `history = History()`, `objects = KeepsHistory.as_manager()` and
`base_manager_name = "objects"`: through the base manager Django itself writes what is added to a related name.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any, NoReturn, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

REFUSED = (
    "{model} keeps a history, which {way}() writes nothing into. Change each row and save it, so that the history says"
    " who did what."
)


class _MadeOnce(HistoryManager):
    """The way to a history. Each save asks for it, and django-simple-history would make a class of it each time."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[QuerySet], class_name: str | None = None
    ) -> type[HistoryManager]:
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """The history of a model: a line for each save, with who did it."""

    def __init__(self, **options: Any):
        super().__init__(history_manager=_MadeOnce, **options)


@contextmanager
def written_by(user: AbstractBaseUser | None) -> Iterator[None]:
    """Within it the history says that `user` did it, be it asked for by a page or by a command."""
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=user)
    try:
        yield
    finally:
        context.request = before


Way = TypeVar("Way", bound=Callable)


class PastTheHistory(TypeError):
    """A fault of whoever wrote the code: rows would be written of which the history knows nothing."""


def _altering(way: Way) -> Way:
    """Mark a way to write, which templates then leave alone."""
    way.alters_data = True  # type: ignore[attr-defined]  # A function takes any attribute.
    return way


def _refused(way: str) -> Any:  # A function, which takes any attribute.
    def refuse(rows: QuerySet, *args: Any, **kwargs: Any) -> NoReturn:
        raise PastTheHistory(REFUSED.format(model=rows.model._meta.label, way=way))

    return _altering(refuse)


class KeepsHistory(QuerySet):
    """Rows that are read as any others, and written one by one. Those that wait (`aupdate` …) lead to these."""

    model: Any  # A model with a history, which is `model.history`.

    @_altering
    def update(self, **columns: Any) -> int:
        """Write columns that the history leaves out, such as when a link is owed; no others."""
        kept = self.model.history.model.tracked_fields
        left_out = {field.name for field in self.model._meta.concrete_fields if field not in kept}
        if not left_out.issuperset(columns):
            _refused("update")(self)
        return super().update(**columns)

    @_altering
    def create_with_history(self, rows: Sequence) -> None:
        """Write many new rows of this model, and a line of the history for each, in few statements."""
        with transaction.atomic(self.db):
            super().bulk_create(rows)
            self.model.history.bulk_history_create(rows)

    bulk_create = _refused("bulk_create")
    bulk_update = _refused("bulk_update")
    delete = _refused("delete")
    _raw_delete = _refused("_raw_delete")
    raw = _refused("raw")
    delete.queryset_only = _raw_delete.queryset_only = True
