"""What a page is told of one version is what every list says of it, for whoever asks; and it is asked once."""

import pytest

from savings import access, workflow
from savings.models import Question, Version
from tests import factories
from tests.factories import claim_at

STAGES = ["draft", "submitted", "in_review", "question", "provisional", "reply", "final"]


def _people(place, version):
    tied = factories.reviewer()
    tied.memberships.create(place=place, role="interest")
    return {
        "officer": factories.officer_of(place),
        "finance": factories.finance_of(place),
        "partner": factories.partner_of(place, version.lead),
        "officer elsewhere": factories.officer_of(factories.PlaceFactory()),
        "its reviewer": _reviewer_of(version) or factories.reviewer(),
        "another reviewer": factories.reviewer(),
        "tied reviewer": tied,
        "lead": factories.lead(),
        "analyst": factories.analyst(),
        "administrator": factories.administrator(),
        "nobody": factories.UserFactory(),
    }


def _reviewer_of(version):
    return version.review.reviewer if hasattr(version, "review") else None


def _by_lists(user, version):
    def is_in(versions):
        return versions.filter(pk=version.pk).exists()

    older = access.all_visible_to(user).filter(claim=version.claim)
    asked = older.filter(pk__in=access.under_review_for(user)).values("questions")
    return {
        "versions": list(older.order_by("-number")),
        "is_own": is_in(access.own_versions(user)),
        "follows_review": is_in(access.under_review_for(user)),
        "may_review": is_in(access.open_to_review_by(user)),
        "readings": set(access.all_readings_visible_to(user).filter(version=version)),
        "replies": set(access.all_replies_visible_to(user).filter(version=version)),
        "questions": set(Question.objects.filter(pk__in=asked)),
        "events": set(access.all_events_visible_to(user).filter(version__claim=version.claim)),
    }


def _by_sight(user, version):
    sight = access.sight_of(user, version)
    return {
        "versions": list(sight.versions),
        "is_own": sight.is_own,
        "follows_review": sight.follows_review,
        "may_review": sight.may_review,
        "readings": set(sight.readings()),
        "replies": set(sight.replies()),
        "questions": set(sight.questions()),
        "events": set(sight.events()),
    }


@pytest.mark.parametrize("condition", [None, "D"])
@pytest.mark.parametrize("stage", STAGES)
def test_it_says_what_every_list_says(stage, condition):
    place = factories.PlaceFactory()
    version = claim_at(stage, place, **({"condition": condition} if condition else {}))

    for name, person in _people(place, version).items():
        assert _by_sight(person, version) == _by_lists(person, version), name


@pytest.mark.parametrize("stage", ["submitted", "final"])
def test_it_says_so_of_each_version_of_a_claim(stage):
    place = factories.PlaceFactory()
    first = claim_at(stage, place)
    officer = factories.officer_of(place)
    later = workflow.perform("revise", first, by=officer, note="New figures.")

    for name, person in _people(place, first).items():
        for version in Version.objects.filter(pk__in=[first.pk, later.pk]):
            assert _by_sight(person, version) == _by_lists(person, version), name


@pytest.mark.parametrize("stage", ["draft", "final"])
def test_among_all_that_somebody_sees_it_is_the_same(stage):
    place = factories.PlaceFactory()
    first = claim_at(stage, place)
    if stage == "final":
        workflow.perform("revise", first, by=factories.officer_of(place), note="New figures.")

    for name, person in _people(place, first).items():
        read = list(access.read_with_sight(person).filter(claim=first.claim))
        latest = [version for version in read if version.is_latest_seen]
        assert latest == list(access.visible_to(person).filter(claim=first.claim)), name
        for version in read:
            assert access.sight_among(person, version, read) == access.sight_of(person, version)


def test_what_was_sent_back_and_who_lost_it_is_told_as_every_list_tells_it():
    place = factories.PlaceFactory()
    version = claim_at("reply", place)
    workflow.perform("reconsider", version, by=factories.lead(), note="Look at the costs again.")

    for name, person in _people(place, version).items():
        assert _by_sight(person, version) == _by_lists(person, version), name


def test_it_is_asked_in_one_statement(django_assert_num_queries):
    version = Version.objects.select_related("claim").get(pk=claim_at("provisional").pk)
    person = factories.reviewer()
    access.sight_of(person, version)  # The permissions and memberships of the person are read once.

    with django_assert_num_queries(1):
        access.sight_of(person, version)
