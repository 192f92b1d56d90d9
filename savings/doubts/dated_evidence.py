"""Which of the evidence that a claim cites is too old for what it is to show, or is to be looked at again?

Signs for a reader (docs/method/review.md §2). What has no date of its own, or none that is a day, a month or a year,
is none.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import get_text_list

from savings.evidence.own_date import in_words, span_of
from savings.models import Evidence
from savings.models.choices import Reason
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import quoted

NAMED = 3  # At most; the others are counted.


def signs_of_dates(
    cited: Iterable[Evidence],
    *,
    baseline: FinancialYear | None,
    actual: FinancialYear | None,
    today: date,
) -> Iterator[tuple[str, str]]:
    """The reason code and the words of each sign.

    `baseline` is the year that the saving is compared with, `actual` the first of which it states what was saved.
    """
    items = list({item.pk: item for item in cited}.values())
    if old := [item for item in items if baseline and _ends_before(item, baseline)]:
        words = _named(old, [f"dated {in_words(item.own_date)}" for item in old])
        yield Reason.BASELINE, f"Older than {baseline}, which the saving is compared with: {words}."
    if items and actual and all(_ends_before(item, actual) for item in items):
        words = _named(items, [f"dated {in_words(item.own_date)}" for item in items])
        yield (
            Reason.NO_EVIDENCE,
            f"All evidence ends before {actual}, the first year of the actual saving: {words}.",
        )
    if late := [item for item in items if item.review_by and item.review_by < today]:
        words = _named(late, [f"by {item.review_by:%-d %B %Y}" for item in late])
        yield Reason.NO_EVIDENCE, f"Its review date has passed: {words}."


def _ends_before(item: Evidence, year: FinancialYear) -> bool:
    span = span_of(item.own_date)
    return span is not None and span.last < date(year.start, 4, 1)


def _named(items: list[Evidence], dates: list[str]) -> str:
    named = [f"{quoted(item.title)}, {day}" for item, day in zip(items, dates, strict=True)]
    left = len(named) - NAMED
    more = [f"{left} more"] if left > 0 else []
    return get_text_list([*named[:NAMED], *more], "and")
