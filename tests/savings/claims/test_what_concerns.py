"""Which facts does a page leave out because they cannot concern a claim, and which does it show as not stated?"""

import pytest

from savings.claims import statements
from savings.claims.questions import QUESTIONS
from tests.factories import PlaceFactory, draft_of

# What a draft says → what its pages do not ask to be stated; and another answer, beside which they do.
LEFT_OUT = {
    "last_year": ({"continues": True}, {"continues": False}),
    "base_year": ({"price_basis": "nominal"}, {"price_basis": "real"}),
    "transferability_note": ({"transferability": "this_place"}, {"transferability": "tested"}),
    "price_basis": ({"kind_of_gain": "not_in_money"}, {"kind_of_gain": "cashable"}),
    "baseline_amount": ({"kind_of_gain": "not_in_money"}, {"kind_of_gain": "cashable"}),
    "baseline_year": ({"kind_of_gain": "not_in_money"}, {"kind_of_gain": "cashable"}),
    "baseline_kind": ({"kind_of_gain": "not_in_money"}, {"kind_of_gain": "cashable"}),
}
HEADLINE = {
    "amount_low": ({"measure": "money", "bound": "up_to"}, {"measure": "money", "bound": "about"}),
    "amount_high": (
        {"measure": "money", "bound": "at_least"},
        {"measure": "money", "bound": "range"},
    ),
    "period_years": ({"basis": "per_year"}, {"basis": "total_over_period"}),
}


def _draft(field, **said):
    blank = {field: next(question.blank for question in QUESTIONS if question.field == field)}
    return draft_of(PlaceFactory(), as_published="about £240,000", figures=[], **{**blank, **said})


def _to_check(draft, field):
    page = next(question.page for question in QUESTIONS if question.field == field)
    return {one.name: one.words for one in statements.as_asked(draft, page)}


@pytest.mark.parametrize("field", [*LEFT_OUT, *HEADLINE])
def test_a_blank_that_cannot_concern_the_claim_is_not_shown_as_not_stated(field):
    elsewhere, here = (LEFT_OUT | HEADLINE)[field]

    assert field not in _to_check(_draft(field, **elsewhere), field)
    assert field in _to_check(_draft(field, **here), field)


@pytest.mark.parametrize("field", LEFT_OUT)
def test_the_page_of_the_claim_leaves_out_the_same(field):
    elsewhere, here = LEFT_OUT[field]

    def shown(said):
        grounds = statements.statements_shown(_draft(field, **said), statements.GROUNDS)
        return {one.name: one.words for one in grounds}

    assert field not in shown(elsewhere)
    assert field in shown(here)


def test_what_is_asked_and_left_blank_is_shown_as_not_stated():
    draft = _draft("baseline_amount", baseline_year=None, baseline_kind="not_stated")

    assert set(_to_check(draft, "baseline_amount").values()) == {None}


def test_what_is_said_is_shown_wherever_it_is_said():
    draft = draft_of(PlaceFactory(), continues=True, transferability_note="Kent", figures=[])

    assert _to_check(draft, "transferability_note")["transferability_note"] == "Kent"


def test_every_question_with_a_condition_is_tried():
    assert {question.field for question in QUESTIONS if question.applies} == {
        *LEFT_OUT,
        *HEADLINE,
    }
