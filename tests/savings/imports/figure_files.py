"""Files of figures, imported by the function or the command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from savings.imports.errors import ImportRefused
from savings.imports.figures import import_figures

BAD = Path(__file__).parent / "bad_figures"
EXPECTED = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))
IN_FILE = EXPECTED["columns"]
TITLE_ROW = ",".join(IN_FILE.values())


def figures_file(tmp_path, *rows, titles=TITLE_ROW):
    path = tmp_path / "figures.csv"
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def figures_refused(path, by, **options):
    with pytest.raises(ImportRefused) as refused:
        import_figures(path, by=by, **options)
    return [(error.row, error.column, error.code) for error in refused.value.errors]


def run_command(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_figures", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()
