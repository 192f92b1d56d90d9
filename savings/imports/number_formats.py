"""What does a spreadsheet program show for a number of an XLSX workbook? `250` may be seen as 250k, and 0.05 as 5%.

A format is read by a grammar. Where it holds what the grammar has no word for, such as a date, nothing is said of it,
and so it is never taken for an amount. Whether what is shown reads as the pounds is for `shown_amounts`.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property

from savings.imports.sheet_facts import read_xml
from savings.imports.shown_amounts import rounding_or_flaw

GENERAL = "General"
# Those that a file uses by number alone. In the last ones a program puts the currency of the machine that it runs on.
_BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0", 49: "@",
    37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)",
    **dict.fromkeys([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)], "d/m/yyyy h:mm"),
    **dict.fromkeys([5, 6, 41, 42], "£#,##0;-£#,##0"), **dict.fromkeys([7, 8, 43, 44], "£#,##0.00;-£#,##0.00"),
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|\\(?P<escaped>.)"
    r"|\[(?P<tag>[^\]]*)\]"
    r"|_(?P<gap>.)"
    r"|\*(?P<fill>.)"
    r"|(?P<general>general|@)"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[;,.%])"
    r"|(?P<unknown>[\w/!\\\"\[\]*])"
    r"|(?P<bare>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+", re.IGNORECASE
)
# A longer code of the language may also change the digits.
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-F]{1,4}|-[A-Z]{2,3}(?:-[A-Z]{2,4})?)?", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_NO_DIGIT = {"0": "0", "?": " ", "#": ""}  # What stands where the number has none.
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


class NumberFormat:
    """One format, by its code as the file has it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._sections = _sections_of(code)

    @cached_property
    def shows_whole_pounds(self) -> bool:
        """Whether every whole number above zero is shown to its last digit and as pounds: asked of each cell."""
        if any(section.condition for section in self._sections):
            return False
        return all(
            (shown := self.shown(number)) is not None and rounding_or_flaw(shown, number) is None
            for number in map(Decimal, (1, 12, 1234567, 10**12))
        )

    def shown(self, number: Decimal) -> str | None:
        """What is shown for the number, between -10 ** 15 and 10 ** 15; None where the grammar cannot say."""
        section, has_own_minus = self._section_of(number)
        shown = section.shown(abs(number)) if section else None
        return f"-{shown}" if shown is not None and number < 0 and not has_own_minus else shown

    def _section_of(self, number: Decimal) -> "tuple[_Section | None, bool]":
        """The section for the number, and whether that writes the minus of its numbers itself."""
        numbers = self._sections[:3]
        if len(self._sections) in (2, 3) and ("general", "@") in numbers[-1].pieces:
            del numbers[-1]  # That is for text.
        if any(section.condition for section in numbers):
            return _by_condition(numbers, number), False
        if number < 0 and len(numbers) > 1:
            return numbers[1], True
        return numbers[2 if number == 0 and len(numbers) > 2 else 0], False


@dataclass
class _Section:
    """A format for some numbers: what it shows, from left to right, as (kind, text)."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    is_readable: bool = True

    def add(self, kind: str, text: str) -> None:
        if kind == "tag":
            self._add_tag(text)
        elif kind == "unknown":
            self.is_readable = False
        elif kind in ("quoted", "escaped", "fill", "bare"):
            self.pieces.append(("text", text))
        else:
            self.pieces.append((kind, " " if kind == "gap" else text))

    def holds(self, number: Decimal) -> bool:
        """Whether the condition, which stands there, holds of the number."""
        compared, bound = self.condition or ("<>", number)
        return _COMPARE[compared](number, bound)

    def shown(self, size: Decimal) -> str | None:
        whole_pieces, part_pieces = self._around_the_point()
        if not self.is_readable or ("mark", ".") in part_pieces[1:]:
            return None
        if any(kind == "general" for kind, _ in self.pieces):
            number = f"{_EXACT.plus(round(size, 9)).normalize():f}"
            return "".join(number if kind == "general" else text for kind, text in self.pieces)
        percents = self.pieces.count(("mark", "%"))
        places = sum(kind == "digit" for kind, _ in part_pieces)
        scaled = size.scaleb(2 * percents - 3 * self._thousands_left_out())
        rounded = _EXACT.quantize(scaled, Decimal(1).scaleb(-places))
        whole, _, part = f"{rounded:f}".partition(".")
        if places and not any(kind == "digit" for kind, _ in whole_pieces):
            whole_pieces.append(("digit", "#"))
        return _whole_shown(whole_pieces, whole.lstrip("0")) + _part_shown(part_pieces, part)

    def _around_the_point(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        at = self.pieces.index(("mark", ".")) if ("mark", ".") in self.pieces else len(self.pieces)
        return self.pieces[:at], self.pieces[at:]

    def _thousands_left_out(self) -> int:
        """How many commas stand after the digits before the point, or after all: each divides by a thousand."""
        marks = "".join(text for kind, text in self.pieces if kind in ("digit", "mark"))
        whole, _, part = marks.partition(".")
        return sum(len(half) - len(half.rstrip(",")) for half in (whole, part))

    def _add_tag(self, tag: str) -> None:
        condition, currency = _CONDITION.fullmatch(tag), _CURRENCY.fullmatch(tag)
        if condition:
            self.condition = condition[1], Decimal(condition[2])
        elif currency:
            self.pieces.append(("text", currency[1]))
        elif not _COLOUR.fullmatch(tag):
            self.is_readable = False


@dataclass(frozen=True)
class NumberFormats:
    """The formats of a workbook: by the style of a cell, and by the place of a conditional format's style."""

    of_style: dict[str, NumberFormat]
    of_rule: list[NumberFormat | None]


def number_formats(styles: bytes) -> NumberFormats:
    """Read a `styles.xml`. Keys of `of_style` are the style numbers as cells give them, in text."""
    codes = dict(_BUILT_IN)
    of_style: list[int] = []
    of_rule: list[str | None] = []
    parents: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and parents[-1:] == ["dxf"]:
            of_rule[-1] = attributes.get("formatCode", "")
        elif name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and parents[-1:] == ["cellXfs"]:
            of_style.append(int(attributes.get("numFmtId", "0")))
        elif name == "dxf":
            of_rule.append(None)
        parents.append(name)

    def end(_name: str) -> None:
        parents.pop()

    read_xml(styles, start, end)
    made = {number: NumberFormat(codes.get(number, GENERAL)) for number in set(of_style)}
    return NumberFormats(
        {str(style): made[number] for style, number in enumerate(of_style)},
        [None if code is None else NumberFormat(code) for code in of_rule],
    )


def _sections_of(code: str) -> list[_Section]:
    sections = [_Section()]
    for token in _TOKEN.finditer(code or GENERAL):
        kind = token.lastgroup or ""
        if token[0] == ";":
            sections.append(_Section())
        else:
            sections[-1].add(kind, token[kind])
    return sections


def _by_condition(sections: list[_Section], number: Decimal) -> _Section | None:
    for section in sections:
        if section.condition and section.holds(number):
            return section
    others = [section for section in sections if not section.condition]
    # Programs differ in which of several takes the rest.
    return others[0] if len(others) == 1 else None


def _whole_shown(pieces: list[tuple[str, str]], digits: str) -> str:
    """The pieces before the point with the number's digits in their places, put in from the right."""
    left, placed = list(digits), 0
    shown: list[str] = []
    places = sum(kind == "digit" for kind, _ in pieces)
    is_grouped = ("mark", ",") in pieces[: _last_digit(pieces)]
    for kind, text in reversed(pieces):
        if kind != "digit":
            shown.append("" if (kind, text) == ("mark", ",") else text)
            continue
        places -= 1
        for _ in range(1 if places else max(len(left), 1)):
            digit = left.pop() if left else _NO_DIGIT[text]
            if is_grouped and digit.isdigit() and placed and placed % 3 == 0:
                shown.append(",")
            shown.append(digit)
            placed += digit.isdigit()
    return "".join(reversed(shown))


def _last_digit(pieces: list[tuple[str, str]]) -> int:
    return max((place for place, (kind, _) in enumerate(pieces) if kind == "digit"), default=0)


def _part_shown(pieces: list[tuple[str, str]], digits: str) -> str:
    """The pieces from the point on with the number's decimals in their places."""
    wanted = [text for kind, text in pieces if kind == "digit"]
    needed = max((place + 1 for place, text in enumerate(wanted) if text == "0"), default=0)
    kept = max(len(digits.rstrip("0")), needed)
    decimals = iter(
        digits[place] if place < kept else _NO_DIGIT[text] for place, text in enumerate(wanted)
    )
    return "".join(
        next(decimals) if kind == "digit" else "" if (kind, text) == ("mark", ",") else text
        for kind, text in pieces
    )
