"""What was due of each place in a round, what came of it, and what is late?

`returns_for(current, user, today)` gives a `PlaceReturn` for each place whose answers `user` may see: an officer's own,
a lead's all but those of a tie, of which the practice places are left out. `return_of(current, place, user, today)` is
that of one place. Both ask the same few queries, however many places and claims there are; which claims are still due,
`rounds.not_confirmed_in` says.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone

from pilots.models import Membership, Place, User
from savings.access import own_places, places_returning_to
from savings.models import (
    Abandonment,
    Claim,
    Confirmation,
    Event,
    NothingToReport,
    Round,
    Version,
)
from savings.models.choices import Status

from .rounds import unheard

EDIT = "savings.edit_claim"


class Answer(TextChoices):
    """What came of a claim in a round; of `NONE` nothing was due, and nothing came in it."""

    REVISED = "revised"  # A later version was submitted, in the round or after it.
    CONFIRMED = "confirmed"  # Nothing has changed.
    ENDED = "ended"  # It was withdrawn, or the saving given up.
    STILL_DUE = "still_due"
    NEW = "new"  # It did not stand before, and was submitted in the round.
    NONE = "none"


_DUE = (Answer.REVISED, Answer.CONFIRMED, Answer.ENDED, Answer.STILL_DUE)
# By which a place says something of a claim that stands; what is said of a draft stays within it.
_SAYS = ("submit", "confirm", "withdraw", "abandon")


@dataclass(frozen=True)
class PlaceReturn:
    """What one place has said in a round: numbers of claims, but for `nothing`: when it had nothing to report, and who.

    `due` stood before the round opened; they are the `confirmed`, `revised`, `ended` and `still_due`. `drafts` is None
    for whoever is not told of them. `has_people`: somebody can answer, and could before the round closed.
    """

    place: Place
    confirmed: int
    revised: int
    ended: int
    still_due: int
    new: int
    is_silent: bool
    is_closed: bool
    has_people: bool
    drafts: int | None
    nothing: NothingToReport | None

    @property
    def due(self) -> int:
        return self.confirmed + self.revised + self.ended + self.still_due

    @property
    def is_expected(self) -> bool:
        """Whether the round waits for the place at all: somebody can answer for it, or has left claims behind."""
        return self.has_people or self.due > 0

    @property
    def owes(self) -> bool:
        """A claim of which nothing was said; or nothing at all was said, not even that there is nothing to report."""
        return self.is_expected and (self.still_due > 0 or self.is_silent)

    @property
    def has_reported(self) -> bool:
        """Whether the place has submitted something in the round or ended it, so that it had something to report."""
        return bool(self.revised or self.new or self.ended)

    @property
    def is_late(self) -> bool:
        return self.is_closed and self.owes


def returns_for(current: Round, user: User, today: date) -> list[PlaceReturn]:
    """Of each place of which the round waits for something, or waited, and whose answers `user` may see; by name."""
    return [one for one in all_returns_for(current, user, today) if one.is_expected]


def all_returns_for(current: Round, user: User, today: date) -> list[PlaceReturn]:
    """The same, with the places that are not asked, since nobody can answer for them."""
    of_others = Q(kind=Place.Kind.PRACTICE) & ~Q(pk__in=own_places(user))
    places = places_returning_to(user).exclude(of_others)
    return returns_of(current, places, today, told_of_drafts=own_places(user))


def return_of(current: Round, place: Place, user: User, today: date) -> PlaceReturn | None:
    """That of one place; None where `user` may not see it."""
    places = places_returning_to(user).filter(pk=place.pk)
    found = returns_of(current, places, today, told_of_drafts=own_places(user))
    return found[0] if found else None


def returns_of(
    current: Round,
    places: QuerySet[Place],
    today: date,
    *,
    told_of_drafts: Collection[int] = (),
) -> list[PlaceReturn]:
    """The same of any places, whoever asks; `told_of_drafts` are the keys of those whose drafts are counted."""
    read = list(places.order_by("name", "pk"))
    keys = [place.pk for place in read]
    answers = _answers(current, keys)
    nothing = _nothing(current, keys)
    said = _said(current, keys) | nothing.keys()
    answering = _answering(current, keys)
    drafts = _drafts([key for key in keys if key in told_of_drafts])
    return [
        PlaceReturn(
            place=place,
            **_numbers(answers[place.pk]),
            is_silent=place.pk not in said,
            is_closed=today > current.closes_on,
            has_people=place.pk in answering,
            drafts=drafts.get(place.pk, 0) if place.pk in told_of_drafts else None,
            nothing=nothing.get(place.pk),
        )
        for place in read
    ]


def owing(at: str = "") -> Q:
    """`PlaceReturn.owes`, as a condition on rows with a round and a place: `at` is the path to both, ending in `__`.

    Who can answer is not asked.
    """
    current, place = OuterRef(f"{at}round"), OuterRef(f"{at}place")
    opens = OuterRef(f"{at}round__opens_on")
    due = unheard(OuterRef(OuterRef(f"{at}round")), opens)
    of_place = Version.objects.filter(claim__place=place)
    said = Event.objects.filter(action__in=_SAYS, version__claim__place=place, at__date__gte=opens)
    nothing = NothingToReport.objects.filter(round=current, place=place)
    is_silent = ~Exists(said.exclude(version__frozen_at=None)) & ~Exists(nothing)
    return Q(Exists(of_place.filter(due))) | is_silent


def _numbers(of_place: Mapping[str, int]) -> dict[str, int]:
    return {str(answer): of_place[answer] for answer in (*_DUE, Answer.NEW)}


def _answers(current: Round, places: Iterable[int]) -> dict[int, Counter[str]]:
    """By place, how many claims have come to each `Answer`."""
    told = _with_answer(Claim.objects.filter(place__in=places), current)
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    rows = told.order_by().values_list("place", "answer").annotate(number=Count("pk"))
    for place, answer, number in rows:
        counted[place][answer] = number
    return counted


def answered_in(current: Round, places: Iterable[int]) -> Iterable[tuple[int, str]]:
    """The claims of these places that have answered the round, or are new in it, each with its `Answer`."""
    told = _with_answer(Claim.objects.filter(place__in=places), current)
    said = told.exclude(answer__in=(Answer.NONE, Answer.STILL_DUE))
    return said.order_by().values_list("pk", "answer")


def _with_answer(claims: QuerySet[Claim], current: Round) -> QuerySet:
    """Each of `claims` with its `answer`. A saving that is taken up again after it was ended is a new one."""
    opens, closed = _beginning(current.opens_on), _beginning(current.closes_on + timedelta(days=1))
    own = Version.objects.filter(claim=OuterRef("pk"), is_published=False)
    stood = own.filter(frozen_at__lt=opens).order_by("-number")
    within = Exists(own.filter(frozen_at__gte=opens, frozen_at__lt=closed))
    since = Exists(own.filter(frozen_at__gte=opens))
    said = Exists(Confirmation.objects.filter(round=current, version__claim=OuterRef("pk")))
    was_due = Q(stood__isnull=False) & ~Q(_stood_and_ended(before=opens))
    answer = Case(
        When(was_due & Q(within), then=Value(Answer.REVISED)),
        When(was_due & Q(said), then=Value(Answer.CONFIRMED)),
        When(was_due & Q(since), then=Value(Answer.REVISED)),
        When(was_due & Q(_stood_and_ended()), then=Value(Answer.ENDED)),
        When(was_due, then=Value(Answer.STILL_DUE)),
        When(within, then=Value(Answer.NEW)),
        default=Value(Answer.NONE),
        output_field=CharField(),
    )
    return claims.annotate(stood=Subquery(stood.values("pk")[:1])).annotate(answer=answer)


def _stood_and_ended(*, before: datetime | None = None) -> Exists:
    """Whether the version that `stood` is withdrawn, or its saving given up; or was so `before` that time."""
    withdrawn = Event.objects.filter(version=OuterRef("pk"), action="withdraw")
    given_up = Abandonment.objects.filter(version=OuterRef("pk"))
    if before:
        withdrawn, given_up = withdrawn.filter(at__lt=before), given_up.filter(at__lt=before)
    is_ended = Q(Exists(withdrawn), status=Status.WITHDRAWN) | Q(Exists(given_up))
    return Exists(Version.objects.filter(is_ended, pk=OuterRef("stood")))


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _nothing(current: Round, places: Iterable[int]) -> dict[int, NothingToReport]:
    said = NothingToReport.objects.filter(round=current, place__in=places).select_related("by")
    return {one.place_id: one for one in said}


def _said(current: Round, places: Iterable[int]) -> set[int]:
    """The places (their keys) that have said something of a claim since the round opened."""
    events = Event.objects.filter(action__in=_SAYS, at__gte=_beginning(current.opens_on))
    of_these = events.filter(version__claim__place__in=places).exclude(version__frozen_at=None)
    return set(of_these.order_by().values_list("version__claim__place", flat=True).distinct())


def _answering(current: Round, places: Iterable[int]) -> set[int]:
    """The places (their keys) for which somebody can answer, who was there before the round closed."""
    closed = _beginning(current.closes_on + timedelta(days=1))
    held = Membership.objects.giving(EDIT).filter(user__is_active=True, started_at__lt=closed)
    return set(held.filter(place__in=places).values_list("place", flat=True))


def _drafts(places: Collection[int]) -> dict[int, int]:
    """By place, how many drafts are open."""
    if not places:
        return {}
    drafts = Version.objects.filter(status=Status.DRAFT, claim__place__in=places)
    rows = drafts.order_by().values_list("claim__place").annotate(number=Count("pk"))
    return dict(rows)
