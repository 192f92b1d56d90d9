"""What does somebody who leaves hold of claims, and who takes it over? The ledger of claims for `pilots.leavers`.

Whoever lets somebody go need not be allowed to see a claim: they are told how many there are, and led to those that
they may open. Each claim is handed on by the workflow: its history says who did it, and whom it concerns is told.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from pilots.leavers import Departure, Holding, MeanwhileError, Successor
from pilots.models import Membership, Organisation, Place, User
from pilots.people import people_with, treasury_people_with
from savings.access import all_visible_to
from savings.claims.partners_words import unanswered
from savings.models import Event, Figure, Version
from savings.models.choices import CURRENT, REVIEW_OPEN, Status

from .actors import Doer
from .refusals import ActionError
from .rights import EDIT, PARTNER, REVIEW, SIGN_OFF
from .verbs import hand_over, lose_reviewer, pass_on

WRITING = ["create", "revise", "adopt", "edit", "ask_sign_off"]
LINKS = 20  # Of a holding: whoever lets go of more finds the rest in the list of claims.


def holdings(departure: Departure, *, by: User) -> Iterator[Holding]:
    """What the departure leaves: reviews; and of each place drafts, sign-offs asked for, and shares to answer for."""
    if departure.leaves or departure.loses(REVIEW):
        yield from _reviews(departure, by)
    for place in departure.places_losing(EDIT):
        yield from _of_place(departure, by, place, "drafts", EDIT, _drafts(departure.person, place))
    for place in departure.places_losing(SIGN_OFF):
        waiting = _in(place).filter(status=Status.DRAFT, sign_off_asked_at__isnull=False)
        yield from _of_place(departure, by, place, "signoffs", SIGN_OFF, waiting)
    for membership in departure.memberships:
        if membership.role == "partner":
            yield from _shares(departure, by, membership)


def _reviews(departure: Departure, by: User) -> Iterator[Holding]:
    mine = Version.objects.filter(review__reviewer=departure.person.pk, status__in=REVIEW_OPEN)
    versions = list(_read(mine))
    if versions:
        yield Holding(
            key="reviews",
            what=_counted(versions, "claim", "under review"),
            of=_made_of(versions),
            if_nobody="the review lead is told, and the queue says that they need another reviewer.",
            hand_over=partial(_hand_over_reviews, departure, versions),
            lock=partial(_lock, versions),
            links=_links(versions, by),
            successors=tuple(_reviewers(departure.person, versions)),
            help=_not_by(by, versions),
        )


def _reviewers(leaver: User, versions: list[Version]) -> Iterator[Successor]:
    """The other reviewers who may take at least one of `versions`, and how many each may not."""
    of_places = Counter(version.claim.place_id for version in versions)
    others = treasury_people_with(REVIEW).exclude(pk=leaver.pk).order_by("name", "pk")
    tied = Membership.objects.filter(user__in=others.values("pk"), place__in=list(of_places))
    ties = set(tied.values_list("user", "place"))
    for person in others:
        barred = sum(number for place, number in of_places.items() if (person.pk, place) in ties)
        if barred < len(versions):
            but = f"not {barred} of {len(versions)}: a tie to their place" if barred else ""
            yield Successor(person, but)


def _not_by(by: User, versions: list[Version]) -> str:
    """How many of `versions` whoever lets go may not hand over, in words; empty where they may all."""
    doer = Doer(by)
    barred = sum(doer.is_tied_to(version) for version in versions)
    if not barred:
        return ""
    return f"{barred} of them are of a place to which you have a tie: the review lead chooses who takes those."


def _hand_over_reviews(
    departure: Departure, versions: list[Version], to: User | None, *, by: User
) -> None:
    taker, giver = Doer(to) if to else None, Doer(by)
    for version in _now(versions):
        with _part_of(departure) as note:
            if taker and not taker.is_tied_to(version) and not giver.is_tied_to(version):
                hand_over(version, by=by, to=taker.user, note=note)
            else:
                lose_reviewer(version, by=by, note=note)


@contextmanager
def _part_of(departure: Departure) -> Iterator[str]:
    """What the history says of what is done within. Who was to take it over may have left meanwhile: MeanwhileError."""
    left = "has left" if departure.leaves else "does other work now"
    try:
        yield f"{departure.person} {left}."
    except ActionError as refusal:
        raise MeanwhileError from refusal


def _drafts(person: User, place: Place) -> QuerySet[Version]:
    """The drafts of a place that the person has written at."""
    written = Event.objects.filter(version=OuterRef("pk"), by=person.pk, action__in=WRITING)
    return _in(place).filter(Exists(written), status=Status.DRAFT)


def _shares(departure: Departure, by: User, membership: Membership) -> Iterator[Holding]:
    """The shares that wait for the word of an organisation for which the person answers."""
    # Who answers for shares is a partner, of an organisation.
    place, body = membership.place, cast(Organisation, membership.organisation)
    asked = _in(place).filter(status__in=CURRENT, is_published=False)
    theirs = Figure.objects.filter(version=OuterRef("pk"), organisation=body)
    named = asked.exclude(status=Status.DRAFT, sign_off_asked_at=None).filter(
        Q(Exists(theirs)) | Q(lead=body)
    )
    waiting = _in(place).filter(pk__in=[version.pk for version in unanswered(named, [body.pk])])
    yield from _of_place(departure, by, place, "shares", PARTNER, waiting, body)


_WHAT = {
    "drafts": ("draft", "of {place} that they began or worked on", "write claims"),
    "signoffs": ("draft", "of {place} that waits for sign-off", "sign off"),
    "shares": ("share", "of {body} in {place} that waits for an answer", "answer for it"),
}


def _of_place(
    departure: Departure,
    by: User,
    place: Place,
    kind: str,
    permission: str,
    held: QuerySet[Version],
    body: Organisation | None = None,
) -> Iterator[Holding]:
    versions = list(_read(held))
    if not versions:
        return
    narrowed = {"organisation": body} if body else {}
    others = people_with(permission, place, **narrowed).exclude(pk=departure.person.pk)
    successors = tuple(Successor(person) for person in others.order_by("name", "pk"))
    noun, which, can = _WHAT[kind]
    alone = f"Nobody else can {can}. Give somebody a membership first, or go on without."
    yield Holding(
        key="-".join([kind, place.code, *([str(body.pk)] if body else [])]),
        what=f"{_number(versions, noun)} {which.format(place=place, body=body)}",
        of=_made_of(versions),
        if_nobody=f"the others of {place} are told.",
        hand_over=partial(_pass_on, departure, versions, permission),
        lock=partial(_lock, versions),
        links=_links(versions, by),
        successors=successors,
        help="" if successors else alone,
    )


def _pass_on(
    departure: Departure, versions: list[Version], permission: str, to: User | None, *, by: User
) -> None:
    for version in _now(versions):
        with _part_of(departure) as note:
            pass_on(version, by=by, to=to, permission=permission, note=note)


def _in(place: Place) -> QuerySet[Version]:
    return Version.objects.filter(claim__place=place)


def _read(versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.select_related("claim__place", "review__reviewer").order_by("claim__reference")


def _now(versions: list[Version]) -> list[Version]:
    """The same, read anew: one may be held twice, as a draft and for its sign-off."""
    return list(_read(Version.objects.filter(pk__in=[version.pk for version in versions])))


def _lock(versions: list[Version]) -> None:
    held = Version.objects.filter(pk__in=[version.pk for version in versions])
    list(held.select_for_update().order_by("pk").values_list("pk"))


def _made_of(versions: list[Version]) -> tuple:
    return tuple(sorted(version.pk for version in versions))


def _counted(versions: list[Version], noun: str, which: str) -> str:
    """`5 claims under review (3 in review, 2 question asked)`."""
    statuses = Counter(version.status for version in versions)
    by_status = [f"{statuses[s]} {Status(s).label.lower()}" for s in REVIEW_OPEN if statuses[s]]
    return f"{_number(versions, noun)} {which} ({', '.join(by_status)})"


def _number(versions: list[Version], noun: str) -> str:
    return f"{len(versions):,} {noun}{'' if len(versions) == 1 else 's'}"


def _links(versions: list[Version], by: User) -> tuple[tuple[str, str], ...]:
    """Of the versions that `by` may open, the first: each with its address."""
    seen = set(
        all_visible_to(by)
        .filter(pk__in=[version.pk for version in versions])
        .values_list("pk", flat=True)
    )
    shown = [version for version in versions if version.pk in seen][:LINKS]
    return tuple((str(version.claim), version.claim.get_absolute_url()) for version in shown)
