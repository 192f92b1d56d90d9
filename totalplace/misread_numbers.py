"""Why can this text not be read as a number, and what should the person type instead?

Asked only after `totalplace.money` has failed to read the text, so nothing here makes a refused
value acceptable. The first line of REFUSALS that fits the whole text gives the code and the words.
Where the text could mean two numbers the words give both: taking a comma away would turn `12,5`
into 125 in silence.
"""

import re
import unicodedata
from typing import NamedTuple

from totalplace.refused_value import quoted

LONGEST = 60  # Longer text is never a number, and every pattern below stays quick.

NO_MINUS = "Enter the amount as a plain number, without a minus."


class _Refusal(NamedTuple):
    pattern: re.Pattern[str]
    code: str
    # May name {text}, {point} (a comma read as a decimal point) and {joined} (all marks taken out).
    message: str
    # What to do, where that is not the same in a box of a page, in a spreadsheet, and in its cells that may be blank.
    in_box: str = ""
    in_sheet: str = ""
    in_optional_cell: str = ""

    def words(self, advice: str, **readings: object) -> str:
        return f"{self.message} {advice}".strip().format(**readings)


def _refusal(pattern: str, *words: str) -> _Refusal:
    return _Refusal(re.compile(pattern, re.IGNORECASE | re.DOTALL), *words)


_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_UNIT = (
    r"(?:['\u2019]000s?\b|000['\u2019]?s\b|(?:k|m|mn|mln|mio|b|bn|tn|p|pence"
    r"|hundreds?|thousands?|millions?|billions?)\b)"
)
_POUNDS = r"(?:£|gbp)?\s*"
_CURRENCIES = r"\b(?:eur|euros?|usd|dollars?)\b"
_OTHER_MONEY = re.compile(rf"{_CURRENCIES}|\bpence\b|[0-9]\s?p\b|\(p\)", re.IGNORECASE)
_THOUSANDS = re.compile(
    r"(?<![\d,])['\u2019,]?000['\u2019]?s?\b|[x\u00d7]\s?1,?000\b"
    r"|\b(?:thousand|million|billion)s?\b|\b(?:k|m|mn|mln|mil|mio|bn)\b",
    re.IGNORECASE,
)

_BLANK = [
    _refusal(r"", "missing", "The amount is left out. Type a number; if it is nothing, type 0."),
    _refusal(
        r"£?\s*[-\u2212\u2013\u2014]+",
        "not_a_number",
        "{text} is not a number. If the amount is nothing, type 0.",
        "If it is not known yet, leave the box empty.",
        "If it is not known yet, leave the row out.",
        "If it is not known yet, leave the cell blank.",
    ),
]
_SIGNS = [
    _refusal(
        r"£?\s*\(.*\)",
        "not_a_number",
        "{text} is in brackets, which can mean a minus. " + NO_MINUS,
    ),
    _refusal(
        r"£?\s*[-\u2212\u2013\u2014]\s*£?\s*[0-9.].*|£?\s*[0-9][0-9,.]*\s*[-\u2212\u2013\u2014]",
        "not_a_number",
        "{text} has a minus. " + NO_MINUS,
    ),
    _refusal(r"£?\s*\+.*", "not_a_number", "{text} has a plus. Type the number without it."),
]
_NOT_AMOUNTS = [
    _refusal(
        r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)|Err:[0-9]+",
        "cell_error",
        "{text} is an error of the spreadsheet, not a number.",
        "Type the number.",
        "Correct the formula, or type the number.",
    ),
    _refusal(r"true|false", "type", "{text} is true or false, not a number. Type the amount."),
    _refusal(
        r"[+-]?(?:inf|infinity|∞)",
        "not_finite",
        "{text} is not an amount. Type the amount as a number.",
    ),
    _refusal(
        rf"[0-9]{{1,4}}[/-][0-9]{{1,2}}[/-][0-9]{{1,4}}|[0-9]{{1,2}}[ -]*{_MONTH}.*|{_MONTH}[ "
        rf"-]*[0-9]{{2,4}}",
        "looks_like_date",
        "{text} is a date, not an amount.",
        "Type the amount.",
        "Set the column’s format to Number and type the amount.",
    ),
]
_UNITS = [
    _refusal(
        r"[0-9.,\s]*(?:%|‰|per\s*cent\b).*",
        "unit",
        "{text} is a percentage. Type the number without its sign, and an amount in pounds.",
    ),
    _refusal(
        rf"£?\s*[0-9][0-9.,\s]*{_POUNDS}{_UNIT}.*|{_POUNDS}{_UNIT}",
        "unit",
        "{text} has a unit in it. Type every digit of the amount in pounds, such as 1200000 for 1.2m.",
    ),
    _refusal(
        r"£?\s*000",
        "unit",
        "{text} says that amounts are in thousands. Type every digit of the amount in pounds; if it is nothing, type "
        "0.",
    ),
    _refusal(
        rf".*{_CURRENCIES}.*",
        "currency",
        "{text} is not in pounds. Type the amount in pounds.",
    ),
]
_SPELLINGS = [
    _refusal(
        r"£?\s*[0-9][0-9.,]*e[+-]?[0-9]+",
        "not_a_number",
        "{text} is a number in shortened (scientific) form, which may have lost digits.",
        "Type every digit.",
        "Set the column’s format to Number and type every digit.",
    ),
    _refusal(
        r".*(?![0-9])\d.*",
        "not_a_number",
        "{text} is not written with the digits 0 to 9. Type it again with those.",
    ),
    _refusal(
        r"£?\s*[0-9.,]*_[0-9._,]*",
        "not_a_number",
        "{text} has an underscore in it. Type only the digits.",
    ),
    _refusal(
        r"£?\s*\.[0-9]+|£?\s*[0-9,]+\.",
        "not_a_number",
        "{text} has no digit on one side of its point. Type it in full, such as 0.50.",
    ),
]
_MARKS = [
    _refusal(
        r"£?\s*[0-9]{1,3}\.[0-9]{3}",
        "too_precise",
        "{text} has more than {places} decimal places. It could also mean {joined}, with the point "
        "between "
        "thousands. Type the amount you mean, such as {joined} or {rounded}.",
    ),
    _refusal(
        r"£?\s*[0-9][0-9,]*\.[0-9]+",
        "too_precise",
        "{text} has more than {places} decimal places. Round it, and type it again.",
    ),
    _refusal(
        r"£?\s*[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*",
        "ambiguous",
        "{text} uses a point between thousands or a comma for the decimal point. "
        "Type the amount with no comma and with a point for pence.",
    ),
    _refusal(
        r"£?\s*[0-9]+,[0-9]*",
        "ambiguous",
        "{text} could mean {point} or {joined}. Type the one you mean.",
    ),
    _refusal(
        r"£?\s*[0-9]+(?:,[0-9]*)+(?:\.[0-9]*)?",
        "ambiguous",
        "{text} has commas that are not before every third digit, so it could mean {joined} "
        "or "
        "several numbers. Type the amount without commas.",
    ),
    _refusal(
        r"£?\s*[0-9][0-9,.]*(?:\s+[0-9][0-9,.]*)+",
        "ambiguous",
        "{text} could mean {joined} or several numbers. Type one number without blanks.",
    ),
]
# Of what none of the others fits.
_NO_NUMBER = _refusal(
    r".*",
    "not_a_number",
    "{text} is not a number. Type the amount in figures, such as 1234.50. If it is not known yet,",
    "leave the box empty.",
    "leave the row out.",
    "leave the cell blank.",
)
REFUSALS = [*_BLANK, *_SIGNS, *_NOT_AMOUNTS, *_UNITS, *_SPELLINGS, *_MARKS]

_DIGITS_ONLY = re.compile(r"£?\s*([0-9][0-9,]*)(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"£?\s*[0-9.]+e\+?([0-9]+)", re.IGNORECASE)
_WHOLE_DIGITS = 12  # of the largest amount


def refusal_of(text: str, places: int) -> tuple[str, ...]:
    """What a `ValueRefused` takes, for `text`, which is not a number of at most `places` decimals."""
    text = text.strip()
    if _is_too_large(text):
        return too_large(text)
    if len(text) > LONGEST:
        return "not_a_number", f"{quoted(text)} is not a number. Type the amount in figures."
    refusal = next((one for one in REFUSALS if one.pattern.fullmatch(text)), _NO_NUMBER)
    if refusal is _NO_NUMBER and says_other_money(text):
        return "currency", f"{quoted(text)} is not in pounds. Type the amount in pounds."
    readings = _readings(text, places)
    advices = refusal.in_box, refusal.in_sheet, refusal.in_optional_cell or refusal.in_sheet
    return refusal.code, *(refusal.words(advice, **readings) for advice in advices)


def says_thousands(words: str) -> bool:
    """Whether words beside amounts, such as a heading, say that they are in thousands or millions of pounds."""
    return _THOUSANDS.search(words) is not None


def says_other_money(words: str) -> bool:
    """Whether words beside amounts, such as a heading, say that they are pence or in another currency than pounds."""
    has_sign = any(unicodedata.category(mark) == "Sc" and mark != "£" for mark in words)
    return has_sign or _OTHER_MONEY.search(words) is not None


def too_large(value: object) -> tuple[str, str]:
    """Return the code and the message for an amount above the largest."""
    message = (
        f"{quoted(value)} is more than £999,999,999,999.99, the largest amount. "
        "Check that it is an amount of money, in pounds."
    )
    return "too_large", message


def _is_too_large(text: str) -> bool:
    if match := _DIGITS_ONLY.fullmatch(text):
        return len(match[1].replace(",", "").lstrip("0")) > _WHOLE_DIGITS
    match = _EXPONENT.fullmatch(text)
    # Twenty digits is far more than an exponent needs, and `int` of a very long text is slow.
    return match is not None and (len(match[1]) > 20 or int(match[1]) > _WHOLE_DIGITS)


def _readings(text: str, places: int) -> dict[str, object]:
    bare = text.lstrip("£").strip()
    # A point that follows commas is the decimal point; one that stands alone may be a thousands
    # mark.
    marks = r"[,\s]" if re.search(r"[,\s]", bare) else r"\."
    return {
        "text": quoted(text),
        "point": bare.replace(",", ".").rstrip("."),
        "joined": re.sub(marks, "", bare).lstrip("0") or "0",
        "rounded": bare[: places - 3] if places < 3 else bare,
        "places": {2: "two", 3: "three"}.get(places, places),
    }
