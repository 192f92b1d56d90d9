"""Files that are not what they say, or that would do harm when opened."""

import io
import tracemalloc
import zipfile

import pytest

from savings.imports.errors import ImportRefused
from tests.savings.imports.files import (
    ROW,
    TITLES,
    codes,
    csv_bytes,
    ods_bytes,
    ods_parts,
    ods_row,
    ods_table,
    opened,
    rows_and_errors,
    xlsx_bytes,
    xlsx_parts,
    xlsx_rows,
    zip_bytes,
)

pytestmark = pytest.mark.no_database

CSV = csv_bytes([TITLES, ROW])
XLSX = xlsx_bytes(xlsx_rows(TITLES, ROW))
ODS = ods_bytes(ods_table(TITLES, ROW))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
PARTS = xlsx_parts(xlsx_rows(TITLES, ROW))
SHEET = "xl/worksheets/sheet1.xml"


def refused(folder, name, content):
    with pytest.raises(ImportRefused) as refusal:
        rows_and_errors(opened(folder, name, content))
    return codes(refusal), str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", CSV, "csv"),
        ("A.CSV", CSV, "csv"),
        ("a.txt", csv_bytes([TITLES, ROW], delimiter="\t"), "csv"),
        ("a.xlsx", XLSX, "xlsx"),
        ("a.ods", ODS, "ods"),
    ],
)
def test_a_file_is_read_as_what_its_name_and_its_content_say(tmp_path, name, content, kind):
    sheet = opened(tmp_path, name, content)

    assert sheet.kind == kind
    assert rows_and_errors(sheet) == ([(2, ROW)], [])


def test_the_name_the_officer_gave_counts_and_not_that_of_the_temporary_file(tmp_path):
    sheet = opened(tmp_path, "upload.tmp", XLSX, name="Savings 2010.XLSX")

    assert sheet.kind == "xlsx"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", XLSX, "is not text inside"),
        ("a.csv", b"%PDF-1.4", "holds something else"),
        ("a.csv", b"<html><table>", "holds something else"),
        ("a.xlsx", CSV, "is not a workbook inside"),
        ("a.ods", CSV, "is not a workbook inside"),
        ("a.xlsx", ODS, "is not a spreadsheet"),
        ("a.ods", XLSX, "is not a spreadsheet"),
        ("a.xlsx", zip_bytes({"hello.txt": "hi"}), "is not a spreadsheet"),
        ("a.ods", zip_bytes({"mimetype": "application/epub+zip"}), "is not a spreadsheet"),
        ("a.xls", OLE, "old Excel format"),
        ("a.xlsx", OLE, "old Excel format"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (
            "a.xlsx",
            OLE + "DRMEncryptedDataSpace EncryptedPackage".encode("utf-16-le"),
            "label of your organisation",
        ),
        ("a.xlsm", XLSX, "can hold macros"),
        ("a.xlsb", XLSX, "can hold macros"),
        ("a.pdf", b"%PDF-1.4", "“.pdf” are not read here"),
        ("a", CSV, "not read here"),
        ("a.xlsx", XLSX[:-60], "is damaged"),
        ("a.xlsx", XLSX[:200] + bytes(60) + XLSX[260:], "is damaged"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(tmp_path, name, content, words):
    found, said = refused(tmp_path, name, content)

    assert found == [(None, None, "not_a_table")]
    assert words in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", zip_bytes(PARTS | {"xl/vbaProject.bin": "x"}), "has macros"),
        ("a.xlsx", zip_bytes(PARTS | {"xl/macrosheets/sheet1.xml": "<x/>"}), "has macros"),
        (
            "a.xlsx",
            zip_bytes(PARTS | {"[Content_Types].xml": "<x>ms-excel.sheet.macroEnabled</x>"}),
            "has macros",
        ),
        ("a.ods", zip_bytes(ods_parts(ods_table(TITLES)) | {"Basic/x.xml": "<x/>"}), "has macros"),
        (
            "a.ods",
            zip_bytes(
                ods_parts(ods_table(TITLES))
                | {"META-INF/manifest.xml": "<m:encryption-data xmlns:m='m'/>"}
            ),
            "has a password",
        ),
        ("a.xlsx", zip_bytes(PARTS | {"XL/workbook.xml": "<x/>"}), "two parts of the same name"),
        ("a.xlsx", zip_bytes(PARTS | {f"x/{n}": "" for n in range(2001)}), "unpacks to far more"),
        ("a.xlsx", zip_bytes(PARTS | {"x.bin": bytes(200 << 20)}), "unpacks to far more"),
        ("a.xlsx", zip_bytes(PARTS | {SHEET: " " * (20 << 20)}), "unpacks to far more"),
        ("a.xlsx", zip_bytes(PARTS | {SHEET: LAUGHS + "<x>&b;</x>"}), "document type"),
        ("a.xlsx", zip_bytes(PARTS | {SHEET: " " * 5000 + LAUGHS + "<x/>"}), "document type"),
        ("a.xlsx", zip_bytes(PARTS | {"xl/sharedStrings.xml": LAUGHS}), "document type"),
        ("a.xlsx", zip_bytes(PARTS | {SHEET: "<worksheet><row>"}), "is damaged"),
        ("a.xlsx", zip_bytes(PARTS | {"_rels/.rels": "<x/>"}), "is damaged"),
        ("a.xlsx", xlsx_bytes('<cols><col hidden="1"/></cols>'), "is damaged"),
        ("a.xlsx", xlsx_bytes('<sheetData><c r="ÅÅÅÅ1"><v>1</v></c></sheetData>'), "is damaged"),
        (
            "a.xlsx",
            xlsx_bytes(
                '<sheetData><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></sheetData>'
            ),
            "far from the table",
        ),
        (
            "a.xlsx",
            xlsx_bytes("<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 2001 + "</mergeCells>"),
            "very many merged cells",
        ),
        (
            "a.ods",
            ods_bytes(ods_table(TITLES, ods_row(ROW, 'table:number-rows-repeated="1048570"'))),
            "far from the table",
        ),
        (
            "a.ods",
            ods_bytes(ods_table(TITLES, ods_row(ROW, 'table:number-rows-repeated="99999999999"'))),
            "is damaged",
        ),
        (
            "a.ods",
            ods_bytes(ods_table(["<table:table-cell>" + ods_table(ROW) + "</table:table-cell>"])),
            "table inside a cell",
        ),
    ],
)
def test_a_workbook_that_could_do_harm_is_refused_before_it_is_read(tmp_path, name, content, words):
    found, said = refused(tmp_path, name, content)

    assert found == [(None, None, "not_a_table")]
    assert words in said


def test_very_many_bad_cells_are_one_refusal(tmp_path):
    bad = '<table:table-cell table:formula="of:=1" table:number-columns-repeated="5"/>'
    rows = ods_row([bad], 'table:number-rows-repeated="50000"')

    _, said = refused(tmp_path, "a.ods", ods_bytes(ods_table(TITLES, rows)))

    assert "More than 200,000 cells cannot be used" in said


def lying(content, name, **sizes):
    """The archive with other sizes written for one of its parts, in both places that state them."""
    (entry,) = [e for e in zipfile.ZipFile(io.BytesIO(content)).infolist() if e.filename == name]
    for field, size in sizes.items():
        true_size, said = (n.to_bytes(4, "little") for n in (getattr(entry, field), size))
        assert content.count(true_size) == 2
        content = content.replace(true_size, said)
    return content


@pytest.mark.parametrize(
    ("size", "said"),
    [(300 << 20, {}), (100_000_001, {"file_size": 100})],
    ids=["a bomb", "a bomb that says it is small"],
)
def test_a_bomb_is_refused_without_filling_the_memory(tmp_path, size, said):
    content = lying(zip_bytes(PARTS | {SHEET: bytes(size)}), SHEET, **said)

    tracemalloc.start()
    found, _ = refused(tmp_path, "a.xlsx", content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == [(None, None, "not_a_table")]
    assert peak < 4 << 20


def test_a_workbook_that_says_it_is_very_large_is_refused_though_it_hardly_shrinks(tmp_path):
    content = zip_bytes(PARTS | {SHEET: bytes(100_000_001)})
    content = lying(content, SHEET, file_size=129 << 20, compress_size=120 << 20)

    _, said = refused(tmp_path, "a.xlsx", content)

    assert "unpacks to far more" in said


def test_a_workbook_with_a_password_on_its_parts_is_refused(tmp_path):
    content = bytearray(XLSX)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)

    _, said = refused(tmp_path, "a.xlsx", bytes(content))

    assert "has a password" in said
