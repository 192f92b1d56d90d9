"""What has been asked about a claim and answered, across all of its versions, and what came with each answer?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from savings.evidence.cited import Cited
from savings.models import Question, Version


@dataclass(frozen=True)
class Exchange:
    """A question, its answer if there is one, and the evidence that came with it, as on the day `today`."""

    question: Question
    evidence: list[Cited]
    today: date

    @property
    def version(self) -> Version:
        return self.question.version

    @property
    def is_overdue(self) -> bool:
        return not self.question.answered_at and self.today > self.question.due_on

    @property
    def is_late(self) -> bool:
        """Whether the answer came after its day: late, not wrong."""
        answered = self.question.answered_at
        return bool(answered) and timezone.localdate(answered) > self.question.due_on


def thread(questions: Iterable[Question]) -> list[Exchange]:
    """The exchanges of `questions`, as `questions_of` gives them: with what came with each answer."""
    today = timezone.localdate()
    return [
        Exchange(question, [Cited(item) for item in question.evidence.all()], today)
        for question in questions
    ]
