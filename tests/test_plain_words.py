"""Do people read plain words? What pages, mails, errors and columns say, held to a list of words that we do not use.

Text is read where it is written: the templates without their tags, and every string of the code with a blank in it.
Docstrings, comments and migrations are for whoever works on the code.
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.no_database

# What is not said → what is said in its place.
NOT_SAID = {
    r"(still )?(stands?|stood|standing)": "is, counts, is shown, is in force, what it says now",
    r"noughts?": "0",
    r"in no (total|sum)": "not in any total",
    r"no doubt about": "This says nothing against …",
    r"(is|are) no verdict": "is not a verdict",
    r"(hold|held) against": "compared with, checked against",
    r"owes?": "has to",
    r"lower by (it|them)": "falls because of it",
    r"by mail|e-mails?|mails?|mailed": "email",
    r"figures away": "take figures out",
    r"outturns?": "actual, of the whole year. What is counted so far: actual so far",
    r"(?<!extra )running costs?(?! \(£\))": "extra running cost",
    r"harms? to others(?! \(£\))": "extra cost to others",
    r"service held": "the service stayed as good",
    r"signed out for good": "your account is closed",
    r"clock": "The review’s days are not counted until …",
    r"corrected for|corrections? for": "adjusted for optimism bias",
    r"own date": "the date written on it",
    r"empty the (note|box(es)?)": "clear the",
    r"ha(s|ve) still to": "has not … yet",
}
# Where a word is right all the same: the glossary’s one entry, a code’s meaning, a title that sheets may still have.
SAID_ALL_THE_SAME = {
    ("savings/pages/guidance.py", "outturn"),
    ("savings/exports/figure_columns.py", "outturn"),
    ("savings/imports/people/columns.py", "E-mail"),
}
WHITE_SPACE = re.compile(r"\s+")
NOT_SEEN = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|<[^>]*>", re.S)
# Text within tags that people read all the same.
IN_TAGS = re.compile(r'(?:text|html|title|heading|label|hint|caption)\w*="([^"]*)"')


def _of_templates():
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        written = path.read_text()
        yield path, " ".join([NOT_SEEN.sub(" ", written), *IN_TAGS.findall(written)])


def _of_code():
    for room in ("pilots", "savings", "totalplace"):
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, "\n".join(_sentences(ast.parse(path.read_text())))


def _sentences(tree):
    """Every string with a blank in it that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in strings:
        if isinstance(node.value, str) and id(node) not in docstrings and " " in node.value.strip():
            yield node.value


def _said(pattern, text):
    words = re.compile(rf"\b(?:{pattern})\b", re.I)
    text = WHITE_SPACE.sub(" ", text)
    return [(m[0], text[max(0, m.start() - 30) : m.end() + 30]) for m in words.finditer(text)]


@pytest.mark.parametrize("written", [_of_templates, _of_code], ids=["templates", "code"])
def test_people_are_told_it_in_plain_words(written):
    found = [
        f"{name}: “{near}”. Say: {instead}"
        for path, text in written()
        for name in [path.relative_to(settings.BASE_DIR).as_posix()]
        for pattern, instead in NOT_SAID.items()
        for word, near in _said(pattern, text)
        if (name, word) not in SAID_ALL_THE_SAME
    ]

    assert not found, "\n".join(found)


def test_text_is_found_where_it_is_written(tmp_path: Path):
    assert not _said("stands", NOT_SEEN.sub(" ", "{# It stands. #}<p class='stands'>It is.</p>"))
    assert _said("stands", NOT_SEEN.sub(" ", "<p>It\n stands {{ here }}.</p>"))
    assert IN_TAGS.findall('{% govuk "x" text="It stands" %}') == ["It stands"]
    assert list(_sentences(ast.parse('"""It stands."""\nx = f"It stands {x}"'))) == ["It stands "]


def test_what_is_said_all_the_same_is_said_there():
    for name, word in SAID_ALL_THE_SAME:
        assert word in (settings.BASE_DIR / name).read_text()
