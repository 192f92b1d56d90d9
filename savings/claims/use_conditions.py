"""Under which use condition will a draft of a claim be? It is loosened, forward only, and never tightened."""

from savings.models import Claim, Version
from savings.models.choices import Status, UseCondition

IN_WORDS: dict[str, str] = {
    UseCondition.REVIEW_ONLY: "Only reviewers may see it, to review it. Nobody else outside the place sees it.",
    UseCondition.POOLED: "Beyond review, it may only be part of a total of several places, never shown on its own.",
    UseCondition.NAMED: "It may be shown with the place’s name. It may not be used to work out a grant or settlement.",
    UseCondition.OPEN: "Anybody who may use this site may see and use it.",
}


def has_own_figures(claim: Claim) -> bool:
    """Whether the place has ever submitted the claim: published words are open by their nature, its figures are not."""
    return claim.versions.filter(is_published=False, frozen_at__isnull=False).exists()


def tightest(claim: Claim) -> UseCondition:
    """The tightest that a draft can be under: the one in force, as soon as others may have read under it."""
    return UseCondition(claim.use_condition if has_own_figures(claim) else UseCondition.REVIEW_ONLY)


def open_to(version: Version) -> list[UseCondition]:
    """What `version` can be set to: in a draft whatever is no tighter than what holds, later whatever is looser."""
    if version.status == Status.DRAFT:
        least = tightest(version.claim)
        return [condition for condition in UseCondition if condition >= least]
    return [condition for condition in UseCondition if condition > version.claim.use_condition]


def from_sign_off(draft: Version) -> UseCondition:
    """What the claim will be under once `draft` is signed off, whatever the draft proposes."""
    return UseCondition(max(draft.proposed_condition, tightest(draft.claim)))
