"""What is the evidence of a claim, whatever door it came through: cited by a version, or sent with an answer?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from savings.access import Sight
from savings.claims import statements
from savings.models import Citation, Evidence, EvidenceGrade, Question, Version
from savings.parameters.in_force import today
from totalplace.web_addresses import host_of

from .backing import IN_A_SENTENCE

_CITATIONS = Prefetch("citations", Citation.objects.select_related("evidence__file").order_by("pk"))


@dataclass(frozen=True)
class Cited:
    """One piece of evidence as a claim shows it; `grade` is what its kind suggests, 1 strongest to 6.

    `answered_at`: when the answer was given with which it came. `citation`: how the version cites it, if it does.
    """

    evidence: Evidence
    grade: int | None = None
    answered_at: datetime | None = None
    citation: Citation | None = None

    @property
    def is_cited(self) -> bool:
        return self.citation is not None

    @property
    def page_or_cell(self) -> str:
        return self.citation.page_or_cell if self.citation else ""

    @property
    def backs(self) -> str:
        """As it stands in a sentence; empty where it is not cited."""
        return IN_A_SENTENCE[self.citation.backs] if self.citation else ""

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
    return _cited(version, {}, _grades())


def questions_of(sight: Sight) -> list[Question]:
    """The questions about a claim that a person may read, oldest first, each with its version and its evidence.

    One query, or two where there are any, however many there are.
    """
    evidence = Evidence.objects.select_related("file").order_by("pk")
    questions = (
        sight.questions()
        .select_related("asked_by", "answered_by")
        .prefetch_related(Prefetch("evidence", evidence))
        .order_by("asked_at", "pk")
    )
    for question in questions:
        question.version = sight.known(question.version_id)
    return list(questions)


def evidence_list(version: Version, questions: Iterable[Question]) -> list[Cited]:
    """What `version` cites, then what came with the answers to `questions` about its claim and is not cited."""
    answers = _with_answers(questions)
    grades = _grades()
    came = {evidence.pk: question.answered_at for evidence, question in answers}
    cited = _cited(version, came, grades)
    listed = {item.evidence.pk for item in cited}
    for evidence, question in answers:
        if evidence.pk not in listed:
            listed.add(evidence.pk)
            grade = grades.get(evidence.kind)
            at = question.answered_at
            cited.append(Cited(evidence, grade, at))
    return cited


def _cited(
    version: Version, came: dict[int, datetime | None], grades: dict[str, int]
) -> list[Cited]:
    prefetch_related_objects([version], _CITATIONS)
    return [
        Cited(c.evidence, grades.get(c.evidence.kind), came.get(c.evidence_id), c)
        for c in version.citations.all()
    ]


def _with_answers(questions: Iterable[Question]) -> list[tuple[Evidence, Question]]:
    answered = (question for question in questions if question.answered_at)
    return [
        (evidence, question)
        for question in sorted(answered, key=lambda one: (one.answered_at, one.pk))
        for evidence in question.evidence.all()
    ]


def _grades() -> dict[str, int]:
    in_force = EvidenceGrade.objects.filter(valid_from__lte=today())
    return dict(in_force.order_by("valid_from").values_list("kind", "grade"))
