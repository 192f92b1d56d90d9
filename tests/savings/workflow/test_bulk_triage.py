"""Choosing from the whole queue: by the rule, once, recorded, and never a claim that the lead may not review."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.models import Draw, Event, Review, Threshold, Version
from savings.review import triage
from savings.review.triage import Plan
from savings.workflow import ActionError, StaleError, bulk_triage
from tests import factories
from tests.benchmarks import sample
from tests.factories import PlaceFactory, claim_at, sized

SIZES = {
    "ABOVE": "1000000.00",
    "CERTAIN": "600000.00",
    "ONE": "50000.00",
    "TWO": "40000.00",
    "SMALL": "9999.99",
}


@pytest.fixture
def place():
    return PlaceFactory()


def _pool(place):
    return {name: sized(name, amount, place) for name, amount in SIZES.items()}


def _choose(person, *, seed="seed", number=2, seen=None):
    seen = seen or triage.plan(person, seed=seed, number=number).digest
    return workflow.choose_for_review(by=person, seed=seed, number=number, seen=seen)


def _nothing_is_stored():
    return not (
        Draw.objects.exists()
        or Event.objects.filter(action="triage").exists()
        or Review.objects.exclude(is_chosen=None).exists()
    )


def test_large_claims_are_chosen_some_are_drawn_and_each_review_says_why(place):
    _pool(place)

    draw = _choose(factories.lead())

    said = {
        review.version.claim.reference: (review.is_chosen, review.chosen_because)
        for review in draw.reviews.select_related("version__claim")
    }
    drawn = [reference for reference, _, how in draw.chosen if how == "drawn"]
    left = "Not drawn. It stays not yet reviewed. This says nothing against it."
    assert len(drawn) == 1
    assert said == {
        "ABOVE": (True, "£1,000,000 a year or more: every such claim is read."),
        "CERTAIN": (True, "So large among those drawn from that no draw could miss it."),
        "ONE": (False, left),
        "TWO": (False, left),
        "SMALL": (False, "Below £10,000 a year: the smallest are not drawn from."),
        drawn[0]: (True, "Drawn in proportion to its value."),
    }


def test_a_draw_keeps_all_that_it_takes_to_repeat_it(place):
    _pool(place)
    person = factories.lead()

    draw = _choose(person, seed="Number thrown: 17", number=1)

    draw.refresh_from_db()
    assert (draw.by, draw.seed, draw.number) == (person, "Number thrown: 17", 1)
    assert (str(draw.read_all), str(draw.read_none)) == ("1000000.00", "10000.00")
    assert draw.pool == [
        ["ABOVE", 1, 100000000],
        ["CERTAIN", 1, 60000000],
        ["ONE", 1, 5000000],
        ["SMALL", 1, 999999],
        ["TWO", 1, 4000000],
    ]
    assert [tuple(claim) for claim in draw.chosen] == Plan.of(draw).chosen


def test_each_claim_gets_one_event_and_its_next_revision_and_keeps_its_status(place):
    versions = [claim_at(status, place) for status in ("submitted", "in_review", "question")]
    person = factories.lead()

    _choose(person)

    for before in versions:
        after = Version.objects.get(pk=before.pk)
        event = after.events.get(action="triage")
        assert (after.status, after.revision) == (before.status, before.revision + 1)
        assert (event.status_before, event.status_after) == (before.status, before.status)
        assert (event.by, event.by_role, event.note) == (
            person,
            "Review lead",
            after.review.chosen_because,
        )


def test_what_has_been_chosen_from_is_not_chosen_from_again(place):
    _pool(place)
    person = factories.lead()
    _choose(person)
    later = sized("LATER", "70000.00", place)

    draw = _choose(person)

    assert draw.pool == [("LATER", 1, 7000000)]
    assert later.events.filter(action="triage").count() == 1


def test_what_is_decided_or_not_submitted_is_not_chosen_from(place):
    for status in ("draft", "provisional", "reply", "final", "withdrawn", "published"):
        claim_at(status, place)

    assert triage.plan(factories.lead(), seed="s", number=1).pool == []


def test_nothing_to_choose_from_is_refused_in_words():
    with pytest.raises(ActionError, match="No claim waits to be chosen from"):
        _choose(factories.lead())
    assert _nothing_is_stored()


@pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator", "officer", "leaver"])
def test_only_a_review_lead_chooses(place, who):
    _pool(place)
    if who == "officer":
        person = factories.officer_of(place)
    elif who == "leaver":
        person = factories.lead()
        person.is_active = False
        person.save()
    else:
        person = getattr(factories, who)()

    with pytest.raises(PermissionDenied, match="Only a review lead can do this"):
        _choose(person)
    assert _nothing_is_stored()


@pytest.mark.parametrize("is_over", [True, False])
def test_claims_of_a_place_to_which_the_lead_has_a_tie_are_left_to_another(place, is_over):
    own = sized("OWN", "2000000.00", PlaceFactory())
    _pool(place)
    person = factories.lead()
    Membership.objects.create(user=person, place=own.claim.place, role="interest")
    if is_over:
        factories.end_memberships(person)

    draw = _choose(person)

    own.review.refresh_from_db()
    assert "OWN" not in {reference for reference, *_ in draw.pool}
    assert (own.review.is_chosen, own.review.draw) == (None, None)
    assert not own.events.filter(action="triage").exists()


def _submit_another(place):
    sized("NEW", "20000.00", place)


def _choose_one_by_hand(place):
    version = Version.objects.get(claim__reference="ONE")
    workflow.perform("triage", version, by=factories.lead(), is_chosen=True, because="Asked for.")


def _withdraw_one(place):
    version = Version.objects.get(claim__reference="ONE")
    workflow.perform("withdraw", version, by=factories.finance_of(place), note="Not planned.")


def _move_a_threshold(place):
    Threshold.objects.create(
        name="read_all", value=50_000, valid_from=timezone.localdate(), source="Board"
    )


@pytest.mark.parametrize(
    "moves", [_submit_another, _choose_one_by_hand, _withdraw_one, _move_a_threshold]
)
def test_what_was_not_shown_is_not_stored(place, moves):
    _pool(place)
    person = factories.lead()
    seen = triage.plan(person, seed="seed", number=2).digest
    moves(place)
    events = Event.objects.count()

    with pytest.raises(ActionError, match="have changed since you were shown"):
        _choose(person, seen=seen)

    assert not Draw.objects.exists()
    assert Event.objects.count() == events


def test_another_seed_or_number_than_was_shown_is_not_stored(place):
    _pool(place)
    person = factories.lead()
    seen = triage.plan(person, seed="seed", number=2).digest

    for other in ({"seed": "other"}, {"number": 3}):
        with pytest.raises(ActionError, match="have changed since you were shown"):
            _choose(person, seen=seen, **other)
    assert _nothing_is_stored()


def test_a_claim_that_is_taken_meanwhile_is_chosen_all_the_same(place):
    version = _pool(place)["ONE"]
    person = factories.lead()
    seen = triage.plan(person, seed="seed", number=2).digest
    workflow.perform("take", version, by=factories.reviewer())

    _choose(person, seen=seen)

    assert version.events.get(action="triage").status_after == "in_review"


def test_thresholds_that_contradict_each_other_are_refused_in_words(place):
    _pool(place)
    Threshold.objects.create(
        name="read_none", value=2_000_000, valid_from=timezone.localdate(), source="Board"
    )

    with pytest.raises(ActionError, match="contradict each other"):
        _choose(factories.lead())
    assert _nothing_is_stored()


def test_a_review_that_has_been_chosen_since_it_was_read_stops_it_all(place):
    _pool(place)
    person = factories.lead()
    reviews, plan = list(triage.waiting(person)), triage.plan(person, seed="seed", number=2)
    draw = _choose(person)

    with pytest.raises(StaleError):
        bulk_triage._say(reviews, plan, draw)


def test_a_draw_is_never_changed(place):
    _pool(place)
    draw = _choose(factories.lead())

    with pytest.raises(DatabaseError, match="never changed"):
        Draw.objects.filter(pk=draw.pk).update(seed="a better one")


def test_five_thousand_claims_are_chosen_from_in_a_few_statements():
    person = factories.lead()
    versions = sample.drafts(5_000, "MANY")
    Version.objects.update(
        status="submitted", frozen_at=timezone.now(), frozen_by=person, claimed=50_000
    )
    Review.objects.bulk_create((Review(version=version) for version in versions), batch_size=1_000)

    with CaptureQueriesContext(connection) as asked:
        draw = _choose(person, number=400)

    assert len(draw.chosen) == draw.reviews.filter(is_chosen=True).count() == 400
    assert Event.objects.filter(action="triage").count() == 5_000
    assert len(asked) < 150
