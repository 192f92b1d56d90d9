"""The one list of columns: complete, described, and true to the published claims."""

import csv

import pytest
from django.conf import settings

from savings.exports.cells import Code
from savings.exports.column import Column
from savings.exports.columns import CLAIM_COLUMNS, PUBLISHED_COLUMNS
from savings.exports.figure_columns import FIGURE_COLUMNS
from savings.models.choices import Line

pytestmark = pytest.mark.no_database

PUBLISHED = settings.BASE_DIR / "savings" / "data" / "published_claims.csv"
COLUMNS = [
    pytest.param(column, id=f"{name}-{column.title}")
    for name, columns in [("claims", CLAIM_COLUMNS), ("figures", FIGURE_COLUMNS)]
    for column in columns
]


def test_the_published_columns_come_first_in_their_order():
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        titles = next(csv.reader(file))

    assert [column.title for column in CLAIM_COLUMNS[: len(titles)]] == titles


# Whoever reads the file by the place of a column relies on these: a new one comes after them.
AFTER_THE_PUBLISHED = [
    "place_code",
    "version",
    "status",
    "hardness",
    "verdict",
    "use_condition",
    "theme",
    "lead",
    "service_level",
    "service_evidence",
    "baseline_amount",
    "baseline_year",
    "baseline_kind",
    "last_year",
    "continues",
    "maturity",
    "price_basis",
    "base_year",
    "has_other_bodies",
    "transferability",
    "transferability_note",
    "proposed_condition",
    "submitted_on",
    "as_at",
    "purpose",
    "export_id",
    "region",
    "earlier_verdict",
    "earlier_verdict_version",
    "given_up_on",
    "given_up_because",
]


def test_no_column_of_claims_leaves_its_place():
    titles = [column.title for column in CLAIM_COLUMNS]
    first = len(PUBLISHED_COLUMNS)

    assert titles[first : first + len(AFTER_THE_PUBLISHED)] == AFTER_THE_PUBLISHED


@pytest.mark.parametrize("columns", [CLAIM_COLUMNS, FIGURE_COLUMNS], ids=["claims", "figures"])
def test_no_title_stands_twice(columns):
    titles = [column.title for column in columns]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_described_in_a_sentence(column):
    assert column.description[:1].isupper()
    assert column.description.endswith(".")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_says_how_it_is_written(column):
    assert column.written
    assert (column.codes is not None) == (column.kind is Code)


def test_a_column_of_codes_lists_them_with_their_labels():
    column = Column("line", "The line.", "line", Code, Line.choices)

    assert column.written.startswith("saving (Saving); one_off_cost (One-off cost); ")
