"""The table of cases: every case has its row, and every test that a row names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.no_database

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d\d) \| .* \| (.*) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _rows():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    _, entry, review = re.split(r"^## .*$", text, flags=re.MULTILINE)
    return {
        (folder, case): tests
        for folder, part in (("entry", entry), ("review", review))
        for case, tests in ROW.findall(part)
    }


@cache
def _tests_in(path):
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_case_that_lies_here_has_its_row():
    lying = {
        (path.parent.name, path.name[:2])
        for folder in ("entry", "review")
        for path in (HERE / folder).iterdir()
        if path.name[:2].isdigit()
    }
    numbers = {("entry", f"{number:02}") for number in range(1, 20)}

    assert set(_rows()) == lying | numbers


@pytest.mark.parametrize(
    ("case", "tests"),
    _rows().items(),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_test_that_is_named_is_there(case, tests):
    named = NAMED.findall(tests)

    assert ", ".join(f"`{path}::{name}`" for path, name in named) == tests
    assert [f"{path}::{name}" for path, name in named if name not in _tests_in(path)] == []


def test_every_file_of_a_case_is_read_by_a_test():
    texts = [path.read_text(encoding="utf-8") for path in (HERE.parent).rglob("test_*.py")]

    for path in (HERE / "entry").iterdir():
        assert any(path.name in text for text in texts), path.name
