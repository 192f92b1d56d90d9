"""The guidance and the words: made from the tables that the pages use, and linked at each question."""

import re

import pytest

from savings.claims.questions import QUESTIONS
from savings.claims.steps import PAGES
from savings.models.choices import EvidenceKind, Status, Verdict
from savings.pages.guidance import EVIDENCE, EXAMPLE, STATUSES, VERDICTS
from tests.factories import analyst

GUIDANCE, WORDS = "/guidance/", "/guidance/words/"


@pytest.fixture
def texts(client):
    client.force_login(analyst())
    return {address: client.get(address).text for address in (GUIDANCE, WORDS)}


def test_every_page_of_the_journey_has_a_part_of_the_guidance(texts):
    for page in PAGES:
        assert f'id="{page.guidance}"' in texts[GUIDANCE], page.slug


def test_every_entry_of_the_contents_leads_to_a_part_of_the_page(texts):
    for text in texts.values():
        leads_to = re.findall(r'href="#([a-z-]+)"', text.partition("</nav>")[2])
        assert set(leads_to) - {"main-content"} <= set(re.findall(r' id="([a-z-]+)"', text))


def test_every_question_that_is_asked_is_among_the_words(texts):
    for question in QUESTIONS:
        if question.page:
            assert question.asked.replace("'", "&#x27;") in texts[WORDS], question.field


def test_every_kind_of_evidence_status_and_verdict_has_its_meaning(texts):
    assert set(EVIDENCE) == set(EvidenceKind)
    assert set(STATUSES) == set(Status)
    assert set(VERDICTS) == set(Verdict)


def test_no_code_stands_where_words_should(texts):
    for text in texts.values():
        seen = re.sub(r"<[^>]*>", " ", text)
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", seen)


def test_the_net_of_the_example_is_its_saving_less_its_costs():
    assert [row.net for row in EXAMPLE] == [33_000, 90_000, 90_000]


def test_who_states_nothing_is_not_led_to_a_closed_door(client, texts):
    assert "/upload/" not in texts[GUIDANCE]


def test_each_page_of_questions_links_to_its_part_and_has_the_way_back(client, draft):
    for page in PAGES:
        if page.only_if is None:
            address = f"/claims/{draft.claim.reference}/edit/{page.slug}/"
            text = client.get(address, follow=True).text
            assert f'href="/guidance/#{page.guidance}"' in text, page.slug
            assert 'class="govuk-back-link"' in text, page.slug
            assert "govuk-breadcrumbs" not in text, page.slug
