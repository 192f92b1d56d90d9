"""How are the workspace's lists narrowed, paged and counted, and by which dates is one stepped into, at any length?

A list is narrowed by what it offers itself and by nothing else that an address may name. One of 100,000 rows is
read no further than what is shown: it is counted a little way past the page, and its dates are offered between the
first and the last.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import (
    ALL_VAR,
    ERROR_FLAG,
    ORDER_VAR,
    PAGE_VAR,
    SEARCH_VAR,
    ChangeList,
)
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from .paging import KeysFirstPaginator

COUNTED_AT_A_TIME = 250
# Search, order, page, all of it, and the mark with which a page that is not there leads back.
OF_EVERY_LIST = {SEARCH_VAR, ORDER_VAR, PAGE_VAR, ALL_VAR, ERROR_FLAG}
# Django's refusals of a name or a value; the last two are of years that no calendar has.
NOT_OF_THIS_LIST = (IncorrectLookupParameters, SuspiciousOperation, ValueError, OverflowError)
NOT_OFFERED = (
    "This list cannot be narrowed by what the address asks for. Open the list from the workspace, and choose from "
    "the filters, the dates and the search that it offers."
)
_LAST_PAGE = 1_000_000  # Beyond it no list goes, and a database cannot count so far.


class LongListPaginator(KeysFirstPaginator):
    """Counts in steps of COUNTED_AT_A_TIME, to the first past the page `shown`, and says whether that is all.

    Every row is reached by paging on; the first page costs the same however many rows follow.
    """

    def __init__(self, rows: QuerySet, per_page: int, *, shown: int = 1, **options: Any) -> None:
        super().__init__(rows, per_page, **options)
        shown = min(max(shown, 1), _LAST_PAGE)
        self.counted_to = COUNTED_AT_A_TIME * (1 + shown * per_page // COUNTED_AT_A_TIME)

    @cached_property
    def count(self) -> int:
        return min(len(self._keys), self.counted_to)

    @property
    def is_all_counted(self) -> bool:
        return len(self._keys) <= self.counted_to

    def keys(self, first: int) -> list:
        return self._keys[first : min(first + self.per_page, self.count)]

    @property
    def all_rows(self) -> QuerySet:
        """All rows, by their keys where these are few: what was searched for long is not searched for again."""
        few = self.is_all_counted and len(self._keys) <= COUNTED_AT_A_TIME
        return self.object_list.filter(pk__in=self._keys) if few else self.object_list

    @cached_property
    def _keys(self) -> list:
        # In the order of the page, by which the database stops at the last one instead of sorting or joining all.
        return list(self.object_list.values_list("pk", flat=True)[: self.counted_to + 1])


class LongList(ChangeList):
    """Django's list, narrowed by nothing but its own filters, search and dates.

    It also says how far it was counted and by which dates it is stepped into.
    """

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict:
        """What an address asks of the filters. Django would pass over the marks of its windows and facets unseen."""
        return {
            name: values
            for name, values in (params or self.filter_params).items()
            if name not in OF_EVERY_LIST
        }

    def get_filters(self, request: HttpRequest) -> tuple:
        asked = set(self.get_filters_params())
        try:
            filters = super().get_filters(request)
        except NOT_OF_THIS_LIST as error:
            raise BadRequest(NOT_OFFERED) from error
        # What no filter took up would go to the database as it came: any column, any way to compare.
        if asked & set(filters[2]):
            raise BadRequest(NOT_OFFERED)
        return filters

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet:
        try:
            return super().get_queryset(request, exclude_parameters)
        except IncorrectLookupParameters as error:
            raise BadRequest(NOT_OFFERED) from error

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # The list as it stands is read in the order of an index, and quick as it is.
        is_narrowed = self.query or self.has_active_filters
        self.rows = self.paginator.all_rows if is_narrowed else self.queryset
        if not self.multi_page:
            self.result_list = self.rows

    def url_for_result(self, result: Model) -> str:
        # Django's own looks the list's address up again for each row.
        return f"{self._address}{quote(result.pk)}/change/"

    @cached_property
    def _address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    @property
    def is_all_counted(self) -> bool:
        return self.paginator.is_all_counted

    @property
    def number_in_words(self) -> str:
        """How many rows there are: `12`, or `more than 250`."""
        number = f"{self.result_count:,}"
        return number if self.is_all_counted else f"more than {number}"

    def dates(self) -> dict:
        """What `admin/date_hierarchy.html` shows: the way back, and the years, months or days to choose from.

        From the first to the last, without asking whether each of those between has any rows.
        """
        parts = [self.params.get(f"{self.date_hierarchy}__{part}") for part in _PARTS]
        asked = [int(part) for part in parts if part]
        if len(asked) == len(_PARTS):
            day = datetime.date(*asked)
            return self._step(asked[:2], [{"title": date_format(day, "MONTH_DAY_FORMAT")}])
        between = self._first_and_last()
        if between and not asked:
            first, last = between
            asked = _shared(first, last)
        back = asked[:-1] if asked else None
        choices = self._choices(asked, *between) if between else []
        return self._step(back, choices)

    def _first_and_last(self) -> tuple[datetime.date, datetime.date] | None:
        name = self.date_hierarchy
        dated = self.rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
        first, last = dated.order_by(name).first(), dated.order_by(f"-{name}").first()
        return (_day(first), _day(last)) if first else None

    def _choices(self, asked: list[int], first: datetime.date, last: datetime.date) -> list[dict]:
        return [
            {"link": self._link(chosen), "title": _title(chosen)}
            for chosen in _within(asked, first, last)
        ]

    def _step(self, back: list[int] | None, choices: list[dict]) -> dict:
        way = None if back is None else {"link": self._link(back), "title": _title(back)}
        return {"show": True, "back": way, "choices": choices}

    def _link(self, chosen: list[int]) -> str:
        names = [f"{self.date_hierarchy}__{part}" for part in _PARTS]
        return self.get_query_string(
            dict(zip(names, chosen, strict=False)), [f"{self.date_hierarchy}__"]
        )


_PARTS = ("year", "month", "day")


def _shared(first: datetime.date, last: datetime.date) -> list[int]:
    """The year of both, or the year and month, where there is no other to choose."""
    if first.year != last.year:
        return []
    return [first.year] if first.month != last.month else [first.year, first.month]


def _within(asked: list[int], first: datetime.date, last: datetime.date) -> Iterator[list[int]]:
    """One step finer than `asked`, from `first` to `last`."""
    part = _PARTS[len(asked)]
    for number in range(getattr(first, part), getattr(last, part) + 1):
        yield [*asked, number]


def _title(chosen: list[int]) -> str:
    if not chosen:
        return "All dates"
    if len(chosen) == 1:
        return str(chosen[0])
    day = datetime.date(*chosen, *[1] * (len(_PARTS) - len(chosen)))
    return date_format(day, "YEAR_MONTH_FORMAT" if len(chosen) == 2 else "MONTH_DAY_FORMAT")


def _day(moment: datetime.date) -> datetime.date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime.datetime) else moment
