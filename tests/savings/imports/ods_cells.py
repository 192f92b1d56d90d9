"""How does a test write cells of an ODS workbook, and read them?"""

from tests.savings.imports.files import (
    ods_bytes,
    opened,
    rows_and_errors,
)


def ods_number(held, shown, attributes=""):
    return (
        f'<table:table-cell office:value-type="float" office:value="{held}" {attributes}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def without_text(cell):
    return cell.partition("<text:p>")[0] + "</table:table-cell>"


def read_ods(folder, *tables, **options):
    return rows_and_errors(opened(folder, "figures.ods", ods_bytes(*tables, **options)))


IN_THOUSANDS = (
    '<number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>'
    '<number:number-style style:name="N2"><number:number/><number:text> k</number:text></number:number-style>'
    '<number:currency-style style:name="N3P0"><number:text>£</number:text><number:number/></number:currency-style>'
    '<number:currency-style style:name="N3"><number:text>-£</number:text><number:number/>'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:currency-style>'
    '<number:percentage-style style:name="N4"><number:number/></number:percentage-style>'
    '<number:number-style style:name="N5"><number:text>-</number:text></number:number-style>'
    '<number:number-style style:name="N6"><number:number/>'
    '<style:map style:condition="value()&gt;=9" style:apply-style-name="N2"/></number:number-style>'
    + "".join(
        f'<style:style style:name="ce{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
        for n in range(1, 7)
    )
    + '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="ce2"/>'
    '<style:style style:name="red" style:family="table-cell"/>'
    '<style:style style:name="mapped" style:family="table-cell">'
    '<style:map style:condition="cell-content()&gt;5" style:apply-style-name="ce2"/></style:style>'
)  # fmt: skip


def ods_as_bytes(parts):
    return {name: part.encode() for name, part in parts.items()}
