"""Does every sheet that went wrong for somebody get its expected answer?"""

import json

import pytest
from django.db import transaction

from pilots.models import Place
from savings.models import Figure
from tests.factories import PlaceFactory, draft_of, officer_of

from .figure_files import BAD, EXPECTED, IN_FILE, run_command


@pytest.fixture(scope="module")
def croydon(django_db_setup, django_db_blocker):
    """Made once, for all sheets: each test undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in EXPECTED["places"]:
            PlaceFactory(name=name)
        croydon = Place.objects.get(name="Croydon")
        for number in range(1, 10):
            draft_of(croydon, reference=f"TP-00{number}", figures=[])
        yield croydon
        transaction.set_rollback(True)


@pytest.mark.parametrize("case", EXPECTED["files"], ids=lambda case: case["name"])
def test_each_bad_sheet_gets_its_expected_answer(croydon, case):
    status, out, _ = run_command(BAD / case["name"], "--as", officer_of(croydon).email, "--json")

    answer = json.loads(out)
    assert status == (0 if answer["outcome"] == "accept" else 1)
    assert answer["outcome"] == case["outcome"] or case["outcome"] == "either"
    if answer["outcome"] == "accept":
        assert [_as_expected(row) for row in answer["rows"]] == case["rows"]
        _assert_stored(case["rows"])
    else:
        _assert_errors(case["errors"], answer["errors"])
        assert (answer["rows"], Figure.objects.count()) == ([], 0)
    _assert_never(case["never"], answer["rows"])


def _as_expected(row):
    return {"row": row["row"]} | {key: row[title].strip() for key, title in IN_FILE.items()}


def _assert_stored(rows):
    stored = {
        (f.version.claim.reference, str(f.year), f.line): (f"{f.amount:.2f}", f.note)
        for f in Figure.objects.select_related("version__claim")
    }
    expected = {}
    for row in rows:
        expected[row["claim"], row["year"], "saving"] = (row["saving"], row["note"])
        expected[row["claim"], row["year"], "one_off_cost"] = (row["cost"], "")
    assert stored == expected


def _assert_errors(expected, found):
    """Row and column must be those expected; a title that holds a unit stands as it is in the file."""
    seen = {(error["row"], _stem(error["column"])) for error in found}
    for error in expected:
        assert (error["row"], _stem(IN_FILE.get(error["column"]))) in seen
    assert all(error["message"] for error in found)


def _stem(title):
    return title and title.split(" (")[0]


def _assert_never(never, rows):
    said = {row["row"]: row for row in rows}
    for case in never:
        row = said.get(case["row"], {})
        assert row.get(IN_FILE[case["column"]]) not in case["values"]
