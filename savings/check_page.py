"""All answers of a draft on one page, as they will be frozen, each with the way to change it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pilots.models import User
from pilots.people import people_with

from . import grid, workflow
from .claim_page import CONDITIONS
from .draft_doubts import doubts_of
from .evidence_list import cited_by
from .hardness import LABELS, with_hardness
from .models import Version
from .models.choices import STANDING
from .rounds import statement_of_use
from .statements import Statement, statements
from .steps import Task, tasks

ASKED = {
    "what-changed": ("what_changes", "theme", "kind_of_gain", "as_published", "lead"),
    "service-level": ("service_level", "service_evidence"),
    "baseline": ("baseline_amount", "baseline_year", "baseline_kind"),
    "figures": (),
    "firmness": ("continues", "last_year", "stage", "maturity", "price_basis", "base_year"),
    "evidence": (),
    "others": ("has_other_bodies",),
    "use": ("proposed_condition", "transferability", "transferability_note"),
}


@dataclass(frozen=True)
class Section:
    """One page's answers."""

    task: Task
    href: str
    statements: list[Statement]


def check_page(draft: Version, user: User, today: date) -> dict:
    """The context of the page that shows a draft as it would be frozen today."""
    sections = [
        Section(task, _href(draft, task.page.slug), statements(draft, ASKED[task.page.slug]))
        for task in tasks(draft, today)
    ]
    standing = draft.claim.versions.filter(status__in=STANDING).first()
    return {
        "draft": draft,
        "claim": draft.claim,
        "practice": draft.claim.place.is_practice,
        "sections": sections,
        "is_complete": all(section.task.is_done for section in sections),
        "blocks": grid.blocks(draft.figures.select_related("organisation").order_by("year", "pk")),
        "noted_figures": draft.figures.select_related("organisation").exclude(note=""),
        "cited": cited_by(draft),
        "doubts": doubts_of(draft),
        "standing": standing,
        "hardness": _hardness(draft),
        "statement": statement_of_use(today),
        "condition_words": CONDITIONS[draft.proposed_condition],
        "signers": people_with("savings.sign_off_claim", draft.claim.place).order_by("name"),
        "offered": {action.name for action in workflow.available(draft, user)},
    }


def _href(draft: Version, slug: str) -> str:
    return reverse("savings:claim_step", args=[draft.claim.reference, slug])


def _hardness(draft: Version) -> tuple[int, str]:
    level = with_hardness(Version.objects.filter(pk=draft.pk)).get().hardness
    return level, LABELS[level]
