"""A form of *State a saving* begins one claim: after Back it changes that one, and the same words are asked about."""

from uuid import uuid4

import pytest

from savings import workflow
from savings.models import Claim
from tests import factories

from .drafts import NEW, send

WORDS = "One front desk for six services"


@pytest.fixture
def opened(client, officer):
    """The address of a page that the officer has opened."""
    response = client.get(NEW)
    assert response.status_code == 302
    return response.headers["Location"]


def test_each_time_the_page_is_opened_it_has_a_key_of_its_own(client, opened):
    assert client.get(NEW).headers["Location"] != opened
    assert client.get(opened).status_code == 200
    assert client.get(f"{NEW}?form=none").status_code == 302


def test_going_back_leads_to_the_claim_begun(client, opened, place):
    client.post(opened, {"what_changes": WORDS})

    assert client.get(opened).headers["Location"] == "/claims/PL-0001/edit/what-changed/"


def test_sent_again_with_other_answers_it_changes_the_claim_begun(client, opened, place):
    first = client.post(opened, {"what_changes": WORDS, "kind_of_gain": "cashable"})
    again = client.post(opened, {"what_changes": "Two desks", "kind_of_gain": "cashable"})

    assert first.headers["Location"] == again.headers["Location"]
    [claim] = Claim.objects.all()
    [version] = claim.versions.all()
    assert (version.what_changes, version.kind_of_gain) == ("Two desks", "cashable")
    assert [event.action for event in version.events.order_by("pk")] == ["create", "edit"]


def test_what_somebody_else_has_written_meanwhile_is_not_overwritten(client, opened, place):
    client.post(opened, {"what_changes": WORDS})
    version = Claim.objects.get().versions.get()
    colleague = factories.officer_of(place)
    workflow.edit(version, by=colleague, content={"what_changes": "Three desks"})

    again = client.post(opened, {"what_changes": "Two desks"})

    version.refresh_from_db()
    assert again.status_code == 409
    assert "has been changed by somebody else since" in again.text
    assert version.what_changes == "Three desks"


def test_the_claim_begun_is_not_moved_to_another_place(client, officer, place):
    other = factories.PlaceFactory(code="OT", name="Otherton")
    factories.Membership.objects.create(user=officer, place=other, role="officer")
    opened = client.get(NEW).headers["Location"]
    client.post(opened, {"what_changes": WORDS, "place": place.pk})

    again = client.post(opened, {"what_changes": WORDS, "place": other.pk})

    assert again.status_code == 409
    assert "PL-0001 is begun for Plainville already." in again.text
    assert [claim.reference for claim in Claim.objects.all()] == ["PL-0001"]


def test_what_was_begun_and_thrown_away_is_a_conflict_in_words(client, opened, officer):
    client.post(opened, {"what_changes": WORDS})
    workflow.discard(Claim.objects.get().versions.get(), by=officer)

    again = client.post(opened, {"what_changes": "Two desks"})

    assert again.status_code == 409
    assert "No draft of PL-0001 is open" in again.text


def test_nobody_else_comes_to_the_claim_by_its_address(client, opened, place):
    client.post(opened, {"what_changes": WORDS})
    client.force_login(factories.officer_of(place))

    assert client.get(opened).status_code == 403


SAME = [WORDS, WORDS.upper() + ".", f"  {WORDS.replace(' ', '  ')} "]


@pytest.mark.parametrize("words", SAME)
def test_the_same_words_again_are_asked_about(client, opened, draft, words):
    draft_of_another = workflow.create_claim(
        draft.claim.place, by=draft.events.get().by, content={"what_changes": WORDS}
    )
    reference = draft_of_another.claim.reference

    asked = client.post(opened, {"what_changes": words})

    assert asked.status_code == 400
    assert f"{reference} says what changed in the same words." in asked.text
    assert f'href="/claims/{reference}/">Look at {reference}</a>' in asked.text
    assert Claim.objects.count() == 2

    assert client.post(opened, {"what_changes": words, "is_another": "on"}).status_code == 302
    assert Claim.objects.count() == 3


def test_the_same_words_are_asked_about_where_a_draft_is_changed_too(client, officer, draft):
    other = workflow.create_claim(draft.claim.place, by=officer, content={"what_changes": WORDS})

    asked = send(client, draft, "what-changed", what_changes=WORDS)
    assert asked.status_code == 400
    assert f"{other.claim.reference} says what changed in the same words." in asked.text

    ticked = send(client, draft, "what-changed", what_changes=WORDS, is_another="on")
    assert ticked.status_code == 302
    # Once said, it is not asked again as long as the words stay.
    assert send(client, draft, "what-changed", what_changes=WORDS).status_code == 302


def test_other_places_and_what_is_withdrawn_are_not_asked_about(client, opened, officer, place):
    factories.draft_of(factories.PlaceFactory(), what_changes=WORDS)
    factories.claim_at("withdrawn", place, what_changes=WORDS)

    assert client.post(opened, {"what_changes": WORDS}).status_code == 302


def test_two_tabs_begin_two_claims(client, opened, officer):
    other_tab = client.get(NEW).headers["Location"]

    client.post(opened, {"what_changes": WORDS, "once": str(uuid4())})
    client.post(other_tab, {"what_changes": "Two desks", "once": str(uuid4())})

    assert Claim.objects.count() == 2
