"""What an Office document does when it is opened, however it is written."""

from os import urandom

import pytest

from savings.evidence.examination import examine
from savings.evidence.refusals import FileRefused
from tests.savings.evidence.made_files import content_types, docx, xlsx, zipped


def _caution(received, name, content):
    return examine(received(name, content), name=name).found.caution


def _refusal(received, content):
    with pytest.raises(FileRefused) as refusal:
        examine(received("a.xlsx", content), name="a.xlsx")
    return refusal.value.code, refusal.value.message


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_TEMPLATE = _HYPERLINK.replace("hyperlink", "attachedTemplate")


def _rels(inside, encoding="utf-8"):
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f"{declared}<Relationships>{inside}</Relationships>".encode(encoding)


def _related(target, mode="External", kind=_TEMPLATE, before=""):
    return f'<Relationship {before} Id="r" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'


_OUT = "https://x.example/a.dotm"
RELATIONSHIPS = {
    "a template whose address holds /hyperlink": _rels(_related("https://x.example/hyperlink/a.dotm")),
    "a mode written by codes": _rels(_related(_OUT, mode="&#69;xternal")),
    "UTF-16": _rels(_related(_OUT), "utf-16"),
    "5,000 blanks in the tag": _rels(_related(_OUT, before=" " * 5_000)),
    "2 MB of blanks in the tag": _rels(_related(_OUT, before=" " * (2 << 20))),
    "a > in another attribute": _rels(_related(_OUT, before='Note=">"')),
    "a prefix": b'<p:Relationships xmlns:p="p">' + _related(_OUT).replace("<R", "<p:R").encode()
    + b"</p:Relationships>",
    "an address that is no outer one, by name": _rels(_related(_OUT, mode="Internal")),
    "what is no XML": b"<Relationships><Relationship",
    "another encoding": b'<?xml version="1.0" encoding="IBM037"?><Relationships/>',
    "more than is read": b"<Relationships>" + b" " * (17 << 20) + b"</Relationships>",
}  # fmt: skip


@pytest.mark.parametrize("content", RELATIONSHIPS.values(), ids=RELATIONSHIPS)
def test_a_relationship_that_reaches_out_is_found_however_it_is_written(received, content):
    filled = [("word/_rels/a.rels", content), ("word/media/a.bin", urandom(200_000))]

    caution = _caution(received, "a.docx", docx(extra=filled))

    assert caution.startswith("This file fetches")


def test_a_hyperlink_of_either_standard_waits_for_a_click(received):
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink"
    links = _rels(
        "".join(_related("https://x.example/", kind=kind) for kind in (_HYPERLINK, strict))
    )

    assert _caution(received, "a.docx", docx(extra=[("word/_rels/a.rels", links)])) == ""


def _field(*words):
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{word}</w:instrText></w:r>' for word in words
    )
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


FIELDS = [
    (_field(" PAGE "), ""),
    (_field(" HYPERLINK &quot;https://x.example/added&quot; "), ""),
    (_field(" TOC \\o &quot;1-3&quot; "), ""),
    (_field(' INCLUDEPICTURE "media/a.png" '), ""),
    (_field(' DDEAUTO c:\\windows\\cmd.exe "/k calc" '), "starts another program"),
    (_field(" dde cmd "), "starts another program"),
    (_field("DD", "EAUTO cmd"), "starts another program"),
    (_field(" PAGE ") + _field("DDE cmd"), "starts another program"),
    (
        _field("")
        .replace("<w:instrText", '<w:instrText a=">"')
        .replace("></w:instr", ">DDE cmd</w:instr"),
        "starts another program",
    ),
    ('<w:fldSimple w:instr=" DDE cmd "/>', "starts another program"),
    (_field(' INCLUDEPICTURE "http://x.example/a.png" '), "fetches"),
    (_field("INCLUDEPICTURE" + " " * 5_000, "http://x.example/a.png"), "fetches"),
    (_field(" " * 5_000 + "DDE cmd"), "starts another program"),
    (_field(' INCLUDETEXT "a.docx" '), "fetches"),
    (_field("&#68;DE cmd"), "holds what could not be checked and starts another program"),
    (_field("<![CDATA[DDE cmd]]>"), "holds what could not be checked"),
    (_field("DD<!-- -->E cmd"), "holds what could not be checked"),
    (_field(" QUOTE 68 68 69 "), "holds what could not be checked"),
]


@pytest.mark.parametrize(("field", "found"), FIELDS)
def test_a_field_that_fetches_or_starts_something_is_kept_with_a_caution(received, field, found):
    part = f"<w:ftr>{field}</w:ftr>".encode()

    caution = _caution(received, "a.docx", docx(extra=[("word/footer1.xml", part)]))

    assert caution.startswith(f"This file {found}") if found else caution == ""


def test_a_part_of_word_that_is_not_written_as_word_writes_it_could_not_be_checked(received):
    part = f"<w:ftr>{_field('DDE cmd')}</w:ftr>".encode("utf-16")

    caution = _caution(received, "a.docx", docx(extra=[("word/footer1.xml", part)]))

    assert caution.startswith("This file holds what could not be checked")


WORKBOOKS = [
    ("worksheets/sheet9", "<c><f>SUM(A1:A2)</f></c><c t='str'><v>Call (x)</v></c>", ""),
    ("worksheets/sheet9", "<c><f>_xlfn.WEBSERVICE(A1)</f></c>", "fetches"),
    ("worksheets/sheet9", "<c><f>1+webservice (A1)</f></c>", "fetches"),
    ("worksheets/sheet9", '<c><f>RTD("x",,"y")</f></c>', "starts another program"),
    ("externalLinks/externalLink1", '<ddeLink ddeService="cmd"/>', "starts another program"),
]


@pytest.mark.parametrize(("name", "inside", "found"), WORKBOOKS)
def test_a_workbook_that_fetches_or_starts_something_is_kept_with_a_caution(
    received, name, inside, found
):
    part = (f"xl/{name}.xml", f"<x>{inside}</x>".encode())

    caution = _caution(received, "a.xlsx", xlsx(extra=[part]))

    assert caution.startswith(f"This file {found}") if found else caution == ""


def test_a_sheet_of_macros_is_refused_wherever_it_lies(received):
    kind = "application/vnd.ms-excel.macrosheet+xml"
    types = content_types("/xl/worksheets/sheet9.xml", kind)

    code, message = _refusal(received, zipped([("[Content_Types].xml", types)]))

    assert code == "macro"
    assert "holds macros" in message


def test_a_field_that_is_parted_by_much_else_is_still_found(received):
    """However the part falls into pieces while it is unpacked."""
    between = "</w:instrText>" + "<w:t>of words</w:t>" * 60_000 + "<w:instrText>"
    part = f"<w:ftr>{_field('DD' + between + 'EAUTO cmd')}</w:ftr>".encode()

    caution = _caution(received, "a.docx", docx(extra=[("word/footer1.xml", part)]))

    assert caution.startswith("This file starts another program")
