"""A use condition is loosened and never tightened: what is proposed, shown and signed is what will hold."""

import pytest
from django.urls import reverse

from savings import workflow
from savings.models import Claim
from savings.workflow import ActionError
from tests import factories


@pytest.fixture
def place():
    return factories.PlaceFactory()


def _loosen(version, condition="C"):
    finance = factories.finance_of(version.claim.place)
    return workflow.perform("set_condition", version, by=finance, condition=condition)


def _revise(version):
    officer = factories.officer_of(version.claim.place)
    return workflow.perform("revise", version, by=officer, note="New figures.")


@pytest.fixture
def draft(place):
    """A draft beside a version that was signed under A and loosened to C."""
    version = factories.claim_at("submitted", place, condition="A")
    _loosen(version)
    return _revise(version)


def _condition(draft):
    return Claim.objects.get(pk=draft.claim_id).use_condition


def test_a_revision_begins_at_the_condition_in_force(draft):
    assert draft.proposed_condition == "C"


def test_a_draft_that_is_open_is_loosened_with_its_claim(place):
    version = factories.claim_at("submitted", place, condition="A")
    draft = _revise(version)

    _loosen(version)

    draft.refresh_from_db()
    assert draft.proposed_condition == "C"


@pytest.mark.parametrize(
    ("action", "details"),
    [
        ("edit", {"content": {"proposed_condition": "B"}}),
        ("set_condition", {"condition": "B"}),
    ],
)
def test_a_draft_is_never_tighter_than_what_holds_already(draft, action, details):
    with pytest.raises(ActionError, match="already at “C: named, not for allocation”"):
        workflow.perform(action, draft, by=factories.finance_of(draft.claim.place), **details)


def test_what_is_signed_is_what_will_hold(client, draft):
    # As a sheet of claims may leave it, which says what it was told.
    type(draft).objects.filter(pk=draft.pk).update(proposed_condition="A", caveat="A lease.")
    draft.refresh_from_db()
    finance = factories.finance_of(draft.claim.place)
    client.force_login(finance)
    page = client.get(reverse("savings:claim_action", args=[draft.claim.reference, "submit"])).text
    use = client.get(reverse("savings:claim_step", args=[draft.claim.reference, "use"])).text

    workflow.perform("submit", draft, by=finance, signs_as="section_151")

    assert "used under <strong>C: named, not for allocation</strong>" in page
    assert "That holds for the versions before it too." in page
    assert "It is “C: named, not for allocation” now." in use
    assert 'value="A"' not in use
    assert _condition(draft) == "C"


def test_published_words_do_not_open_the_figures_of_their_place(place):
    published = factories.published(place)
    officer = factories.officer_of(place)
    draft = workflow.perform("adopt", published, by=officer)

    workflow.perform("set_condition", draft, by=officer, condition="B")

    assert draft.proposed_condition == "B"


def test_the_page_of_loosening_says_where_the_claim_stands_and_what_was_recorded(client, place):
    version = factories.claim_at("submitted", place, condition="B")
    client.force_login(factories.finance_of(place))
    address = reverse("savings:claim_action", args=[version.claim.reference, "set-condition"])

    page = client.get(address).text
    done = client.post(address, {"condition": "C"}, follow=True).text

    assert "It is “B: pooled totals” now." in page
    assert "It holds for every version of the claim" in page
    assert "The use condition is recorded: “C: named, not for allocation”." in done
