import codecs
import csv
import io
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.imports.errors import BadCell, ImportRefused
from savings.imports.sheets import Columns
from tests.savings.imports.files import ROW, TITLES, codes, csv_bytes, opened, rows_and_errors

pytestmark = pytest.mark.no_database

BLANK = [""] * len(ROW)


def read(folder, content, name="figures.csv", **options):
    return rows_and_errors(opened(folder, name, content, **options))


@pytest.mark.parametrize(
    ("mark", "encoding", "said"),
    [
        (b"", "utf-8", "UTF-8"),
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
        (b"", "cp1252", "Windows-1252, because it is not UTF-8"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_every_usual_file_is_read_and_says_its_encoding(
    tmp_path, mark, encoding, said, delimiter, line_end
):
    row = [*ROW[:-1], "café; £5, said “he”"]
    content = mark + csv_bytes(
        [TITLES, row], encoding=encoding, delimiter=delimiter, line_end=line_end
    )

    sheet = opened(tmp_path, "figures.csv", content)

    assert rows_and_errors(sheet) == ([(2, row)], [])
    assert sheet.encoding_said == said
    assert sheet.titles == TITLES


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_lone_carriage_returns_end_lines(tmp_path, mark):
    content = mark + csv_bytes([TITLES, ROW, ROW], line_end="\r")

    assert read(tmp_path, content) == ([(2, ROW), (3, ROW)], [])


printable = st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2FFF)
cell_text = st.text(printable | st.sampled_from("\n\t,;\"'"), max_size=12)


@given(
    rows=st.lists(st.lists(cell_text, min_size=5, max_size=5), max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\r\n", "\n"]),
)
def test_whatever_was_written_is_read_back_with_its_row_numbers(
    rows, encoding, delimiter, line_end
):
    rows = [["x" + row[0], *row[1:]] for row in rows]
    content = csv_bytes([TITLES, *rows], encoding=encoding, delimiter=delimiter, line_end=line_end)

    with tempfile.TemporaryDirectory() as folder:
        read_rows, errors = read(Path(folder), content)

    assert read_rows == list(enumerate(rows, start=2))
    assert errors == ([] if rows else [(None, None, "empty")])


def test_a_windows_file_with_one_utf8_letter_is_not_guessed_at(tmp_path):
    content = csv_bytes([TITLES, ROW]) + "café".encode() + "£".encode("cp1252")

    with pytest.raises(ImportRefused) as refusal:
        read(tmp_path, content)

    assert codes(refusal) == [(None, None, "encoding")]
    assert "CSV UTF-8" in str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes([TITLES, ["café"]], encoding="mac-roman", line_end="\r"),
        csv_bytes([TITLES, ROW], encoding="utf-16-le"),
        codecs.BOM_UTF16_LE + csv_bytes([TITLES, ROW], encoding="utf-16-le") + b"x",
        b"Saving (\xa3),Note\n\x81,\n",
    ],
    ids=["old Macintosh", "UTF-16 without its mark", "UTF-16 cut short", "no encoding at all"],
)
def test_a_file_that_cannot_be_decoded_is_refused(tmp_path, content):
    with pytest.raises(ImportRefused) as refusal:
        read(tmp_path, content)

    assert codes(refusal) == [(None, None, "encoding")]


def test_a_utf8_letter_across_two_pieces_of_the_file_is_still_seen(tmp_path):
    content = b"x" * ((1 << 20) - 1) + "é".encode() + b"\n\xa3"

    with pytest.raises(ImportRefused, match="mixes UTF-8"):
        read(tmp_path, content)


def test_row_numbers_count_rows_and_not_lines_and_blank_rows_too(tmp_path):
    long = [*ROW[:-1], "line one\nline two\r\n\nline four"]
    content = csv_bytes([TITLES, long, [], BLANK, [" ", "\u00a0", "", "", ""], ROW, [], []])

    assert read(tmp_path, content) == ([(2, long), (6, ROW)], [])


def test_blank_rows_above_the_titles_are_passed_over(tmp_path):
    assert read(tmp_path, csv_bytes([[], BLANK, TITLES, ROW])) == ([(4, ROW)], [])


def test_a_row_whose_first_cell_is_blank_is_a_row(tmp_path):
    row = ["", *ROW[1:]]

    assert read(tmp_path, csv_bytes([TITLES, row])) == ([(2, row)], [])


def test_rows_with_too_many_or_too_few_cells_are_all_reported(tmp_path):
    content = csv_bytes([TITLES, ROW[:4], ROW, [*ROW, "more"], [*ROW, "", " "]])

    rows, errors = read(tmp_path, content)

    assert rows == [(3, ROW), (5, ROW)]
    assert errors == [(2, None, "ragged"), (4, None, "ragged")]


def test_rows_are_filled_up_where_excel_left_their_last_cells_out(tmp_path):
    rows = [ROW] * 15 + [ROW[:4]] * 20
    text = "\r\n".join(",".join(row) for row in [TITLES, *rows])

    read_rows, errors = read(tmp_path, text.encode())

    assert (len(read_rows), errors) == (35, [])
    assert [row for _, row in read_rows[15:]] == [[*ROW[:4], ""]] * 20


def test_no_row_is_filled_up_beside_the_titles_which_excel_would_have_kept_as_long(tmp_path):
    read_rows, errors = read(tmp_path, csv_bytes([TITLES, ROW[:4], ROW[:4]]))

    assert (read_rows, errors) == ([], [(2, None, "ragged"), (3, None, "ragged")])


@pytest.mark.parametrize("at", [3, 17])
def test_a_single_short_row_is_not_filled_up(tmp_path, at):
    rows = [ROW] * 30
    rows[at] = ROW[:4]

    read_rows, errors = read(tmp_path, csv_bytes([TITLES, *rows]))

    assert (len(read_rows), errors) == (29, [(at + 2, None, "ragged")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("line", "delimiter"), [("sep=;", ";"), ("SEP=|", "|"), ('"sep=,"', ","), ("sep=\t", "\t")]
)
def test_excels_own_line_says_the_separator_and_is_no_row(tmp_path, encoding, line, delimiter):
    rows = csv_bytes([TITLES, ROW], delimiter=delimiter).decode()

    assert read(tmp_path, f"{line}\r\n{rows}".encode(encoding)) == ([(2, ROW)], [])


def test_blanks_at_the_end_are_not_counted_among_the_cells_of_a_row(tmp_path):
    sheet = opened(tmp_path, "figures.csv", csv_bytes([TITLES, [*ROW, "more", "", " "]]))

    list(sheet.rows())

    assert "Row 2 has 6 cells and there are 5 titles" in sheet.errors[0].message


def test_titles_may_have_blanks_after_them(tmp_path):
    content = csv_bytes([[*TITLES, "", ""], [*ROW, "", ""], BLANK, ROW])

    assert read(tmp_path, content) == ([(2, ROW), (4, ROW)], [])


@pytest.mark.parametrize(
    "tail", [b'Croydon,CRO-1,2010-11,5,"never\r\nclosed,,,,\r\n', b'Croydon,"a"b,2010-11,5,x\r\n']
)
def test_a_broken_quotation_mark_is_reported_in_the_row_where_it_opened(tmp_path, tail):
    content = csv_bytes([TITLES, [*ROW[:-1], "two\nlines"], ROW]) + tail

    rows, errors = read(tmp_path, content)

    assert [number for number, _ in rows] == [2, 3]
    assert errors == [(4, None, "quotes")]


def test_a_quotation_mark_never_closed_in_a_long_file_is_reported_where_it_opened(tmp_path):
    content = csv_bytes([TITLES]) + b'"' + csv_bytes([ROW] * 5000)

    assert read(tmp_path, content) == ([], [(2, None, "quotes")])


def test_a_quotation_mark_never_closed_in_the_titles_is_reported(tmp_path):
    with pytest.raises(ImportRefused) as refusal:
        read(tmp_path, b'"Place,Claim reference\r\nCroydon,CRO-1\r\n')

    assert codes(refusal) == [(1, None, "quotes")]


def test_quoted_titles_between_semicolons_are_read(tmp_path):
    content = (";".join(f'"{title}"' for title in TITLES) + "\n" + ";".join(ROW)).encode()

    assert read(tmp_path, content) == ([(2, ROW)], [])


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\x9f"])
def test_a_control_character_makes_its_cell_unusable(tmp_path, character):
    row = [*ROW[:-1], f"a{character}b"]

    rows, errors = read(tmp_path, csv_bytes([TITLES, ROW, row]))

    assert errors == []
    assert rows[0] == (2, ROW)
    bad = rows[1][1][-1]
    assert isinstance(bad, BadCell)
    assert bad.code == "control"
    assert character not in bad.message


def test_a_tab_or_a_line_end_in_a_cell_is_no_control_character(tmp_path):
    row = [*ROW[:-1], "a\tb\nc"]

    assert read(tmp_path, csv_bytes([TITLES, row])) == ([(2, row)], [])


def test_columns_may_stand_in_any_order_and_optional_ones_be_absent(tmp_path):
    content = csv_bytes([TITLES[::-1], ROW[::-1]])

    sheet = opened(tmp_path, "figures.csv", content)

    ((_, row),) = sheet.rows()
    assert [row[sheet.position[title]] for title in TITLES] == ROW
    assert "Cost (£)" not in sheet.position
    assert sheet.title_in_file("Cost (£)") == "Cost (£)"


@pytest.mark.parametrize(("limit", "errors"), [(3, []), (2, [(None, None, "too_many_rows")])])
def test_the_row_limit_counts_rows_that_are_not_blank(tmp_path, limit, errors):
    content = csv_bytes([TITLES, ROW, BLANK, ROW, [], ROW])

    rows, found = read(tmp_path, content, max_rows=limit)

    assert [number for number, _ in rows] == [2, 4, 6][:limit]
    assert found == errors


@pytest.mark.parametrize("content", [csv_bytes([TITLES]), csv_bytes([TITLES, BLANK, []])])
def test_titles_without_rows_are_an_empty_file(tmp_path, content):
    assert read(tmp_path, content) == ([], [(None, None, "empty")])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b",,,\r\n"])
def test_a_file_with_nothing_in_it_is_empty(tmp_path, content):
    with pytest.raises(ImportRefused) as refusal:
        read(tmp_path, content)

    assert codes(refusal) == [(None, None, "empty")]


def test_a_file_with_one_column_is_read(tmp_path):
    columns = Columns(required=("code",))

    assert read(tmp_path, b"code\nKEN\n", columns=columns) == ([(2, ["KEN"])], [])


def test_memory_stays_flat_while_a_large_file_is_read(tmp_path):
    text = io.StringIO()
    csv.writer(text).writerows([TITLES, *[ROW] * 100_000])
    path = tmp_path / "figures.csv"
    path.write_text(text.getvalue())
    sheet = opened(tmp_path, "figures.csv", path.read_bytes())
    del text

    tracemalloc.start()
    count = sum(1 for _ in sheet.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 1_000_000
