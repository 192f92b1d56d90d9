"""How is a page of a long list read? By its keys first, so that what is worked out for a row is worked out for few."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class KeysFirstPaginator(Paginator):
    """Finds which rows stand on the page, and only then reads them with all that is shown of each."""

    object_list: QuerySet

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        keys = self.keys((number - 1) * self.per_page)
        return Page(self.object_list.filter(pk__in=keys), number, self)

    def keys(self, first: int) -> list:
        """The keys of one page's rows, from row `first` on."""
        return list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
