"""The top of a claim's page: the one thing that waits for whoever reads it, what they said of it, and what follows."""

import re

import pytest

from savings import workflow
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    agreed,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead,
    lead_of,
    officer_of,
    partner_of,
    reviewer,
    revised,
    submitted_again,
)

pytestmark = pytest.mark.usefixtures("no_second_factor")

_BUTTON = re.compile(
    r'<a href="([^"]*)"[^>]*class="govuk-button app-facts__main"[^>]*>\s*(.*?)\s*</a>'
)


def _page(client, user, version):
    client.force_login(user)
    return client.get(version.claim.get_absolute_url())


def _button(client, user, version):
    """The words of the page's one button, and the last part of where it leads; nothing where there is none."""
    found = _BUTTON.findall(_page(client, user, version).text)
    assert len(found) <= 1
    return next(((words, href.split("/")[-2]) for href, words in found), ("", ""))


def _asked(place):
    draft = draft_of(place)
    workflow.ask_sign_off(draft, by=officer_of(place))
    return draft


# (status, who reads it) → the words of the button, and where it leads.
MAIN = {
    ("draft", "officer"): ("Go on with the draft", "edit"),
    ("draft", "finance"): ("Go on with the draft", "edit"),
    ("asked", "officer"): ("Go on with the draft", "edit"),
    ("asked", "finance"): ("Sign off and submit", "submit"),
    ("asked", "partner"): ("Agree our share", "agree"),
    ("submitted", "officer"): ("", ""),
    ("submitted", "reviewer"): ("Read it for review", "PLACE"),
    ("question", "officer"): ("Answer the question", "answer"),
    ("question", "reviewer"): ("Read it for review", "PLACE"),
    ("provisional", "finance"): ("Reply to the verdict", "reply"),
    ("reply", "lead"): ("Read it for review", "PLACE"),
    ("final", "officer"): ("", ""),
    ("final", "partner"): ("Agree our share", "agree"),
    ("final", "reviewer"): ("", ""),
    ("withdrawn", "finance"): ("", ""),
    ("withdrawn", "partner"): ("", ""),
    ("published", "officer"): ("Adopt as our own claim", "adopt"),
}


@pytest.mark.parametrize(("status", "who"), MAIN)
def test_one_button_says_what_waits_for_whoever_reads_it(client, status, who):
    place = PlaceFactory()
    version = _asked(place) if status == "asked" else claim_at(status, place, condition="D")
    people = {
        "officer": officer_of,
        "finance": finance_of,
        "partner": lambda place: partner_of(place, lead_of(place)),
        "reviewer": lambda place: reviewer(),
        "lead": lambda place: lead(),
    }

    words, leads_to = _button(client, people[who](place), version)

    assert (words, leads_to.replace(version.claim.reference, "PLACE")) == MAIN[status, who]


def test_what_the_button_does_is_not_a_link_beside_it_too(client):
    place = PlaceFactory()
    version = claim_at("question", place)

    assert _page(client, officer_of(place), version).text.count("/actions/answer/") == 1


def _shared(place, trust, **draft):
    figures = [*figures_of(lead_of(place)), figure(trust)]
    return draft_of(place, figures=figures, has_other_bodies=True, **draft)


def test_a_partner_who_agreed_reads_when_and_what_has_changed_since(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    partner = partner_of(place, trust)
    version = claim_at(
        "submitted",
        place,
        figures=[*figures_of(lead_of(place)), figure(trust)],
        has_other_bodies=True,
    )

    assert "agreed on" not in _page(client, partner, version).text
    workflow.agree(version, by=partner)
    said = version.partner_responses.get()
    day = f"{said.at:%-d %B %Y}"

    page = _page(client, partner, version)
    assert f"<strong>You agreed on {day}.</strong> Your share has not changed since." in page.text
    assert "app-facts__main" not in page.text
    assert "/actions/agree/" not in page.text
    again = client.post(f"/claims/{version.claim.reference}/actions/agree/", {"once": ""})
    assert again.status_code == 409
    assert f"You agreed this share on {day}. It has not changed since." in again.text
    assert version.events.filter(action="agree").count() == 1

    later = submitted_again(version)
    page = _page(client, partner, later)
    assert (
        f"You agreed on {day}.</strong> That was of version 1. Your share has not changed since."
        in page.text
    )
    assert f'/claims/{later.claim.reference}/compare/1/2/">See what differs</a>' in page.text
    assert page.context["main_action"].name == "agree"

    # Somebody else who speaks for the same body is not told that they said so themselves.
    assert (
        f"{partner}, for Riverside Trust, agreed on {day}."
        in _page(client, partner_of(place, trust), later).text
    )


def test_a_partner_whose_share_has_changed_is_told_to_look_again(client):
    place, trust = PlaceFactory(), OrganisationFactory()
    draft = _shared(place, trust)
    workflow.ask_sign_off(draft, by=officer_of(place))
    partner = partner_of(place, trust)
    workflow.dispute(draft, by=partner, note="It is half of that.")
    others = [*figures_of(lead_of(place)), figure(trust, "125000.00")]
    workflow.edit(draft, by=officer_of(place), figures=others)

    page = _page(client, partner, draft)

    assert "You disputed on" in page.text
    assert "Your share has changed since: look at it again." in page.text
    assert page.context["main_action"].name == "agree"


def test_nobody_else_is_told_of_a_partner_s_word_as_their_own(client):
    version = claim_at("submitted")
    agreed(version, version.lead)

    for user in (officer_of(version.claim.place), reviewer()):
        page = _page(client, user, version)
        assert page.context["own_words"] == []


@pytest.mark.parametrize("status", ["draft", "final", "published", "superseded"])
def test_every_entry_of_the_contents_leads_to_a_part_of_the_page(client, status):
    place = PlaceFactory()
    version = claim_at(status, place)
    client.force_login(officer_of(place))
    address = f"{version.claim.get_absolute_url()}versions/{version.number}/"

    for page in (version.claim.get_absolute_url(), address):
        text = client.get(page).text
        contents = text.partition('aria-labelledby="contents"')[2].partition("</nav>")[0]
        leads_to = re.findall(r'href="#([a-z]+)"', contents)
        parts = re.findall(r'<h2 class="govuk-heading-m" id="([a-z]+)"', text)
        assert leads_to == [part for part in parts if part != "earlier"]


def test_what_is_withdrawn_or_replaced_misses_nothing(client):
    place = PlaceFactory()
    withdrawn = claim_at("withdrawn", place)
    replaced = claim_at("superseded", place)
    client.force_login(officer_of(place))

    assert _page(client, officer_of(place), withdrawn).context["missing"] == []
    assert client.get(f"{replaced.claim.get_absolute_url()}versions/1/").context["missing"] == []
    assert _page(client, officer_of(place), revised(claim_at("final", place))).context["missing"]


@pytest.mark.parametrize(
    ("words", "misses_it"), [("About £240,000 a year", True), ("Large", False), ("", False)]
)
def test_words_with_a_number_are_not_told_that_they_have_none(client, words, misses_it):
    place = PlaceFactory()
    draft = draft_of(place, figures=[], as_published=words, measure="words")

    page = _page(client, officer_of(place), draft)

    assert "no number" not in page.text
    assert ("What the number in its words means" in page.context["missing"]) == misses_it
