"""What a file holds that does not show when it is opened, of every kind, and what is not said to be hidden."""

import io

import pytest
from PIL import Image

from savings.evidence.child.hidden_kinds import HiddenKind
from savings.evidence.examination import _CHECKS, ENDINGS
from savings.evidence.hidden_content import HiddenContent, could_be_read
from savings.evidence.part_windows import PartWindows
from tests.savings.evidence.made_files import docx, object_stream, odf, pdf, png, xlsx

pytestmark = pytest.mark.no_database

GPS = 0x8825


def _sheet(columns="", rows="", prefix=""):
    content = f"<worksheet>{columns}<sheetData>{rows}</sheetData></worksheet>"
    return content.replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(
        f"<{prefix}/{prefix}", f"</{prefix}"
    ).encode()  # fmt: skip


def _cell(reference):
    return f'<c r="{reference}"><v>1</v></c>'


def _part(name, content):
    return (name, f"<x>{content}</x>".encode())


def _word(content):
    return docx(extra=[_part("word/header1.xml", content)])


def _table(columns="", rows="", style="ta1"):
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    table = (
        f'<table:table table:name="Staff" table:style-name="{style}">{columns}{rows}</table:table>'
    )
    return odf("ods", content=f"{styles}{table}".encode())


def _row(*cells, visibility="visible"):
    return f'<table:table-row table:visibility="{visibility}">{"".join(cells)}</table:table-row>'


_EMPTY, _FULL = "<table:table-cell/>", '<table:table-cell office:value-type="float"/>'
_FAR = '<table:table-cell table:number-columns-repeated="4"/>'


def _photo(**options):
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG", **options)
    return file.getvalue()


def _exif(gps):
    exif = Image.Exif()
    exif[GPS] = gps
    return exif.tobytes()


_NAMES = b"/Names << /EmbeddedFiles << /Names [(ledger.csv) 6 0 R] >> >> "
_ATTACHED = [
    b"<< /Type /Filespec /F (ledger.csv) /UF (ledger.csv) /EF << /F 7 0 R >> >>",
    b"<< /Type /EmbeddedFile /Length 3 >>\nstream\na,b\nendstream",
]
FILES = {
    "a hidden row": ("a.xlsx", xlsx(sheet=_sheet(rows=f'<row r="5" hidden="1">{_cell("A5")}</row>')), "a hidden row"),
    "rows of no height, under a prefix": (
        "a.xlsx",
        xlsx(sheet=_sheet(rows=f'<row r="5" ht="0">{_cell("A5")}</row>' * 2, prefix="x:")),
        "2 hidden rows",
    ),
    "a hidden row with nothing in it": (
        "a.xlsx", xlsx(sheet=_sheet(rows='<row r="5" hidden="1"><c r="A5" s="3"/></row><row r="6"/>')), "",
    ),
    "all columns beside the table, of which two hold something": (
        "a.xlsx",
        xlsx(
            sheet=_sheet(
                '<cols><col min="3" max="16384" hidden="true"/></cols>',
                f'<row r="1">{_cell("A1")}{_cell("C1")}</row><row r="2">{_cell("C2")}{_cell("XFD2")}<c r="D2"/></row>',
            )
        ),
        "2 hidden columns",
    ),
    "a column of no width": (
        "a.xlsx",
        xlsx(sheet=_sheet('<cols><col min="2" max="2" width="0"/></cols>', f'<row r="1">{_cell("B1")}</row>')),
        "a hidden column",
    ),
    "columns that are only narrow": (
        "a.xlsx",
        xlsx(sheet=_sheet('<cols><col min="1" max="9" width="1"/></cols>', f'<row r="1">{_cell("B1")}</row>')),
        "",
    ),
    "a row longer than a window": (
        "a.xlsx",
        xlsx(sheet=_sheet(rows=f'<row r="1" hidden="1"><c r="A1"><is>{"long " * 300_000}</is></c></row>')),
        "a hidden row",
    ),
    "comments in a thread, which Excel also keeps for older programs": (
        "a.xlsx",
        xlsx(
            extra=[
                _part("xl/comments1.xml", "<author>tc={1}</author><comment/><author>An officer</author><comment/>"),
                _part("xl/threadedComments/threadedComment1.xml", "<threadedComment/>" * 2),
            ]
        ),
        "3 comments",
    ),
    "the records of a pivot table": (
        "a.xlsx", xlsx(extra=[_part("xl/pivotCache/pivotCacheRecords1.xml", "")]), "the data behind a pivot table",
    ),
    "values of another workbook": (
        "a.xlsx",
        xlsx(extra=[_part("xl/externalLinks/externalLink1.xml", '<cell r="A1"/><cell r="A2"/>')]),
        "values of another workbook",
    ),
    "a link to another workbook, without its values": (
        "a.xlsx", xlsx(extra=[_part("xl/externalLinks/externalLink1.xml", "<sheetNames/>")]), "",
    ),
    "a record of changes": (
        "a.xlsx", xlsx(extra=[_part("xl/revisions/revisionLog1.xml", "")]), "a record of earlier changes",
    ),
    "a workbook in a document": (
        "a.docx", docx(extra=[_part("word/embeddings/Microsoft_Excel_Sheet1.xlsx", "")]), "an attached file",
    ),
    "a row that is written on two lines": (
        "a.xlsx", xlsx(sheet=_sheet(rows=f'<row\tr="5"\n\thidden = "1">{_cell("A5")}</row>')), "a hidden row",
    ),
    "a cell that is written on two lines, in a column that is": (
        "a.xlsx",
        xlsx(
            sheet=_sheet(
                "<cols><col\nmin='2'\tmax='2' width = '0'/></cols>", '<row r="1"><c\nr = "B1"><v>1</v></c></row>'
            )
        ),
        "a hidden column",
    ),
    "a row that says so by a code": (
        "a.xlsx", xlsx(sheet=_sheet(rows=f'<row hidden="&#49;">{_cell("A5")}</row>')), "a hidden row",
    ),
    "comments in UTF-16": (
        "a.docx",
        docx(extra=[("word/comments.xml", '<w:comment w:id="1"/>'.encode("utf-16"))]),
        "what could not be checked",
    ),
    "comments in an encoding of its own": (
        "a.docx",
        docx(extra=[("word/comments.xml", b"<?xml version='1.0' encoding='IBM037'?>")]),
        "what could not be checked",
    ),
    "comments in Word": (
        "a.docx",
        docx(extra=[_part("word/comments.xml", '<w:comment w:id="1"/><w:commentRangeStart/>')]),
        "a comment",
    ),
    "tracked changes": (
        "a.docx",
        _word('<w:ins w:id="1"><w:r/></w:ins><w:del w:id="2"><w:delText/></w:del><w:moveFromRangeStart/><w:insideH/>'),
        "2 tracked changes",
    ),
    "hidden text": ("a.docx", _word("<w:rPr><w:vanish/></w:rPr>"), "hidden text"),
    "text that is said not to be hidden": ("a.docx", _word('<w:vanish w:val="0"/><w:webHidden/>'), ""),
    "a hidden sheet of ODS": ("a.ods", _table(style="ta2"), "a hidden sheet (Staff)"),
    "a sheet of ODS in UTF-16": (
        "a.ods", odf("ods", content="<table:table/>".encode("utf-16")), "what could not be checked",
    ),
    "a row of ODS whose cells are written on two lines": (
        "a.ods",
        _table(rows='<table:table-row\ntable:visibility = "collapse"><table:table-cell\toffice:value-type = "float"/>'),
        "a hidden row",
    ),
    "a row of ODS that a filter hides": (
        "a.ods",
        _table(rows=_row(_FULL, visibility="filter") + _row(_EMPTY, visibility="collapse") + _row(_FULL)),
        "a hidden row",
    ),
    "columns of ODS, of which one holds something": (
        "a.ods",
        _table(
            '<table:table-columns><table:table-column/><table:table-column table:visibility="collapse"'
            ' table:number-columns-repeated="1023"/></table:table-columns>',
            _row(_FULL, _EMPTY) + _row(_FULL, _FAR, _FULL),
        ),
        "a hidden column",
    ),
    "a comment and changes in ODS": (
        "a.ods",
        odf(
            "ods",
            content=b"<table:cell-content-change/><table:deletion/><office:annotation/><office:annotation-end/>",
        ),
        "a comment and 2 tracked changes",
    ),
    "changes, comments and hidden text in ODT": (
        "a.odt",
        odf(content=b'<text:changed-region/><office:annotation a="b"/><style:text-properties text:display="none"/>'),
        "a comment, a tracked change and hidden text",
    ),
    "a workbook and a chart in ODT": (
        "a.odt",
        odf(
            extra=[
                ("Object 1/content.xml", b"<office:spreadsheet/>"),
                ("Object 2/content.xml", b"<office:chart/>"),
                ("ObjectReplacements/Object 1", b"x"),
                ("Object 3", b"x"),
            ]
        ),
        "2 attached files",
    ),
    "a file in a PDF": ("a.pdf", pdf(catalog=_NAMES, objects=_ATTACHED), "an attached file (ledger.csv)"),
    "a file pinned to a page": ("a.pdf", pdf(objects=[b"<< /Subtype /FileAttachment >>"]), "an attached file"),
    "comments in a PDF": (
        "a.pdf",
        pdf(objects=[b"<< /Subtype/Text /Contents (why?) >>", object_stream(b"7 0 << /Subtype /Highlight >>")]),
        "2 comments",
    ),
    "what a PDF has on each page": ("a.pdf", pdf(objects=[b"<< /Type /Annot /Subtype /Link >>"]), ""),
    "where a photo was taken": (
        "a.jpg", _photo(exif=_exif({1: "N", 2: (51.0, 30.0, 0.0)})), "the place where it was taken",
    ),
    "a photo that says more, but not where": ("a.jpg", _photo(exif=_exif({29: "2010:03:01"})), ""),
    "a photo whose description is damaged": ("a.jpg", _photo(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), ""),
    "where a photo was taken, said in another way": (
        "a.jpg", _photo(xmp=b'<x exif:GPSLatitude="51,30N"/>'), "the place where it was taken",
    ),
    "a plain picture": ("a.png", png(), ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "hidden"), FILES.values(), ids=FILES)
def test_what_does_not_show_is_found_and_nothing_else(tmp_path, name, content, hidden):
    path = tmp_path / name
    path.write_bytes(content)
    kind = ENDINGS[path.suffix]

    assert _CHECKS[kind](path, kind).hidden == hidden


def test_every_kind_has_its_words_for_one_and_for_many():
    for kind in HiddenKind:
        one, many = HiddenContent(), HiddenContent()
        one.add(kind)
        many.add(kind, 1_200)

        assert one.words.startswith(("a ", "an ", "the ", "hidden ", "values ", "what "))
        assert "1 " not in one.words
        assert many.words


def test_the_longest_words_fit_into_their_field():
    hidden = HiddenContent()
    for kind in HiddenKind:
        hidden.add(kind, 2_000_000)
    hidden.add(HiddenKind.SHEET, 9, names=["A long name of a sheet, of 31 c"] * 9)

    assert len(hidden.words) <= 500
    assert not hidden.words.endswith("…")


def test_words_that_are_too_long_are_cut_and_said_to_be():
    hidden = HiddenContent()
    for _sheet in range(6):
        hidden.add(HiddenKind.SHEET, names=["\u200b" * 31])

    assert len(hidden.words) == 500  # PostgreSQL takes no more, SQLite any number.
    assert hidden.words.startswith("6 hidden sheets (<U+200B>")
    assert hidden.words.endswith("…")


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("a comment", "it"),
        ("a hidden sheet (Rock and roll)", "it"),
        ("a hidden sheet (Rock and roll, and no e…", "it"),
        ("2 comments", "them"),
        ("values of another workbook", "them"),
        ("a comment and hidden text", "them"),
    ],
)
def test_it_is_said_who_could_read_what(hidden, said):
    assert could_be_read(hidden) == (
        f"holds {hidden}. Everybody who may see the claim, the Treasury and its partners among them, could read {said}."
    )


def test_names_from_a_file_are_written_so_that_they_turn_nothing_round():
    hidden = HiddenContent()
    hidden.add(HiddenKind.SHEET, 7, names=[f"{n}\u202e" for n in range(7)])

    assert hidden.words == (
        "7 hidden sheets (0<U+202E>, 1<U+202E>, 2<U+202E>, 3<U+202E>, 4<U+202E>, 2 more)"
    )


def test_no_tag_is_cut_in_two_and_what_is_too_long_is_looked_at_as_it_comes():
    class Seen(PartWindows):
        def __init__(self, hidden):
            super().__init__(hidden)
            self.windows = []

        def look(self, window):
            self.windows.append(len(window))

    seen = Seen(HiddenContent())
    for piece in (b"<a><b", b" c='1'>", b"x" * (9 << 20), b""):
        seen.take(piece)

    assert seen.windows[0] == len(b"<a>")
    assert sum(seen.windows) == len(b"<a><b c='1'>") + (9 << 20)
