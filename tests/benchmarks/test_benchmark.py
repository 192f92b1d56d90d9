"""The benchmark works: in a database of its own, which is gone afterwards. How fast it is, is nothing for a test."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from savings.review.queue import ORDERS, VIEWS
from tests import workspace

# Beside others that take long: a module of one test would begin last, and the other process wait for it.
pytestmark = pytest.mark.xdist_group("archive")

SMALL = ["--rows=40", "--import-rows=40", "--claims=40", "--repeats=1"]
WAY = re.compile(
    r"Lists of the workspace, (.+) beside the first page with no rows( \(limit 2\.0\))?:"
)
PAGE = re.compile(
    r"[\w ]+, [\w ]+: \d+ ms; /accessibility/: [\d.]+ ms; ratio [\d.]+ \(limit [\d.]+\)( ABOVE.+)?"
)
LIST = re.compile(
    r"  [\w -]+: ((reviewer|lead|analyst) [\d.]+ \(\d+ ms\)(, )?)+( ABOVE THE LIMIT)?"
)


def test_it_measures_each_hot_path_and_leaves_nothing_behind(tmp_path):
    ours = os.environ.get("DATABASE_URL") or f"sqlite:///{tmp_path / 'ours.sqlite3'}"

    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks", *SMALL],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": ours, "DEMO": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    told, complaints = process.communicate()

    assert (process.returncode, complaints) == (0, "")
    made, exported, imported, reviewed, *others = told.splitlines()
    of_queue = len(VIEWS) * len(ORDERS)
    queue, claims, lists = others[:of_queue], others[of_queue], others[of_queue + 1 :]
    read = lists.index("Making a claim to read.")
    lists, pages = lists[:read], lists[read + 1 :]
    assert made == "Making 40 figures."
    assert re.fullmatch(
        r"figures\.csv, 40 rows: .+ s; .+: .+ s; ratio [\d.]+(; memory .+)?", exported
    )
    assert re.fullmatch(r"import_figures, 40 rows: .+ s; .+: .+ s; ratio [\d.]+", imported)
    assert reviewed == "Making 40 claims under review."
    for line in queue:
        assert re.fullmatch(r"/review/ \w+ by \w+, 40 rows: .+ s; .+: .+ s; ratio [\d.]+", line)
    assert claims == "Making 40 claims."
    ways = [line for line in lists if not line.startswith("  ")]
    assert [WAY.fullmatch(way)[1] for way in ways] == ["first page", "search", "first filter"]
    assert all(LIST.fullmatch(line) for line in lists if line not in ways)
    assert len(lists) > 2 * len(workspace.SHOWN)
    assert all(PAGE.fullmatch(line) for line in pages)
    # The board, a claim and the list in six roles; the reading page in the two that review.
    assert len(pages) == 6 * 3 + 2
    assert list(tmp_path.iterdir()) == []
    assert not _is_left(f"totalplace_benchmark_{process.pid}%")


def _is_left(name):
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname LIKE %s", [name])
        return cursor.fetchone() is not None
