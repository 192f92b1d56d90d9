"""A partner's word is about the share it was shown: where the share changes, it is said so, and asked for again."""

import pytest

from savings import workflow
from savings.claims.partners_words import latest_words
from savings.models import Version
from savings.models.choices import PriceBasis
from savings.pages.due import due_from
from tests import factories
from totalplace.financial_year import FinancialYear


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="Trust")


def _figures(place, trust, share):
    return [
        *factories.figures_of(factories.lead_of(place), "90000.00"),
        factories.figure(trust, share),
    ]


@pytest.fixture
def draft(place, trust):
    """A draft whose sign-off is asked, and to whose share of £10,000 the trust agreed."""
    draft = factories.draft_of(place, figures=_figures(place, trust, "10000.00"))
    workflow.perform("ask_sign_off", draft, by=factories.officer_of(place))
    return factories.agreed(draft, trust)


def _change(draft, trust, share):
    place = draft.claim.place
    figures = _figures(place, trust, share)
    return workflow.perform("edit", draft, by=factories.officer_of(place), figures=figures)


def _asked(draft, trust):
    return [due.version for due in due_from(factories.partner_of(draft.claim.place, trust))]


def test_a_word_holds_while_the_share_is_the_same(draft, trust):
    workflow.perform("edit", draft, by=factories.officer_of(draft.claim.place), content={})

    [word] = latest_words(draft)

    assert word.is_of_this_share
    assert _asked(draft, trust) == []


def test_a_word_on_another_share_is_said_to_be_and_asked_for_again(client, draft, trust):
    _change(draft, trust, "60000.00")
    client.force_login(factories.officer_of(draft.claim.place))

    page = client.get(draft.claim.get_absolute_url()).text
    asked_of_the_draft = _asked(draft, trust)
    submitted = workflow.perform(
        "submit", draft, by=factories.finance_of(draft.claim.place), signs_as="section_151"
    )

    assert "of a share that has changed since" in page
    assert asked_of_the_draft == [draft]
    assert _asked(submitted, trust) == [submitted]


def test_once_it_is_given_again_nothing_is_asked(client, draft, trust):
    _change(draft, trust, "60000.00")
    factories.agreed(draft, trust)
    client.force_login(factories.officer_of(draft.claim.place))

    page = client.get(draft.claim.get_absolute_url()).text

    assert "of a share that has changed since" not in page
    assert _asked(draft, trust) == []


REAL = {"price_basis": PriceBasis.REAL, "base_year": FinancialYear(2009)}


def _say_prices(draft, **prices):
    return workflow.edit(draft, by=factories.officer_of(draft.claim.place), content=prices)


@pytest.mark.parametrize(
    "again",
    [
        {"price_basis": PriceBasis.NOMINAL, "base_year": None},
        {"base_year": FinancialYear(2008)},
        {"price_basis": PriceBasis.NOT_STATED, "base_year": None},
    ],
)
def test_the_same_amounts_in_other_prices_are_another_share(draft, trust, again):
    _say_prices(draft, **REAL)
    asked_of_real_terms = _asked(draft, trust)
    factories.agreed(draft, trust)
    asked_once_agreed = _asked(draft, trust)
    offered = [
        a.name for a in workflow.available(draft, factories.partner_of(draft.claim.place, trust))
    ]
    _say_prices(draft, **again)

    [word] = latest_words(Version.objects.get(pk=draft.pk))

    assert asked_of_real_terms == [draft]
    assert asked_once_agreed == []
    assert "agree" not in offered
    assert not word.is_of_this_share
    assert _asked(draft, trust) == [draft]
    assert not workflow.refusal("agree", draft, factories.partner_of(draft.claim.place, trust))


def test_a_partner_reads_that_a_share_in_other_prices_has_changed(client, draft, trust):
    _say_prices(draft, **REAL)
    client.force_login(factories.partner_of(draft.claim.place, trust))

    page = client.get(draft.claim.get_absolute_url()).text

    assert "Your share has changed since: look at it again." in page
