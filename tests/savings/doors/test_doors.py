"""The same input gives the same stored pence, or is refused in words, at every door for amounts."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from tests.test_routes import POSTS, TAKE_FORMS
from totalplace.fields import MoneyField

from .cases import CASES
from .doors import DOORS, Refused, World

OUR_APPS = ("totalplace", "pilots", "savings")
# Where each amount in the database comes from: the doors of the table, or what works it out.
STORED = {
    "savings.Version.baseline_amount": ["answer_page", "claims_sheet", "import_claims", "adopt"],
    "savings.Figure.amount": [
        "grid",
        "paste",
        "figures_csv",
        "figures_xlsx",
        "figures_ods",
        "import_figures",
        "own_list",
    ],
    "pilots.Place.mapped_spend": ["import_places", "workspace"],
    "pilots.Burden.cost_low": ["workspace"],
    "pilots.Burden.cost_high": ["workspace"],
}
WORKED_OUT = {"savings.Version.claimed", "savings.Draw.read_all", "savings.Draw.read_none"}
# What a reviewer accepts is read by the field of the pages, within bounds of its own: test_review_verdict.
BOUNDED = {"savings.AcceptedFigure.amount", "savings.AcceptedFigure.given"}
# The forms and commands behind the doors, and those that ask no amount.
ROUTES = {
    "savings:claim_step": ["answer_page", "headline", "grid", "paste"],
    "savings:claim_action": ["adopt"],
    "savings:upload": ["figures_csv", "figures_xlsx", "figures_ods"],
    "savings:upload_claims": ["claims_sheet"],
    "savings:upload_own": ["own_list"],
    "savings:upload_layout": ["own_list"],
    "savings:upload_sheet": ["figures_csv", "claims_sheet", "own_list"],
    "savings:review_read": [],  # As above: within bounds.
}
ROUTES_WITHOUT = {
    "account_change", "account_change_by_link", "savings:claim_check", "savings:claim_new",
    "savings:entry_timing", "savings:claim_evidence", "savings:cited_evidence",
    "savings:notice_list", "savings:review_overlap", "savings:review_triage", "savings:round",
}  # fmt: skip
COMMANDS = {"import_figures": ["import_figures"], "import_claims": ["import_claims", "adopt"],
            "import_places": ["import_places"]}  # fmt: skip
COMMANDS_WITHOUT = {
    "backup", "clearsessions", "create_administrator", "createsuperuser", "demo", "draw_workflow", "export_claims",
    "export_figures", "find_overlaps", "forget_sheets", "import_organisations", "import_people", "load_reference_data",
    "rescan_evidence", "restore", "send_digest", "send_reminders", "sweep_evidence", "verify_evidence",
    "verify_totals",
}  # fmt: skip
# Who reads pounds from text. Each is behind a door above, or compares what a door reads.
READERS = {
    "totalplace/amounts.py", "totalplace/fields.py", "savings/forms/steps.py", "savings/forms/year_row.py",
    "savings/forms/box_units.py",
    "savings/forms/pasted_boxes.py", "savings/forms/verdict_boxes.py", "savings/forms/headline.py",
    "savings/imports/cells.py", "savings/imports/figure_cells.py", "savings/imports/model_cells.py",
    "savings/imports/layouts/amounts.py",
}  # fmt: skip
# A percentage is read by a grammar of its own.
READERS_OF_PERCENT = {"savings/forms/others.py"}
READ_BY = {
    "PoundsField",
    "parse_pounds",
    "parse_in_unit",
    "parse_decimal",
    "parse_cell",
    "parse_signed_cell",
    "money",
}


@pytest.fixture
def world(client, tmp_path):
    return World(client, tmp_path)


@pytest.mark.parametrize("name", DOORS)
def test_every_input_has_its_one_answer(world, name):
    wrong = {}
    for case in CASES:
        try:
            found = DOORS[name](world, case.typed)
        except Refused as refused:
            found = str(refused)
        is_refusal = isinstance(case.right, str) and isinstance(found, str)
        if not (re.search(case.right, found) if is_refusal else found == case.right):
            wrong[ascii(case.typed)] = case.right, found

    assert wrong == {}


def test_every_stored_amount_is_in_the_table_with_its_doors():
    stored = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if isinstance(field, MoneyField)
    }

    assert stored == set(STORED) | WORKED_OUT | BOUNDED


def test_every_form_and_command_is_a_door_or_asks_no_amount():
    commands = {name for name, app in get_commands().items() if app in OUR_APPS}

    assert set(POSTS) | TAKE_FORMS == set(ROUTES) | ROUTES_WITHOUT
    assert commands == set(COMMANDS) | COMMANDS_WITHOUT


def test_every_door_of_the_lists_is_tried():
    named = [*STORED.values(), *ROUTES.values(), *COMMANDS.values()]

    assert {door for doors in named for door in doors} == set(DOORS)


def test_nobody_reads_pounds_but_behind_these_doors():
    assert {path for path in _modules() if _reads_pounds(path)} == READERS | READERS_OF_PERCENT


def _modules() -> list[str]:
    root = Path(settings.BASE_DIR)
    found = (path for app in OUR_APPS for path in (root / app).rglob("*.py"))
    return [path.relative_to(root).as_posix() for path in found if "migrations" not in path.parts]


def _reads_pounds(path: str) -> bool:
    tree = ast.parse((Path(settings.BASE_DIR) / path).read_text(encoding="utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.level or str(node.module).startswith(OUR_APPS))
        for alias in node.names
    }
    return bool(imported & READ_BY)
