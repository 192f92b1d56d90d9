"""What the file of figures says of money that another claim may state too, to each reader as far as they see both."""

import pytest

from savings.exports.files import FIGURES
from tests import factories
from tests.factories import claim_at, figures_of, lead_of, mark
from tests.savings.exports.taken_files import rows_of
from totalplace.financial_year import FinancialYear

COLUMNS = ("overlap_mark", "overlap_with", "counted_once")


@pytest.fixture
def place():
    return factories.PlaceFactory(code="KEN")


def _claim(place, amount="100.00", *, condition="D", body=None, **content):
    others = {"has_other_bodies": True} if body else {}
    figures = figures_of(body or lead_of(place), amount)
    return claim_at("submitted", place, figures=figures, condition=condition, **others, **content)


def _savings(user, **narrowing):
    rows = rows_of(FIGURES, user, "service_redesign", **narrowing)
    return {
        row["reference"]: tuple(row[name] for name in COLUMNS)
        for row in rows
        if row["line"] == "saving"
    }


def test_without_any_the_columns_are_empty_and_all_is_counted_once(place):
    _claim(place)

    assert _savings(factories.analyst()) == {"KEN-0001": ("", "", "yes")}


def test_what_is_found_and_what_is_said_of_it(place):
    one, two, other = _claim(place), _claim(place, "101.00"), _claim(place, "7000.00")

    found = _savings(factories.analyst())
    assert found == {
        one.claim.reference: ("may_be", two.claim.reference, "yes"),
        two.claim.reference: ("may_be", one.claim.reference, "yes"),
        other.claim.reference: ("", "", "yes"),
    }

    for answer, counted in (("same", "no"), ("separate", "yes"), ("unclear", "no")):
        mark(one, two, answer)
        found = _savings(factories.analyst())
        assert found[one.claim.reference] == (answer, two.claim.reference, counted)
        assert found[two.claim.reference] == (answer, one.claim.reference, "yes")


def test_of_several_one_that_is_not_separate_is_named(place):
    one, two, three = (_claim(place) for _ in range(3))
    mark(one, two, "separate")

    found = _savings(factories.analyst())

    assert found[one.claim.reference] == ("may_be", three.claim.reference, "yes")


def test_nobody_learns_of_a_claim_that_they_do_not_see(place):
    ours = _claim(place)
    hidden = _claim(factories.PlaceFactory(code="LUT"), "101.00", condition="A", body=ours.lead)
    mark(ours, hidden)

    for user in (factories.officer_of(place), factories.analyst()):
        assert _savings(user) == {ours.claim.reference: ("", "", "yes")}
    rows = rows_of(FIGURES, factories.reviewer())
    assert {row["overlap_mark"] for row in rows if row["line"] == "saving"} == {"same"}


def test_in_a_file_that_holds_one_of_the_two_it_is_counted(place):
    one, two = _claim(place), _claim(place, "101.00")
    mark(one, two)

    narrowed = _savings(factories.analyst(), narrowed=lambda versions: versions.filter(pk=one.pk))
    of_figures = _savings(
        factories.analyst(),
        narrowed_figures=lambda figures: figures.filter(version=one.pk),
    )

    expected = {one.claim.reference: ("same", two.claim.reference, "yes")}
    assert narrowed == of_figures == expected


def test_whatever_was_found_of_the_two_it_counts_once(place):
    final = claim_at("final", place, figures=figures_of(lead_of(place), "100.00"), condition="D")
    waiting = _claim(place, "101.00")
    mark(final, waiting)

    found = _savings(factories.analyst())

    assert found[final.claim.reference] == ("same", waiting.claim.reference, "no")
    assert found[waiting.claim.reference] == ("same", final.claim.reference, "yes")


def test_in_other_prices_it_is_in_another_total(place):
    real = {"price_basis": "real", "base_year": FinancialYear(2010)}
    pair = _claim(place), _claim(place, **real)
    mark(*pair)

    assert {row[-1] for row in _savings(factories.analyst()).values()} == {"yes"}


def test_what_is_in_no_total_is_not_counted_once_either(place):
    one = _claim(place, condition="A")
    two = _claim(place, "101.00", condition="A")
    mark(one, two)

    assert {row[-1] for row in _savings(factories.officer_of(place)).values()} == {"no"}
