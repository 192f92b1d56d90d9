"""How does a value that could not be read say so?

One base class, so that a web form, a spreadsheet importer and the command line can each catch a
refused value and show the same words. This module knows nothing of money, years or files.
"""

SHOWN_CHARACTERS = 60  # Long enough to recognise a cell, short enough for one line of a report.


class ValueRefused(ValueError):
    """A value typed by a person that is not stored.

    `code` is for programs, and stays the same; `message` is for the person: what is wrong, why,
    what to do. `in_sheet` is the message where the value stands in a spreadsheet, with its columns
    and rows, and `in_optional_cell` where such a cell may be left blank; given none, the same words
    fit them.
    """

    def __init__(
        self, code: str, message: str, in_sheet: str = "", in_optional_cell: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.in_sheet = in_sheet or message
        self.in_optional_cell = in_optional_cell or self.in_sheet


def shown(value: object) -> str:
    """Return `value` as it may safely be repeated to the person who sent it.

    Cut to SHOWN_CHARACTERS. Characters that cannot be seen, or that could move the cursor or turn
    the line round, are spelt out as `<U+202E>`, so the report shows what is really in the cell.
    """
    text = str(value)
    cut = text[:SHOWN_CHARACTERS]
    safe = "".join(c if c.isprintable() or c == "\u00a0" else f"<U+{ord(c):04X}>" for c in cut)
    return safe + ("…" if len(text) > SHOWN_CHARACTERS else "")


def quoted(value: object) -> str:
    """Return `value` as `shown` gives it, in quotation marks."""
    return f"“{shown(value)}”"
