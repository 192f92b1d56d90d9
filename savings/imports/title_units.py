"""Which words of a title say in which unit amounts are?"""

import re

_UNIT = re.compile(
    r"(?:£|gbp)?['\u2019,]?(?:000['\u2019]?s?|k|m|mn|bn|thousands?|millions?|billions?|%|percent|pence|p|€|\$|eur|usd)",
)
# What is said around a unit where it is that of a whole table: "all figures in £000".
_ABOUT_ALL = re.compile(
    r"all|figures?|amounts?|values?|numbers?|in|are|is|of|the|shown|stated|units?|pounds|[():,.]"
)


def is_unit(word: str) -> bool:
    """Whether a word, in small letters and without brackets, is a unit other than pounds, such as `£000` or `k`."""
    return _UNIT.fullmatch(word) is not None


def says_only_a_unit(title: str) -> bool:
    """Whether a title says nothing but in which unit a whole table is, such as `£000` or `All figures in £k`."""
    rest = [word for word in title.casefold().split() if not _ABOUT_ALL.fullmatch(word)]
    return bool(rest) and is_unit("".join(rest).strip("()[],:."))
