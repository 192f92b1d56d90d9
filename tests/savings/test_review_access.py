"""Who may follow a review before it is final, and who sees which part of a claim's history."""

import pytest

from savings import access, workflow
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead,
    lead_of,
    officer_of,
    partner_of,
    reading,
    reviewer,
    sent_file,
)


def _actions(user, version):
    return list(access.sight_of(user, version).events().values_list("action", flat=True))


def test_the_place_and_reviewers_follow_a_review_and_others_do_not():
    place = PlaceFactory()
    version = claim_at("provisional", place, condition="D")

    follows = {
        name: access.sight_of(user, version).follows_review
        for name, user in {
            "officer": officer_of(place),
            "reviewer": reviewer(),
            "lead": lead(),
            "analyst": analyst(),
            "officer elsewhere": officer_of(PlaceFactory()),
        }.items()
    }

    assert [name for name, may in follows.items() if may] == ["officer", "reviewer", "lead"]


def test_a_second_reader_is_blind_to_the_first_reading_until_they_have_read_it():
    version = claim_at("provisional")
    second = reviewer()
    before = access.sight_of(second, version).readings().count()

    workflow.perform("second_read", version, by=second, **reading(version))

    assert before == 0
    assert access.sight_of(second, version).readings().count() >= 2


@pytest.mark.parametrize(("status", "shown"), [("provisional", 0), ("final", 1)])
def test_an_analyst_sees_a_verdict_only_when_it_is_final(status, shown):
    version = claim_at(status, condition="D")

    readings = access.sight_of(analyst(), version).readings()

    assert readings.filter(is_second=False).count() == shown


def test_how_a_draft_came_about_is_shown_to_its_own_place_only():
    place = PlaceFactory()
    version = claim_at("submitted", place, condition="D")

    assert _actions(officer_of(place), version) == ["create", "edit", "submit"]
    assert _actions(reviewer(), version) == ["submit"]
    assert _actions(officer_of(PlaceFactory()), version) == ["submit"]


def test_how_a_claim_is_reviewed_is_shown_to_its_reviewers_too():
    version = claim_at("question", condition="D")

    assert _actions(reviewer(), version) == ["submit", "take", "ask"]
    assert _actions(analyst(), version) == ["submit"]


def test_why_a_claim_was_revised_is_shown_once_the_revision_is_submitted():
    place = PlaceFactory()
    standing = claim_at("submitted", place, condition="D")
    workflow.perform("revise", standing, by=officer_of(place), note="New lease.")

    assert _actions(reviewer(), standing) == ["submit"]
    assert "revise" in _actions(reviewer(), claim_at("superseded", PlaceFactory(), condition="D"))


def test_shares_of_a_partner_are_the_versions_that_name_its_organisation():
    place, trust = PlaceFactory(), OrganisationFactory()
    named = claim_at(
        "submitted",
        place,
        figures=[*figures_of(lead_of(place)), figure(trust)],
        has_other_bodies=True,
    )
    claim_at("submitted", place)

    assert list(access.shares_of(partner_of(place, trust))) == [named]
    assert not access.shares_of(officer_of(place)).exists()


def test_why_a_verdict_was_sent_back_is_read_by_a_second_reader_after_reading():
    place = PlaceFactory()
    version = claim_at("reply", place, condition="D")
    workflow.perform("reconsider", version, by=lead(), note="PARTLY was too generous.")

    assert "reconsider" not in _actions(reviewer(), version)
    for person in (version.review.reviewer, lead(), officer_of(place)):
        assert "reconsider" in _actions(person, version)


def test_the_name_of_a_file_is_seen_where_the_evidence_has_it():
    place = PlaceFactory()
    seen, secret = sent_file(place), sent_file(place, name="Plan to close Ward 7.txt")
    claim_at("submitted", place, evidence=[(seen, "")])
    draft_of(place, evidence=[(secret, "")])

    names = access.sent_files_visible_to(reviewer()).values_list("file_name", flat=True)

    assert list(names) == [seen.file_name]
    assert access.sent_files_visible_to(officer_of(place)).count() == 2
