"""How hard a claim is: one rule for every list, count and page."""

from decimal import Decimal

import pytest

from savings import workflow
from savings.claims.hardness import LABELS, MEANINGS, missing, with_hardness
from savings.models import Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    reading,
    reviewer,
)


def _hardness(version):
    return with_hardness(Version.objects.filter(pk=version.pk)).get().hardness


def _missing(version):
    return missing(with_hardness(Version.objects.filter(pk=version.pk), keeping_facts=True).get())


_HEADLINES = [
    ({"measure": "words"}, 0),
    ({"measure": "money"}, 0),
    ({"measure": "percentage", "amount_low": Decimal(40)}, 1),
    ({"measure": "ratio", "amount_low": Decimal(4)}, 1),
    ({"measure": "unit_cost", "amount_low": Decimal(2000)}, 1),
    ({"measure": "money", "amount_low": Decimal(720)}, 2),
    ({"measure": "money", "amount_high": Decimal(720)}, 2),
]


@pytest.mark.parametrize(("headline", "expected"), _HEADLINES)
def test_a_headline_is_as_hard_as_what_it_states(headline, expected):
    nothing = {"amount_low": None, "amount_high": None}

    draft = draft_of(PlaceFactory(), figures=[], evidence=[], **nothing | headline)

    assert _hardness(draft) == expected


def test_figures_with_kind_and_both_costs_are_by_year():
    assert _hardness(draft_of(PlaceFactory(), evidence=[])) == 3


@pytest.mark.parametrize("left_out", ["one_off_cost", "running_cost"])
def test_a_cost_that_is_not_stated_keeps_a_claim_at_headline_only(left_out):
    place = PlaceFactory()
    figures = [f for f in figures_of(lead_of(place)) if f.line != left_out]

    draft = draft_of(place, figures=figures)

    assert _hardness(draft) == 2
    assert "or by year without its kind of gain or all its costs" in MEANINGS[2]
    assert len(_missing(draft)) == 1


def _years(body, *starts, **fields):
    return [f for start in starts for f in figures_of(body, year=start, **fields)]


def _savings(body, *starts, **fields):
    return [figure(body, year=start, **fields) for start in starts]


# Each of one body; what it states, and how hard that is.
_COSTS = {
    "costs in each year": (lambda b: _years(b, 2010, 2011, 2012), 3),
    "costs in one year of three": (lambda b: [*_years(b, 2010), *_savings(b, 2011, 2012)], 2),
    "one cost in one year, the other in the next": (
        lambda b: [*_years(b, 2010)[:2], *_years(b, 2011)[::2]],
        2,
    ),
    "costs of another state": (lambda b: [*_years(b, 2010), *_savings(b, 2010, state="actual")], 2),
    "costs of another kind of gain": (
        lambda b: [*_years(b, 2010), *_savings(b, 2010, kind_of_gain="avoided_cost")],
        2,
    ),
    "a cost in a year without a saving": (
        lambda b: [*_years(b, 2010), figure(b, "5", year=2009, line="one_off_cost")],
        3,
    ),
    "a longer plan of savings only": (
        lambda b: [*_years(b, 2010), *_savings(b, 2010, 2011, state="plan")],
        3,
    ),
    "a plan of savings alone": (lambda b: _savings(b, 2010, state="plan"), 2),
    "a plan with its costs alone": (lambda b: _years(b, 2010, state="plan"), 3),
}


@pytest.mark.parametrize(("made", "expected"), _COSTS.values(), ids=_COSTS)
def test_costs_are_wanted_in_each_year_of_the_savings(made, expected):
    place = PlaceFactory()
    draft = draft_of(place, figures=made(lead_of(place)), evidence=[])

    assert _hardness(draft) == expected
    costs = [words for words in _missing(draft) if "costs in each year" in words]
    assert bool(costs) is (expected == 2)


def test_a_cost_may_be_stated_by_another_body():
    place, trust = PlaceFactory(), OrganisationFactory()
    figures = [figure(lead_of(place)), *figures_of(trust)[1:]]

    assert _hardness(draft_of(place, figures=figures, evidence=[])) == 3


def test_a_kind_that_is_not_stated_keeps_a_claim_at_headline_only():
    place = PlaceFactory()

    draft = draft_of(place, figures=figures_of(lead_of(place), kind_of_gain="not_stated"))

    assert _hardness(draft) == 2
    assert _missing(draft) == ["The kind of gain of each saving"]


def test_our_own_estimate_is_no_evidence():
    assert _hardness(draft_of(PlaceFactory(), evidence=[(link(kind="own_estimate"), "")])) == 3
    assert _hardness(draft_of(PlaceFactory())) == 4


def test_actual_figures_need_a_ledger_reference_or_a_file():
    place = PlaceFactory()
    figures = [*figures_of(lead_of(place)), *figures_of(lead_of(place), state="actual")]

    without = draft_of(place, figures=figures)
    with_ledger = draft_of(
        place, figures=figures_of(lead_of(place), state="actual"), evidence=[(ledger(), "")]
    )

    assert _hardness(without) == 3
    assert _missing(without) == ["A ledger reference or a file for the actual figures"]
    assert _hardness(with_ledger) == 4


_VERDICTS = [
    ("supported_forecast", [], 5),
    ("partly", ["BASELINE"], 5),
    ("not_supported", ["BASELINE"], 4),
]


@pytest.mark.parametrize(("verdict", "codes", "expected"), _VERDICTS)
def test_only_a_final_verdict_that_supports_makes_a_claim_supported(verdict, codes, expected):
    version = claim_at("in_review")
    by = version.review.reviewer
    workflow.perform("decide", version, by=by, **reading(version, verdict, codes))
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=reviewer(), **reading(version, verdict, codes))
    before = _hardness(version)
    workflow.perform("reply", version, by=officer_of(version.claim.place), text="Noted.")
    workflow.perform("finalise", version, by=lead())

    assert (before, _hardness(version)) == (4, expected)


def test_nothing_is_missing_from_a_supported_claim():
    assert _missing(claim_at("final")) == []
    assert _missing(claim_at("submitted")) == ["A final verdict that supports it"]


def test_each_hardness_has_its_label():
    assert list(LABELS) == [0, 1, 2, 3, 4, 5]
