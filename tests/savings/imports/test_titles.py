import pytest

from savings.imports.column_letters import column_letters
from savings.imports.errors import ImportRefused
from savings.imports.titles import Columns, read_titles
from tests.savings.imports.files import (
    ROW,
    TITLES,
    codes,
    csv_bytes,
    ods_bytes,
    ods_row,
    ods_table,
    opened,
    rows_and_errors,
    xlsx_bytes,
    xlsx_rows,
)

pytestmark = pytest.mark.no_database


def refused(folder, titles, *more):
    with pytest.raises(ImportRefused) as refusal:
        opened(folder, "figures.csv", csv_bytes([titles, *more]))
    return codes(refusal), str(refusal.value)


def test_capitals_and_blanks_in_a_title_do_not_matter_and_errors_show_it_as_it_stands(tmp_path):
    titles = ["PLACE", " claim  Reference ", "Financial\u00a0Year", "saving(£)", "note"]

    sheet = opened(tmp_path, "figures.csv", csv_bytes([titles, ROW]))

    assert rows_and_errors(sheet) == ([(2, ROW)], [])
    assert sheet.position["Saving (£)"] == 3
    assert sheet.title_in_file("Saving (£)") == "saving(£)"


@pytest.mark.parametrize("title", ["Claim_reference", "claim_reference", "Claim reference_"])
def test_an_underscore_is_a_blank(tmp_path, title):
    titles = [title if cell == "Claim reference" else cell for cell in TITLES]

    sheet = opened(tmp_path, "figures.csv", csv_bytes([titles, ROW]))

    assert sheet.title_in_file("Claim reference") == title


def test_missing_misspelt_and_repeated_titles_are_all_reported(tmp_path):
    found, words = refused(tmp_path, ["Place", "Place", "Financial year", "Savings", "zzz"])

    assert found == [
        (1, "Place", "columns"),
        (1, "Claim reference", "columns"),
        (1, "Savings", "columns"),
    ]
    assert "columns A and B" in words
    assert "There is no column “Claim reference”. Add it" in words
    assert (
        "There is no column “Saving (£)”. If “Savings” is meant for it, write “Saving (£)”" in words
    )


WIDE = {
    "csv": csv_bytes,
    "xlsx": lambda rows: xlsx_bytes(xlsx_rows(*rows)),
    "ods": lambda rows: ods_bytes(ods_table(*map(ods_row, rows))),
}
TOO_WIDE = {
    "one title many times": ["Place"] * 5_000,
    "many unknown titles": [f"t{number}" for number in range(5_000)],
    "the titles and many more": [*TITLES, *(f"t{number}" for number in range(5_000))],
}


@pytest.mark.parametrize("titles", TOO_WIDE.values(), ids=TOO_WIDE)
@pytest.mark.parametrize("kind", WIDE)
def test_a_title_row_that_is_far_too_wide_is_refused_in_one_sentence(tmp_path, kind, titles):
    with pytest.raises(ImportRefused) as refusal:
        opened(tmp_path, f"figures.{kind}", WIDE[kind]([titles]))

    [error] = refusal.value.errors
    assert f"titles over {len(titles):,} columns; at most 200 can be read" in error.message


def test_as_many_titles_as_may_be_are_read_and_those_that_are_wrong_told_once(tmp_path):
    titles = [*TITLES, *["Place"] * 95, *["ours"] * 50, *["OURS"] * 50]

    found, words = refused(tmp_path, titles)

    assert found == [(1, "Place", "columns")]
    assert "columns A, F, G, H, I and 91 more" in words


def test_a_title_longer_than_any_is_refused_by_its_column(tmp_path):
    found, words = refused(tmp_path, [*TITLES, "x" * 201, "P" + " " * 300 + "lace"])

    assert found == [(1, None, "columns")]
    assert "The title over columns F and G is longer than 200 characters" in words


LEFT_OUT = {
    "one": (["zzz"], "Left out, because we do not know this column: zzz."),
    "one often": (["zzz", "ZZZ"], "Left out, because we do not know this column: ZZZ."),
    "several": (["RAG", "Owner"], "Left out, because we do not know these columns: RAG and Owner."),
    "many": (
        [f"t{number}" for number in range(12)],
        "Left out, because we do not know these columns: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 2 more.",
    ),
    "an optional one, misspelt": (
        ["Cosst (£)", "RAG"],
        (
            "Left out, because we do not know these columns: Cosst (£) and RAG. "
            "If “Cosst (£)” is “Cost (£)”, write it so and send the file again."
        ),
    ),
    "an amount that is none of ours": (
        ["Budget (£000)"],
        "Left out, because we do not know this column: Budget (£000).",
    ),
}


@pytest.mark.parametrize(("more", "note"), LEFT_OUT.values(), ids=LEFT_OUT)
@pytest.mark.parametrize("kind", WIDE)
def test_columns_that_are_not_known_are_left_out_with_one_note(tmp_path, kind, more, note):
    rows = [[*TITLES, *more], [*ROW, *["#REF!"] * len(more)]]

    sheet = opened(tmp_path, f"figures.{kind}", WIDE[kind](rows))

    [(_, cells)], errors = rows_and_errors(sheet)
    assert (cells[: len(ROW)], errors, sheet.notes) == (ROW, [], [note])


@pytest.mark.parametrize("title", ["£000", "£k", "All figures in £000", "Figures (£m)", "in EUR"])
def test_a_column_that_says_in_which_unit_all_amounts_are_is_refused(tmp_path, title):
    found, words = refused(tmp_path, [*TITLES, title], [*ROW, ""])

    assert found == [(1, title, "unit")]
    assert "says in which unit amounts are" in words


@pytest.mark.parametrize(
    "title",
    ["Saving (£k)", "Saving (£m)", "Saving £000s", "Saving (£'000)", "SAVING (%)", "Saving (€)",
     "Saving (in £000)", "Saving (£,000)", "Savings (£ thousand)"],
)  # fmt: skip
def test_a_unit_in_a_title_is_refused_once_and_names_the_plain_title(tmp_path, title):
    titles = [title if cell == "Saving (£)" else cell for cell in TITLES]

    found, words = refused(tmp_path, titles, ROW)

    assert found == [(1, title, "unit")]
    assert "under the title “Saving (£)”" in words


def test_titles_below_a_heading_are_refused_because_the_heading_may_change_the_numbers(tmp_path):
    found, words = refused(tmp_path, ["All figures in £ thousands"], [], TITLES, ROW)

    assert found == [(1, None, "title_row")]
    assert "Delete the rows above row 3" in words


def test_a_file_without_titles_says_where_they_go(tmp_path):
    found, words = refused(tmp_path, ROW, ROW)

    assert found == [(1, None, "title_row")]
    assert "Place, Claim reference, Financial year, Saving (£)" in words


def test_a_value_in_a_column_without_a_title_is_reported(tmp_path):
    titles = ["Place", "", *TITLES[1:]]
    plain, stray = ["Croydon", " ", *ROW[1:]], ["Croydon", "stray", *ROW[1:]]

    sheet = opened(tmp_path, "figures.csv", csv_bytes([titles, plain, stray]))

    rows, errors = rows_and_errors(sheet)
    assert [number for number, _ in rows] == [2]
    assert errors == [(3, None, "columns")]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_the_program_shows(index, letters):
    assert column_letters(index) == letters


def test_a_title_that_only_begins_like_another_is_unknown_and_no_unit(tmp_path):
    columns = Columns(required=("Note",))

    sheet = opened(tmp_path, "a.csv", b"Note,Note kept\nx,y\n", columns=columns)

    assert sheet.notes == ["Left out, because we do not know this column: Note kept."]


_ALSO = Columns(("Place", "Cost (£)"), also={"One-off cost (£)": "Cost (£)"})


def test_another_word_for_a_title_is_taken_and_errors_show_it_as_it_stands():
    titles, errors = read_titles([(1, ["Place", "one-off COST (£)"])], _ALSO)

    assert (titles.position, errors) == ({"Place": 0, "Cost (£)": 1}, [])
    assert titles.cells[1] == "one-off COST (£)"


def test_a_title_and_another_word_for_it_are_one_too_many():
    _, [error] = read_titles([(1, ["Place", "Cost (£)", "One-off cost (£)"])], _ALSO)

    assert error.column == "One-off cost (£)"
    assert "is over columns B and C. Keep one of them." in error.message


def test_a_unit_in_another_word_for_a_title_names_the_plain_title():
    _, [error] = read_titles([(1, ["Place", "One-off cost (£k)"])], _ALSO)

    assert (error.code, error.column) == ("unit", "One-off cost (£k)")
    assert "title “Cost (£)”" in error.message
