"""What does a vintage of deflators lack, and what is not worked out by it until that is there? In words.

No two vintages are ever mixed, so a claim needs one that has all of its years and the year whose prices it is in.
"""

from collections.abc import Collection
from datetime import date

from savings.appraisal.words import day_in_words, years_in_words
from savings.models import Deflator
from totalplace.financial_year import FinancialYear

WHAT_FOLLOWS = (
    "A claim with one of these years is worked out by another vintage that has all of its years; where there is none, "
    "it shows no real terms and no present value."
)


def gap_of(day: date, *, had: Collection[FinancialYear] = ()) -> str:
    """What is wrong with the vintage of `day`, which `had` these years too; empty where nothing is."""
    base_of = dict(
        Deflator.objects.filter(vintage_date=day).values_list("financial_year", "base_year")
    )
    bases = set(base_of.values())
    if len(bases) > 1:
        named = " and ".join(map(str, sorted(bases)))
        return (
            f"The deflators of {day_in_words(day)} name more than one base year: {named}. "
            "None of them is used until all name the same. Change those that are wrong."
        )
    missing = _expected(day, base_of, had) - base_of.keys() if base_of else set()
    if not missing:
        return ""
    follows = WHAT_FOLLOWS
    if bases <= missing:
        follows = f"None of them is used until there is one for {bases.pop()}, their base year."
    return (
        f"The deflators of {day_in_words(day)} have none for {years_in_words(missing)}. {follows} "
        "Add the missing years with this date."
    )


def _expected(
    day: date, base_of: dict[FinancialYear, FinancialYear], had: Collection[FinancialYear]
) -> set[FinancialYear]:
    """From its first year to its last, its base year, what it had, and what the vintage before it has."""
    span = range(min(base_of).start, max(base_of).start + 1)
    earlier = Deflator.objects.filter(vintage_date__lt=day).order_by("-vintage_date")
    before = Deflator.objects.filter(vintage_date=earlier.values("vintage_date")[:1])
    return {
        *map(FinancialYear, span),
        *base_of.values(),
        *had,
        *before.values_list("financial_year", flat=True),
    }
