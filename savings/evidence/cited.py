"""What is the evidence of a claim, whatever door it came through: cited by a version, or sent with somebody's words?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from savings.access import Sight
from savings.claims import statements
from savings.models import (
    Citation,
    Evidence,
    EvidenceGrade,
    PartnerResponse,
    Question,
    Reply,
    Version,
)
from savings.parameters.in_force import today
from totalplace.web_addresses import host_of

from .backing import IN_A_SENTENCE
from .own_date import in_words

_CITATIONS = Prefetch("citations", Citation.objects.select_related("evidence__file").order_by("pk"))


@dataclass(frozen=True)
class Cited:
    """One piece of evidence as a claim shows it; `grade` is what its kind suggests, 1 strongest to 6.

    `came_with`: whose words it came with, in words, and `came_at` when. `citation`: how the version cites it, if it
    does.
    """

    evidence: Evidence
    grade: int | None = None
    came_with: str = ""
    came_at: datetime | None = None
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
    def dated(self) -> str:
        """The date that it gives itself, in words."""
        return in_words(self.evidence.own_date)

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
    return _cited(version, _grades())


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


def said_with_evidence(sight: Sight) -> list[Reply | PartnerResponse]:
    """The replies to verdicts, and partners' words, about a claim that a person may read and evidence came with.

    No query where there are none.
    """
    if not sight.has_more_evidence:
        return []
    keys = [version.pk for version in sight.versions]
    evidence = Prefetch("evidence", Evidence.objects.select_related("file").order_by("pk"))
    replies = Reply.objects.filter(version__in=sight.openly, pieces__gt=0)
    responses = PartnerResponse.objects.filter(version__in=keys, pieces__gt=0)
    return [
        *replies.prefetch_related(evidence),
        *responses.select_related("organisation").prefetch_related(evidence),
    ]


def evidence_list(
    version: Version,
    questions: Iterable[Question],
    said: Iterable[Reply | PartnerResponse] = (),
) -> list[Cited]:
    """What `version` cites; then what it does not, and came with the answers to `questions` about its claim or with
    what was `said` else."""
    came = _came(questions, said)
    grades = _grades()
    cited = _cited(version, grades)
    with_words = {item.evidence.pk: item for item in reversed(came)}
    listed = [
        replace(item, came_with=words.came_with, came_at=words.came_at)
        if (words := with_words.get(item.evidence.pk))
        else item
        for item in cited
    ]
    known = {item.evidence.pk for item in listed}
    for item in came:
        if item.evidence.pk not in known:
            known.add(item.evidence.pk)
            listed.append(replace(item, grade=grades.get(item.evidence.kind)))
    return listed


def _cited(version: Version, grades: dict[str, int]) -> list[Cited]:
    prefetch_related_objects([version], _CITATIONS)
    return [
        Cited(c.evidence, grades.get(c.evidence.kind), citation=c) for c in version.citations.all()
    ]


def _came(questions: Iterable[Question], said: Iterable[Reply | PartnerResponse]) -> list[Cited]:
    """What came with words, in their order."""
    found = [
        (one.answered_at, one.pk, "the answer", one) for one in questions if one.answered_at
    ] + [(one.at, one.pk, _whose(one), one) for one in said]
    return [
        Cited(evidence, came_with=words, came_at=at)
        for at, _key, words, one in sorted(found, key=lambda each: each[:3])
        for evidence in one.evidence.all()
    ]


def _whose(said: Reply | PartnerResponse) -> str:
    return "the reply" if isinstance(said, Reply) else f"the dispute by {said.organisation}"


def _grades() -> dict[str, int]:
    in_force = EvidenceGrade.objects.filter(valid_from__lte=today())
    return dict(in_force.order_by("valid_from").values_list("kind", "grade"))
