"""What was confirmed of a headline's words goes when the words are written anew, by whichever door."""

from decimal import Decimal

import pytest

from savings import workflow
from savings.claims import headlines
from tests import factories
from tests.savings.views.uploads import claims_sent, confirm, said

CONFIRMED = {
    "measure": "money",
    "amount_low": Decimal(240_000),
    "amount_high": Decimal(240_000),
    "bound": "exact",
    "basis": "per_year",
}
NEW_WORDS = "£500,000 a year"


@pytest.fixture
def draft():
    """A draft whose headline is confirmed as its words are read."""
    place = factories.PlaceFactory(code="PL")
    words = {"as_published": "£240,000 a year"}
    draft = factories.draft_of(place, reference="PL-0001", what_changes="One desk", **words)
    _edited(draft, **CONFIRMED)
    return draft


def _edited(draft, **content):
    workflow.edit(draft, by=factories.officer_of(draft.claim.place), content=content)


def _in_bulk(draft, **content):
    by = factories.officer_of(draft.claim.place)
    workflow.edit_drafts([(draft, content)], by=by, note="A sheet")


def _stated(draft):
    draft.refresh_from_db()
    return headlines.stated_headline(draft)


@pytest.mark.parametrize("door", [_edited, _in_bulk])
def test_new_words_drop_what_was_confirmed_of_the_old(draft, door):
    door(draft, as_published=NEW_WORDS)

    assert _stated(draft) == headlines.NOTHING


@pytest.mark.parametrize("door", [_edited, _in_bulk])
def test_what_is_stated_with_the_new_words_is_stored_as_it_is_given(draft, door):
    stated = CONFIRMED | {"amount_low": Decimal(500_000), "amount_high": Decimal(500_000)}

    door(draft, as_published=NEW_WORDS, **stated)

    assert _stated(draft).words == "£500,000, per year"


@pytest.mark.parametrize("door", [_edited, _in_bulk])
def test_what_is_stated_in_other_words_than_are_read_stays(draft, door):
    _edited(draft, basis="total_over_period", period_years=3)

    door(draft, as_published=NEW_WORDS)

    assert _stated(draft).words == "£240,000, in total over 3 years"


@pytest.mark.parametrize("door", [_edited, _in_bulk])
@pytest.mark.parametrize("content", [{"caveat": "New"}, {"as_published": "£240,000 a year"}])
def test_an_edit_that_leaves_the_words_leaves_what_is_confirmed(draft, door, content):
    door(draft, **content)

    assert _stated(draft).words == "£240,000, per year"


TITLES = "Reference,Place,What changes,As published"
ALL_TITLES = f"{TITLES},Measure,Amount low,Amount high,Bound,Basis"


def test_a_sheet_that_writes_the_words_anew_says_so_before_it_drops_what_was_confirmed(
    client, draft
):
    client.force_login(factories.officer_of(draft.claim.place))
    row = f'PL-0001,PL,One desk,"{NEW_WORDS}"'
    address = claims_sent(client, row, titles=TITLES)
    assert "is no longer stated where they are written anew: PL-0001." in said(client.get(address))
    confirm(client, address)

    assert _stated(draft) == headlines.NOTHING
    assert "Nothing would change" in said(client.get(claims_sent(client, row, titles=TITLES)))


def test_a_sheet_that_states_the_headline_too_is_stored_as_it_is_and_changes_nothing_again(
    client, draft
):
    client.force_login(factories.officer_of(draft.claim.place))
    row = f'PL-0001,PL,One desk,"{NEW_WORDS}",money,240000,240000,exact,per_year'
    address = claims_sent(client, row, titles=ALL_TITLES)
    assert "no longer stated" not in said(client.get(address))
    confirm(client, address)

    assert _stated(draft).words == "£240,000, per year"
    assert "Nothing would change" in said(client.get(claims_sent(client, row, titles=ALL_TITLES)))
