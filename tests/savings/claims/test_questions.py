"""One question, one row: every answer is in the table once, and wherever it stands it stands by its row."""

from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from savings import workflow
from savings.claims import statements
from savings.claims.draft_facts import DraftFacts
from savings.claims.question_row import Gap, Part, Question
from savings.claims.questions import BY_FIELD, QUESTIONS, asked_on, stated_in
from savings.claims.steps import BY_SLUG
from savings.claims.submission import gaps
from savings.exports.cells import Pounds
from savings.exports.columns import CLAIM_COLUMNS, columns_of_claims
from savings.imports.claim_columns import TITLES, claim_columns, titles_of_claims
from savings.imports.claim_template import COLUMNS, NAMES, columns_of_template
from savings.models import Version
from savings.models.claims import CONTENT_FIELDS
from tests import factories

# What a version holds beside what its claim states.
NOT_STATED_BY_A_CLAIM = {
    "id": "the database's own key",
    "claim": "whose version it is",
    "number": "counted by the workflow",
    "status": "where it is on its way, set by the workflow",
    "is_published": "how it came in",
    "revision": "counts what was saved, so that two people do not overwrite each other",
    "verdict": "what its review says",
    "counted_verdict": "what that counts as",
    "created_at": "when it was begun",
    "updated_at": "when it was last saved",
    "sign_off_asked_at": "when sign-off was asked",
    "claimed": "worked out from the figures when it is submitted",
    "risk": "worked out when it is submitted",
    "is_budget_asked": "worked out when it is submitted",
    "days_with_treasury": "counted when its verdict becomes final",
    "days_with_place": "counted when its verdict becomes final",
    "frozen_at": "when it was submitted or published",
    "frozen_by": "who submitted or published it",
}
ASKED = [question for question in QUESTIONS if question.page]
CHOSEN = [
    pytest.param(question, code, words, id=f"{question.field}-{code}")
    for question in QUESTIONS
    for code, words in (question.listed | question.words).items()
]
# A question that there is not yet, over a field that a version has.
MORE = Question(
    "claimed",
    "What the bank says",
    Part.GROUNDS,
    "What the bank says that was saved.",
    page="use",
    turn=4,
    asked="What does the bank say?",
    to_fill="What the bank says. Blank: nothing.",
    gaps=(Gap(14, "Say what the bank says."),),
    is_late=True,
)
TABLE = (*QUESTIONS, MORE)


def _field(question):
    return question.field


def _title(question):
    return question.title.replace("_", " ").capitalize()


def _reader(question, table=QUESTIONS):
    return next(column.read for column in claim_columns(table) if column.title == question.title)


def test_each_field_that_a_claim_states_has_one_row():
    fields = {field.name for field in Version._meta.concrete_fields} - set(NOT_STATED_BY_A_CLAIM)

    assert sorted(map(_field, QUESTIONS)) == sorted(fields) == sorted(CONTENT_FIELDS)


def test_each_exception_is_a_field_of_a_version():
    assert NOT_STATED_BY_A_CLAIM.keys() < {f.name for f in Version._meta.concrete_fields}


def test_the_questions_of_a_page_have_each_its_own_turn():
    for slug in BY_SLUG:
        turns = [question.turn for question in asked_on(slug)]

        assert turns == list(range(1, len(turns) + 1)), slug


def _large(place):
    figures = factories.figures_of(factories.lead_of(place), "1600000.00")
    return factories.draft_of(place, figures=figures, continues=True)


def _with_another_baseline(place):
    submitted = factories.claim_at("submitted", place)
    officer = factories.officer_of(place)
    draft = workflow.perform("revise", submitted, by=officer, note="New figures.")
    return workflow.perform("edit", draft, by=officer, content={"baseline_amount": Decimal(5)})


def _of_running_totals(place):
    lead = factories.lead_of(place)
    years = [
        f for y in (2010, 2011) for f in factories.figures_of(lead, f"{y - 2009}00.00", year=y)
    ]
    return factories.draft_of(place, figures=years, as_published="£300 in all, cumulative")


# A draft of which a question is asked that is not asked of all.
ASKED_OF = {
    "rebaseline_reason": _with_another_baseline,
    "years_are": _of_running_totals,
    **dict.fromkeys(("also_counted_in", "budget_line", "budget_owner", "budget_year"), _large),
}
# What a draft says that a question concerns which does not concern all.
CONCERNED = {
    "last_year": {"continues": False, "last_year": 2012},
    "base_year": {"price_basis": "real", "base_year": 2009},
    "amount_high": {"measure": "money", "bound": "range", "amount_low": 1},
    "transferability_note": {"transferability": "tested"},
    "period_years": {"as_published": "£300 over three years", "basis": "total_over_period"},
}


def _plain(place):
    return factories.draft_of(place, figures=[], continues=True)


@pytest.mark.parametrize("question", ASKED, ids=_field)
def test_a_page_of_the_journey_asks_it_in_its_words(client, question):
    place = factories.PlaceFactory()
    draft = ASKED_OF.get(question.field, _plain)(place)
    client.force_login(factories.officer_of(place))

    page = client.get(reverse("savings:claim_step", args=[draft.claim.reference, question.page]))

    text = unescape(page.text)
    assert question.asked in text
    assert [words for words in question.words.values() if words not in text] == []
    assert [hint for _words, hint in question.choices.values() if hint not in text] == []


@pytest.mark.parametrize("field", ASKED_OF)
def test_what_is_asked_of_some_is_on_no_page_of_the_others(client, field):
    place, question = factories.PlaceFactory(), BY_FIELD[field]
    draft = factories.draft_of(place)
    client.force_login(factories.officer_of(place))
    step = reverse("savings:claim_step", args=[draft.claim.reference, question.page])
    check = reverse("savings:claim_check", args=[draft.claim.reference])

    assert question.asked not in unescape(client.get(step).text)
    assert question.label not in unescape(client.get(check).text)


@pytest.mark.parametrize("question", ASKED, ids=_field)
def test_the_page_of_all_answers_shows_it(client, question):
    place = factories.PlaceFactory()
    said = CONCERNED.get(question.field, {})
    draft = ASKED_OF.get(question.field, factories.draft_of)(place, **said)
    client.force_login(factories.officer_of(place))

    page = client.get(reverse("savings:claim_check", args=[draft.claim.reference]))

    labels = {said.label for section in page.context["sections"] for said in section.statements}
    assert question.label in labels


@pytest.mark.parametrize("question", QUESTIONS, ids=_field)
def test_it_is_stated_under_its_label_in_one_part_of_the_claims_page(question):
    parts = [part for part in Part if question.field in stated_in(part)]

    assert parts == [question.part]
    assert statements.statement(Version(), question.field).label == question.label


@pytest.mark.parametrize("question", QUESTIONS, ids=_field)
def test_it_has_a_column_in_the_export_with_its_meaning(question):
    meanings = [c.description for c in CLAIM_COLUMNS if c.title == question.title]

    assert meanings == [question.meaning]


@pytest.mark.parametrize("question", QUESTIONS, ids=_field)
def test_a_sheet_has_a_column_for_it_and_the_template_explains_it(question):
    explained = [words for title, words, _ in COLUMNS if title == _title(question)]

    assert question.title in TITLES.all
    assert question.field in NAMES
    assert [words.startswith(question.to_fill or question.meaning) for words in explained] == [True]


@pytest.mark.parametrize(("question", "code", "words"), CHOSEN)
def test_a_sheet_takes_the_code_the_label_and_the_words_of_the_page(question, code, words):
    read = _reader(question)
    label = question.listed.get(code, code)
    stored = {"yes": True, "no": False}.get(code, code)

    for typed in (code, label, words, words.upper(), f"  {words} "):
        assert read(typed) == stored, typed


def test_the_words_of_a_page_are_taken_whole():
    with pytest.raises(ValueError, match="is not in the list"):
        _reader(BY_FIELD["kind_of_gain"])("Money we no longer")


def test_one_more_row_is_stated_and_shown_again():
    version = Version(claimed=Decimal(5))

    [*_, said] = statements.as_asked(version, "use", TABLE)

    assert stated_in(Part.GROUNDS, TABLE)[-1] == "claimed"
    assert (said.label, said.words) == ("What the bank says", "£5")


def test_one_more_row_is_asked_for_before_sign_off():
    draft = factories.draft_of(factories.PlaceFactory())
    facts = DraftFacts(draft, draft.created_at.date())

    missing = [gap.words for gap in gaps(facts, TABLE)]
    draft.claimed = Decimal(0)

    assert missing == ["Say what the bank says."]
    assert list(gaps(facts, TABLE)) == []


def test_one_more_row_is_the_last_column_of_the_export():
    [*before, last] = columns_of_claims(TABLE)

    assert [column.title for column in before] == [column.title for column in CLAIM_COLUMNS]
    assert (last.title, last.description, last.kind) == ("claimed", MORE.meaning, Pounds)


def test_one_more_row_is_a_column_of_sheets_and_of_their_template():
    explained = columns_of_template(TABLE)

    assert _reader(MORE, TABLE)("£1,200") == Decimal(1200)
    assert "claimed" in titles_of_claims(TABLE).optional
    assert ("Claimed", f"{MORE.to_fill} In pounds, every digit.", 18) in explained
