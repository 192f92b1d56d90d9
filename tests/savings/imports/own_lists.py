"""How does a test say what the columns of a list of a place's own are, and read its rows?"""

from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import ColumnUse, Reading
from savings.imports.layouts.rows import read_table
from savings.imports.layouts.stated import stated_savings


def reading(*uses, **said):
    """A reading of titles in row 1: each of `uses` is a use, or a use with its year."""
    pairs = [use if isinstance(use, tuple) else (use, None) for use in uses]
    columns = {at: ColumnUse(*pair) for at, pair in enumerate(pairs)}
    said = {"unit": "1", "sign": "positive", "state": "forecast", "years": "each"} | said
    return Reading("", 1, 1, 1, columns, **said)


def grid(*rows, titles=(), **more):
    return Grid("", [list(titles) or ["Title"] * max(map(len, rows)), *map(list, rows)], **more)


OWN = ("own_reference", "what_changes", ("saving", 2010), ("saving", 2011))
PLAIN = OWN[1:]


def stated(read, *rows):
    own = grid(*rows)
    table, errors = read_table(read, own), []
    savings = stated_savings(read, own, table, errors)
    return savings, [(error.row, error.code) for error in errors], errors


DOWN = ("own_reference", "what_changes", "year", "saving", "running_cost")
