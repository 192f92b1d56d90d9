"""How does text go into a spreadsheet without being run as a formula, and come back the same?

A cell that begins with one of FORMULA_STARTS may be run by the spreadsheet program that opens the
file (OWASP, "CSV injection"). Exports put one apostrophe in front; imports take that apostrophe
away. The apostrophe itself is in the list, so that text which really begins with one survives the
round trip.
"""

FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")


def escape(text: str) -> str:
    """Return `text` so that no spreadsheet program runs it: `=A1` becomes `'=A1`."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def unescape(text: str) -> str:
    """Undo `escape`: `unescape(escape(text)) == text` for every text. Other text is unchanged."""
    if text.startswith("'") and text.startswith(FORMULA_STARTS, 1):
        return text[1:]
    return text
