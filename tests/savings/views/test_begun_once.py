"""A form of *State a saving* begins one claim: after Back it changes that one, and the same words are asked about."""

import re
from uuid import uuid4

import pytest

from pilots.models import Membership
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


def _is_kept_for_another(answer, words, typed="Two desks"):
    """The form comes back with what was typed, says why, and goes to an address that begins another claim."""
    assert answer.status_code == 409
    assert words in answer.text
    assert typed in answer.text
    [goes_to] = re.findall(r'<form method="post" action="(/claims/new/[^"]*)"', answer.text)
    return goes_to


def test_what_has_been_written_since_is_not_overwritten(client, opened, officer, place):
    client.post(opened, {"what_changes": WORDS})
    version = Claim.objects.get().versions.get()
    workflow.edit(version, by=officer, content={"kind_of_gain": "cashable"})

    again = client.post(opened, {"what_changes": "Two desks"})
    goes_to = _is_kept_for_another(
        again, "PL-0001, which you began with this page, has been changed"
    )

    version.refresh_from_db()
    assert (version.what_changes, version.kind_of_gain) == (WORDS, "cashable")
    assert client.post(goes_to, {"what_changes": "Two desks"}).status_code == 302
    assert Claim.objects.count() == 2


def test_the_very_same_form_again_leads_where_it_led_and_changes_nothing(client, opened, officer):
    form = {"what_changes": WORDS, "once": str(uuid4())}
    first = client.post(opened, form)
    version = Claim.objects.get().versions.get()
    workflow.edit(version, by=officer, content={"kind_of_gain": "cashable"})

    again = client.post(opened, form)

    version.refresh_from_db()
    assert again.headers["Location"] == first.headers["Location"]
    assert version.kind_of_gain == "cashable"


def test_the_claim_begun_is_not_moved_to_another_place(client, officer, place):
    other = factories.PlaceFactory(code="OT", name="Otherton")
    Membership.objects.create(user=officer, place=other, role="officer")
    page = client.get(NEW).headers["Location"]
    client.post(page, {"what_changes": WORDS, "place": place.pk})

    again = client.post(page, {"what_changes": "Two desks", "place": other.pk})

    _is_kept_for_another(again, "PL-0001, which you began with this page, is for Plainville.")
    assert [claim.reference for claim in Claim.objects.all()] == ["PL-0001"]


def test_a_page_that_began_what_is_a_draft_no_longer_begins_another(client, opened, officer):
    client.post(opened, {"what_changes": WORDS})
    workflow.discard(Claim.objects.get().versions.get(), by=officer)

    again = client.post(opened, {"what_changes": "Two desks"})

    _is_kept_for_another(again, "is a draft no longer")
    assert client.get(opened).headers["Location"].startswith(f"{NEW}?form=")


def test_nobody_else_comes_to_the_claim_by_its_address_nor_loses_what_they_type(
    client, opened, place
):
    client.post(opened, {"what_changes": WORDS})
    client.force_login(factories.officer_of(place))

    led_to = client.get(opened).headers["Location"]
    sent = client.post(opened, {"what_changes": "Two desks"})

    assert led_to.startswith(f"{NEW}?form=")
    assert led_to != opened
    _is_kept_for_another(sent, "This page was opened by somebody else.")


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

    ticked = {f"is_another_{draft_of_another.claim.pk}": "on"}
    assert client.post(opened, {"what_changes": words} | ticked).status_code == 302
    assert Claim.objects.count() == 3


def test_the_same_words_are_asked_about_where_a_draft_is_changed_too(client, officer, draft):
    other = workflow.create_claim(draft.claim.place, by=officer, content={"what_changes": WORDS})

    asked = send(client, draft, "what-changed", what_changes=WORDS)
    assert asked.status_code == 400
    assert f"{other.claim.reference} says what changed in the same words." in asked.text

    tick = {f"is_another_{other.claim.pk}": "on"}
    ticked = send(client, draft, "what-changed", what_changes=WORDS, **tick)
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
