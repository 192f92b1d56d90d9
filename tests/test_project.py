"""Checks on the project as a whole, so that the test command is the only one to remember."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(settings.BASE_DIR)
CODE = [
    path
    for app in ("totalplace", "pilots", "savings")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
# What one row has of many others, by the names that it has them under: `version.figures`, `question.evidence`.
RELATIONS = sorted(
    {
        field.get_accessor_name() if field.auto_created else field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_many or field.one_to_many
    }
)
WRITES = re.compile(
    r"\.(save|(bulk_|get_or_|update_or_)?create|(bulk_)?update|delete|_raw_delete)\("
    rf"|\.({'|'.join(RELATIONS)})\.(add|set|clear|remove)\("
    r"|\b(INSERT INTO|UPDATE|DELETE FROM|COPY) +(savings_|\{)"
)
# Who else in savings writes to the database, and what: never a claim, its figures, evidence or history that is kept.
WRITERS = {
    "savings/archive/restored_tables.py": "the rows of a backup, into a site that has none",
    "savings/imports/places.py": "places and their partners",
    "savings/notices/mailing.py": "when a notice was mailed",
    "savings/demo/people.py": "the demonstration's sign-ins",
    "savings/parameters/reference_data.py": "themes and parameter tables",
    "savings/demo/sources.py": "burdens",
    "savings/demo/practice.py": "the practice place",
    "savings/demo/rounds.py": "rounds, which a workspace would open",
}
TEMPLATE_LINES, MODULE_LINES = 130, 350


def _name(path):
    return path.relative_to(ROOT).as_posix()


def test_browsers_read_only_pages_that_have_come():
    # These do not wait for what they read; after a click they would now and then find nothing.
    at_once = re.compile(r"\.(all|all_inner_texts|count|inner_text|is_visible)\(")
    found = [
        f"{_name(path)}: {line.strip()}"
        for path in sorted((ROOT / "tests" / "browser").glob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if at_once.search(line) and "settled(page)" not in line
    ]
    assert found == []


def test_models_match_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_keep_to_the_layers():
    # In a process of its own: the linter silences every logger, and other tests read what is logged.
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]

    checked = subprocess.run(
        [*linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def _writes(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if WRITES.search(line)]


@pytest.mark.no_database
@pytest.mark.parametrize(
    "path",
    [
        p
        for p in CODE
        if "savings" in p.parts and "workflow" not in p.parts and _name(p) not in WRITERS
    ],
    ids=_name,
)
def test_only_the_workflow_writes_claims(path):
    # Dictionaries, sets and hashes are updated too, and files saved and deleted: those lines name what they change.
    harmless = re.compile(
        r"(digest|hash|context|columns|defaults|params)\.update\("
        r"|storages\[\"evidence\"\]\.delete\(|\bstore\.delete\("
        r"|self\.places\.add\(row\["
        r"|(self|super\(\)|picture)\.(save|delete)\((name|drawn|file|\"health\")"
    )

    assert [line for line in _writes(path) if not harmless.search(line)] == []


@pytest.mark.no_database
@pytest.mark.parametrize("name", WRITERS)
def test_each_listed_writer_writes(name):
    assert _writes(ROOT / name)


@pytest.mark.no_database
@pytest.mark.parametrize("path", CODE, ids=_name)
def test_no_module_has_outgrown_its_room(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.no_database
def test_no_module_of_tests_has_outgrown_its_room():
    lines = {
        _name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "tests").rglob("*.py")
    }

    assert {name: number for name, number in lines.items() if number > MODULE_LINES} == {}


def test_no_template_has_outgrown_its_room():
    long = {
        _name(path): lines
        for path in (ROOT / "templates").rglob("*.html")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE_LINES
    }

    assert long == {}


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\b(src=|type=\"application/json\"))|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    found = [
        _name(path)
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


_POSTED = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
_INCLUDED_ALONE = re.compile(r"{% include \"([^\"]+)\"([^%]*) only %}")


def _templates():
    return {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text(encoding="utf-8")
        for path in (ROOT / "templates").rglob("*.html")
    }


def test_every_form_that_is_posted_has_a_token():
    without = [
        name
        for name, text in _templates().items()
        for form in _POSTED.findall(text)
        if not ("{% csrf_token %}" in form or "{% form_keys %}" in form)
    ]

    assert without == []


def test_what_is_included_with_nothing_else_is_given_what_its_form_needs_for_a_token():
    templates = _templates()
    needs = {"{% csrf_token %}": "csrf_token=csrf_token", "{% form_keys %}": "request=request"}
    without = [
        (name, included)
        for name, text in templates.items()
        for included, given in _INCLUDED_ALONE.findall(text)
        for token, passed in needs.items()
        if token in templates.get(included, "") and passed not in given
    ]

    assert without == []


def test_every_migration_is_named_for_its_change_and_can_be_undone():
    loader = MigrationLoader(connection)

    for (app, name), migration in loader.disk_migrations.items():
        if apps.get_app_config(app).name in ("totalplace", "pilots", "savings"):
            assert not re.search(r"_auto_|_initial$", name)
            for operation in migration.operations:
                assert operation.reversible, f"{app}.{name}: {operation}"


def test_every_model_field_that_points_at_something_protects_it():
    cascades = {
        f"{field.model._meta.label}.{field.name}"
        for app in ("pilots", "savings")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_fields
        if field.remote_field
        and field.remote_field.on_delete.__name__ == "CASCADE"
        and not model.__name__.startswith("Historical")
    }

    # A draft takes its own figures and citations with it; everything else is kept by what refers to it.
    assert cascades == {"savings.Figure.version", "savings.Citation.version"}


def test_every_constraint_is_named_for_its_table():
    for app in ("totalplace", "pilots", "savings"):
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                assert constraint.name.startswith(f"{model._meta.model_name}_")


def test_every_module_says_which_question_it_answers():
    silent = [
        _name(path)
        for path in CODE
        if path.name not in ("__init__.py", "apps.py", "admin.py")
        and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', "#!"))
    ]

    assert silent == []


def test_the_readme_gives_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "python3 -m totalplace run" in readme
    assert "python3 -m totalplace test" in readme
    assert "python3 -m totalplace test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_what_a_page_points_to_is_there():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{_name(page)} → {target}"


def test_what_the_page_on_security_names_is_there():
    named = re.findall(
        r"`((?:tests|totalplace|pilots|savings)[\w/.]*)`", (ROOT / "docs/security.md").read_text()
    )

    assert named
    for name in named:
        as_a_module = name.replace(".", "/") + ".py"
        assert (ROOT / name).exists() or (ROOT / as_a_module).exists(), name


@pytest.mark.xdist_group("kept")
def test_tests_of_a_group_run_in_one_process(request, worker_id):
    """pytest-xdist keeps a group together by the names of its tests, and a newer pytest can take that away unseen."""
    assert worker_id == "master" or request.node.nodeid.endswith("@kept")
