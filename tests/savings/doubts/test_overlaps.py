"""Which claims may be the same money: flagged by what is alike, shown to whom they concern, never taken off."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots.models import Membership
from savings.doubts.overlaps import overlaps_of
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    officer_of,
    partner_of,
    reviewer,
)


def _submitted(place, amount="100.00", *, year=2010, body=None, kind="cashable", **content):
    figures = figures_of(body or lead_of(place), amount, year=year, kind_of_gain=kind)
    return claim_at("submitted", place, figures=figures, **content)


def _found(version, user=None):
    """Reference → what is alike, in the order shown."""
    shown = overlaps_of(version, user or reviewer()).shown
    return {overlap.version.claim.reference: overlap.alike for overlap in shown}


def test_a_claim_of_the_same_place_theme_year_and_kind_says_what_is_alike():
    place = PlaceFactory()
    ours = _submitted(place, "100.00")
    theirs = _submitted(place, "100.00")

    assert _found(ours) == {
        theirs.claim.reference: [
            "Same amount: £100 in 2010-11",
            "Same year: 2010-11",
            f"Same organisation: {lead_of(place)}",
            "Same theme: Back office",
        ]
    }


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"year": 2011}, id="another year"),
        pytest.param({"kind": "avoided_cost"}, id="another kind of gain"),
        pytest.param({"amount": "0.00"}, id="a saving of nought"),
    ],
)
def test_a_claim_that_has_no_year_and_kind_in_common_is_not_flagged(other):
    place = PlaceFactory()
    ours = _submitted(place, "50.00")
    _submitted(place, **other)

    assert _found(ours) == {}


def test_a_claim_of_another_theme_is_not_flagged():
    place = PlaceFactory()
    ours = _submitted(place)
    _submitted(place, theme=ThemeFactory(name="Older people"))

    assert _found(ours) == {}


def test_a_theme_that_is_not_stated_may_be_the_same():
    place = PlaceFactory()
    themed = _submitted(place)
    open_draft = draft_of(place, theme=None, figures=figures_of(lead_of(place), "7.00"))

    (alike,) = _found(open_draft, officer_of(place)).values()

    assert alike[-1] == "Theme not stated yet: it may be the same"
    assert _found(open_draft, officer_of(place)).keys() == {themed.claim.reference}


def test_the_state_of_a_figure_does_not_matter():
    place = PlaceFactory()
    ours = _submitted(place, "100.00")
    plan = figures_of(lead_of(place), "100.00", state="plan")
    theirs = claim_at("submitted", place, figures=plan)

    assert _found(ours)[theirs.claim.reference][0] == "Same amount: £100 in 2010-11"


def test_a_claim_of_another_place_is_flagged_for_the_same_body_year_and_amount():
    place, elsewhere, trust = PlaceFactory(), PlaceFactory(), OrganisationFactory(name="A Trust")
    shared = {"has_other_bodies": True}
    ours = claim_at(
        "submitted",
        place,
        figures=[*figures_of(lead_of(place), "5.00"), figure(trust, "70.00")],
        **shared,
    )
    same = _submitted(elsewhere, "70.00", body=trust, theme=ThemeFactory(name="Another"), **shared)
    _submitted(elsewhere, "71.00", body=trust, **shared)
    _submitted(elsewhere, "5.00", body=trust, **shared)  # Our council's amount, not this body's.
    _submitted(elsewhere, "70.00")

    assert _found(ours) == {
        same.claim.reference: [
            "Same amount: £70 in 2010-11",
            "Same year: 2010-11",
            "Same organisation: A Trust",
        ]
    }


def test_the_strongest_is_first():
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, "100.00")
    weak = _submitted(place, "3.00", body=trust, has_other_bodies=True)
    same_body = _submitted(place, "4.00")
    same_amount = _submitted(place, "100.00", body=trust, has_other_bodies=True)
    both = _submitted(place, "100.00")

    wanted = [both, same_amount, same_body, weak]
    assert list(_found(ours)) == [version.claim.reference for version in wanted]


def test_ten_are_shown_and_the_others_counted():
    place, trust = PlaceFactory(), OrganisationFactory()
    for _ in range(11):
        _submitted(place, "8.00", body=trust, has_other_bodies=True)
    strongest = _submitted(place, "100.00")
    ours = _submitted(place, "100.00")

    overlaps = overlaps_of(ours, reviewer())

    assert len(overlaps.shown) == 10
    assert overlaps.more == 2
    assert overlaps.shown[0].version == strongest


def test_many_amounts_alike_are_named_in_part():
    place = PlaceFactory()
    figures = [
        f for year in range(2010, 2015) for f in figures_of(lead_of(place), "9.50", year=year)
    ]
    ours, theirs = (
        claim_at("submitted", place, figures=[_copy(f) for f in figures]) for _ in range(2)
    )

    alike = _found(ours)[theirs.claim.reference]

    assert alike[0] == (
        "Same amount: £9.50 in 2010-11; £9.50 in 2011-12; £9.50 in 2012-13; and others"
    )
    assert alike[1] == "Same years: 2010-11 to 2014-15"


def _copy(row):
    return figure(row.organisation, row.amount, year=row.year.start, line=row.line)


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_what_stands_is_flagged(status):
    place = PlaceFactory()
    ours = _submitted(place)
    claim_at(status, place, figures=figures_of(lead_of(place), "100.00"))

    assert _found(ours, officer_of(place)) == {}


def test_only_the_version_that_stands_of_a_claim_is_flagged():
    place = PlaceFactory()
    ours = _submitted(place)
    older = claim_at("superseded", place, figures=figures_of(lead_of(place), "100.00"))

    (overlap,) = overlaps_of(ours, reviewer()).shown

    assert (overlap.version.claim, overlap.version.number) == (older.claim, 2)


def test_an_older_version_of_the_same_claim_is_not_another_claim():
    older = claim_at("superseded")

    assert _found(older) == {}


def test_a_claim_without_savings_is_like_none():
    place = PlaceFactory()
    _submitted(place)

    assert _found(claim_at("published", place)) == {}


@pytest.mark.parametrize(("condition", "sees"), [("A", False), ("D", True)])
def test_a_place_is_not_shown_what_it_may_not_see_elsewhere(condition, sees):
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, body=trust, has_other_bodies=True)
    theirs = _submitted(PlaceFactory(), body=trust, has_other_bodies=True, condition=condition)

    found = overlaps_of(ours, officer_of(place))

    assert [o.version for o in found.shown] == ([theirs] if sees else [])
    assert found.more == 0


def test_a_reviewer_is_not_shown_claims_of_a_place_they_are_tied_to():
    place, tied_to, trust = PlaceFactory(), PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, body=trust, has_other_bodies=True)
    _submitted(tied_to, body=trust, has_other_bodies=True)
    tied = reviewer()
    Membership.objects.create(user=tied, place=tied_to, role="interest")

    assert _found(ours, tied) == {}


def test_the_claim_page_shows_overlaps_to_its_place_and_to_reviewers_only(client):
    place = PlaceFactory()
    ours = _submitted(place, condition="D")
    other = _submitted(place, condition="D", what_changes="One desk in the market hall")
    shown = set()
    for name, user in {
        "officer": officer_of(place),
        "reviewer": reviewer(),
        "partner": partner_of(place, lead_of(place)),
        "analyst": analyst(),
        "officer elsewhere": officer_of(PlaceFactory()),
    }.items():
        client.force_login(user)
        text = client.get(ours.claim.get_absolute_url()).text
        if "May be the same money" in text and other.claim.get_absolute_url() in text:
            shown.add(name)

    assert shown == {"officer", "reviewer"}


def test_the_page_says_how_many_more_there_are(client):
    place = PlaceFactory()
    ours = _submitted(place)
    for _ in range(12):
        _submitted(place)
    client.force_login(reviewer())

    text = client.get(ours.claim.get_absolute_url()).text

    assert "2 more are no more alike than these." in text


def test_many_overlaps_cost_as_many_queries_as_one(django_assert_num_queries):
    place, trust, user = PlaceFactory(), OrganisationFactory(), reviewer()
    shared = {"body": trust, "has_other_bodies": True}
    ours = _submitted(place, **shared)
    _submitted(place, **shared)
    _submitted(PlaceFactory(), **shared)
    overlaps_of(ours, user)  # The permissions of the person are read once.
    with CaptureQueriesContext(connection) as few:
        overlaps_of(ours, user)
    for _ in range(6):
        _submitted(place, **shared)
        _submitted(PlaceFactory(), **shared)

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(overlaps_of(ours, user).shown) == 10
