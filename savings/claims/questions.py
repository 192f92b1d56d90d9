"""Everything a claim can state, a row for each: pages, statements, columns and rules are made from this table.

What a row holds is said at `Question`. A new row needs a field of `models.claims.Answers`, with its migration and the
trigger that freezes it; one that a page asks needs a box in `forms.steps`. Its column is the last: `is_late`.
"""

from collections.abc import Iterable

from savings.models import Version

from .ground_questions import GROUND_QUESTIONS, NO_SERVICES
from .headline_questions import HEADLINE_QUESTIONS
from .question_row import Part, Question

__all__ = [
    "BY_FIELD",
    "NO_SERVICES",
    "QUESTIONS",
    "Table",
    "asked_on",
    "standing_answers",
    "stated_in",
]

Table = Iterable[Question]

# In the order of the columns of claims.csv, which is that of the fields of a version.
QUESTIONS = (*HEADLINE_QUESTIONS, *GROUND_QUESTIONS)
BY_FIELD = {question.field: question for question in QUESTIONS}


def standing_answers(version: Version, table: Table = QUESTIONS) -> dict[str, str]:
    """The answers, by field, that hold of `version` because nobody has given another."""
    return {
        question.field: question.stands
        for question in table
        if question.stands and question.is_left_open(version)
    }


def asked_on(page: str, table: Table = QUESTIONS) -> list[Question]:
    """What one page of the journey asks, in its order."""
    on_page = [question for question in table if question.page == page]
    return sorted(on_page, key=lambda question: question.turn)


def stated_in(part: Part, table: Table = QUESTIONS) -> tuple[str, ...]:
    """The fields that the claim's page states in one of its parts, in the order of the table."""
    return tuple(question.field for question in table if question.part == part)
