"""Many claims at once: stored as one by one, all of them or none."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from savings import workflow
from savings.models import Claim, Event, Version
from savings.models.claims import CONTENT_FIELDS
from savings.workflow import ActionError, StaleError
from savings.workflow.bulk_claims import NewClaim, create_claims, edit_drafts
from tests.factories import (
    PlaceFactory,
    ThemeFactory,
    analyst,
    claim_at,
    draft_of,
    lead_of,
    officer_of,
    partner_of,
)


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def _new(place, reference, **content):
    return NewClaim(place, reference, {"what_changes": "One desk", **content})


def _said(version):
    return {name: getattr(version, name) for name in CONTENT_FIELDS}


def _event(version):
    return version.events.values("action", "status_before", "status_after", "by", "by_role").get()


def test_a_claim_is_begun_as_by_itself(kent):
    officer = officer_of(kent)
    content = {"what_changes": "One desk", "theme": ThemeFactory(), "continues": False}

    create_claims([_new(kent, "KEN-0001", **content)], by=officer, note="From a sheet")
    alone = workflow.create_claim(kent, by=officer, content=content)

    draft = Version.objects.get(claim__reference="KEN-0001")
    assert _said(draft) == _said(Version.objects.get(pk=alone.pk))
    assert (draft.number, draft.revision, draft.status) == (1, alone.revision, "draft")
    assert draft.claim.use_condition == alone.claim.use_condition
    assert _event(draft) == _event(alone)
    assert draft.events.get().note == "From a sheet"


def test_each_claim_is_led_as_it_says_or_by_its_place(kent):
    croydon = PlaceFactory()
    officer = officer_of(kent)
    officer.memberships.create(place=croydon, role="officer")
    new = [_new(kent, "A"), _new(croydon, "B"), _new(kent, "C", lead=lead_of(croydon))]

    create_claims(new, by=officer, note="")

    leads = dict(Version.objects.values_list("claim__reference", "lead"))
    assert leads == {"A": lead_of(kent).pk, "B": lead_of(croydon).pk, "C": lead_of(croydon).pk}


def test_many_drafts_are_changed_as_one_would_be(kent):
    officer = officer_of(kent)
    drafts = [draft_of(kent, reference=f"KEN-{number}") for number in range(3)]
    changes = [{"caveat": f"Caveat {number}"} for number in range(2)] + [{"continues": None}]

    edit_drafts(list(zip(drafts, changes, strict=True)), by=officer, note="From a sheet")

    for draft, change in zip(drafts, changes, strict=True):
        before = _said(draft)
        revision = draft.revision
        draft.refresh_from_db()
        assert _said(draft) == before | change
        assert draft.revision == revision
        event = draft.events.last()
        assert (event.action, event.by, event.note) == ("edit", officer, "From a sheet")


def test_a_draft_that_somebody_else_changed_keeps_all_as_it_was(kent):
    officer = officer_of(kent)
    ours, theirs = draft_of(kent, caveat="As it was"), draft_of(kent)
    workflow.perform("edit", Version.objects.get(pk=theirs.pk), by=officer_of(kent))
    before = Event.objects.count()

    with pytest.raises(StaleError):
        edit_drafts([(ours, {"caveat": "New"}), (theirs, {"caveat": "New"})], by=officer, note="")

    ours.refresh_from_db()
    assert (ours.caveat, Event.objects.count()) == ("As it was", before)


def test_what_is_frozen_is_never_changed(kent):
    frozen = claim_at("submitted", kent)

    with pytest.raises(StaleError):
        edit_drafts([(frozen, {"caveat": "New"})], by=officer_of(kent), note="")


def test_a_reference_that_is_taken_is_refused_and_nothing_is_stored(kent):
    draft_of(kent, reference="KEN-0002")

    with pytest.raises(ActionError, match="one of these references"):
        create_claims(
            [_new(kent, "KEN-0001"), _new(kent, "KEN-0002")], by=officer_of(kent), note=""
        )

    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    "who", [analyst, lambda: officer_of(PlaceFactory()), lambda: partner_of(*_trust())]
)
def test_only_people_of_the_place_may(kent, who):
    person, draft = who(), draft_of(kent)

    with pytest.raises(PermissionDenied, match="Only an officer or finance officer of Kent"):
        create_claims([_new(kent, "KEN-0001")], by=person, note="")
    with pytest.raises(PermissionDenied):
        edit_drafts([(draft, {"caveat": "New"})], by=person, note="")


def _trust():
    place = PlaceFactory()
    return place, lead_of(place)


@pytest.mark.parametrize(
    ("reference", "content"),
    [("ken 1", {}), ("KEN-1", {"what_changes": ""}), ("KEN-1", {"stage": "dreamt of"})],
)
def test_what_could_not_be_stored_by_itself_cannot_be_stored_with_others(kent, reference, content):
    with pytest.raises(ValidationError):
        create_claims([_new(kent, reference, **content)], by=officer_of(kent), note="")


def test_only_what_a_version_says_can_be_given(kent):
    with pytest.raises(TypeError, match="status"):
        create_claims([_new(kent, "KEN-1", status="final")], by=officer_of(kent), note="")
    with pytest.raises(ValidationError):
        edit_drafts([(draft_of(kent), {"stage": "dreamt of"})], by=officer_of(kent), note="")


def test_nothing_to_do_is_done_in_peace(kent):
    create_claims([], by=officer_of(kent), note="")
    edit_drafts([], by=officer_of(kent), note="")

    assert not Claim.objects.exists()
