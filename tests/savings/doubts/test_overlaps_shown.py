"""Whom overlaps are shown to, how many of them, and at what cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from pilots.models import Membership
from savings.doubts.overlaps import find
from savings.doubts.shown_overlaps import LOOKED_AT, overlaps_of
from savings.models import Claim, Figure, Overlap, OverlapFigure, Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
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
from tests.savings.doubts.alike_claims import found_alike, submitted


def test_claims_that_a_place_does_not_see_leave_room_for_its_own():
    place = PlaceFactory()
    ours, other = submitted(place), submitted(place)
    hidden = submitted(PlaceFactory(), body=lead_of(place), has_other_bodies=True, condition="A")
    _keep_as_alike(ours, _copies(hidden, LOOKED_AT))

    found, whole = overlaps_of(ours, officer_of(place)), overlaps_of(ours, reviewer())

    assert [one.version for one in found.shown] == [other]
    assert found.more == 0
    assert len(whole.shown) + whole.more == LOOKED_AT + 2


def _copies(version, number):
    claims = Claim.objects.bulk_create(
        Claim(reference=f"COPY-{n}", place=version.claim.place) for n in range(number)
    )
    facts = {
        field.attname: getattr(version, field.attname)
        for field in Version._meta.concrete_fields
        if field.name not in ("id", "claim")
    }
    return Version.objects.bulk_create(Version(claim=claim, **facts) for claim in claims)


def _keep_as_alike(version, others):
    """As if each of `others` stated the amounts that were found alike in the first one."""
    first = Overlap.objects.filter(Q(earlier=version) | Q(later=version)).first()
    kept = Overlap.objects.bulk_create(
        Overlap(earlier=version, later=other, money=str(other.pk)) for other in others
    )
    OverlapFigure.objects.bulk_create(
        OverlapFigure(overlap=overlap, part=one.part, figure=one.figure)
        for overlap in kept
        for one in first.figures.all()
    )


def test_a_claim_of_very_many_amounts_is_held_against_others_too():
    """More than SQLite takes in one condition, each further from the next than what is alike."""
    place, bodies = PlaceFactory(), OrganisationFactory.create_batch(20)
    many = [figure(body, "0", year=year) for body in bodies for year in range(1990, 2050)]
    for nth, one in enumerate(many):
        one.amount = (1000 * Decimal("1.003") ** nth).quantize(Decimal("0.01"))
    last = many[-1]
    theirs = submitted(
        PlaceFactory(),
        str(last.amount),
        body=last.organisation,
        year=last.year.start,
        has_other_bodies=True,
    )
    draft = draft_of(place, figures=[])
    for one in many:
        one.version = draft
    Figure.objects.bulk_create(many)

    assert [found.other for found in find(draft)] == [theirs.pk]


def test_ten_are_shown_and_the_others_counted():
    place, trust = PlaceFactory(), OrganisationFactory()
    for _ in range(11):
        submitted(place, "100.00", body=trust, has_other_bodies=True)
    strongest = submitted(place, "100.00")
    ours = submitted(place, "100.00")

    overlaps = overlaps_of(ours, reviewer())

    assert len(overlaps.shown) == 10
    assert overlaps.more == 2
    assert overlaps.shown[0].version == strongest


def test_many_amounts_alike_are_named_in_part():
    place = PlaceFactory()
    figures = [
        f
        for year in range(2010, 2015)
        for f in figures_of(lead_of(place), f"9.5{year % 10}", year=year)
    ]
    ours, theirs = (
        claim_at("submitted", place, figures=[_copy(f) for f in figures]) for _ in range(2)
    )

    alike = found_alike(ours)[theirs.claim.reference]

    assert len(alike) == 4
    assert alike[-1] == "2 more amounts alike"


def _copy(row):
    return figure(row.organisation, row.amount, year=row.year.start, line=row.line)


@pytest.mark.parametrize(("condition", "sees"), [("A", False), ("D", True)])
def test_a_place_is_not_shown_what_it_may_not_see_elsewhere(condition, sees):
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = submitted(place, body=trust, has_other_bodies=True)
    theirs = submitted(PlaceFactory(), body=trust, has_other_bodies=True, condition=condition)

    found = overlaps_of(ours, officer_of(place))

    assert [o.version for o in found.shown] == ([theirs] if sees else [])
    assert found.more == 0


def test_a_reviewer_is_not_shown_claims_of_a_place_they_are_tied_to():
    place, tied_to, trust = PlaceFactory(), PlaceFactory(), OrganisationFactory()
    ours = submitted(place, body=trust, has_other_bodies=True)
    submitted(tied_to, body=trust, has_other_bodies=True)
    tied = reviewer()
    Membership.objects.create(user=tied, place=tied_to, role="interest")

    assert found_alike(ours, tied) == {}


def test_the_claim_page_shows_overlaps_to_its_place_and_to_reviewers_only(client):
    place = PlaceFactory()
    ours = submitted(place, condition="D")
    other = submitted(place, condition="D", what_changes="One desk in the market hall")
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
    ours = submitted(place)
    for _ in range(12):
        submitted(place)
    client.force_login(reviewer())

    text = client.get(ours.claim.get_absolute_url()).text

    assert "2 more are not shown: no more alike than these, or answered already." in text


def test_many_overlaps_cost_as_many_queries_as_one(django_assert_num_queries):
    place, trust, user = PlaceFactory(), OrganisationFactory(), reviewer()
    shared = {"body": trust, "has_other_bodies": True}
    ours = submitted(place, **shared)
    submitted(place, **shared)
    submitted(PlaceFactory(), **shared)
    overlaps_of(ours, user)  # The permissions of the person are read once.
    with CaptureQueriesContext(connection) as few:
        overlaps_of(ours, user)
    for _ in range(6):
        submitted(place, **shared)
        submitted(PlaceFactory(), **shared)

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(overlaps_of(ours, user).shown) == 10
