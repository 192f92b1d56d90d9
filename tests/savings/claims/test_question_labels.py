"""One label and one wording of an answer, wherever a question is shown again; and a meaning that says something."""

import re
from html import unescape

import pytest
from django.urls import reverse

from savings.claims import statements
from savings.claims.questions import BY_FIELD, QUESTIONS
from savings.models import Version
from savings.models.choices import Bound
from savings.pages.guidance import words_page
from tests import factories

CHOSEN = [
    pytest.param(question, code, words, id=f"{question.field}-{code}")
    for question in QUESTIONS
    for code, words in question.words.items()
]
SMALL = {
    "a",
    "an",
    "and",
    "as",
    "at",
    "by",
    "how",
    "in",
    "is",
    "it",
    "of",
    "or",
    "the",
    "what",
    "which",
    "whether",
}


def _field(question):
    return question.field


def _words(text):
    return set(re.findall(r"[a-z]+", text.lower())) - SMALL


def test_no_two_questions_have_the_same_label():
    labels = [question.label for question in QUESTIONS]

    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("question", QUESTIONS, ids=_field)
def test_the_workspace_calls_it_so_too(question):
    assert statements.statement(Version(), question.field).label == question.label
    assert "_" not in question.label


@pytest.mark.parametrize(("question", "code", "words"), CHOSEN)
def test_an_answer_is_shown_in_the_words_in_which_it_was_offered(question, code, words):
    version = Version(**{question.field: {"yes": True, "no": False}.get(code, code)})

    said = statements.statement(version, question.field).words

    assert words.lower() in said.lower()


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.page], ids=_field)
def test_its_meaning_says_more_than_its_label_and_the_question(question):
    said = _words(question.meaning) - _words(question.label) - _words(question.asked)

    assert len(said) >= 3, question.meaning


def test_the_page_of_words_has_each_under_its_label():
    found = {word.word: word for group in words_page()["groups"] for word in group.words}

    missing = [q.label for q in QUESTIONS if q.page and found[q.label].asked != q.asked]

    assert missing == []


def test_claim_page_and_check_page_have_the_same_labels(client):
    place = factories.PlaceFactory()
    draft = factories.draft_of(place, stage="agreed", price_basis="nominal")
    client.force_login(factories.officer_of(place))

    pages = [
        unescape(client.get(address).text)
        for address in (
            draft.claim.get_absolute_url(),
            reverse("savings:claim_check", args=[draft.claim.reference]),
        )
    ]

    for page in pages:
        assert BY_FIELD["stage"].label in page
        assert BY_FIELD["price_basis"].label in page
        assert "In cash, as in a budget" in page


@pytest.mark.parametrize(
    ("bound", "has_upper"), [(b, b in (Bound.RANGE, Bound.UP_TO)) for b in Bound], ids=str
)
def test_only_a_range_or_a_most_leaves_an_upper_end_open(bound, has_upper):
    draft = Version(measure="money", bound=bound, amount_low=None if bound == "up_to" else 5)

    assert BY_FIELD["amount_high"].concerns(draft) is has_upper
