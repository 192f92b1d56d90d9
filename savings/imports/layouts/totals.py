"""Do the words of a row in a place's own sheet say that it adds up others, or are they those of a saving?"""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from savings.imports.title_units import is_unit
from totalplace.seen_text import folded

_NEAR = Decimal("0.01")  # A total of amounts that were rounded one by one.
# As in "Sub-total" and "Council totals".
_ENDS = re.compile(r"(?:.*[\W_])?(?:sub[-\s]*)?totals?")
_BEGINS = re.compile(r"(?:(?:grand|overall|net|gross)\s+)?(?:sub[-\s]*)?totals?\b(.*)")
_OF_SOMETHING = re.compile(r"\s*(?:(?:for|of)\b|[:\u2013-]).*")
_NET = re.compile(r"(?:overall\s+)?net\s+(?:position|savings?|effect|impact)")
# What stands around a total of a whole list or part, and names no saving: "Total approved savings to date".
_PLAIN = frozenset(
    [
        "agreed",
        "all",
        "amount",
        "and",
        "annum",
        "approved",
        "authority",
        "budget",
        "by",
        "cashable",
        "corporate",
        "cost",
        "costs",
        "council",
        "date",
        "delivered",
        "department",
        "directorate",
        "efficiencies",
        "existing",
        "expenditure",
        "forecast",
        "gap",
        "gross",
        "growth",
        "identified",
        "impact",
        "in",
        "income",
        "net",
        "new",
        "non",
        "per",
        "planned",
        "position",
        "pressures",
        "programme",
        "proposals",
        "proposed",
        "reductions",
        "requirement",
        "saving",
        "savings",
        "services",
        "target",
        "the",
        "to",
        "value",
        "year",
        "years",
        "pounds",
        "thousands",
        "millions",
    ]
)


def is_total_in_words(words: str, names: Collection[str]) -> bool:
    """Whether words are a total by themselves, or with one of `names`, folded, which stand as headings and services."""
    said = _said(words)
    if _ENDS.fullmatch(said) or _NET.fullmatch(said):
        return True
    begins = _BEGINS.fullmatch(said)
    if not begins:
        return False
    rest = begins[1]
    if _OF_SOMETHING.fullmatch(rest) or rest.strip() in names:
        return True
    return all(word in _PLAIN or is_unit(word) for word in re.findall(r"[^\W\d_]+", rest))


def begins_as_total(words: str) -> bool:
    """Whether words may be those of a total: they are if the row adds up others."""
    return _BEGINS.fullmatch(_said(words)) is not None


def _said(words: str) -> str:
    return folded(words).strip(" .:")


def is_near(sums: Mapping[int, Decimal], said: Mapping[int, Decimal]) -> bool:
    """Whether each amount of a row is about what others come to: they may have been rounded one by one."""
    return all(abs(sums[column] - pounds) <= _NEAR * abs(pounds) for column, pounds in said.items())
