"""Who may see what, and for which purpose: the rules, as conditions on rows.

Lists, pages, admin, search, counts, totals and exports all start from `visible_to`. The table of who sees what is
in docs/decisions; the purposes are a closed list. Access is judged by today's conditions and roles.
"""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from pilots.models import Place, User
from pilots.own_places import is_of_a_place
from pilots.people import held_with, memberships
from savings.models import (
    Claim,
    Event,
    Figure,
    Overlap,
    Reading,
    Reply,
    Version,
)
from savings.models.choices import Status, UseCondition

LEAST_CLAIMS, LEAST_PLACES = 3, 3


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
    return seen.filter(latest_of(seen))


def submitted_visible_to(user: User, purpose: str | None = None) -> QuerySet[Version]:
    """The same of what was submitted or published: a draft neither is one of them, nor hides what stands."""
    seen = all_visible_to(user, purpose).filter(frozen_at__isnull=False)
    return seen.filter(latest_of(seen))


def latest_of(seen: QuerySet[Version]) -> Q:
    """The condition on one of `seen`, all that somebody sees, that it is the one of its claim that they are shown."""
    of_the_claim = seen.filter(claim=OuterRef("claim"))
    later = of_the_claim.filter(number__gt=OuterRef("number"))
    # A draft that was withdrawn unsent hides nothing: what stood before it still stands.
    unsent = Q(status=Status.WITHDRAWN, frozen_at=None)
    outdone = unsent & (Exists(later) | Exists(of_the_claim.exclude(unsent)))
    return ~Exists(later.exclude(unsent)) & ~outdone


def all_visible_to(user: User, purpose: str | None = None) -> QuerySet[Version]:
    """Every version that `user` may see, older ones included."""
    return Version.objects.filter(_seen(user, purpose or default_purpose(user)))


def hangs_on_visible(user: User, path: str, purpose: str | None = None) -> Q:
    """The condition that a row hangs on a version that `user` may see. `path` leads to it: `version`.

    The same rows as by `version__in=all_visible_to(user)`, told by joins alone: a list of 300,000 in the order of
    its claims is read no further than its page.
    """
    return _seen(user, purpose or default_purpose(user), f"{path}__")


def among(rows: QuerySet, path: str, outer: str) -> Q:
    """The condition that the row which `outer` leads to is among `rows`, there called `path`.

    Asked for a row and not whether there is one: either database then looks it up for each row of a list until the
    page is full. For a plain EXISTS, PostgreSQL may read all of `rows` beforehand.
    """
    found = rows.filter(**{path: OuterRef(outer)}).values("pk")[:1]
    return Q(IsNull(Subquery(found), False))


def own_versions(user: User) -> QuerySet[Version]:
    """Every version of the places whose officer or finance officer `user` is."""
    return Version.objects.filter(claim__place__in=own_places(user))


def claims_visible_to(user: User, purpose: str | None = None) -> QuerySet[Claim]:
    """The claims of which `user` may see a version."""
    return Claim.objects.filter(among(all_visible_to(user, purpose), "claim", "pk"))


def concerning(user: User) -> QuerySet[Version]:
    """Every version that `user` sees of their own places, or that gives the organisation for which they speak a share.

    What else they see is open to them as to anybody.
    """
    return all_visible_to(user).filter(_concerns(user))


def latest_concerning(user: User) -> QuerySet[Version]:
    """The same, of each claim the one that they are shown."""
    return visible_to(user).filter(_concerns(user))


def shares_of(user: User) -> QuerySet[Version]:
    """The versions that give a share to an organisation for which `user`, a partner, speaks."""
    return all_visible_to(user).filter(_names_partner(user))


def all_shares_of(user: User) -> QuerySet[Version]:
    """The same, whether `user` may see them or not: for telling whoever saw a draft that it has been sent back."""
    return Version.objects.filter(_names_partner(user))


def under_review_for(user: User) -> QuerySet[Version]:
    """The versions whose review `user` may follow before it is final: their own places', or as a reviewer."""
    return all_visible_to(user).filter(follows(user))


def open_to_review_by(user: User) -> QuerySet[Version]:
    """The versions that `user` may open for review: submitted by places to which they have no tie.

    A reviewer or review lead who is tied to a place is never offered its claims, whatever else they may see of them.
    """
    return Version.objects.filter(open_to_review(user))


def overlaps_open_to_review_by(user: User) -> QuerySet[Overlap]:
    """What may be the same money in two claims, both of which the person may open for review."""
    return Overlap.objects.filter(
        open_to_review(user, "earlier__"), open_to_review(user, "later__")
    )


def hangs_on_open_to_review(user: User, path: str) -> Q:
    """The condition that a row hangs on a version in `open_to_review_by`. `path` leads to it: `version`."""
    return open_to_review(user, f"{path}__")


def check_reads_for_review(user: User) -> None:
    """Raise PermissionDenied, in words, for whoever does not read claims for review."""
    if not (user.is_active and user.has_perm("savings.read_for_review")):
        raise PermissionDenied("Only the Treasury’s reviewers and review leads can open this page.")


def sees_measures_in_full(user: User) -> bool:
    """Whether `user` is told how the review is doing in pounds, and of however few claims: its reviewers and leads."""
    return user.is_active and user.has_perm("savings.read_for_review")


def measured_for(user: User) -> QuerySet[Version]:
    """The versions that the measures of the review are counted from; nothing of the practice place is among them.

    For whoever sees the measures in full, what is open to them. For everybody else all that was submitted, as numbers
    that name no place: no pounds, which places have not opened, and nothing that is not `enough_to_publish`.
    """
    if sees_measures_in_full(user):
        versions = open_to_review_by(user)
    else:
        versions = Version.objects.filter(frozen_at__isnull=False, is_published=False)
    return versions.exclude(claim__place__kind=Place.Kind.PRACTICE)


def enough_to_publish(claims: int, places: int) -> bool:
    """Whether a number made of so many claims of so many places tells of none of them (docs/method/review.md §6.3)."""
    return claims >= LEAST_CLAIMS and places >= LEAST_PLACES


def all_readings_visible_to(user: User) -> QuerySet[Reading]:
    """The readings that `user` may see. A second reader stays blind to the first until they have read it."""
    return Reading.objects.filter(among(read_openly_to(user), "pk", "version"))


def all_replies_visible_to(user: User) -> QuerySet[Reply]:
    """The places' replies to verdicts that `user` may see. They tell of the first reading, so a second reader waits."""
    return Reply.objects.filter(among(read_openly_to(user), "pk", "version"))


def read_openly_to(user: User) -> QuerySet[Version]:
    """The versions whose readings, and replies to them, `user` may see."""
    return all_visible_to(user).filter(read_openly(user))


def all_events_visible_to(user: User) -> QuerySet[Event]:
    """The history `user` may see: a draft's is its place's own; that of a review, its reviewers' too."""
    version = Version.objects.filter(pk=OuterRef("version"))
    seen = among(all_visible_to(user), "pk", "version")
    openly = among(read_openly_to(user), "pk", "version")
    return Event.objects.alias(place=version.values("claim__place")).filter(
        told(user, seen, openly)
    )


def withheld_from(user: User, purpose: str | None = None) -> QuerySet[Claim]:
    """Claims that an analyst is told exist, and may not see: their place has not opened them that far."""
    if not user.has_perm("savings.analyse_claims"):
        return Claim.objects.none()
    submitted = Version.objects.filter(claim=OuterRef("pk"), frozen_at__isnull=False)
    return Claim.objects.filter(Exists(submitted)).exclude(
        pk__in=all_visible_to(user, purpose).values("claim")
    )


_MADE_KNOWN = (
    "publish", "adopt", "revise", "submit", "set_condition", "agree", "dispute", "finalise",
    "discard", "withdraw", "supersede",
    "abandon",
)  # fmt: skip


# What the Treasury says within itself; that other money is alike tells of another place’s claim.
_WITHIN = ("lose_reviewer", "mark_overlap")


def _seen(user: User, purpose: str, at: str = "") -> Q:
    """The condition on a version, or on what hangs on one: `at` is the path to it, ending in `__`."""
    # Each line is a row of the table. A person with several roles sees what any of them allows; with none, nothing.
    if purpose not in Purpose.values:
        raise ValueError(f"{purpose} is not a purpose.")
    if not _has_a_role(user):
        return Q(pk__in=[])
    place, condition = f"{at}claim__place", f"{at}claim__use_condition"
    frozen = Q(**{f"{at}frozen_at__isnull": False})
    published = Q(**{f"{at}is_published": True})
    seen = published | (frozen & Q(**{condition: UseCondition.OPEN}))
    # Below D nobody has it for a grant: not its reviewer, and not its own place.
    if purpose == Purpose.GRANT_ALLOCATION:
        return seen
    tied = tied_places(user)
    reviews = user.has_perm("savings.read_for_review") and purpose == Purpose.REVIEW
    if reviews and not tied:
        return published | frozen  # Who is of no place sees all that the other lines would add.
    seen |= Q(**{f"{place}__in": own_places(user)})
    signing = frozen | Q(**{f"{at}sign_off_asked_at__isnull": False})
    seen |= _names_partner(user, at) & signing
    if reviews:
        seen |= frozen & ~Q(**{f"{place}__in": tied})
    if user.has_perm("savings.analyse_claims"):
        seen |= frozen & Q(**{condition: UseCondition.NAMED})
    return seen


def open_to_review(user: User, at: str = "") -> Q:
    """The condition on a version, or on what hangs on one, as for `_seen`."""
    if not (user.is_active and user.has_perm("savings.read_for_review")):
        return Q(pk__in=[])
    submitted = Q(**{f"{at}frozen_at__isnull": False, f"{at}is_published": False})
    tied = tied_places(user)
    return submitted & ~Q(**{f"{at}claim__place__in": tied}) if tied else submitted


def follows(user: User, place: str = "claim__place") -> Q:
    """Of what is seen: that its review may be followed before it is final. `place` is the path to its place."""
    return Q(**{f"{place}__in": own_places(user)}) | _reads_for(user, place)


def read_openly(user: User) -> Q:
    """Of what is seen: that its readings are. A second reader stays blind to the first until they have read it."""
    settled, going_on = ~Q(verdict=""), follows(user)
    if user.has_perm("savings.review_claim"):
        theirs = Reading.objects.filter(version=OuterRef("pk"), reader=user.pk)
        going_on &= Exists(theirs) | Q(claim__place__in=own_places(user))
    return settled | going_on


def told(user: User, seen: Q, openly: Q) -> Q:
    """That an event with its `place` is told: `seen` and `openly` say that its version is seen, and is read openly."""
    after_submission = ~Q(status_after=Status.DRAFT) | Q(action__in=["revise", "adopt"])
    made_known = Q(action__in=_MADE_KNOWN) | follows(user, "place")
    own = Q(place__in=own_places(user))
    # Why a verdict was sent back tells of the verdict: a second reader waits for that too.
    openly = ~Q(action="reconsider") | openly
    within = ~Q(action__in=_WITHIN) | _reads_for(user, "place")
    return seen & (own | (after_submission & made_known)) & openly & within


def _reads_for(user: User, place: str) -> Q:
    """That they read for review there: what the Treasury says within itself, no place is told."""
    if not user.has_perm("savings.read_for_review"):
        return Q(pk__in=[])
    return ~Q(**{f"{place}__in": tied_places(user)})


def _has_a_role(user: User) -> bool:
    return user.is_active and (user.has_perm("pilots.use_workspace") or is_of_a_place(user))


# Lists, not subqueries: memberships are read once for a page, and a database knows how few rows a list leaves.
def own_places(user: User) -> list[int]:
    return [held.place_id for held in held_with(user, "savings.read_own_place")]


def tied_places(user: User) -> list[int]:
    return [held.place_id for held in memberships(user)]


def _concerns(user: User) -> Q:
    return Q(claim__place__in=own_places(user)) | _names_partner(user)


def _names_partner(user: User, at: str = "") -> Q:
    """Versions of a partner's place that give its organisation a figure, or name it as the lead."""
    named = Q(pk__in=[])
    for membership in held_with(user, "savings.respond_to_share"):
        organisation = membership.organisation_id
        theirs = Figure.objects.filter(version=OuterRef(f"{at}pk"), organisation=organisation)
        share = Exists(theirs) | Q(**{f"{at}lead": organisation})
        named |= Q(**{f"{at}claim__place": membership.place_id}) & share
    return named
