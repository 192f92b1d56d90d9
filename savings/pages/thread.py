"""What has been asked about a claim and answered, across all of its versions, and what came with each answer?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from pilots.models import User
from savings.access import under_review_for
from savings.evidence.cited import Cited
from savings.models import Claim, Evidence, Question, Version


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


def thread(claim: Claim, user: User) -> list[Exchange]:
    """Every question about a claim that `user` may read, oldest first; nothing for who may not follow its review.

    Two queries, or three where evidence came with answers, however many there are.
    """
    evidence = Evidence.objects.select_related("file").order_by("pk")
    asked = (
        Question.objects.filter(version__in=under_review_for(user).filter(claim=claim))
        .select_related("version", "asked_by", "answered_by")
        .prefetch_related(Prefetch("evidence", evidence))
        .order_by("asked_at", "pk")
    )
    today = timezone.localdate()
    return [
        Exchange(question, [Cited(item) for item in question.evidence.all()], today)
        for question in asked
    ]
