"""Each set of statuses that a rule speaks of has one name, in `choices`, and is made nowhere else."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from savings.models import choices
from savings.models.choices import Status
from savings.workflow import ACTIONS

pytestmark = pytest.mark.no_database

ROOT = Path(settings.BASE_DIR)
# Where statuses stand beside each other for another reason: the sets' home, and the table of what leads where.
HOMES = {"savings/models/choices.py", "savings/workflow/actions.py"}

# In which sets each status is.
SETS = {
    "draft": {"CURRENT"},
    "submitted": {"AWAITING_VERDICT"},
    "in_review": {"AWAITING_VERDICT", "TAKEN"},
    "question": {"AWAITING_VERDICT", "TAKEN"},
    "provisional": {"AWAITING_FINAL", "TAKEN"},
    "reply": {"AWAITING_FINAL", "TAKEN"},
    "final": {"CURRENT", "STANDING", "SUBMITTED_BY_THE_PLACE", "FROZEN_BY_THE_PLACE", "REVIEW_OVER", "WAS_FINAL"},
    "withdrawn": {"FROZEN_BY_THE_PLACE", "REVIEW_OVER", "STANDS_NO_MORE"},
    "superseded": {"FROZEN_BY_THE_PLACE", "REVIEW_OVER", "STANDS_NO_MORE", "WAS_FINAL"},
    "published": {"CURRENT", "STANDING"},
}  # fmt: skip
OF_ALL_UNDER_WAY = {
    "CURRENT",
    "STANDING",
    "SUBMITTED_BY_THE_PLACE",
    "FROZEN_BY_THE_PLACE",
    "REVIEW_OPEN",
}


def _sets():
    named = {name: value for name, value in vars(choices).items() if isinstance(value, tuple)}
    return {name: value for name, value in named.items() if all(v in Status for v in value)}


@pytest.mark.parametrize("status", Status)
def test_each_status_is_in_these_sets_and_in_no_other(status):
    expected = SETS[status]
    if status in ("submitted", "in_review", "question", "provisional", "reply"):
        expected = expected | OF_ALL_UNDER_WAY

    assert {name for name, statuses in _sets().items() if status in statuses} == expected


def test_no_two_names_mean_the_same_set():
    sets = [frozenset(statuses) for statuses in _sets().values()]

    assert len(sets) == len(set(sets))


def _is_status(node):
    return isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Status"


def _made_in(path):
    """The lines on which a list, a tuple or a set of several statuses is written out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            parts = [n.value if isinstance(n, ast.Starred) else n for n in node.elts]
            several = len(parts) > 1 and any(map(_is_status, parts))
            if several and all(_is_status(n) or isinstance(n, ast.Name) for n in parts):
                yield node.lineno


def test_no_module_makes_a_set_of_its_own():
    files = [
        path for path in sorted((ROOT / "savings").rglob("*.py")) if "migrations" not in path.parts
    ]
    names = {path: path.relative_to(ROOT).as_posix() for path in files}

    found = {name: list(_made_in(path)) for path, name in names.items() if name not in HOMES}

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_what_the_table_of_actions_says_of_two_statuses_it_says_by_the_sets_name():
    starts = {action.start for action in ACTIONS.values() if len(action.start) > 1}
    beside_a_draft = {start[1:] if start[0] == Status.DRAFT else start for start in starts}

    assert beside_a_draft <= {*_sets().values(), tuple(Status)[1:]}
