"""What does a large cashable claim state beside all others? Where else it is counted, and whose budget falls."""

from . import options
from .draft_facts import DraftFacts
from .options import Options
from .question_row import Part, Question


def _budget(
    field: str, label: str, meaning: str, turn: int, asked: str, choices: Options | None = None
) -> Question:
    """What is asked of a large cashable saving only: where else it is counted, and whose budget falls."""
    return Question(
        field,
        label,
        Part.GROUNDS,
        meaning,
        page="others",
        turn=turn,
        asked=asked,
        choices=choices or {},
        to_fill=f"For a large cashable saving. {meaning}",
        asks=DraftFacts.is_asked_whose_budget_falls,
        kept_in="is_budget_asked",
        is_late=True,
    )


BUDGET_QUESTIONS = (
    _budget(
        "also_counted_in",
        "Where else it is counted",
        "Another plan, programme or return in which the same pounds appear. They are one saving still.",
        2,
        "Where else is it counted?",
        options.COUNTED_IN,
    ),
    _budget(
        "budget_line",
        "Budget line that falls",
        "The name or code, in the council’s own accounts, of what is set lower.",
        3,
        "Which budget line falls because of it?",
    ),
    _budget(
        "budget_owner",
        "Who holds that budget",
        "The person or post that answers for that budget, and knows that it is lower.",
        4,
        "Who holds that budget?",
    ),
    _budget(
        "budget_year",
        "Year from which the budget is lower",
        "The first financial year whose budget is set lower because of it.",
        5,
        "From which financial year is it lower?",
    ),
)
