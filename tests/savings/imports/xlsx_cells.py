"""How does a test write cells of an XLSX workbook, and read them?"""

from tests.savings.imports.files import (
    opened,
    rows_and_errors,
    xlsx_bytes,
)


def read_xlsx(folder, *sheets, **options):
    return rows_and_errors(opened(folder, "figures.xlsx", xlsx_bytes(*sheets, **options)))


def cell(value="", kind="", formula="", style=0):
    stored = f"<v>{value}</v>" if value else ""
    formula = f"<f>{formula}</f>" if formula else ""
    return f'<c t="{kind or "n"}" s="{style}">{formula}{stored}</c>'
