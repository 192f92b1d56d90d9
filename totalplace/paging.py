"""How is a page of a long list read? By its keys first, so that what is worked out for a row is worked out for few."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class KeysFirstPaginator(Paginator):
    """Finds which rows stand on the page, and only then reads them with all that is shown of each.

    `read` gives the rows of some keys, in their order; without it they are read as they were found.
    """

    object_list: QuerySet

    def __init__(
        self,
        rows: QuerySet,
        per_page: int,
        *,
        read: Callable[[list], Sequence | QuerySet] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(rows, per_page, **options)
        self._read = read or self._found

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        return Page(self._read(self.keys((number - 1) * self.per_page)), number, self)

    def keys(self, first: int) -> list:
        """The keys of one page's rows, from row `first` on."""
        return list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])

    def _found(self, keys: list) -> QuerySet:
        return self.object_list.filter(pk__in=keys)
