"""How many rows of a table of years did the page send, and is there room for another?"""

from collections.abc import Mapping
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


def with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    """What was sent, with a blank row below the last of a table, for the year after it."""
    more, count = data.copy(), rows_sent(data, prefix)
    more[f"{prefix}-rows"] = str(count + 1)
    more[f"{prefix}-{count}-year"] = _year_after(data.get(f"{prefix}-{count - 1}-year", ""))
    more[f"{prefix}-{count}-state"] = State.FORECAST
    return more


def _year_after(text: str) -> str:
    try:
        year = FinancialYear.parse(text).next()
    except ValueError:
        return ""
    return str(year) if year <= FinancialYear.LAST else ""
