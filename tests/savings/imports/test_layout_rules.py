"""How a list of a place's own is read, rule by rule: amounts, rows, years, titles, kinds of file."""

from cProfile import Profile
from decimal import Decimal

import pytest

from savings.imports.errors import BadCell, ImportRefused
from savings.imports.layouts.amounts import cost_in_pounds, saving_in_pounds
from savings.imports.layouts.grids import Grid, read_grids
from savings.imports.layouts.notes import notes_of, refused_of_all
from savings.imports.layouts.reading import ColumnUse, Reading
from savings.imports.layouts.rows import read_table
from savings.imports.layouts.stated import stated_savings
from savings.imports.layouts.suggestions import (
    suggested,
    suggested_titles,
    suggested_use,
)
from savings.imports.layouts.units import unit_in
from savings.imports.staging import NOT_SAID
from totalplace.refused_value import ValueRefused

from .files import csv_bytes, ods_bytes, ods_cell, ods_table, xlsx_bytes, xlsx_rows

pytestmark = pytest.mark.no_database


def reading(*uses, **said):
    """A reading of titles in row 1: each of `uses` is a use, or a use with its year."""
    pairs = [use if isinstance(use, tuple) else (use, None) for use in uses]
    columns = {at: ColumnUse(*pair) for at, pair in enumerate(pairs)}
    said = {"unit": "1", "sign": "positive", "state": "forecast", "years": "each"} | said
    return Reading("", 1, 1, 1, columns, **said)


def grid(*rows, titles=(), **more):
    return Grid("", [list(titles) or ["Title"] * max(map(len, rows)), *map(list, rows)], **more)


AMOUNTS = [
    ("1", "positive", 250, "250"),
    ("1", "positive", "£1,250.50", "1250.50"),
    ("1", "positive", -250, "-250"),
    ("1", "negative", -250, "250"),
    ("1", "negative", "(250)", "250"),
    ("1", "negative", "+290.0", "-290"),
    ("1", "negative", "+0.0", "0"),
    ("1000", "positive", 22.2, "22200"),
    ("1000", "negative", -387.3, "387300"),
    ("1000", "positive", 0.1 + 0.2, "300"),
    ("1000", "positive", 0.12345, "123.45"),
    ("1000000", "positive", 1.2, "1200000"),
    ("1000000", "positive", 0.00000001, "0.01"),
]


@pytest.mark.parametrize(("unit", "sign", "cell", "pounds"), AMOUNTS)
def test_an_amount_is_exact_pounds_in_its_unit_and_sign(unit, sign, cell, pounds):
    assert saving_in_pounds(cell, reading(unit=unit, sign=sign)) == Decimal(pounds)


@pytest.mark.parametrize(
    ("unit", "cell", "code"),
    [
        ("1", 0.125, "too_precise"),
        ("1000", 387.333333, "too_precise"),
        ("1", "TBC", "not_a_number"),
        ("1", "-", "not_a_number"),
        ("1", "12,5", "ambiguous"),
        ("1", "250k", "unit"),
        ("1", "000", "unit"),
        ("1", True, "type"),
        ("1000000", 1_000_000, "too_large"),
        ("1", BadCell("unit", "The cell is shown as “250k” and holds 250."), "unit"),
    ],
)
@pytest.mark.parametrize("read", [saving_in_pounds, cost_in_pounds])
def test_a_cell_that_cannot_be_read_so_is_refused_as_everywhere(read, unit, cell, code):
    with pytest.raises(ValueRefused) as refused:
        read(cell, reading(unit=unit))

    assert refused.value.code == code


def test_a_cost_is_a_plain_number_whatever_the_sign_of_savings():
    assert cost_in_pounds(60, reading(sign="negative")) == 60
    with pytest.raises(ValueRefused, match="has a minus"):
        cost_in_pounds(-60, reading(sign="negative"))


OWN = ("own_reference", "what_changes", ("saving", 2010), ("saving", 2011))
PLAIN = OWN[1:]
ROWS = [
    (OWN, ["A-1", "Vans", 100, 200], ""),
    (OWN, ["A-1", "Vans", "", ""], ""),
    (OWN, ["", "Vans", 100, 200], "it has no reference"),
    (OWN, ["", "Adults", "", ""], "it has no reference and no amounts"),
    (OWN, ["A-1", "", 100, 200], "it does not say what changes"),
    (OWN, ["Total", "", 100, 200], "it is a total"),
    (OWN, ["", "TOTAL APPROVED SAVINGS", 100, 200], "it is a total"),
    (OWN, ["A-1", "Total facilities contract", 100, 200], ""),
    (OWN, ["A-1", "Vans", 100, -200], "the sign of more spending"),
    (PLAIN, ["Vans", 100, ""], ""),
    (PLAIN, ["Adults", "", ""], "it has no amounts"),
    (PLAIN, ["  Sub-Total", 100, 200], "it is a total"),
    (PLAIN, ["Grand total", 100, 200], "it is a total"),
    (PLAIN, ["Totally new vans", 100, 200], ""),
    (PLAIN, ["Council total", 100, 200], "it is a total"),
    (PLAIN, ["Adult care totals:", 100, 200], "it is a total"),
    (PLAIN, ["Total for adult care", 100, 200], "it is a total"),
    (PLAIN, ["Total 2010/11 (£000)", 100, 200], "it is a total"),
    (PLAIN, ["Net position", 100, 200], "it is a total"),
    (PLAIN, ["Total Place asset review", 100, 200], ""),
    (OWN, ["ASC", "Total ASC", 100, 200], "it is a total"),
    (OWN, ["ASC total", "Adults", 100, 200], "it is a total"),
]


@pytest.mark.parametrize(("uses", "row", "why"), ROWS)
def test_a_row_is_taken_or_left_out_by_name(uses, row, why):
    table = read_table(reading(*uses), grid(row))

    assert len(table.rows) == (not why)
    assert not why or why in table.left_out[0].why
    assert not table.errors


def test_a_row_that_adds_up_those_above_it_is_a_total_though_it_does_not_say_so():
    rows = ["Vans", 100, 200], ["Desks", 50, ""], ["Corporate", 150, 200], ["Depot", 1, 2]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [row.words for row in table.rows] == ["Vans", "Desks", "Depot"]
    assert [(row.name, row.why) for row in table.left_out] == [
        ("Corporate", "it is the sum of the rows above it")
    ]


def test_a_heading_with_the_sum_of_the_rows_below_it_is_a_total_too():
    rows = ["Corporate", 150, 200], ["Vans", 100, 200], ["Desks", 50, ""], ["Sub-total", 150, 200]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [row.words for row in table.rows] == ["Vans", "Desks"]
    assert table.left_out[0].why == "it is the sum of the rows below it"
    assert [(total.of, total.differs) for total in table.totals] == [("rows 3 to 4", False)]


def _taken(uses, *rows):
    return [row.words for row in read_table(reading(*uses), grid(*rows)).rows]


def test_a_total_of_a_heading_is_one_and_a_saving_that_begins_so_is_none():
    rows = ["Adults", "", ""], ["Vans", 100, 200], ["Desks", 50, 1], ["Total adults", 7, 9]

    assert _taken(PLAIN, *rows) == ["Vans", "Desks"]


def test_what_is_called_a_total_is_one_if_it_nearly_adds_up():
    rows = ["Vans", 100, 200], ["Desks", 50, 1], ["Total homes", 151, 201]

    assert _taken(PLAIN, *rows) == ["Vans", "Desks"]


@pytest.mark.parametrize("name", ["Council total", "Council"])
def test_a_total_of_subtotals_is_one(name):
    rows = (
        ["Vans", 100, 200], ["Desks", 50, 1], ["Adults total", 150, 201],
        ["Depot", 10, 20], ["Roads", 5, 6], ["Children total", 15, 26], [name, 165, 227],
    )  # fmt: skip

    assert _taken(PLAIN, *rows) == ["Vans", "Desks", "Depot", "Roads"]


@pytest.mark.parametrize(
    ("uses", "rows"),
    [
        (PLAIN[:2], [["Big", 400], *([f"Saving {at}", 100] for at in range(4)), ["Last", 7]]),
        (PLAIN, [["Big", 400, ""], *([f"Saving {at}", 100, ""] for at in range(4))]),
    ],
)
def test_a_saving_of_one_amount_that_the_next_come_to_by_chance_is_no_heading(uses, rows):
    assert "Big" in _taken(uses, *rows)


@pytest.mark.parametrize("amounts", [(10, 20, 30), (30, 20, 10), (0, 0, 0)])
def test_what_adds_up_by_chance_is_no_total(amounts):
    uses = ("what_changes", ("saving", 2010))
    rows = [[f"Saving {at}", pounds] for at, pounds in enumerate(amounts)]

    assert len(read_table(reading(*uses), grid(*rows)).rows) == 3


def test_a_saving_with_a_reference_of_its_own_is_no_total_whatever_it_comes_to():
    rows = ["A-1", "Vans", 100, 200], ["A-2", "Desks", 50, 1], ["A-3", "Depot", 150, 201]

    assert len(read_table(reading(*OWN), grid(*rows)).rows) == 3


def test_one_row_of_the_same_amounts_is_no_total():
    table = read_table(reading(*PLAIN), grid(["Vans", 100, 200], ["Desks", 100, 200]))

    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("total", "of", "differs"),
    [
        (["Sub-total", 150, 200], "rows 2 to 3", False),
        (["Sub-total", 151, 200], "rows 2 to 3", True),
        (["Total", 150, 200], "rows 2 to 3", False),
        (["Total", 160, 200], "all rows that are read", True),
        (["Total", "#REF!", 202], "all rows that are read", False),
    ],
)
def test_a_total_of_the_file_is_held_against_what_is_read(total, of, differs):
    rows = ["Vans", 100, 200], ["Desks", 50, ""], total, ["Depot", 10, 2]

    [found] = read_table(reading(*PLAIN), grid(*rows)).totals

    assert (found.number, found.of, found.differs) == (4, of, differs)


def test_a_cell_that_cannot_be_read_is_an_error_only_in_a_row_that_is_taken():
    rows = ["Vans", "TBC", 200], ["Total", "TBC", 200]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [(error.row, error.code) for error in table.errors] == [(2, "not_a_number")]


def test_words_that_cannot_be_read_are_an_error_and_no_reason_to_leave_the_row_out():
    table = read_table(reading(*PLAIN), grid([BadCell("cell_error", "It shows #REF!."), 100, 200]))

    assert [(error.row, error.code) for error in table.errors] == [(2, "cell_error")]


def test_merged_amounts_are_refused():
    table = read_table(reading(*PLAIN), grid(["Vans", 100, ""], merges=[(2, 2, 2, 3)]))

    assert {error.code for error in table.errors} == {"merged"}


def stated(read, *rows):
    table, errors = read_table(read, grid(*rows)), []
    savings = stated_savings(read, ["Title"] * 9, table, errors)
    return savings, [(error.row, error.code) for error in errors], errors


def by_year(saving):
    return [(str(y.year), y.saving, y.one_off_cost, y.running_cost) for y in saving.years]


def test_each_year_is_pence_and_what_has_no_column_is_not_said():
    read = reading(*PLAIN, ("one_off_cost", 2010))

    [saving], errors, _ = stated(read, ["Vans", 100.5, 200, ""])

    assert by_year(saving) == [
        ("2010-11", 10050, None, NOT_SAID),
        ("2011-12", 20000, NOT_SAID, NOT_SAID),
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("cells", "found", "codes"),
    [
        ([100, 50], [10000, 15000], []),
        ([100, -40], [10000, 6000], []),
        ([100, 0], [10000, 10000], []),
        (["", 50], [5000], []),
        ([100, ""], [10000], []),
        ([100, -140], None, ["not_a_number"]),
    ],
)
def test_on_top_of_the_year_before_adds_up(cells, found, codes):
    [saving], errors, _ = stated(reading(*PLAIN, years="on_top"), ["Vans", *cells])

    assert [code for _, code in errors] == codes
    assert codes or [year.saving for year in saving.years] == found


def test_on_top_of_a_year_that_is_blank_nothing_can_stand():
    read = reading(
        "what_changes", ("saving", 2010), ("saving", 2011), ("saving", 2012), years="on_top"
    )

    _, _, [error] = stated(read, ["Vans", 100, "", 50])

    assert "Saving of 2011-12: the amount is blank" in error.message
    assert "if nothing is, type 0" in error.message


def test_a_one_off_cost_never_stands_on_top_of_another():
    read = reading(*PLAIN, ("one_off_cost", 2010), ("one_off_cost", 2011), years="on_top")

    [saving], _, _ = stated(read, ["Vans", 100, 50, 10, 20])

    assert [year.one_off_cost for year in saving.years] == [1000, 2000]


DOWN = ("own_reference", "what_changes", "year", "saving", "running_cost")


def test_years_may_stand_down():
    rows = (
        ["A-1", "Vans", "2010-11", 100, 5],
        ["B-2", "Desks", "2010/11", 7, ""],
        ["A-1", "Vans", "2011-12", 200, ""],
    )

    savings, errors, _ = stated(reading(*DOWN), *rows)

    assert [(s.reference, by_year(s)) for s in savings] == [
        ("A-1", [("2010-11", 10000, NOT_SAID, 500), ("2011-12", 20000, NOT_SAID, None)]),
        ("B-2", [("2010-11", 700, NOT_SAID, None)]),
    ]
    assert errors == []


SAME = [
    (OWN, [["A-1", "Vans", 1, 2], ["a-1 ", "Desks", 3, 4]], "is also in row 2, with other words"),
    (OWN, [["A-1", "Vans", 1, 2], ["A-1", "Vans", 3, 4]], "Keep one row for each saving"),
    (PLAIN, [["Vans", 1, 2], ["vans.", 3, 4]], "Keep one row for each saving"),
    (DOWN, [["A-1", "Vans", "2010-11", 1, ""], ["A-1", "Desks", "2011-12", 3, ""]], "with other words"),
    (DOWN, [["A-1", "Vans", "2010-11", 1, ""], ["A-1", "Vans", "2010-11", 3, ""]], "this year in row 2"),
]  # fmt: skip


@pytest.mark.parametrize(("uses", "rows", "words"), SAME)
def test_two_rows_that_are_called_the_same_are_asked_about(uses, rows, words):
    _, found, [error] = stated(reading(*uses), *rows)

    assert found == [(3, "duplicate")]
    assert words in error.message


def test_a_cost_of_a_year_without_a_saving_is_asked_about():
    _, found, [error] = stated(reading(*PLAIN, ("one_off_cost", 2010)), ["Vans", "", 200, 60])

    assert found == [(2, "missing")]
    assert error.message.startswith(
        "D2 states a cost of 2010-11, and the row no saving of that year."
    )


@pytest.mark.parametrize(
    ("title", "use", "year"),
    [
        ("Ref", "own_reference", None),
        ("Saving reference", "own_reference", None),
        ("Saving description", "what_changes", None),
        ("Cashable (Y/N)", "kind_of_gain", None),
        ("2026/27", "saving", 2026),
        ("2026 – 27 £000", "saving", 2026),
        ("2026-2027 one-off cost", "one_off_cost", 2026),
        ("One-off cost", "one_off_cost", None),
        ("Recurring costs", "running_cost", None),
        ("2099/00", "", None),
        ("Delivery RAG", "", None),
        ("Directorate", "", None),
        ("2026/27 to 2028/29", "", None),
    ],
)
def test_a_title_suggests_what_its_column_is(title, use, year):
    assert suggested_use(title) == ColumnUse(use, year)


@pytest.mark.parametrize(
    ("title", "unit"),
    [("Saving (£000)", "1000"), ("Saving £k", "1000"), ("Saving (£m)", "1000000"), ("Saving (£)", "1"),
     ("2000/01", ""), ("Saving", ""), ("2010-11 £mn", "1000000"), ("2010-11 £mil", "1000000"),
     ("2010-11 (£M)", "1000000"), ("2010-11 £bn", "other"), ("2010-11 k", "1000"), ("2010-11 (€)", "other"),
     ("2010-11 pence", "other"), ("2010-11 (p)", "other"), ("2010-11 $000", "other"), ("2010-11 £'000", "1000"),
     ("2010-11 (£ thousand)", "1000"), ("2010-11 ('000)", "1000"), ("GBP 000", "1000"), ("x 1,000", "1000"),
     ("Savings over £50,000", ""), ("Part of the £2 million programme", ""), ("All figures in £", "1"),
     ("in thousands of pounds", "1000"), ("Savings of 2010 (pounds)", "1")],
)  # fmt: skip
def test_a_title_says_the_unit(title, unit):
    assert unit_in(title) == unit


def test_a_title_of_another_unit_than_was_said_is_refused():
    one = grid(["Vans", 100, 200], titles=["What", "2010/11 (£m)", "2011/12"])
    read = reading(*PLAIN, unit="1000")

    [error] = refused_of_all(read, one, read_table(read, one))

    assert error.code == "unit"
    assert "says Millions of pounds (£m), and you said Thousands of pounds" in error.message


UNITS_BESIDE = [
    ([["All amounts in £000"], ["What", "2010/11"], ["Vans", 250]], "A1, “All amounts in £000”, says Thousands"),
    ([["Savings £m"], ["What", "2010/11"], ["Vans", 250]], "A1"),
    ([["What", "2010/11"], ["", "£000"], ["Vans", 250]], "B2, “£000”, says Thousands"),
    ([["What", "2010/11"], ["Adults, £k", ""], ["Vans", 250]], "A2"),
    ([["What", "2010/11"], ["Vans", 250], ["Total £000", 250]], "A3"),
    ([["What", "2010/11", "£000"], ["Vans", 250, ""]], "The title “£000”"),
    ([["What", "2010/11 (€)"], ["Vans", 250]], "another unit than pounds"),
    ([["What", "2010/11", "Budget £m"], ["Vans", 250, 3]], ""),
    ([["By M Smith, over £50,000"], ["What", "2010/11"], ["Vans", 250]], ""),
    ([["All amounts in £"], ["What", "2010/11"], ["Vans £5k", 250]], ""),
    ([["What", "2010/11"], ["Vans £m", -5], ["Desks", 250]], ""),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "words"), UNITS_BESIDE)
def test_a_unit_beside_the_amounts_that_is_not_the_answer_is_refused(rows, words):
    at = next(number for number, row in enumerate(rows, start=1) if row[0] == "What")
    read = Reading("", at, at, 1, reading(*PLAIN[:2]).columns, "1", "positive", "plan", "each")
    one = Grid("", rows)

    found = list(refused_of_all(read, one, read_table(read, one)))

    assert [error.code for error in found] == ["unit"] * bool(words)
    assert not words or words in found[0].message


@pytest.mark.parametrize(
    ("row", "is_text", "codes"),
    [
        (["Vans", 1, 250, 3], True, ["ragged"]),
        (["Vans", 1, 250, " "], True, []),
        (["Vans", 1, 250, 3], False, []),
    ],
)
def test_a_row_of_text_with_more_cells_than_titles_is_refused(row, is_text, codes):
    one, read = Grid("", [["What", "A", "B"], row], is_text=is_text), reading(*PLAIN)

    assert [error.code for error in refused_of_all(read, one, read_table(read, one))] == codes


def test_a_list_whose_rows_nearly_all_have_the_other_sign_is_stopped():
    one = grid(["Vans", -1, -2], ["Desks", -3, 4], ["Depot", 5, 6])

    [error] = refused_of_all(reading(*PLAIN), one, read_table(reading(*PLAIN), one))

    assert "Does your list show savings with a minus?" in error.message


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"hidden_rows": (2,)}, ["hidden"]),
        ({"hidden_columns": (2,)}, ["hidden"]),
        ({"hidden_columns": (4,)}, []),
        ({"hidden_rows": (1,)}, []),
    ],
)
def test_what_is_hidden_is_refused_where_it_would_be_read(more, codes):
    one, read = grid(["Vans", 100, 200, "x"], **more), reading(*PLAIN)

    assert [error.code for error in refused_of_all(read, one, read_table(read, one))] == codes


def test_titles_over_two_rows_and_over_merged_cells_are_joined():
    rows = [["Ref", "2010/11", "", "2011/12"], ["", "Saving", "Cost", "Saving"], ["A-1", 1, 2, 3]]
    one = Grid("", rows, merges=[(1, 2, 1, 3)])

    titles = Reading("", 1, 2).titles_of(one)

    assert titles == ["Ref", "2010/11 Saving", "2010/11 Cost", "2011/12 Saving"]


def test_the_same_titles_are_known_again_in_another_row_and_others_are_not():
    read = reading(*PLAIN)
    titles = ["What", "2010/11", "2011/12"]
    before = grid(["Vans", 1, 2], titles=titles)
    after = Grid("March", [["Report of March"], ["WHAT ", "2010/11", "2011/12"], ["Desks", 3, 4]])
    other = grid(["Vans", 1, 2], titles=["What", "2011/12", "2010/11"])

    moved = read.moved(after, read.fingerprint(before))

    assert (moved.sheet, moved.first_title_row, moved.columns) == ("March", 2, read.columns)
    assert read.moved(other, read.fingerprint(before)) is None


TABLE = [["Report", "", ""], ["Ref", "Project", "2010/11"], ["A-1", "Vans", "100"]]
KINDS = {
    "a.csv": csv_bytes(TABLE),
    "semicolons.csv": csv_bytes(TABLE, delimiter=";"),
    "said.csv": b"sep=|\r\n" + csv_bytes(TABLE, delimiter="|"),
    "tabs.txt": csv_bytes(TABLE, delimiter="\t", encoding="utf-16"),
    "a.xlsx": xlsx_bytes(xlsx_rows(*TABLE)),
    "a.ods": ods_bytes(ods_table(*TABLE)),
}


@pytest.mark.parametrize(("name", "content"), KINDS.items(), ids=KINDS)
def test_every_kind_of_file_is_read_alike(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    [one] = read_grids(path, name)

    first, last = suggested_titles(one)
    read = suggested(Reading(one.name, first, last), one)
    assert (first, last) == (2, 2)
    assert [read.columns[at].use for at in range(3)] == ["own_reference", "what_changes", "saving"]
    assert one.cell(3, 1) == "Vans"


def test_an_ods_cell_that_shows_something_else_than_it_holds_is_refused(tmp_path):
    shown = ods_cell(250, "float").replace("<text:p>250<", "<text:p>250k<")
    rows = [["What", "2010/11"], ["Vans", shown]]
    path = tmp_path / "a.ods"
    path.write_bytes(ods_bytes(ods_table(*rows)))

    [one] = read_grids(path, "a.ods")

    assert isinstance(one.cell(2, 1), BadCell)


def test_of_several_sheets_those_that_are_seen_and_hold_anything_can_be_chosen(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = xlsx_rows(*TABLE)
    names, states = (
        ["First", "Empty", "Hidden", "Last"],
        ["visible", "visible", "hidden", "visible"],
    )
    path.write_bytes(xlsx_bytes(rows, "<sheetData/>", rows, rows, names=names, states=states))

    assert [one.name for one in read_grids(path, "a.xlsx")] == ["First", "Last"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b",,\r\n,,\r\n", "empty"),
        ("a.csv", b'Ref,"Project\r\nA-1,Vans\r\n', "quotes"),
        ("a.csv", csv_bytes([["x"]] * 3_001), "too_many_rows"),
        ("a.csv", csv_bytes([["x"] * 201]), "columns"),
        ("a.pdf", b"%PDF-1.4", "not_a_table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ImportRefused) as refused:
        read_grids(path, name)

    assert [error.code for error in refused.value.errors] == [code]


FAR = xlsx_rows(["Ref", *[""] * 16_382, "Far"])
LARGE = {"long": xlsx_rows(*[["x"]] * 3_001), "wide": FAR}


@pytest.mark.parametrize("rows", LARGE.values(), ids=LARGE)
def test_of_a_tab_that_is_too_large_no_row_is_read_and_the_others_can_be_chosen(tmp_path, rows):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes(xlsx_rows(*TABLE), rows, names=["Savings", "Ledger"]))

    first, second = read_grids(path, "a.xlsx")

    assert (len(first.rows), first.refusal) == (3, None)
    assert (second.rows, bool(second.refusal)) == ([], True)


def test_a_workbook_of_tabs_that_are_all_too_large_is_refused_for_each(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes(FAR, FAR, names=["First", "Last"]))

    with pytest.raises(ImportRefused) as refused:
        read_grids(path, "a.xlsx")

    assert [error.code for error in refused.value.errors] == ["columns", "columns"]
    assert "The sheet “Last” holds values over 16,384 columns" in refused.value.errors[1].message


def test_columns_that_are_left_out_are_named_in_one_note():
    one = grid(["Vans", 1, 2, "Green", "x"], titles=["What", "2010/11", "2011/12", "RAG", "Owner"])

    assert notes_of(reading(*PLAIN), one) == ["Columns left out: RAG and Owner."]


def _calls(number, pounds):
    """How many calls it takes to read a list of so many rows."""
    one = grid(*([f"Saving {at}", pounds, pounds] for at in range(number)))
    profile = Profile()
    profile.runcall(read_table, reading(*PLAIN), one)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("pounds", [0, 100])
def test_twice_as_many_rows_take_twice_the_work(pounds):
    assert _calls(800, pounds) < 2.2 * _calls(400, pounds)
