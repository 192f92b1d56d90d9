"""Who may see what, and for which purpose: the only place that decides it.

Lists, pages, admin, search, counts, totals and exports all start from `visible_to`. The table of who sees what is
in docs/decisions; the purposes are a closed list. Access is judged by today's conditions and roles.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from pilots.models import Membership, User
from pilots.people import places_with
from totalplace.roles import PLACE_ROLES

from .models import Claim, Evidence, Figure, Version
from .models.choices import UseCondition


class Purpose(models.TextChoices):
    REVIEW = "review", "Review"
    SERVICE_REDESIGN = "service_redesign", "Lessons for service redesign"
    PROGRAMME_TOTAL = "programme_total", "Programme total"
    PARLIAMENT = "parliament", "Reply to Parliament"
    GRANT_ALLOCATION = "grant_allocation", "Grant or settlement calculation"


def default_purpose(user: User) -> Purpose:
    """The purpose of reading pages: reviewers read for review, everybody else to learn from each other."""
    if user.has_perm("savings.read_for_review"):
        return Purpose.REVIEW
    return Purpose.SERVICE_REDESIGN


def visible_to(user: User, purpose: str | None = None) -> QuerySet[Version]:
    """One version of each claim that `user` may see: the latest they may see. `purpose` defaults to that of pages."""
    seen = all_visible_to(user, purpose)
    later = seen.filter(claim=OuterRef("claim"), number__gt=OuterRef("number"))
    return seen.filter(~Exists(later))


def all_visible_to(user: User, purpose: str | None = None) -> QuerySet[Version]:
    """Every version that `user` may see, older ones included."""
    return Version.objects.filter(_seen(user, purpose or default_purpose(user)))


def figures_visible_to(user: User, purpose: str | None = None) -> QuerySet[Figure]:
    """The figures of the versions in `visible_to`."""
    return Figure.objects.filter(version__in=visible_to(user, purpose))


def evidence_visible_to(user: User, purpose: str | None = None) -> QuerySet[Evidence]:
    """Evidence cited by a version that `user` may see, and all evidence of their own places."""
    cited = Q(citations__version__in=all_visible_to(user, purpose))
    return Evidence.objects.filter(cited | Q(place__in=_own_places(user))).distinct()


def claims_visible_to(user: User, purpose: str | None = None) -> QuerySet[Claim]:
    """The claims of which `user` may see a version."""
    return Claim.objects.filter(versions__in=all_visible_to(user, purpose)).distinct()


def withheld_from(user: User, purpose: str | None = None) -> QuerySet[Claim]:
    """Claims that an analyst is told exist, and may not see: their place has not opened them that far."""
    if not user.has_perm("savings.analyse_claims"):
        return Claim.objects.none()
    submitted = Version.objects.filter(claim=OuterRef("pk")).exclude(status=Status.DRAFT)
    return Claim.objects.filter(Exists(submitted)).exclude(
        pk__in=all_visible_to(user, purpose).values("claim")
    )


def _seen(user: User, purpose: str) -> Q:
    # Each line is a row of the table. A person with several roles sees what any of them allows; with none, nothing.
    if purpose not in Purpose.values:
        raise ValueError(f"{purpose} is not a purpose.")
    if not _has_a_role(user):
        return Q(pk__in=[])
    frozen = Q(frozen_at__isnull=False)
    seen = Q(is_published=True) | (frozen & Q(claim__use_condition=UseCondition.OPEN))
    seen |= Q(claim__place__in=_own_places(user))
    seen |= _names_partner(user) & (frozen | Q(sign_off_asked_at__isnull=False))
    if user.has_perm("savings.read_for_review") and purpose == Purpose.REVIEW:
        seen |= frozen & ~Q(claim__place__in=_tied_places(user))
    if user.has_perm("savings.analyse_claims") and purpose != Purpose.GRANT_ALLOCATION:
        seen |= frozen & Q(claim__use_condition=UseCondition.NAMED)
    return seen


def _has_a_role(user: User) -> bool:
    roles = [role.code for role in PLACE_ROLES if role.permissions]
    in_a_place = Membership.objects.filter(user_id=user.pk, ended_at=None, role__in=roles)
    return user.is_active and (user.has_perm("pilots.use_workspace") or in_a_place.exists())


def _own_places(user: User) -> list[int]:
    return list(places_with(user, "savings.read_own_place").values_list("place", flat=True))


def _tied_places(user: User) -> list[int]:
    ties = Membership.objects.filter(user_id=user.pk)
    return list(ties.values_list("place", flat=True).distinct())


def _names_partner(user: User) -> Q:
    """Versions of a partner's place that give its organisation a figure, or name it as the lead."""
    named = Q(pk__in=[])
    for membership in places_with(user, "savings.respond_to_share"):
        organisation = membership.organisation_id
        theirs = Figure.objects.filter(version=OuterRef("pk"), organisation=organisation)
        named |= Q(claim__place=membership.place_id) & (Exists(theirs) | Q(lead=organisation))
    return named
