"""The signs that past reviews found behind weak claims, each by itself, and their number frozen at submission."""

import pytest

from savings.doubts.risk import signs
from tests import factories
from totalplace.financial_year import FinancialYear

SOUND = {"service_evidence": "Complaints are counted each month."}


def _codes(version):
    return [sign.code for sign in signs(version)]


def _draft(**content):
    return factories.draft_of(factories.PlaceFactory(), **SOUND | content)


def test_a_sound_claim_has_none():
    assert signs(_draft(continues=None)) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"baseline_kind": "estimate"}, "BASELINE"),
        ({"baseline_kind": "benchmark"}, "BASELINE"),
        ({"baseline_kind": "contract_maximum"}, "CEILING"),
        ({"also_counted_in": "department"}, "ELSEWHERE"),
        ({"also_counted_in": "nhs_or_police"}, "ELSEWHERE"),
        ({"also_counted_in": "other_place"}, "ELSEWHERE"),
        ({"baseline_year": FinancialYear(2007)}, "BASELINE"),
        ({"service_level": "worse"}, "SERVICE"),
        ({"service_level": "not_known"}, "SERVICE"),
        ({"service_evidence": ""}, "SERVICE"),
        ({"kind_of_gain": "avoided_cost", "baseline_kind": "outturn"}, "NO_BUDGET"),
    ],
)
def test_what_the_claim_says_can_be_a_sign(content, code):
    if content.get("kind_of_gain"):
        content["figures"] = []
    # One year of a saving that continues is a sign of its own.
    assert _codes(_draft(continues=None, **content)) == [code]


def test_a_baseline_of_two_years_before_the_first_saving_is_no_sign():
    assert _codes(_draft(continues=None, baseline_year=FinancialYear(2008))) == []


def test_an_estimate_of_its_own_and_nothing_else_is_a_sign():
    def cited(*kinds):
        evidence = [(factories.link(kind=kind), "") for kind in kinds]
        return _codes(_draft(continues=None, evidence=evidence))

    assert cited("own_estimate") == ["NO_EVIDENCE"]
    assert cited("own_estimate", "evaluation") == []


def test_no_cost_at_all_is_a_sign_and_one_cost_is_none():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    free = [
        factories.figure(lead),
        factories.figure(lead, "0.00", line="one_off_cost"),
        factories.figure(lead, "0.00", line="running_cost"),
    ]
    draft = factories.draft_of(place, figures=free, continues=None, **SOUND)

    assert [sign.words for sign in signs(draft)] == [
        "It is said to cost nothing at all, in any year."
    ]


def test_a_cost_that_is_not_stated_is_not_said_to_be_nothing():
    place = factories.PlaceFactory()
    plan = [factories.figure(factories.lead_of(place), state="plan")]
    draft = factories.draft_of(place, figures=plan, continues=None, **SOUND)

    assert [sign.words for sign in signs(draft)] == [
        "No cost of it is stated, which does not say that it cost nothing."
    ]


def test_one_year_of_a_saving_that_continues_is_a_sign():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    years = [f for year in (2010, 2011) for f in factories.figures_of(lead, year=year)]

    assert _codes(factories.draft_of(place, **SOUND)) == ["ONE_OFF"]
    assert _codes(factories.draft_of(place, figures=years, **SOUND)) == []


# A saving of £250,000 in 2010-11, and a later figure → whether the cost looks put off.
@pytest.mark.parametrize(
    ("later", "is_sign"),
    [
        ({"amount": "250000.00", "line": "one_off_cost", "year": 2012}, True),
        ({"amount": "250250.00", "line": "one_off_cost", "year": 2012}, True),
        ({"amount": "249749.00", "line": "one_off_cost", "year": 2012}, False),
        ({"amount": "250251.00", "line": "one_off_cost", "year": 2012}, False),
        ({"amount": "250000.00", "line": "one_off_cost", "year": 2009}, False),
        ({"amount": "250000.00", "line": "running_cost", "year": 2012}, False),
        ({"amount": "250000.00", "line": "one_off_cost", "year": 2012, "state": "plan"}, False),
    ],
)
def test_a_later_cost_of_the_same_size_is_a_sign_that_it_was_put_off(later, is_sign):
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    figures = [*factories.figures_of(lead), factories.figure(lead, **later)]
    draft = factories.draft_of(place, figures=figures, continues=None, **SOUND)

    assert _codes(draft) == (["DEFERRED"] if is_sign else [])


def test_a_saving_of_nothing_is_not_put_off():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    figures = [
        *factories.figures_of(lead, "0.00"),
        factories.figure(lead, "0.00", line="one_off_cost", year=2012),
    ]

    assert _codes(factories.draft_of(place, figures=figures, continues=None, **SOUND)) == []


@pytest.mark.parametrize(
    ("kind", "cited", "is_sign"),
    [
        ("avoided_cost", "monitoring", True),
        ("wider_value", "monitoring", True),
        ("avoided_cost", "evaluation", False),
        ("cashable", "monitoring", False),
        ("non_cashable", "monitoring", False),
    ],
)
def test_what_turns_on_what_would_have_been_wants_an_evaluation(kind, cited, is_sign):
    evidence = [(factories.link(kind=cited), "")]
    draft = _draft(continues=None, kind_of_gain=kind, figures=[], evidence=evidence)

    assert _codes(draft) == (["ATTRIBUTION"] if is_sign else [])


def test_their_number_and_the_claim_s_size_are_frozen_at_submission():
    version = factories.claim_at("submitted", service_evidence="")

    assert version.risk == len(signs(version)) == 2
    assert str(version.claimed) == "250000.00"


def test_a_plan_gives_a_claim_its_size_only_where_it_is_all():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    plan = factories.figures_of(lead, "400000.00", state="plan")
    forecast = factories.figures_of(lead, "380000.00")

    def size(figures):
        return str(factories.claim_at("submitted", place, figures=figures).claimed)

    assert size([*plan, *forecast]) == "380000.00"
    assert size(factories.figures_of(lead, "400000.00", state="plan")) == "400000.00"
