"""Small files of every kind, and awkward ones: made by code, the same bytes each time."""

import base64
import io
import struct
import zipfile
import zlib

# The standard test string of virus scanners, in two parts so that this source is not taken for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
CSV = "Place,Saving (£)\r\nCroydon,1234.50\r\n".encode()
HTML = b"<!doctype html><html><body><script>alert(document.domain)</script></body></html>"
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8"
    "ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/"
    "wAARCAACAAIDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAA"
    "AAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCEAdYf/9k="
)

_DAY = (2020, 1, 1, 0, 0, 0)
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "dotx": f"{_OFFICE}.wordprocessingml.template.main+xml",
}
_ODF = "application/vnd.oasis.opendocument"
_ODF_TYPES = {"odt": f"{_ODF}.text", "ods": f"{_ODF}.spreadsheet"}

EXTERNAL_ENTITY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "lollollollollollollollollollol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>\n"
)


class Filler:
    """`size` bytes of one value, made while they are written."""

    def __init__(self, size: int, byte: bytes = b" ") -> None:
        self.size, self.byte = size, byte

    def pieces(self):
        block = self.byte * (1 << 20)
        for start in range(0, self.size, len(block)):
            yield block[: self.size - start]


def zipped(parts, *, links=(), method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, bytes or Filler); the names in `links` are symbolic links."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 3
            entry.external_attr = (0o120777 if name in links else 0o100644) << 16
            entry.compress_type = method
            with archive.open(entry, "w") as part:
                for piece in content.pieces() if isinstance(content, Filler) else [content]:
                    part.write(piece)
    return packed.getvalue()


def pdf(*, catalog=b"", objects=(), encrypted=False, pages=1):
    """A PDF of so many equal pages; `catalog` and `objects` are added as they stand."""
    drawn = b"BT /F1 18 Tf 72 720 Td (Savings evidence) Tj ET"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
    page += b" /Resources << /Font << /F1 4 0 R >> >> >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b">>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * pages,
        *objects,
    ]
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table, size = len(out), len(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O (%s) /U (%s) >> /ID [(a)(a)]"
    lock = lock % (b"o" * 32, b"u" * 32) if encrypted else b""
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + trailer % (size, lock, table)


def padded(content: bytes, size: int) -> bytes:
    """The PDF with a comment before its end, so that it has exactly `size` bytes and stays valid."""
    end = content.rindex(b"startxref")
    return content[:end] + b"%" + b"p" * (size - len(content) - 2) + b"\n" + content[end:]


def object_stream(inside: bytes) -> bytes:
    """A compressed object stream, as PDF 1.5 has them."""
    packed = zlib.compress(inside)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
    return head % len(packed) + packed + b"\nendstream"


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(width=2, height=2, *, bits=8, rows=None):
    """A grey picture. `rows` are its compressed rows, where they are not plain."""
    if rows is None:
        rows = zlib.compress((b"\0" + b"\x40" * width) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def huge_png(width, height):
    """Few bytes on the disk, and width by height pixels when drawn."""
    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png(width, height, bits=1, rows=rows)


def content_types(main_part: str, main_type: str) -> bytes:
    overrides = f'<Override PartName="{main_part}" ContentType="{main_type}"/>'
    defaults = '<Default Extension="xml" ContentType="application/xml"/>'
    return _XML + f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'.encode()


def relations(*items) -> bytes:
    """Relationships to (type, target); with an address as target, it is an external one."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for number, (kind, target) in enumerate(items)
    )
    return (
        _XML + f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()
    )


def docx(*, kind="docx", extra=(), links_to=(), prolog=b"", **options):
    """A Word document; `links_to` are relationships of its text, `prolog` stands before the text's XML."""
    text = f'<w:document xmlns:w="{_WORDS}"><w:body><w:p/></w:body></w:document>'.encode()
    parts = [
        ("[Content_Types].xml", content_types("/word/document.xml", _MAIN_TYPES[kind])),
        ("_rels/.rels", relations(("officeDocument", "word/document.xml"))),
        ("word/document.xml", _XML + prolog + text),
        ("word/_rels/document.xml.rels", relations(*links_to)),
    ]
    return zipped([*parts, *extra], **options)


def xlsx(*, kind="xlsx", extra=(), sheet=None, **options):
    """An Excel workbook; `sheet` is the XML of its only sheet."""
    workbook = f'<workbook xmlns="{_SHEETS}"><sheets/></workbook>'.encode()
    parts = [
        ("[Content_Types].xml", content_types("/xl/workbook.xml", _MAIN_TYPES[kind])),
        ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", _XML + workbook),
        ("xl/worksheets/sheet1.xml", sheet or _XML + f'<worksheet xmlns="{_SHEETS}"/>'.encode()),
    ]
    return zipped([*parts, *extra], **options)


def odf(kind="odt", *, content=b"<office:document-content/>", manifest=b"<manifest/>", extra=()):
    """An OpenDocument file; `content` is the XML of what it says."""
    parts = [
        ("mimetype", _ODF_TYPES[kind].encode()),
        ("content.xml", _XML + content),
        ("META-INF/manifest.xml", _XML + manifest),
    ]
    return zipped([*parts, *extra])


def ole(*names: str) -> bytes:
    """As much of an old Office file as anybody looks at: its beginning, and the names of its streams."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory


def with_size(archive: bytes, name: str, size: int) -> bytes:
    """The archive with another size given for a part, before it and in the directory."""
    changed = bytearray(archive)
    for begins, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = changed.find(begins)
        while at >= 0:
            if changed[at + name_at :].startswith(name.encode()):
                struct.pack_into("<I", changed, at + size_at, size)
            at = changed.find(begins, at + 4)
    return bytes(changed)


def with_password_flag(archive: bytes) -> bytes:
    """The archive with every part marked as encrypted."""
    changed = bytearray(archive)
    for begins, flag_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(begins)
        while at >= 0:
            changed[at + flag_at] |= 1
            at = changed.find(begins, at + 4)
    return bytes(changed)
