"""Files of claims, and what an import of them leaves behind."""

import pytest

from savings.imports.claims import import_claims
from savings.imports.errors import ImportRefused
from savings.models import Claim, ConditionChange, Event, Evidence, Version


def claims_file(tmp_path, titles, *rows, name="claims.csv"):
    path = tmp_path / name
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def own_claims(tmp_path, *rows, titles="reference,place,what_changes"):
    return claims_file(tmp_path, titles, *rows)


def claims_refused(path, by, **options):
    with pytest.raises(ImportRefused) as refused:
        import_claims(path, by=by, **options)
    return [(error.row, error.column, error.code) for error in refused.value.errors]


def counts(result):
    return result.new, result.changed, result.unchanged


def all_written():
    return [model.objects.count() for model in (Claim, Version, Event, Evidence, ConditionChange)]
