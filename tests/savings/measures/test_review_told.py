"""Who is told of which measure of the review, and of how few claims or places nobody is."""

import pytest

from pilots.models import Membership
from savings.access import enough_to_publish
from tests.factories import (
    PlaceFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    finance_of,
    lead,
    lead_of,
    officer_of,
    partner_of,
    published,
    reviewer,
)
from tests.savings.measures.reviewed_claims import answered, measures_of, settled_claims, timed


def test_the_time_of_two_places_is_told_to_nobody():
    place = PlaceFactory()
    for where in (place, place, PlaceFactory()):
        timed(10, where)

    assert measures_of(reviewer()).minutes is None
    assert measures_of(UserFactory()).minutes is None


def test_nobody_but_reviewers_and_leads_is_told_of_pounds():
    settled_claims(3)
    place = PlaceFactory()
    told = {
        "reviewer": reviewer(),
        "lead": lead(),
        "analyst": analyst(),
        "administrator": administrator(),
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner": partner_of(place, lead_of(place)),
        "no role": UserFactory(),
    }

    in_pounds = [name for name, user in told.items() if measures_of(user).values]

    assert in_pounds == ["reviewer", "lead"]


def test_everybody_signed_in_is_told_of_three_claims_of_three_places():
    settled_claims(3)
    for place in [PlaceFactory() for _ in range(3)]:
        version = claim_at("question", place)
        answered(version, days=1)

    measures = measures_of(UserFactory())

    assert [stage.claims for stage in measures.progress.stages] == [3, 3, 0]
    assert (measures.time.claims, measures.answers.in_time, measures.changes.claims) == (3, 3, 3)
    assert [(row.claims, row.agreed) for row in measures.agreement] == [(3, 0)]


@pytest.mark.parametrize("places", [1, 2])
def test_of_fewer_than_three_places_others_are_told_nothing(places):
    where = [PlaceFactory() for _ in range(places)]
    for index in range(4):
        settled_claims(1, where[index % places])

    measures = measures_of(UserFactory())

    assert (measures.progress, measures.time, measures.changes) == (None, None, None)
    assert (measures.answers, measures.agreement, measures.minutes) == (None, [], None)


def test_a_small_part_hides_its_neighbours_too_since_the_rest_would_tell_it():
    for _ in range(3):
        claim_at("submitted")
    claim_at("in_review")

    others, own = measures_of(UserFactory()).progress, measures_of().progress

    assert (others.claims, others.stages) == (4, [])
    assert [stage.claims for stage in own.stages] == [0, 1, 3]


@pytest.mark.parametrize(
    ("claims", "places", "is_enough"), [(3, 3, True), (2, 3, False), (3, 2, False), (9, 2, False)]
)
def test_three_claims_of_three_places_are_enough(claims, places, is_enough):
    assert enough_to_publish(claims, places) == is_enough


def test_a_reviewer_counts_nothing_of_a_place_they_are_tied_to():
    tied = reviewer()
    version = claim_at("final")
    claim_at("submitted")
    Membership.objects.create(user=tied, place=version.claim.place, role="interest")

    measures = measures_of(tied)

    assert (measures.progress.claims, measures.changes) == (1, None)
    assert sum(len(group.years) for group in measures.values) == 1


def test_the_practice_place_is_in_no_measure():
    practice = PlaceFactory(kind="practice")
    settled_claims(3, practice)
    answered(claim_at("question", practice), days=1)
    for _ in range(3):
        timed(10, practice)

    for user in (reviewer(), UserFactory(), officer_of(practice)):
        measures = measures_of(user)

        assert (measures.progress, measures.time, measures.answers) == (None, None, None)
        assert (measures.changes, measures.minutes) == (None, None)
        assert (measures.agreement, measures.values) == ([], [])


def test_published_words_are_in_no_measure():
    published(PlaceFactory())

    assert measures_of().progress is None
