"""Does a cell's number format change what its number means? `5%` is 0.05 in the file, `€500` is 500."""

import re
import unicodedata

from savings.imports.errors import BadCell
from savings.imports.sheet_facts import not_pounds, percentage, read_xml, shown_in_thousands

_BUILT_IN_PERCENTAGES = {9, 10}

_CURRENCY_TAG = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKETED = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_PADDING = re.compile(r"[_*].")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma after the last digit divides by a thousand
_UNIT = re.compile(r"(?:k|m|mn|bn|thousand|million|billion|000s?)", re.IGNORECASE)


def flaws_by_style(styles: bytes) -> dict[str, BadCell]:
    """Return, for each cell style of an XLSX `styles.xml` whose number is not plain pounds, the reason.

    Keys are the style numbers as cells give them, in text.
    """
    formats: dict[int, str] = {}
    of_style: list[int] = []
    parents: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and parents[-1:] == ["cellXfs"]:
            of_style.append(int(attributes.get("numFmtId", "0")))
        parents.append(name)

    def end(_name: str) -> None:
        parents.pop()

    read_xml(styles, start, end)
    flaws = {number: _flaw(number, formats.get(number, "")) for number in set(of_style)}
    return {
        str(style): flaw
        for style, number in enumerate(of_style)
        if (flaw := flaws[number]) is not None
    }


def _flaw(number: int, code: str) -> BadCell | None:
    positive = code.partition(";")[0]
    symbols = "".join(_CURRENCY_TAG.findall(positive))
    plain = _BRACKETED.sub("", positive)
    literals = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(plain))
    bare = _PADDING.sub("", _LITERAL.sub("", plain))
    if number in _BUILT_IN_PERCENTAGES or "%" in bare or "%" in literals:
        return percentage()
    foreign = [c for c in symbols + literals + bare if unicodedata.category(c) == "Sc" and c != "£"]
    if foreign or (symbols.strip("£ ").isalpha() and symbols.strip() != "GBP"):
        return not_pounds(symbols or foreign[0])
    if _UNIT.fullmatch(literals.strip("£ ")) and not _SCALED.search(bare):
        return shown_in_thousands()
    return None
