"""What is said of a file: why it is refused, and what to beware of in one that is kept."""

import zipfile
from contextlib import suppress

import pytest

from savings.evidence.examination import examine
from savings.evidence.findings import Findings
from savings.evidence.refusals import REASONS, FileRefused
from tests.savings.evidence.made_files import (
    CSV,
    Filler,
    chunk,
    content_types,
    docx,
    object_stream,
    odf,
    ole,
    padded,
    pdf,
    png,
    with_password_flag,
    with_size,
    xlsx,
    zipped,
)

CARE = " Open it with care."
TEXT = "word/document.xml"
UTF16 = "<!DOCTYPE d []><w/>".encode("utf-16")


def refusal_of(received, name, content):
    with pytest.raises(FileRefused) as refusal:
        examine(received(name, content), name=name)
    return refusal.value.code, refusal.value.message


def caution_of(received, name, content):
    return examine(received(name, content), name=name).found.caution


def test_what_is_kept_is_described(received):
    file = received("x", CSV)

    examined = examine(file, name="C:\\files\\Savings 2010.CSV")

    assert (examined.file_type, examined.name) == ("csv", "Savings 2010.CSV")
    assert (examined.size, examined.sha256) == (len(CSV), file.sha256)
    assert examined.found == Findings()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"x", "Save it as .xlsx."),
        ("a.docm", b"x", "Save it as .docx or PDF."),
        ("a.heic", b"x", "Save the picture as PNG or JPEG."),
        ("a.msg", b"x", "Print it to a PDF."),
        ("a.zip", b"x", "send each of them"),
        ("a.bin", b"x", "Files of type “.bin” are not taken. These are taken: PDF, Word"),
        ("a", b"x", "has no ending"),
        ("a.pdf", b"", "The file is empty"),
        ("a.pdf", docx(), "is not a PDF inside: it looks like an Office document or a ZIP"),
        ("a.xlsx", CSV, "is not an Excel workbook inside."),
        ("a.xlsx", ole("Workbook"), "old Office format. Open it and save it as"),
        ("a.docx", ole("EncryptedPackage"), "Take the password off"),
        ("a.xlsx", docx(), "save it as Excel workbook"),
        ("a.csv", "Saving £5\x81".encode("cp1252", "ignore") + b"\x81", "CSV UTF-8"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(received, name, content, words):
    _, message = refusal_of(received, name, content)

    assert words in message


def test_a_file_that_is_too_large_is_told_the_limit(received, settings):
    settings.EVIDENCE_FILE_MB = 1

    code, message = refusal_of(received, "a.pdf", padded(pdf(), (1 << 20) + 1))

    assert code == "too_big"
    assert "larger than 1 MB" in message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx(kind="xlsm"), "macro"),
        (zipped([("[Content_Types].xml", content_types("/a", "a&#77;b"))]), "corrupt"),
        (xlsx(extra=[("xl/macrosheets/sheet1.xml", b"<x/>")]), "macro"),
        (xlsx(extra=[("xl/media/link", b"/etc/passwd")], links=["xl/media/link"]), "bad_member_name"),
        (xlsx(extra=[("\\\\server\\share", b"x")]), "bad_member_name"),
        (xlsx(extra=[("C:/x", b"x")]), "bad_member_name"),
        (xlsx(extra=[("XL/WORKBOOK.XML", b"<x/>")]), "corrupt"),
        (xlsx(method=zipfile.ZIP_BZIP2), "corrupt"),
        (with_password_flag(xlsx()), "encrypted"),
        (with_size(xlsx(), "xl/workbook.xml", 10), "corrupt"),
        (with_size(xlsx(), "xl/workbook.xml", 500 << 20), "archive_bomb"),
        (lambda: xlsx(sheet=Filler(500 << 20, b"\0")), "archive_bomb"),  # Slow to make.
        (xlsx(extra=[("docProps/app.xml", UTF16)]), "xml_entity"),
        (xlsx(extra=[("docProps/app.xml", b" " * 1048570 + b"<!DOCTYPE d []>")]), "xml_entity"),
        (zipped([("[Content_Types].xml", Filler(2 << 20))]), "corrupt"),
        (b"PK\x03\x04" + bytes(100), "corrupt"),
    ],
)  # fmt: skip
def test_a_workbook_that_could_do_harm_or_is_damaged_is_refused(received, content, code):
    made = content() if callable(content) else content

    assert refusal_of(received, "a.xlsx", made)[0] == code


def test_a_directory_too_long_is_refused_before_it_is_read(received):
    record = b"PK\x01\x02" + bytes(42)

    assert refusal_of(received, "a.docx", docx() + record * 5000)[0] == "too_many_entries"


def test_a_document_with_many_honest_parts_is_kept(received):
    pictures = [(f"word/media/image{number}.png", png()) for number in range(1500)]

    assert caution_of(received, "a.docx", docx(extra=pictures)) == ""


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({}, ""),
        ({"catalog": b"/OpenAction [3 0 R /Fit] /JSON /Launcher "}, ""),
        ({"catalog": b"/OpenAction << /S /JavaScript /JS (x) >> "}, "holds a script"),
        ({"catalog": b"/AA << /O << /S /J#61vaScript >> >> "}, "holds a script"),
        ({"catalog": b"/A << /S /Rendition /JS 7 0 R >> "}, "holds a script"),
        ({"catalog": b"/A << /S/Launch/F(cmd) >> "}, "starts another program"),
        ({"catalog": b"/Names << /EmbeddedFiles 7 0 R >> "}, "has other files inside"),
        (
            {"catalog": b"/A << /S /SubmitForm >> "},
            "sends what is typed into it to an address",
        ),
        ({"objects": [object_stream(b"7 0 << /S /JavaScript /JS (x) >>")]}, "holds a script"),
        ({"objects": [b"<< /Type /ObjStm >>\nstream\nnot packed\nendstream"]}, ""),
        (
            {"catalog": b"/A << /S /JavaScript >> /B << /S /Launch >> "},
            "holds a script and starts another program",
        ),
        ({"encrypted": True}, "has a password, so it could not be checked"),
    ],
)  # fmt: skip
def test_a_pdf_that_does_something_by_itself_is_kept_with_a_caution(received, content, found):
    expected = f"This PDF {found}.{CARE}" if found else ""

    assert caution_of(received, "a.pdf", pdf(**content)) == expected


def test_the_longest_caution_fits_into_its_field(received):
    everything = b"/JavaScript /Launch /EmbeddedFile /SubmitForm "
    bombs = [object_stream(bytes(8 << 20))] * 8

    assert 160 < len(caution_of(received, "a.pdf", pdf(catalog=everything, objects=bombs))) <= 200


def test_object_streams_are_unpacked_only_so_far(received):
    bombs = [object_stream(bytes(8 << 20))] * 12
    caution = caution_of(received, "a.pdf", pdf(objects=bombs))

    assert caution == f"This PDF holds more than could be checked.{CARE}"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (docx(links_to=[("hyperlink", "https://council.example")]), ""),
        (docx(links_to=[("image", "media/image1.png")]), ""),
        (docx(links_to=[("image", "https://council.example/a.png")]), "fetches"),
        (docx(extra=[("word/embeddings/sheet.xlsx", b"x")]), "has other files inside"),
        (docx(extra=[("word/activeX/activeX1.xml", b"<x/>")]), "has other files inside"),
    ],
)
def test_a_document_that_reaches_out_is_kept_with_a_caution(received, content, found):
    caution = caution_of(received, "a.docx", content)

    assert caution.startswith(f"This file {found}") if found else caution == ""


def test_a_document_with_more_links_than_can_be_looked_at_is_kept_with_a_caution(received):
    links = b"".join(b"<Relationship a='%d'/>" % number for number in range(310_000))

    caution = caution_of(received, "a.docx", docx(extra=[("word/_rels/a.rels", links)]))

    assert caution.startswith("This file fetches")


@pytest.mark.parametrize(
    ("content", "reaches_out"),
    [
        (b'<text:a xlink:href="https://council.example"/>', False),
        (b'<draw:image xlink:href="Pictures/1.png"/>', False),
        (b'<draw:image xlink:type="simple" xlink:href="https://council.example/1.png"/>', True),
        (b'<text:section-source xlink:href="file:///etc/passwd"/>', True),
        (b'<table:table-source xlink:href="//server/share/a.ods"/>', True),
        (b'<table:cell table:formula="of:=WEBSERVICE(&quot;x&quot;)"/>', True),
        (b'<draw:plugin b:href="https://council.example/1"/>', True),
        (b'<draw:image a=">" xlink:href = "https://council.example/1.png"/>', True),
        (b"<draw:image " + b" " * 5_000 + b'xlink:href="https://council.example/1.png"/>', True),
        (b'<text:a xlink:href="https://council.example" a="href=\'http://x\'"/>', False),
    ],
)
def test_an_opendocument_file_that_reaches_out_is_kept_with_a_caution(
    received, content, reaches_out
):
    caution = caution_of(received, "a.odt", odf(content=content))

    assert caution.startswith("This file fetches") == reaches_out


@pytest.mark.parametrize(
    "content",
    [
        b'<office:dde-source office:dde-application="cmd"/>',
        b'<text:dde-connection-decl office:dde-application="cmd"/>',
        b'<table:cell table:formula="of:=DDE(&quot;soffice&quot;;1;2)"/>',
    ],
)
def test_an_opendocument_file_that_asks_another_program_is_kept_with_a_caution(received, content):
    assert caution_of(received, "a.ods", odf("ods", content=content)).startswith(
        "This file starts another program"
    )


@pytest.mark.parametrize(
    "content",
    [
        png()[:8] + chunk(b"IHDR", b"short"),
        png(4, 4, rows=b"not packed"),
        png(4, 4, rows=b""),
        png(0, 4),
        png()[:-1],
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused(received, content):
    assert refusal_of(received, "a.png", content)[0] == "corrupt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_kept_in_every_encoding_that_programs_write(received, encoding):
    assert caution_of(received, "a.txt", "Saving £5\r\n".encode(encoding)) == ""


def test_text_that_mentions_markup_is_no_web_page(received):
    assert caution_of(received, "a.csv", b"Note\r\n<script>alert(1)</script>\r\n") == ""


def test_a_refusal_has_a_reason_of_the_list():
    with pytest.raises(ValueError, match="not a reason"):
        FileRefused("because", "")

    assert max(map(len, REASONS)) <= 20  # as many characters as the record keeps


def test_random_damage_to_an_office_file_is_never_more_than_a_refusal(received):
    whole = xlsx()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF

        with suppress(FileRefused):
            examine(received("a.xlsx", bytes(damaged)), name="a.xlsx")
