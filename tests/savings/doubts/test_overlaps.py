"""Which claims may be the same money: flagged by what is alike, and shown to whom they concern."""

from decimal import Decimal

import pytest

from savings.doubts.shown_overlaps import overlaps_of
from savings.models import Overlap
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    mark,
    officer_of,
    reviewer,
)
from tests.savings.doubts.alike_claims import found_alike, submitted


def test_what_is_alike_is_said_in_words():
    place = PlaceFactory()
    ours = submitted(place, "100.00")
    theirs = submitted(place, "100.50", theme=ThemeFactory(name="Older people"))
    lead = lead_of(place)

    assert found_alike(ours) == {
        theirs.claim.reference: [f"{lead}: £100 in 2010-11 here, £100.50 in 2010-11 there"]
    }
    assert found_alike(theirs) == {
        ours.claim.reference: [f"{lead}: £100.50 in 2010-11 here, £100 in 2010-11 there"]
    }


def test_a_theme_and_a_year_in_common_are_no_sign():
    place = PlaceFactory()
    ours = submitted(place, "100.00")
    submitted(place, "250000.00")

    assert found_alike(ours) == {}


def test_the_same_money_one_pound_off_in_another_place():
    police = OrganisationFactory(name="Police")
    shared = {"body": police, "has_other_bodies": True, "baseline_amount": Decimal(90_000_000)}
    ours = submitted(PlaceFactory(), "777000.00", **shared)
    theirs = submitted(PlaceFactory(), "777001.00", theme=ThemeFactory(name="Another"), **shared)
    submitted(PlaceFactory(), "777900.00", **shared)
    submitted(PlaceFactory(), "777000.00", baseline_amount=Decimal(90_000_000))

    assert found_alike(ours) == {
        theirs.claim.reference: ["Police: £777,000 in 2010-11 here, £777,001 in 2010-11 there"]
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        pytest.param(
            [("Police", 2010, 30), ("Police", 2011, 60)],
            [("Police", 2010, 90)],
            "Police: £90 in 2010-11 to 2011-12 together here, £90 in 2010-11 there",
            id="years together",
        ),
        pytest.param(
            [("Police", 2010, 90)],
            [("Police", 2011, 30), ("Police", 2012, 60)],
            "Police: £90 in 2010-11 here, £90 in 2011-12 to 2012-13 together there",
            id="years together there",
        ),
        pytest.param(
            [("Police", 2010, 30), ("Police", 2011, 60)],
            [("Police", 2011, 50), ("Police", 2012, 40)],
            "Police: £90 in 2010-11 to 2011-12 together here, £90 in 2011-12 to 2012-13 together there",
            id="years together in both",
        ),
        pytest.param(
            [("Council", 2010, 30), ("Police", 2010, 60)],
            [("Police", 2010, 90)],
            "Council and Police together: £90 in 2010-11 here; Police: £90 in 2010-11 there",
            id="organisations together",
        ),
        pytest.param(
            [("Police", 2010, 90)],
            [("Council", 2010, 30), ("Police", 2010, 60)],
            "Police: £90 in 2010-11 here; Council and Police together: £90 in 2010-11 there",
            id="organisations together there",
        ),
    ],
)
@pytest.mark.parametrize("is_same_place", [True, False])
def test_sums_are_found_here_and_elsewhere(ours, theirs, words, is_same_place):
    bodies = {name: OrganisationFactory(name=name) for name in ("Council", "Police")}
    place = PlaceFactory()

    def claim(place, said):
        figures = [figure(bodies[body], amount, year=year) for body, year, amount in said]
        figures += [
            figure(lead_of(place), "0.00", year=year, line=line)
            for year in {year for _body, year, _amount in said}
            for line in ("one_off_cost", "running_cost")
        ]
        return claim_at("submitted", place, figures=figures, has_other_bodies=True)

    version = claim(place, ours)
    other = claim(place if is_same_place else PlaceFactory(), theirs)

    assert words in found_alike(version)[other.claim.reference]


def test_a_draft_is_told_before_it_is_submitted():
    place = PlaceFactory()
    standing = submitted(place, "7.00")
    draft = draft_of(place, theme=None, figures=figures_of(lead_of(place), "7.00"))

    assert found_alike(draft, officer_of(place)) == {
        standing.claim.reference: [f"{lead_of(place)}: £7 in 2010-11 in both"]
    }
    assert not Overlap.objects.exists()


def test_money_of_the_practice_place_is_held_against_no_other():
    trust = OrganisationFactory()
    shared = {"body": trust, "has_other_bodies": True}
    real = submitted(PlaceFactory(), **shared)
    practice = submitted(PlaceFactory(kind="practice"), **shared)
    later = submitted(PlaceFactory(), **shared)

    assert found_alike(practice) == {}
    assert list(found_alike(later)) == [real.claim.reference]


def test_the_strongest_is_first_and_what_is_separate_last():
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = submitted(place, "100.00")
    other_body = submitted(place, "100.00", body=trust, has_other_bodies=True)
    separate = submitted(place, "100.00")
    same_body = submitted(place, "100.00")
    mark(ours, separate, "separate")

    wanted = [same_body, other_body, separate]
    assert list(found_alike(ours)) == [version.claim.reference for version in wanted]


def test_what_waits_for_an_answer_comes_before_what_has_one():
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = submitted(place, "100.00")
    answered = [submitted(place, "100.00") for _ in range(2)]
    waits = submitted(place, "100.00", body=trust, has_other_bodies=True)
    for other, answer in zip(answered, ("separate", "same"), strict=True):
        mark(ours, other, answer)

    wanted = [waits, *reversed(answered)]
    assert list(found_alike(ours)) == [version.claim.reference for version in wanted]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_what_stands_is_flagged(status):
    place = PlaceFactory()
    ours = submitted(place)
    claim_at(status, place, figures=figures_of(lead_of(place), "100.00"))

    assert found_alike(ours, officer_of(place)) == {}


def test_only_the_version_that_stands_of_a_claim_is_flagged():
    place = PlaceFactory()
    ours = submitted(place)
    older = claim_at("superseded", place, figures=figures_of(lead_of(place), "100.00"))

    (overlap,) = overlaps_of(ours, reviewer()).shown

    assert (overlap.version.claim, overlap.version.number) == (older.claim, 2)


def test_an_older_version_of_the_same_claim_is_not_another_claim():
    older = claim_at("superseded")

    assert found_alike(older) == {}


def test_a_claim_without_savings_is_like_none():
    place = PlaceFactory()
    submitted(place)

    assert found_alike(claim_at("published", place)) == {}
