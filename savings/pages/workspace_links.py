"""The ways between the site's pages and the Treasury's workspace, for whoever may go them."""

from django.urls import reverse

from savings.access import Sight
from savings.models import Review, Version


def reading_href(version: Version) -> str:
    """The page on which a reviewer reads the claim beside its evidence, and gives a verdict."""
    return reverse("savings:review_read", args=[version.claim.reference])


def review_href(review: Review) -> str:
    """The review's page in the workspace."""
    return reverse("admin:savings_review_change", args=[review.pk])


def workspace_href(sight: Sight) -> str:
    """The page of the version's review in the workspace; empty for whoever may not open it there."""
    user, version = sight.user, sight.version
    comes_in = user.is_staff and user.has_perm("pilots.use_workspace")
    if not (comes_in and user.has_perm("savings.view_review") and sight.may_review):
        return ""
    return review_href(version.review) if hasattr(version, "review") else ""
