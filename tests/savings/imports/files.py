"""Small spreadsheets for the tests of the readers, each written as plainly as its format allows."""

import csv
import io
import zipfile
from pathlib import Path

from savings.imports.errors import BadCell
from savings.imports.sheets import Columns, open_sheet

COLUMNS = Columns(
    required=("Place", "Claim reference", "Financial year", "Saving (£)"),
    optional=("Cost (£)", "Note"),
)
TITLES = ["Place", "Claim reference", "Financial year", "Saving (£)", "Note"]
ROW = ["Croydon", "CRO-0001", "2010-11", "1000.00", "words"]
SAVING = TITLES.index("Saving (£)")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def csv_bytes(rows, *, encoding="utf-8", delimiter=",", line_end="\r\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode(encoding)


DAY = (2026, 1, 1, 0, 0, 0)


def zip_bytes(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # The same bytes at any time: they stand in the names of tests, which each process must give alike.
            archive.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def text_cell(value):
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def xlsx_rows(*rows):
    """Sheet data in which text is an inline string, and anything that starts with `<` is a whole cell."""
    cells = ("".join(v if v.startswith("<") else text_cell(v) for v in row) for row in rows)
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in cells) + "</sheetData>"


def xlsx_parts(*sheets, names=(), states=(), styles="", workbook=""):
    """The parts of a workbook; each of `sheets` is what stands inside `<worksheet>`."""
    names = names or [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
        for n, (name, state) in enumerate(zip(names, states, strict=True), start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="s" Type="{_RELATION}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets>{workbook}'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    for number, sheet in enumerate(sheets, start=1):
        content = f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = content
    return parts


def xlsx_bytes(*sheets, **options):
    return zip_bytes(xlsx_parts(*sheets, **options))


def ods_cell(value, kind="string", attributes=""):
    stored = {"string": "", "date": f'office:date-value="{value}"'}
    number = stored.get(kind, f'office:value="{value}"')
    return (
        f'<table:table-cell office:value-type="{kind}" {number} {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_row(values, attributes=""):
    cells = "".join(v if v.startswith("<") else ods_cell(v) for v in values)
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def ods_parts(*tables, styles=""):
    spaces = "".join(
        f' xmlns:{name}="{_ODF}:{name}:1.0"'
        for name in ("office", "table", "text", "style", "number")
    )
    content = (
        f'<office:document-content{spaces} xmlns:calcext="urn:calcext"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>'
    return {"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}


def ods_table(*rows, columns="", name="Figures", attributes=""):
    inside = columns + "".join(row if isinstance(row, str) else ods_row(row) for row in rows)
    return f'<table:table table:name="{name}" {attributes}>{inside}</table:table>'


def ods_bytes(*tables, **options):
    return zip_bytes(ods_parts(*tables, **options))


def opened(folder: Path, file_name, content, columns=COLUMNS, **options):
    """Write the file and open it."""
    path = folder / file_name
    path.write_bytes(content)
    return open_sheet(path, columns, **options)


def rows_and_errors(sheet):
    """All rows, and what is wrong as (row, column, code)."""
    rows = list(sheet.rows())
    return rows, [(error.row, error.column, error.code) for error in sheet.errors]


def codes(refusal):
    """What is wrong with a refused file, as (row, column, code)."""
    return [(error.row, error.column, error.code) for error in refusal.value.errors]


def with_saving(cell):
    """The plain row with another cell under Saving."""
    return [*ROW[:SAVING], cell, *ROW[SAVING + 1 :]]


def bad_cells(rows):
    """Where a `BadCell` stands, as (row, title, code)."""
    return [
        (number, TITLES[index], cell.code)
        for number, row in rows
        for index, cell in enumerate(row)
        if isinstance(cell, BadCell)
    ]
