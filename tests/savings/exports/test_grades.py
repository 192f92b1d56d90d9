"""The grade of confidence in the files: that of the strongest evidence, of savings and costs apart."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from savings.exports.files import CLAIMS, FIGURES
from savings.models import EvidenceGrade
from tests import factories
from tests.benchmarks.throwaway import unkept
from tests.savings.exports.taken_files import rows_of

GRADES = [
    pytest.param("budget", [], "", id="no evidence, no grade"),
    pytest.param("estimate", [], "6", id="an estimate is the weakest"),
    pytest.param("budget", ["benchmark"], "5", id="by its kind"),
    pytest.param("budget", ["benchmark", "ledger"], "2", id="the strongest counts"),
    pytest.param("estimate", ["ledger"], "2", id="better evidence than the estimate"),
    pytest.param("budget", ["evaluation"], "3", id="the newest table, not the one to come"),
]


@pytest.mark.parametrize(("baseline_kind", "kinds", "grade"), GRADES)
def test_the_confidence_grade_is_that_of_the_strongest_evidence(baseline_kind, kinds, grade):
    unkept(EvidenceGrade).delete()
    tomorrow = timezone.localdate() + timedelta(days=1)
    for kind, number, valid_from in [
        ("ledger", 2, date(2009, 4, 1)),
        ("benchmark", 5, date(2009, 4, 1)),
        ("evaluation", 1, date(2009, 4, 1)),
        ("evaluation", 3, date(2010, 4, 1)),
        ("evaluation", 2, tomorrow),
    ]:
        EvidenceGrade.objects.create(kind=kind, grade=number, valid_from=valid_from, source="Test")
    evidence = [(factories.link(kind=kind), "") for kind in kinds]
    version = factories.draft_of(
        factories.PlaceFactory(), evidence=evidence, baseline_kind=baseline_kind
    )

    rows = rows_of(FIGURES, factories.officer_of(version.claim.place), drafts=True)

    assert {row["confidence_grade"] for row in rows} == {grade}


APART = [
    pytest.param([], ("6", "6"), id="nothing cited"),
    pytest.param([("own_estimate", "")], ("6", "6"), id="of a kind without a grade"),
    pytest.param([("evaluation", "")], ("3", "3"), id="both, by its kind"),
    pytest.param([("contract", "")], ("1", "1"), id="a contract alone"),
    pytest.param([("contract", ""), ("evaluation", "")], ("3", "1"), id="a contract beside it"),
    pytest.param([("contract", ""), ("contract", "")], ("6", "1"), id="two contracts"),
    pytest.param([("contract", "saving"), ("ledger", "cost")], ("1", "2"), id="as chosen"),
    pytest.param([("ledger", "cost"), ("evaluation", "")], ("3", "2"), id="the best of a side"),
]


@pytest.mark.parametrize(("cited", "grades"), APART)
def test_savings_and_costs_have_a_grade_each(cited, grades):
    unkept(EvidenceGrade).delete()
    tomorrow = timezone.localdate() + timedelta(days=1)
    for kind, grade in [("contract", 1), ("ledger", 2), ("evaluation", 3)]:
        since = {"kind": kind, "source": "Test"}
        EvidenceGrade.objects.create(grade=grade, valid_from=date(2009, 4, 1), **since)
        EvidenceGrade.objects.create(grade=4, valid_from=tomorrow, **since)
    version = factories.draft_of(
        factories.PlaceFactory(),
        evidence=[(factories.link(kind=kind), "", backs) for kind, backs in cited],
    )
    officer = factories.officer_of(version.claim.place)

    rows = [*rows_of(CLAIMS, officer), *rows_of(FIGURES, officer, drafts=True)]

    assert {(row["saving_grade"], row["cost_grade"]) for row in rows} == {grades}
