"""Which files do people send? Real ones of any size, of which no two are the same."""

import secrets

LINE = 60  # Bytes of chance in a line of a table: half as many as the letters that they are written in.


def table(size: int) -> bytes:
    """A CSV of about so many bytes."""
    lines = [f"{number},{secrets.token_hex(LINE)}" for number in range(size // (2 * LINE) + 1)]
    return "\r\n".join(["Number,Words", *lines]).encode()


def document(size: int) -> bytes:
    """A PDF of one empty page and about so many bytes, which no reader shows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (size, secrets.token_bytes(size)),
    ]
    pdf, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table_at = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % place for place in places)
    pdf += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return pdf + b"startxref\n%d\n%%%%EOF\n" % table_at
