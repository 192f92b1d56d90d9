"""What people might send, honest and hostile, and what must come of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from tests.savings.evidence.made_files import (
    CSV,
    EICAR,
    EXTERNAL_ENTITY,
    HTML,
    JPEG,
    LAUGHS,
    Filler,
    docx,
    huge_png,
    odf,
    ole,
    padded,
    pdf,
    png,
    xlsx,
    zipped,
)

LIMIT = 2 << 20  # the tests run with EVIDENCE_FILE_MB = 2


@dataclass(frozen=True)
class Sent:
    """`outcome` is `kept`, `kept with care`, or the code of the refusal; `shown_as` the name it is kept under.

    `packed` is the file, or makes it: what takes long to make is made where a test sends it, not wherever this is read.
    """

    name: str
    packed: bytes | Callable[[], bytes]
    outcome: str
    why: str
    shown_as: str = ""
    needs_scanner: bool = False

    @cached_property
    def content(self):
        return self.packed() if callable(self.packed) else self.packed

    def __str__(self):
        return self.why


_PROGRAM = b"MZ\x90\0" + bytes(200)
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
_SCRIPT = rb"/OpenAction << /S /JavaScript /JS (app.alert\(1\)) >> "
_LAUNCH = b"/OpenAction << /S /Launch /F (cmd.exe) >> "
_TEMPLATE = [("attachedTemplate", "http://127.0.0.1:9/t.dotm")]
_PARTS = [(f"x/{number:05d}", b"") for number in range(12000)]
_SHEET = Filler(300 << 20)
_STRINGS = b"<sst><si><t>&j;</t></si></sst>"

KEPT, WITH_CARE = "kept", "kept with care"

FILES = [
    Sent("good.pdf", pdf(), KEPT, "plain PDF"),
    Sent("good.docx", docx(), KEPT, "plain Word document"),
    Sent("good.xlsx", xlsx(), KEPT, "plain workbook"),
    Sent("good.odt", odf("odt"), KEPT, "plain OpenDocument text"),
    Sent("good.ods", odf("ods"), KEPT, "plain OpenDocument spreadsheet"),
    Sent("good.csv", CSV, KEPT, "plain CSV"),
    Sent("good.txt", b"A note.\r\n", KEPT, "plain text"),
    Sent("good.png", png(), KEPT, "plain PNG"),
    Sent("good.jpg", JPEG, KEPT, "plain JPEG"),
    Sent("GOOD.JPEG", JPEG, KEPT, "the other ending of a JPEG, in capitals"),
    Sent("at_limit.pdf", padded(pdf(), LIMIT), KEPT, "exactly at the limit"),
    Sent("over_limit.pdf", padded(pdf(), LIMIT + 1), "too_big", "one byte over the limit"),
    Sent("empty.pdf", b"", "empty", "no bytes"),
    Sent("eicar.pdf", EICAR, "type_mismatch", "test virus named .pdf"),
    Sent("eicar.csv", EICAR + b"\r\n", "malware", "test virus as a line", needs_scanner=True),
    Sent(
        "eicar.docx",
        docx(extra=[("word/embeddings/oleObject1.bin", EICAR)]),
        "malware",
        "test virus in a part",
        needs_scanner=True,
    ),
    Sent("html_as.pdf", HTML, "type_mismatch", "web page named .pdf"),
    Sent("exe_as.pdf", _PROGRAM, "type_mismatch", "program named .pdf"),
    Sent("pdf_as.png", pdf(), "type_mismatch", "PDF named .png"),
    Sent("png_as.jpg", png(), "type_mismatch", "PNG named .jpg"),
    Sent("zip_as.docx", zipped([("hello.txt", b"hi")]), "type_mismatch", "ZIP named .docx"),
    Sent("xlsx_as.docx", xlsx(), "type_mismatch", "workbook named .docx"),
    Sent("ods_as.odt", odf("ods"), "type_mismatch", "OpenDocument spreadsheet named .odt"),
    Sent("template.docx", docx(kind="dotx"), "type_mismatch", "Word template named .docx"),
    Sent("html_as.csv", HTML, "type_mismatch", "web page named .csv"),
    Sent("svg_as.txt", b"\xef\xbb\xbf\n" + _SVG, "type_mismatch", "SVG named .txt, after a mark"),
    Sent("pdf_as.txt", pdf(), "type_mismatch", "PDF named .txt"),
    Sent("page.html", HTML, "ext_not_allowed", "web page"),
    Sent("logo.svg", _SVG, "ext_not_allowed", "SVG with script"),
    Sent("tool.exe", _PROGRAM, "ext_not_allowed", "program"),
    Sent("evidence.pdf.exe", pdf(), "ext_not_allowed", "two endings"),
    Sent("evidence", pdf(), "ext_not_allowed", "no ending"),
    Sent("legacy.xls", ole("Workbook"), "ext_not_allowed", "old Excel file"),
    Sent("legacy.docx", ole("WordDocument"), "type_mismatch", "old Word file named .docx"),
    Sent("html_then.pdf", b"<script>1</script>\n" + pdf(), "type_mismatch", "PDF behind markup"),
    Sent("pdf_plus_zip.pdf", pdf() + zipped([("i.html", HTML)]), KEPT, "PDF and ZIP in one"),
    Sent("png_plus_html.png", png() + HTML, WITH_CARE, "PNG with markup behind it"),
    Sent("pdf_javascript.pdf", pdf(catalog=_SCRIPT), WITH_CARE, "PDF with a script"),
    Sent("pdf_launch.pdf", pdf(catalog=_LAUNCH), WITH_CARE, "PDF that starts a program"),
    Sent("password.pdf", pdf(encrypted=True), WITH_CARE, "PDF with a password"),
    Sent("truncated.pdf", pdf()[:300], "corrupt", "PDF cut off"),
    Sent("not_really.pdf", b"%PDF-1.4\nstartxref\n0\n%%EOF\n", "corrupt", "PDF with nothing in it"),
    Sent("truncated.xlsx", xlsx()[:-60], "corrupt", "workbook cut off"),
    Sent("truncated.png", png(64, 64)[:40], "corrupt", "PNG cut off in its head"),
    Sent("endless.png", png(64, 64)[:-12], "corrupt", "PNG without its end"),
    Sent("truncated.jpg", JPEG[:-20], "corrupt", "JPEG cut off"),
    Sent("nul.csv", b"Place\0Saving\r\n", "corrupt", "text with NUL"),
    Sent("mixed.txt", b"caf\xc3\xa9 caf\xe9\r\n", "corrupt", "text in two encodings"),
    Sent("macro.docm", docx(kind="docm"), "ext_not_allowed", "macro document under its own name"),
    Sent(
        "macro_as.xlsx",
        xlsx(kind="xlsm", extra=[("xl/vbaProject.bin", b"x")]),
        "macro",
        "macro workbook named .xlsx",
    ),
    Sent("renamed.docx", docx(kind="docm"), "macro", "macro type without the part"),
    Sent("macro.odt", odf(extra=[("Basic/script.xml", b"<x/>")]), "macro", "OpenDocument macro"),
    Sent(
        "password.docx",
        ole("EncryptionInfo", "EncryptedPackage"),
        "encrypted",
        "Word document with a password",
    ),
    Sent(
        "password.odt",
        odf(manifest=b"<manifest:encryption-data/>"),
        "encrypted",
        "OpenDocument text with a password",
    ),
    Sent(
        "remote_template.docx", docx(links_to=_TEMPLATE), WITH_CARE, "template fetched on opening"
    ),
    Sent("sheet_300mb.xlsx", partial(xlsx, sheet=_SHEET), "archive_bomb", "300 MB in 300 kB"),
    Sent("many_members.xlsx", partial(xlsx, extra=_PARTS), "too_many_entries", "12,000 parts"),
    Sent(
        "pixel_flood.png",
        partial(huge_png, 40000, 40000),
        "image_bomb",
        "1.6 thousand million pixels",
    ),
    Sent(
        "laughs.xlsx",
        xlsx(extra=[("xl/sharedStrings.xml", LAUGHS + _STRINGS)]),
        "xml_entity",
        "entities that multiply",
    ),
    Sent("xxe.docx", docx(prolog=EXTERNAL_ENTITY), "xml_entity", "entity that is a file of ours"),
    Sent(
        "zip_slip.docx",
        docx(extra=[("../../../../tmp/hostile_slip.txt", b"slip")]),
        "bad_member_name",
        "part whose name climbs out",
    ),
]

_PDF = pdf()
NAMES = [
    Sent(name, _PDF, KEPT, why, shown_as)
    for name, shown_as, why in [
        ("../../../../etc/hostile.pdf", "hostile.pdf", "path that climbs"),
        ("..\\..\\windows\\win.pdf", "win.pdf", "Windows path"),
        ("/etc/cron.d/x.pdf", "x.pdf", "absolute path"),
        ("evidence\u202efdp.exe.pdf", "evidencefdp.exe.pdf", "name turned round"),
        ("an\u200bnex\ufeff.pdf", "annex.pdf", "characters of no width"),
        ('x.pdf"\r\nSet-Cookie: owned=1\r\n.pdf', 'x.pdf"Set-Cookie: owned=1.pdf', "line ends"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf", "markup"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf", "300 characters"),
        ('=HYPERLINK("http:", "x").pdf', '=HYPERLINK("http:", "x").pdf', "formula"),
        ('St Helen\'s "final"; v2.pdf', 'St Helen\'s "final"; v2.pdf', "quotes in an honest name"),
        ("CON.pdf", "_CON.pdf", "device of Windows"),
        ("com1 .tar.pdf", "_com1 .tar.pdf", "another device, in small letters"),
        ("report.pdf. ", "report.pdf", "dots and spaces that Windows drops"),
        ("\ud800odd.pdf", "odd.pdf", "half a character"),
    ]
]
