"""Every reason has its question, its row in the method, and room in the field that holds all of them."""

import re

import pytest
from django.conf import settings

from savings.models import AcceptedFigure, Outcome
from savings.models.choices import Reason
from savings.review.reason_questions import QUESTIONS

pytestmark = pytest.mark.no_database

METHOD = (settings.BASE_DIR / "docs" / "method" / "review.md").read_text("utf-8")


def test_each_reason_has_a_question_of_its_own():
    assert set(QUESTIONS) == set(Reason)
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)
    assert all(question.endswith("?") for question in QUESTIONS.values())


def test_each_reason_has_its_row_in_the_method():
    rows = re.findall(r"^\| ([A-Z_]+) \|", METHOD, re.MULTILINE)

    assert sorted(rows) == sorted(Reason.values)


def test_all_reasons_together_have_room():
    outcome = Outcome._meta.get_field("reason_codes").max_length
    figure = AcceptedFigure._meta.get_field("reason").max_length

    assert len(" ".join(Reason.values)) <= outcome
    assert max(map(len, Reason.values)) <= figure
