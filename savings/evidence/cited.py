"""What is the evidence of a claim, whatever door it came through: cited by a version, or sent with an answer?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from pilots.models import User
from savings.access import under_review_for
from savings.claims import statements
from savings.models import Evidence, EvidenceGrade, Question, Version
from totalplace.web_addresses import host_of


@dataclass(frozen=True)
class Cited:
    """One piece of evidence as a claim shows it; `grade` is what its kind suggests, 1 strongest to 6.

    `answered_at`: when the answer was given with which it came. `is_cited`: whether the version cites it.
    """

    evidence: Evidence
    page_or_cell: str = ""
    grade: int | None = None
    answered_at: datetime | None = None
    is_cited: bool = True

    @property
    def href(self) -> str:
        if self.evidence.file_id:
            return reverse("savings:evidence_download", args=[self.evidence.pk])
        return statements.web_address(self.evidence.url)

    @property
    def host(self) -> str:
        """Where a link leads: its title is whatever its place has called it."""
        return host_of(self.evidence.url)

    @property
    def is_outside(self) -> bool:
        return not self.evidence.file_id

    @property
    def preview(self) -> str:
        if not self.evidence.file_id:
            return ""
        return reverse("savings:evidence_preview", args=[self.evidence.pk])


def cited_by(version: Version) -> list[Cited]:
    """The evidence of a version, in the order in which it was cited."""
    return _cited(version, {})


def evidence_list(version: Version, user: User) -> list[Cited]:
    """What `version` cites, then what came with answers about its claim and is not cited, for one person to see."""
    answers = _with_answers(version, user)
    came = {evidence.pk: question.answered_at for evidence, question in answers}
    cited = _cited(version, came)
    listed = {item.evidence.pk for item in cited}
    grades = _grades() if answers else {}
    for evidence, question in answers:
        if evidence.pk not in listed:
            listed.add(evidence.pk)
            grade = grades.get(evidence.kind)
            at = question.answered_at
            cited.append(Cited(evidence, grade=grade, answered_at=at, is_cited=False))
    return cited


def _cited(version: Version, came: dict[int, datetime]) -> list[Cited]:
    grades = _grades()
    citations = version.citations.select_related("evidence__file").order_by("pk")
    return [
        Cited(c.evidence, c.page_or_cell, grades.get(c.evidence.kind), came.get(c.evidence_id))
        for c in citations
    ]


def _with_answers(version: Version, user: User) -> list[tuple[Evidence, Question]]:
    """Whoever may not follow the review sees no answer, nor what came with it."""
    answered = Question.objects.filter(
        version__in=under_review_for(user).filter(claim=version.claim_id), answered_at__isnull=False
    )
    questions = answered.prefetch_related("evidence__file").order_by("answered_at", "pk")
    return [
        (evidence, question)
        for question in questions
        for evidence in sorted(question.evidence.all(), key=lambda item: item.pk)
    ]


def _grades() -> dict[str, int]:
    return dict(EvidenceGrade.objects.order_by("valid_from").values_list("kind", "grade"))
