"""What does a spreadsheet program call a column?"""


def column_letters(index: int) -> str:
    """The letters a spreadsheet program shows over the column at `index` (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
