"""How does a test take a file of savings, and read its rows?"""

import csv
import io

from django.utils import timezone

from savings.access import Purpose
from savings.exports.files import Export


def export_of(file, user, purpose=Purpose.REVIEW, **narrowing):
    return Export(file, user, purpose, timezone.localdate(), **narrowing)


def rows_of(file, user, purpose=Purpose.REVIEW, **narrowing):
    """The file as a spreadsheet reads it: a list of dicts."""
    text = b"".join(export_of(file, user, purpose, **narrowing).chunks()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def one_saving(rows):
    return next(row for row in rows if row["line"] == "saving")
