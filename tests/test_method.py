"""Does each section of the method that a comment cites stand in docs/method, and its index say where it is cited?"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.no_database

ROOT = Path(settings.BASE_DIR)
METHOD = ROOT / "docs" / "method"
SECTIONS = {
    f"{page.name} §{number}"
    for page in METHOD.glob("*.md")
    for number in re.findall(r"^##+ (R?[\d.]*\d)\.? ", page.read_text("utf-8"), re.MULTILINE)
}
PARTS = ["savings", "pilots", "totalplace", "tests", "templates", "docs"]
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8", errors="replace")
    for part in PARTS
    for path in (ROOT / part).rglob("*")
    if path.suffix in {".py", ".html", ".md", ".csv"} and path != Path(__file__)
}
CITED = re.compile(r"docs/method/(\w+\.md)((?:(?:,| and)? §R?[\d.]*\d)+)")
# In a module whose first sentences name the page of rules, a rule is cited by its number alone.
RULE, RULES = re.compile(r"\bR\d{1,2}\b"), "docs/method/rules.md"
# Of tables that sites hold, and that no release changes.
IN_TABLES = re.compile(r"\((REVIEW|FIELDS|RULES) §([\d.]*\d)\)")
BY_OLD_NAMES = re.compile(r"\b(REVIEW|FIELDS|RULES|GEF|GLOSSARY|DESIGN|TOTALS)(\.md)? §|\(method:")


def _cited(name):
    """The sections that a file cites; a citation may be broken over lines of a comment."""
    text = re.sub(r"\s*\n\s*(# )?", " ", TEXTS[name])
    found = {
        f"{page} {section}"
        for page, many in CITED.findall(text)
        for section in re.findall(r"§\S*\d", many)
    }
    if name.endswith(".csv"):
        found |= {f"{page.lower()}.md §{section}" for page, section in IN_TABLES.findall(text)}
    if name.endswith(".py") and RULES in text:
        found |= {f"rules.md §{rule}" for rule in RULE.findall(text)}
    return found


def _index():
    """Each section and the files that its row of the index names."""
    rows = re.findall(
        r"^\| (\w+\.md) (§.+?) \|.+\| (.+) \|$",
        (METHOD / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    return {
        f"{page} {section}": set(re.findall(r"`(.+?)`", files))
        for page, sections, files in rows
        for section in sections.split(", ")
    }


def test_each_section_that_is_cited_is_there():
    cited = {(name, section) for name in TEXTS for section in _cited(name)}

    assert len(cited) > 40
    assert [(name, section) for name, section in sorted(cited) if section not in SECTIONS] == []


def test_each_number_of_a_rule_stands_in_a_module_that_names_the_page():
    alone = [
        name
        for name, text in TEXTS.items()
        if name.startswith("savings/")
        and name.endswith(".py")
        and RULE.search(text)
        and RULES not in text
    ]

    assert alone == []


def test_nothing_is_cited_that_does_not_ship():
    assert [
        name
        for name, text in TEXTS.items()
        if not name.endswith(".csv") and BY_OLD_NAMES.search(text)
    ] == []


def test_the_index_names_each_module_that_cites_a_section():
    index = _index()

    missing = [
        (section, name)
        for name in TEXTS
        if name.endswith(".py") and not name.startswith("tests/")
        for section in sorted(_cited(name))
        if name not in index.get(section, ())
    ]
    assert missing == []


def test_the_index_names_sections_and_files_that_are_there():
    index = _index()

    assert [section for section in index if section not in SECTIONS] == []
    assert [
        name for files in index.values() for name in sorted(files) if not (ROOT / name).is_file()
    ] == []


def test_each_worked_answer_is_of_a_rule_that_the_page_names():
    [vectors] = (ROOT / "tests").rglob("vectors.json")
    rules = {
        rule
        for vector in json.loads(vectors.read_text())["vectors"]
        for rule in vector["rule"].split(",")
    }

    page = (METHOD / "rules.md").read_text("utf-8")
    assert rules - set(RULE.findall(page)) == set()
