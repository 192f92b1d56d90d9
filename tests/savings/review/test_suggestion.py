"""Which verdict the nine tests suggest, and what counts as leaving it."""

import pytest

from savings.models.choices import REVIEW_TESTS
from savings.review.suggestion import is_departure, suggested_verdict

pytestmark = pytest.mark.no_database

MET = dict.fromkeys(REVIEW_TESTS, "met")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({}, "supported"),
        ({7: "not_relevant", 2: "not_relevant"}, "supported"),
        ({9: "partly"}, "partly"),
        ({1: "partly", 2: "partly", 3: "partly", 5: "partly"}, "partly"),
        ({4: "not_met"}, "partly"),
        ({6: "not_met", 7: "not_met", 8: "not_met", 9: "not_met"}, "partly"),
        *(({test: "not_met"}, "not_supported") for test in (1, 2, 3, 5)),
        ({1: "not_met", 4: "partly"}, "not_supported"),
    ],
)
def test_the_nine_tests_suggest_a_verdict_on_actual_figures(results, expected):
    assert suggested_verdict(MET | results, "actual") == expected


@pytest.mark.parametrize("state", ["plan", "forecast"])
def test_what_is_expected_is_supported_as_a_forecast_at_most(state):
    assert suggested_verdict(MET, state) == "supported_forecast"


@pytest.mark.parametrize(
    ("verdict", "leaves"),
    [("partly", False), ("supported", True), ("not_supported", True), ("not_cash", False)],
)
def test_a_reclassification_leaves_no_suggestion(verdict, leaves):
    assert is_departure(verdict, "partly") == leaves
