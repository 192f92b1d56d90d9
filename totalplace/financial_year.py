"""Which financial year is meant? 1 April to 31 March, written 2009-10.

There is no clock here: who asks whether a year has begun says what today is.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from totalplace.refused_value import ValueRefused, quoted, shown
from totalplace.seen_text import as_seen

HOW_TO_WRITE = "Write the year as 2009-10."

_YEAR = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")
_TWO_SHORT_YEARS = re.compile(r"[0-9]{2}[-/][0-9]{2}")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    # What a spreadsheet program makes of 2009-10 or 10-11 when it takes it for a date.
    rf"{_MONTH}[ -/]*[0-9]{{2,4}}|[0-9]{{1,2}}[ -/]*{_MONTH}.*"
    r"|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[ T].*)?",
    re.IGNORECASE,
)


# What Excel makes of a year whose second half could be a month: of 2007-08 the first of August 2007. The day stands
# before the month or after it, as the machine is set.
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_AND_YEAR = re.compile(rf"({_MONTH})[ -]([0-9]{{2,4}})", re.IGNORECASE)
_DAY_FIRST = re.compile(r"0?1[-/.]([0-9]{1,2})[-/.]([0-9]{2,4})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]0?1[-/.]([0-9]{2,4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]0?1(?:[ T]00:00(?::00)?)?")


class YearError(ValueRefused):
    """Text that is not one financial year in range."""


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """A financial year, known by the calendar year in which it starts: `FinancialYear(2009)` is 2009-10.

    What people enter runs from FIRST to LAST, and `parse` reads nothing else: a site sets them
    (`totalplace.apps`) within EARLIEST and LATEST, between which the database keeps figures.
    Published series such as deflators go further back, so the value itself holds any year.
    """

    start: int

    EARLIEST: ClassVar["FinancialYear"]
    LATEST: ClassVar["FinancialYear"]
    FIRST: ClassVar["FinancialYear"]
    LAST: ClassVar["FinancialYear"]

    def __str__(self) -> str:
        return _written(self.start)

    @classmethod
    def parse(cls, text: str, also: Container["FinancialYear"] = ()) -> "FinancialYear":
        """Read `2009-10`, `2009/10` or `2009-2010`, as it is seen, with blanks around it.

        Beside the years that may be entered those of `also` are read, such as one that is stored there already.
        YearError codes: `missing`, `looks_like_date`, `ambiguous` (10-11, or one year alone) and
        `bad_year`.
        """
        try:
            return _BY_TEXT[text]  # Nearly every cell of a large file is written this way.
        except KeyError:
            year = cls(_start_of(as_seen(text).strip()))
        if not year.may_be_entered and year not in also:
            raise YearError("bad_year", year.why_not_entered)
        return year

    @classmethod
    def set_range(cls, first: str, last: str) -> None:
        """Let people enter the years from `first` to `last`. ValueError, in words, where that is no range."""
        earliest, latest = cls.EARLIEST, cls.LATEST
        said = f"{first} to {last} are no years that can be entered."
        try:
            begin, end = (cls(_start_of(text.strip())) for text in (first, last))
        except YearError as refused:
            raise ValueError(f"{said} {refused}") from None
        if not earliest <= begin <= end <= latest:
            raise ValueError(f"{said} Give a first and a last year within {earliest} to {latest}.")
        cls.FIRST, cls.LAST = begin, end
        _BY_TEXT.clear()
        _BY_TEXT.update((str(year), year) for year in cls.entered())

    @classmethod
    def entered(cls) -> list["FinancialYear"]:
        """The years that may be entered, the first one first."""
        return [cls(start) for start in range(cls.FIRST.start, cls.LAST.start + 1)]

    @classmethod
    def kept(cls) -> list["FinancialYear"]:
        """The years of which the database keeps figures, the first one first."""
        return [cls(start) for start in range(cls.EARLIEST.start, cls.LATEST.start + 1)]

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year in which a day falls."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def may_be_entered(self) -> bool:
        """Whether this site asks for it."""
        return self.FIRST <= self <= self.LAST

    @property
    def why_not_entered(self) -> str:
        """What is said of a year that may not be entered, and who can let it be where it could be kept."""
        said = f"{self} is outside the years that can be entered here. Use a year from {self.FIRST} to {self.LAST}"
        can_be_added = self.EARLIEST <= self <= self.LATEST
        return f"{said}, or ask whoever runs this site to add it." if can_be_added else f"{said}."

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next calendar year."""
        return date(self.start + 1, 3, 31)

    def has_begun(self, today: date) -> bool:
        """Whether `today` is on or after 1 April of this year."""
        return self.first_day <= today

    def has_ended(self, today: date) -> bool:
        """Whether `today` is after 31 March of this year."""
        return self.last_day < today

    def next(self) -> "FinancialYear":
        """The year after."""
        return FinancialYear(self.start + 1)

    def before(self) -> "FinancialYear":
        """The year before."""
        return FinancialYear(self.start - 1)


def _written(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02}"


def _start_of(text: str) -> int:
    """Return the start of the one year that `text` names, or refuse it."""
    match = _YEAR.fullmatch(text)
    if not match:
        raise _unreadable(text)
    start, end = int(match[1]), match[2]
    following = str(start + 1)
    if end not in (following, following[-2:]):
        raise YearError(
            "bad_year",
            f"{quoted(text)} is not one financial year: {start} is followed by {start + 1}. "
            f"Write {_written(start)}, if it is that.",
        )
    return start


def _unreadable(text: str) -> YearError:
    if not text:
        return YearError("missing", f"The financial year is left out. {HOW_TO_WRITE}")
    if is_like_a_date(text):
        return date_in_place_of_year(text)
    if _TWO_SHORT_YEARS.fullmatch(text):
        return YearError("ambiguous", f"{quoted(text)} {_may_be(text)}")
    if re.fullmatch(r"[0-9]{4}", text):
        either = f"{_written(int(text) - 1)} or {_written(int(text))}"
        return YearError(
            "ambiguous", f"{quoted(text)} could be {either}. Write {either}, whichever it is."
        )
    return YearError("bad_year", f"{quoted(text)} is not a financial year. {HOW_TO_WRITE}")


def _may_be(text: str) -> str:
    """What two numbers of two digits may be, and what to write.

    A day and a month only where one is a month and the other a day.
    """
    numbers = int(text[:2]), int(text[-2:])
    is_day = 1 <= min(numbers) <= 12 and max(numbers) <= 31
    century = 1900 if 1900 + numbers[0] >= FinancialYear.EARLIEST.start else 2000
    year = FinancialYear(century + numbers[0])
    if not str(year).endswith(text[-2:]):
        said = "could be a day and a month." if is_day else "is not a financial year."
        return f"{said} {HOW_TO_WRITE}"
    if is_day:
        return f"could be the year {year} or a day and a month. If it is the year, write {year}."
    return f"could be the year {year}, but does not say the century. Write {year}, if it is that."


def is_like_a_date(text: str) -> bool:
    """Whether the text is a day or a month, as spreadsheet programs show one."""
    return _DATE.fullmatch(as_seen(text).strip()) is not None


def date_in_place_of_year(value: object) -> YearError:
    """The refusal of a date where a year should be; spreadsheet programs make one out of 10-11, and of 2007-08."""
    said = f"{quoted(value)} is a date, not a financial year."
    if year := _turned_by_excel(as_seen(str(value)).strip()):
        made = (
            value
            if isinstance(value, str)
            else f"{date(year.start, (year.start + 1) % 100, 1):%b-%y}"
        )
        return YearError(
            "looks_like_date",
            f"{said} Excel makes it of {year}. Write the year as {year}.",
            f"Excel has turned the year {year} into {shown(made)}: it takes the second half for a month. Set the "
            f"format of the column to Text and write {year} again, or write {year.start}-{year.start + 1}, which Excel "
            "leaves as it is.",
        )
    return YearError(
        "looks_like_date",
        f"{said} {HOW_TO_WRITE}",
        f"{said} The spreadsheet program may have changed what was typed. Set the column’s format to Text, then "
        "write the year as 2009-10.",
    )


def _turned_by_excel(text: str) -> FinancialYear | None:
    """The year of which Excel makes this month; None where it is another day or month."""
    found = {
        FinancialYear(start)
        for month, start in _firsts_of_months(text)
        if 1 <= month <= 12 and (start + 1) % 100 == month
    }
    return found.pop() if len(found) == 1 else None


def _firsts_of_months(text: str) -> Iterator[tuple[int, int]]:
    """The month and the year of which this may be the first day, in each way to read it."""
    if match := _MONTH_AND_YEAR.fullmatch(text):
        yield _MONTHS.index(match[1][:3].lower()) + 1, _whole_year(match[2])
    if match := _YEAR_FIRST.fullmatch(text):
        yield int(match[2]), int(match[1])
    for written in (_DAY_FIRST, _MONTH_FIRST):
        if match := written.fullmatch(text):
            yield int(match[1]), _whole_year(match[2])


def _whole_year(digits: str) -> int:
    """07 is 2007: only years from 2000-01 to 2011-12 end in a number that a month has."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits[-2:])


_BY_TEXT: dict[str, FinancialYear] = {}
FinancialYear.EARLIEST = FinancialYear(1990)
FinancialYear.LATEST = FinancialYear(2059)
FinancialYear.FIRST, FinancialYear.LAST = FinancialYear.EARLIEST, FinancialYear.LATEST
