"""How many rows of a table of years did the page send, and is there room for another?"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.http import QueryDict

from savings.models.choices import State
from totalplace.financial_year import FinancialYear

MOST_ROWS = 75  # Of 25 years in each state: a form can have a thousand boxes.
WAY_OUT = (
    "Save the page first, which takes out the rows that are blank. If the years still do not fit, put them into a "
    "spreadsheet and send it on the page “Upload figures”."
)
NO_ROOM = f"The table has no room for another year: it holds {MOST_ROWS} rows. {WAY_OUT}"


def rows_sent(data: Mapping[str, Any], prefix: str) -> int:
    """How many rows of a table were sent: at least one, and each that holds a box, however many a script added."""
    typed = str(data.get(f"{prefix}-rows", ""))
    most = max(MOST_ROWS, len(data))
    return min(max(int(typed), 1), most) if typed.isdecimal() and len(typed) < 5 else 1


def has_room(data: Mapping[str, Any], prefix: str) -> bool:
    """Whether a table takes another row."""
    return rows_sent(data, prefix) < MOST_ROWS


def with_one_more(data: QueryDict, prefix: str, first: FinancialYear) -> QueryDict:
    """What was sent, with a blank row below the last of a table: for the year after its last, or for the `first`."""
    more, count = data.copy(), rows_sent(data, prefix)
    more[f"{prefix}-rows"] = str(count + 1)
    more[f"{prefix}-{count}-year"] = _year_after(_years(data, prefix, count), first)
    more[f"{prefix}-{count}-state"] = State.FORECAST
    return more


def _years(data: QueryDict, prefix: str, count: int) -> Iterator[FinancialYear]:
    for number in range(count):
        with suppress(ValueError):
            yield FinancialYear.parse(data.get(f"{prefix}-{number}-year", ""))


def _year_after(years: Iterable[FinancialYear], first: FinancialYear) -> str:
    last = max(years, default=None)
    year = last.next() if last else first
    return str(year) if year <= FinancialYear.LAST else ""
