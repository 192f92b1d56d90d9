"""What do the words of a headline say: which amount, in what, over what? Pure: nothing is stored, nothing is guessed.

*£240,000 a year*, *£1.2m over three years*, *3–5 %*, *£2 for every £1* and *not yet known* are read; words that
could mean two things are refused, with what makes them unclear, so that a person says what they mean.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.models.choices import Basis, Bound, GrossOrNet, Measure
from totalplace.misread_numbers import says_other_money
from totalplace.money import format_pounds, with_commas
from totalplace.refused_value import ValueRefused
from totalplace.seen_text import as_seen

MOST = Decimal("999999999999.99")  # As large as any amount of a claim.
PLACES = 3  # Decimal places that a headline's amount is kept with.


class NotRead(ValueRefused):
    """Words that have a number in them, and do not say plainly what it is."""


@dataclass(frozen=True)
class Read:
    """What was read, in the fields of a headline. Amounts are pounds, percent or pounds for each £1, by `measure`."""

    measure: str = Measure.WORDS
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None
    bound: str = Bound.NONE
    basis: str = Basis.NOT_STATED
    period_years: int | None = None
    gross_or_net: str = GrossOrNet.NOT_STATED

    @property
    def words(self) -> str:
        """The same in plain words, for whoever wrote the headline: `About £240,000, per year`."""
        return _in_words(self)


_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SIZE = r"(?:k|m|mn|bn|thousand|million|billion)\b"
_SIZES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
# A number with nothing of another number beside it: 1,20,000 and 1.200.000 are none.
_ALONE = rf"(?<![0-9.,])({_NUMBER})(?![0-9]|[.,][0-9])"
# Digits apart, which may be one number or two: 240 000, 240'000, 240, 000.
_APART = re.compile(
    r"[0-9](?: |['\u2019_\u00b7] ?)[0-9]|(?<![0-9])[0-9]{1,3}(?: ,|, )[0-9]{3}(?![0-9])"
)
_MONEY = re.compile(rf"£ ?{_ALONE} ?({_SIZE})?|{_ALONE} ?({_SIZE})? ?(?:pounds\b|gbp\b)")
# Between the ends of a range, of which the first may leave its size to the second: £720-780m.
_RANGE = re.compile(
    rf"£ ?{_ALONE} ?({_SIZE})? ?(?:-|to|and) ?£? ?{_ALONE} ?({_SIZE})?(?![0-9%]| ?(?:%|years?\b))"
)
_PERCENT = re.compile(rf"(?:{_ALONE} ?%? ?(?:-|to|and) ?)?{_ALONE} ?%")
_FOR_EACH_POUND = re.compile(
    r"(?:(?:for|per|to) (?:every |each )?|every |each )£ ?1(?:\.00?)?(?![0-9.,]|[ ]?(?:k|m|bn|million)\b)"
)
_RATIO = re.compile(rf"{_ALONE} ?(?::|to) ?1(?![0-9.,:])(?! ?(?:%|k|m|bn|million|year))")
_YEAR_NUMBER = re.compile(r"\b(?:19|20)[0-9]{2}(?: ?[-/] ?(?:[0-9]{4}|[0-9]{2}))?\b")

_COUNTS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
]
_AS_NUMBERS = dict(zip(_COUNTS, [*range(1, 13), 15, 20], strict=True))
_COUNT = rf"([0-9]{{1,2}}|{'|'.join(_COUNTS)})"
_PERIOD = re.compile(
    rf"\b(?:over|across|during|within|in|for)(?: a period of)?(?: the)?(?: (?:next|first|coming|whole|full))?"
    rf" (?:a )?{_COUNT}[- ]?(?:years?\b|yrs?\b)(?: period)?"
)
_PER_YEAR = re.compile(
    r"\b(?:a|per|each|every) (?:financial )?(?:year|yr|annum)\b|\bannually\b|\byearly\b|\bannual\b"
    r"|\bp\.? ?a\.?(?![a-z])|/ ?(?:year|yr|annum)\b"
)
_OTHER_SPAN = re.compile(
    r"\b(?:a|per|each|every) (?:week|month|day|quarter|hour)\b|\b(?:week|month|dai|quarter)ly\b"
)
_PERSON_WEEK = re.compile(
    r"\b(?:per|a|each) (?:person|head|child|client|user|resident)\b.*\bweek\b"
)
_EACH = re.compile(
    r"\b(?:per|for each|for every) (?!year|annum|yr|cent|week|month|day|quarter|financial)[a-z]+|\beach$|\bper head\b"
)
_BY_YEAR = re.compile(rf"\bby (?:the end of )?{_YEAR_NUMBER.pattern}")
_IN_YEAR = re.compile(rf"\b(?:in|for|during) {_YEAR_NUMBER.pattern}")
_IN_TOTAL = re.compile(r"\b(?:in total|altogether|in all)\b")
_COSTS_OFF = {
    GrossOrNet.NET_PRESENT_VALUE: re.compile(r"\bnet present value\b|\bnpv\b"),
    GrossOrNet.NET: re.compile(r"\bnet\b(?! present)"),
    GrossOrNet.GROSS: re.compile(r"\bgross\b"),
}
_OF_A_BASE = re.compile(r"% (?:of|off|in|less|lower|fewer|cut|reduction|saving)\b")
_MINUS = re.compile(r"(?:^|[\s(])-\s?£|£\s?-")

# What stands right before the amount, or right after it.
_BEFORE = {
    Bound.AT_LEAST: (
        r"(?:at least|more than|over|above|not less than|no less than|a minimum of|upwards of|in excess of|>)"
    ),
    Bound.UP_TO: r"(?:up to|at most|no more than|not more than|less than|under|below|a maximum of|<)",
    Bound.ABOUT: r"(?:about|around|approximately|approx\.?|circa|c\.?|some|roughly|nearly|almost|~)",
}
_AFTER = {
    Bound.AT_LEAST: r"(?:\+|or more\b|plus\b)",
    Bound.UP_TO: r"(?:or less\b|at most\b)",
    Bound.ABOUT: r"(?:or so\b|approximately\b|approx\b)",
}
_BOUND_WORDS = {Bound.AT_LEAST: "at least", Bound.UP_TO: "up to", Bound.ABOUT: "about"}


def read_headline(words: str) -> Read:
    """What the words say; `Read()` where they have no amount in them. Raises NotRead where they are unclear."""
    text = _plain(words)
    if not re.search(r"[0-9]", text):
        return Read()
    _refuse_no_plain_amount(text)
    if _FOR_EACH_POUND.search(text) or (_RATIO.search(text) and "£" not in text):
        return _ratio(text)
    money, percent = bool(_MONEY.search(text)), "%" in text
    if money and percent:
        raise _unclear("There are pounds and percent.")
    if money:
        return _money(text)
    if percent:
        return _percentage(text)
    raise _unclear(
        "There is a number without a unit: write £ before pounds, or % after a percentage."
    )


def _plain(words: str) -> str:
    """The words with one kind of dash and blank, in small letters, and one way to write percent."""
    text = re.sub("[\u2014\u2015]", "-", as_seen(words))
    text = " ".join(with_commas(text).split()).lower()
    text = re.sub(r"\bper ?cent\b|\bpercent\b|\bpc\b", "%", text)
    return re.sub(r" +%", "%", text)


def _refuse_no_plain_amount(text: str) -> None:
    if _APART.search(text):
        raise _unclear("There is a gap between digits, so they may be one number or two.")
    if says_other_money(text):
        raise _unclear("The amount is not in pounds.")
    if _MINUS.search(text):
        raise _unclear("The amount has a minus.")


def _unclear(why: str) -> NotRead:
    return NotRead("unclear", f"{why} Say what it means.")


def _money(text: str) -> Read:
    found = _span(text)
    start, end, *ends = found
    if any(amount != round(amount, 2) for amount in ends):
        raise _unclear("The amount has too many decimal places for pounds and pence.")
    rest = f"{text[:start]} # {text[end:]}"
    if _MONEY.search(rest) or "£" in rest:
        raise _unclear("There is more than one amount.")
    measure, basis, years = Measure.MONEY.value, *_basis(rest)
    if _PERSON_WEEK.search(rest):
        measure, basis = Measure.UNIT_COST.value, Basis.PER_PERSON_PER_WEEK.value
    elif _OTHER_SPAN.search(rest):
        raise _unclear("The amount is not by year.")
    elif _EACH.search(rest.strip()):
        measure = Measure.UNIT_COST.value
    return _bounded(text, found, measure, basis, years)


def _span(text: str) -> tuple[int, int, Decimal, Decimal]:
    """Where the amount or range of pounds stands, and its ends."""
    if match := _RANGE.search(text):
        low = _number(match[1], match[2] or _left_to(match[4], match[1]))
        high = _number(match[3], match[4])
        if low < high:
            return *match.span(), low, high
        raise _unclear("The two ends of the range are unclear.")
    match = _MONEY.search(text)
    if match is None:
        raise _unclear("The amount cannot be read.")
    amount = _number(match[1] or match[3], match[2] or match[4])
    return *match.span(), amount, amount


def _left_to(size: str | None, digits: str) -> str | None:
    """The size that the first end of a range leaves to the second: £720-780m; but £240,000 is written out."""
    return None if len(digits) > 3 and "." not in digits else size


def _number(digits: str, size: str | None) -> Decimal:
    amount = Decimal(digits.replace(",", "")).scaleb(_SIZES[size] if size else 0)
    if amount > MOST:
        raise _unclear("The amount is too large.")
    if amount != round(amount, PLACES):
        raise _unclear("The amount has too many decimal places.")
    return amount


def _percentage(text: str) -> Read:
    found = list(_PERCENT.finditer(text))
    if len(found) != 1:
        raise _unclear("There is more than one percentage, or one that cannot be read.")
    [match] = found
    low, high = _number(match[1] or match[2], None), _number(match[2], None)
    if low > high:
        raise _unclear("The two ends of the range are unclear.")
    rest = f"{text[: match.start()]} # {text[match.end() :]}"
    basis, years = _basis(rest)
    if basis == Basis.NOT_STATED and _OF_A_BASE.search(text):
        basis = Basis.SHARE_OF_BASE.value
    span = *match.span(), low, high
    return _bounded(text, span, Measure.PERCENTAGE.value, basis, years)


def _ratio(text: str) -> Read:
    """Pounds saved for each £1, as `amount_low` and `amount_high`."""
    each = _FOR_EACH_POUND.search(text)
    if each:
        rest = f"{text[: each.start()]} # {text[each.end() :]}"
        span = _span(rest)
        left = f"{rest[: span[0]]} # {rest[span[1] :]}"
        if "£" in left:
            raise _unclear("There is more than one amount.")
        return _bounded(rest, span, Measure.RATIO.value, Basis.RATIO.value, _basis(left)[1])
    match = _RATIO.search(text)
    if match is None:
        raise _unclear("The ratio cannot be read.")
    amount = _number(match[1], None)
    rest = f"{text[: match.start()]} # {text[match.end() :]}"
    span = *match.span(), amount, amount
    return _bounded(text, span, Measure.RATIO.value, Basis.RATIO.value, _basis(rest)[1])


def _basis(rest: str) -> tuple[str, int | None]:
    """What the amount is over, by the words beside it, and how many years that is."""
    years = _period(rest)
    if _PER_YEAR.search(rest):
        return Basis.PER_YEAR.value, years
    if years is not None or _IN_TOTAL.search(rest):
        return Basis.TOTAL_OVER_PERIOD.value, years
    if _BY_YEAR.search(rest):
        return Basis.CUMULATIVE_BY_YEAR.value, None
    # Of several years it may be of each or of all.
    if _IN_YEAR.search(rest) and len(_YEAR_NUMBER.findall(rest)) == 1:
        return Basis.SINGLE_YEAR.value, None
    return Basis.NOT_STATED.value, None


def _period(rest: str) -> int | None:
    found = {match[1] for match in _PERIOD.finditer(rest)}
    if len(found) > 1:
        raise _unclear("There is more than one period.")
    return next((_AS_NUMBERS.get(count) or int(count) for count in found), None)


def _bounded(
    text: str, span: tuple[int, int, Decimal, Decimal], measure: str, basis: str, years: int | None
) -> Read:
    start, end, low, high = span
    bound = Bound.RANGE.value if low != high else _bound(text[:start].rstrip(), text[end:].lstrip())
    return Read(
        measure=measure,
        amount_low=None if bound == Bound.UP_TO else low,
        amount_high=None if bound == Bound.AT_LEAST else high,
        bound=bound,
        basis=basis,
        period_years=years or None,
        gross_or_net=_gross_or_net(text),
    )


def _gross_or_net(text: str) -> str:
    found = [code.value for code, words in _COSTS_OFF.items() if words.search(text)]
    return found[0] if len(found) == 1 else GrossOrNet.NOT_STATED.value


def _bound(before: str, after: str) -> str:
    for bound, words in _BEFORE.items():
        if re.search(rf"(?:^|[^a-z]){words}$", before):
            return bound.value
    for bound, words in _AFTER.items():
        if re.match(words, after):
            return bound.value
    return Bound.EXACT.value


def _in_words(read: Read) -> str:
    """`About £240,000, per year`; `£720,000,000 to £780,000,000, in total over 5 years`; `No amount`."""
    amounts = [amount for amount in (read.amount_low, read.amount_high) if amount is not None]
    if not amounts:
        return "No amount"
    shown = " to ".join(dict.fromkeys(_amount(read.measure, amount) for amount in amounts))
    bounded = f"{_BOUND_WORDS.get(Bound(read.bound), '')} {shown}".strip()
    said = ", ".join(filter(None, [bounded, *_over(read)]))
    return said[:1].upper() + said[1:]


def _amount(measure: str, amount: Decimal) -> str:
    if measure == Measure.PERCENTAGE:
        return f"{amount.normalize():,f}%"
    pounds = format_pounds(amount) if amount == round(amount, 2) else f"£{amount:,}"
    return f"{pounds} for each £1" if measure == Measure.RATIO else pounds


def _over(read: Read) -> Iterable[str]:
    for_years = (
        f"over {read.period_years} year{'s' * (read.period_years != 1)}"
        if read.period_years
        else ""
    )
    is_silent = read.gross_or_net == GrossOrNet.NOT_STATED
    yield "" if is_silent else GrossOrNet(read.gross_or_net).label.lower()
    yield "for each unit" if _is_by_unit(read) else ""
    if read.basis == Basis.TOTAL_OVER_PERIOD:
        yield f"in total {for_years}".strip()
    else:
        silent = (Basis.NOT_STATED, Basis.RATIO)
        yield "" if read.basis in silent else Basis(read.basis).label.lower()
        yield for_years


def _is_by_unit(read: Read) -> bool:
    return read.measure == Measure.UNIT_COST and read.basis != Basis.PER_PERSON_PER_WEEK
