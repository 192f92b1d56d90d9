"""What a statement gives that is kept for all who are alike is what each of them would be given by one of their own."""

import pytest

from savings import access
from savings.access import kept
from tests import factories
from tests.factories import claim_at
from totalplace.kept_statement import blank

RULES = {
    "visible": access.visible_to,
    "all visible": access.all_visible_to,
    "own": access.own_versions,
    "open to review": access.open_to_review_by,
    "read openly": access.read_openly_to,
    "withheld": access.withheld_from,
}
KEPT = {
    name: kept(lambda user, rule=rule: rule(user).order_by("pk")) for name, rule in RULES.items()
}


def _reviewer_of(version):
    return version.review.reviewer if hasattr(version, "review") else factories.reviewer()


def _tied(place):
    person = factories.reviewer()
    person.memberships.create(place=place, role="interest")
    return person


def _left(place):
    person = factories.officer_of(place)
    factories.end_memberships(person)
    return person


def _gone(place):
    person = factories.officer_of(place)
    person.is_active = False
    return person


def _of_both(place, other):
    person = factories.officer_of(place)
    person.memberships.create(place=other, role="finance")
    return person


@pytest.fixture
def versions():
    """In two places, in most states."""
    places = [factories.PlaceFactory(), factories.PlaceFactory()]
    return {
        place: [
            claim_at("draft", place),
            claim_at("submitted", place),
            claim_at("provisional", place, condition="C"),
            claim_at("final", place, condition="D"),
        ]
        for place in places
    }


def _people(versions):
    """Two of each kind: whoever comes second is given the statement of the first."""
    first, second = versions
    for place, other in ((first, second), (second, first)):
        _draft, submitted, provisional, _final = versions[place]
        yield from {
            "officer": factories.officer_of(place),
            "finance": factories.finance_of(place),
            "partner": factories.partner_of(place, submitted.lead),
            "reviewer": _reviewer_of(provisional),
            "tied": _tied(place),
            "left": _left(place),
            "gone": _gone(place),
            "of both": _of_both(place, other),
            "lead": factories.lead(),
            "analyst": factories.analyst(),
            "administrator": factories.administrator(),
            "nobody": factories.UserFactory(),
        }.items()


def test_each_is_given_what_they_may_see(versions):
    for who, person in _people(versions):
        for name, rule in RULES.items():
            wanted = list(rule(person).order_by("pk"))
            assert KEPT[name](person) == wanted, f"{who}, {name}"


def test_it_is_built_once_for_all_who_are_alike_and_for_each_pattern():
    built = []

    @kept
    def _at(user, status):
        built.append(status)
        return access.all_visible_to(user).filter(status=status)

    place, other = factories.PlaceFactory(), factories.PlaceFactory()
    here, there = claim_at("draft", place), claim_at("draft", other)

    assert _at(factories.officer_of(place), "draft") == [here]
    assert _at(factories.officer_of(other), "draft") == [there]
    assert _at(factories.reviewer(), "draft") == []
    assert _at(factories.reviewer(), "submitted") == []
    assert built == ["draft", "draft", "submitted"]


def test_what_changed_since_is_seen():
    officer = factories.officer_of(place := factories.PlaceFactory())
    visible = KEPT["visible"]
    assert visible(officer) == []

    draft = claim_at("draft", place)

    assert visible(officer) == [draft]
    factories.end_memberships(officer)
    del officer._memberships  # As in the next request.
    assert visible(officer) == []


def test_a_queryset_narrows_it_without_being_kept():
    @kept
    def _of(user, places):
        return access.all_visible_to(user).filter(claim__place__in=places).order_by("pk")

    draft, other = claim_at("draft"), claim_at("submitted")
    lead = factories.lead()
    for version in (draft, other):
        places = type(version.claim.place).objects.filter(pk=version.claim.place_id)
        assert _of(lead, places) == [v for v in [version] if v.status != "draft"]


def test_more_keys_than_a_few_are_bound_and_the_statement_is_not_kept():
    built = []

    @kept
    def _any_of(user, number):
        built.append(number)
        blanks = [blank(place) for place in range(number)]
        return access.all_visible_to(user).filter(pk__in=blanks).order_by("pk")

    versions = [claim_at("submitted"), claim_at("submitted")]
    keys = [version.pk for version in versions]
    lead = factories.lead()
    for more in (0, 200):
        for _ in range(2):
            assert _any_of(lead, 2 + more, keys=keys + [0] * more) == versions
    assert built == [2, 202, 202]
