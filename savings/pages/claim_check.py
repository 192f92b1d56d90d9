"""All answers of a draft on one page, as they will be frozen, each with the way to change it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pilots.models import User
from pilots.vacancies import who_can_sign
from savings import workflow
from savings.claims import grid
from savings.claims.asked import sent_back
from savings.claims.comparison import nothing_has_changed
from savings.claims.draft_facts import DraftFacts
from savings.claims.hardness import LABELS, with_hardness
from savings.claims.questions import QUESTIONS
from savings.claims.rounds import open_round, statement_of_use
from savings.claims.statements import Statement, as_asked, as_read, held_statement
from savings.claims.steps import Task, tasks
from savings.claims.use_conditions import IN_WORDS, from_sign_off
from savings.doubts.draft_doubts import doubts_of
from savings.evidence.checklist import checklist
from savings.evidence.cited import cited_by
from savings.models import Version
from savings.models.choices import STANDING


@dataclass(frozen=True)
class Section:
    """One page's answers."""

    task: Task
    href: str
    statements: list[Statement]


def check_page(draft: Version, user: User, today: date) -> dict:
    """The context of the page that shows a draft as it would be frozen today."""
    facts = DraftFacts(draft, today)
    sections = [
        Section(task, _href(draft, task.page.slug), _answers(facts, task.page.slug))
        for task in tasks(draft, today)
    ]
    standing = draft.claim.versions.filter(status__in=STANDING).first()
    condition = from_sign_off(draft)
    return {
        "draft": draft,
        "claim": draft.claim,
        "practice": draft.claim.place.is_practice,
        "sections": sections,
        "is_complete": all(section.task.is_done for section in sections),
        "blocks": grid.blocks(draft.figures.select_related("organisation").order_by("year", "pk")),
        "noted_figures": draft.figures.select_related("organisation").exclude(note=""),
        "cited": cited_by(draft),
        "not_cited": [item for item in checklist(draft) if not item.is_cited],
        "doubts": doubts_of(draft),
        "reasons_form": None,  # Where reasons can be given.
        "standing": standing,
        "nothing_has_changed": nothing_has_changed(draft),
        "sent_back": sent_back(draft),
        "hardness": _hardness(draft),
        "statement": statement_of_use(today),
        "round": open_round(today),
        "today": today,
        "condition": condition.label,
        "condition_words": IN_WORDS[condition],
        "who_can_sign": who_can_sign(draft.claim.place),
        "offered": {action.name for action in workflow.available(draft, user)},
    }


def _answers(facts: DraftFacts, slug: str) -> list[Statement]:
    """What stands on a page, with what is read or worked out from it."""
    asked = [question for question in QUESTIONS if question.is_asked(facts)]
    said = as_asked(facts.version, slug, asked)
    if slug == "headline":
        return [*as_read(facts.version), *said]
    return [*said, *held_statement(facts.held_against)] if slug == "baseline" else said


def _href(draft: Version, slug: str) -> str:
    return reverse("savings:claim_step", args=[draft.claim.reference, slug])


def _hardness(draft: Version) -> tuple[int, str]:
    level = with_hardness(Version.objects.filter(pk=draft.pk)).get().hardness
    return level, LABELS[level]
