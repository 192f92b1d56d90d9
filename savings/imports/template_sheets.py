"""What stands in a template beside the rows to fill in: each column explained, and the lists to choose from."""

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from savings.imports.column_letters import column_letters
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from totalplace.financial_year import FinancialYear

# Text is never taken for a formula or a link, whatever it begins with.
AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
# A title, what to write under it, and how wide the column is drawn.
Column = tuple[str, str, int]
# A title with what may stand under it, or beside the list before it.
Lists = Mapping[str, Sequence[str]]

_NARROW, _WIDE = 20, 44


def years() -> list[str]:
    """The years that are taken, as text: the program would make a date of 10-11."""
    return list(map(str, FinancialYear.entered()))


def offer_lists(sheet: Worksheet, titles: Sequence[str], lists: Lists, rows: int) -> None:
    """Let the program offer the lists under their titles, in the first `rows` rows."""
    for column, (title, values) in enumerate(lists.items()):
        if values and title in titles:
            place, letters = titles.index(title), column_letters(column)
            rule = {
                "validate": "list",
                "source": f"={TEMPLATE_SHEETS[1]}!${letters}$2:${letters}${len(values) + 1}",
                # Other spellings are taken too, as 2010/11, so this only asks.
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "The sheet “Lists” has what is taken here. Keep it all the same?",
            }
            sheet.data_validation(1, place, rows, place, rule)


def write_columns(
    sheet: Worksheet,
    bold: Format,
    text: Format,
    columns: Sequence[Column],
    how_it_works: Iterable[str],
) -> None:
    """What to write in each column, and below it how a file is read."""
    sheet.set_column(0, 0, 22, text)
    sheet.set_column(1, 1, 90, text)
    sheet.write_row(0, 0, ["Column", "What to write"], bold)
    for number, (title, words, _) in enumerate(columns, start=1):
        sheet.write_row(number, 0, [title, words], text)
    for number, words in enumerate(how_it_works, start=len(columns) + 2):
        sheet.write_string(number, 1, words, text)


def write_lists(sheet: Worksheet, bold: Format, lists: Lists) -> None:
    """Each list in a column under its title; sentences have more room."""
    for place, (title, values) in enumerate(lists.items()):
        is_long = any(len(value) > _WIDE for value in values)
        sheet.set_column(place, place, _WIDE if is_long else _NARROW)
        sheet.write_string(0, place, title, bold)
        sheet.write_column(1, place, values)
