"""Before sign-off a headline has the ends that it says it has; published words may lack them."""

import pytest
from django.utils import timezone

from savings.claims.submission import problems
from tests import factories

LOWER, UPPER = "amount_low", "amount_high"
STATED = {
    ("range", True, True): [],
    ("range", True, False): [UPPER],
    ("range", False, True): [LOWER],
    ("range", False, False): [LOWER, UPPER],
    ("at_least", True, False): [],
    ("at_least", False, False): [LOWER],
    ("up_to", False, True): [],
    ("up_to", False, False): [UPPER],
    ("exact", True, False): [],
    ("exact", False, False): [LOWER],
    ("about", True, False): [],
    ("about", False, False): [LOWER],
    ("none", False, False): [],
}
ENDS = ("bound", "has_lower", "has_upper")


@pytest.mark.parametrize((*ENDS, "missing"), [(*stated, names) for stated, names in STATED.items()])
def test_the_ends_that_a_headline_says_it_has_are_there(bound, has_lower, has_upper, missing):
    assert _missing(_draft(bound, has_lower, has_upper)) == missing


def test_nothing_is_asked_of_what_was_published_or_says_nothing_in_pounds():
    whole = _draft("range", True, False)
    asked = {"as_published": "", "measure": "words", "kind_of_gain": "not_in_money"}

    for name, value in (asked | {"is_published": True}).items():
        was = getattr(whole, name)
        setattr(whole, name, value)
        assert _missing(whole) == [], name
        setattr(whole, name, was)
    assert _missing(whole) == [UPPER]


@pytest.mark.parametrize("state", ["forecast", "plan", "actual"])
def test_delivered_has_an_actual(state):
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), state=state)
    draft = factories.draft_of(
        place, figures=figures, evidence=[(factories.ledger(), "")], stage="delivered"
    )

    fields = [problem.field for problem in problems(draft, timezone.localdate())]

    assert ("stage" in fields) is (state != "actual")


def _draft(bound, has_lower, has_upper):
    return factories.draft_of(
        factories.PlaceFactory(),
        as_published="About £120,000",
        measure="words" if bound == "none" else "money",
        bound=bound,
        amount_low="120000" if has_lower else None,
        amount_high="150000" if has_upper else None,
    )


def _missing(draft):
    found = problems(draft, timezone.localdate())
    return [problem.field for problem in found if problem.field in (LOWER, UPPER)]
