"""What does one place see of a round: what is due of it, what it has said, and what it said the last time?

Of each place of the person apart; whatever they are of, the database is asked as often. A partner does nothing here: it
is shown the days, which claims with its share were submitted in the round, and what the shares came to in each.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from pilots.models import Organisation, Place, User
from pilots.people import held_with
from savings.access import own_places
from savings.claims.counted_for import in_words
from savings.claims.round_returns import PlaceReturn, returns_of
from savings.claims.rounds import not_confirmed_in
from savings.models import Confirmation, Round, Version
from savings.models.choices import Status
from savings.totals.by_round import ByRound, by_round_of, opened

from .round_said import Said, said_in
from .round_words import claims, day, due_words, heading_of, summary_of

SAID_SHOWN = 50


@dataclass(frozen=True)
class DueClaim:
    """A claim of which the round has still to hear. `last_said`: when, and in which round. `has_draft`: see there."""

    version: Version
    last_said: str
    has_draft: bool
    is_chosen: bool


@dataclass(frozen=True)
class RoundPart:
    """One place of the person. `body` is the organisation for which they speak, where they are no officer of it.

    `before`: what was answered in the round before; empty where there was none. `may_answer`: they can, now.
    """

    round: Round
    place: Place
    body: Organisation | None
    answer: PlaceReturn | None
    due: list[DueClaim]
    said: list[Said]
    before: str
    tables: list[ByRound]
    may_answer: bool

    @property
    def more_said(self) -> int:
        return max(len(self.said) - SAID_SHOWN, 0)

    @property
    def said_shown(self) -> list[Said]:
        return self.said[:SAID_SHOWN]

    @property
    def summary(self) -> str:
        return summary_of(self.answer) if self.answer else ""

    @property
    def heading(self) -> str:
        return heading_of(self.answer, self.round) if self.answer else ""

    @property
    def due_words(self) -> str:
        return due_words(self.answer, self.round) if self.answer else ""

    @property
    def offers_nothing(self) -> bool:
        """Whether they can say that there is nothing to report."""
        return self.may_answer and self.answer is not None and has_nothing_to_report(self.answer)

    @property
    def nothing_means(self) -> str:
        return nothing_means(self.answer) if self.answer else ""

    @property
    def drafts(self) -> int:
        return sum(one.has_draft for one in self.due)


def has_nothing_to_report(answer: PlaceReturn) -> bool:
    """Whether the place owes an answer and has reported nothing in the round, so that this can be said of it."""
    return answer.owes and not (answer.nothing or answer.has_reported)


def nothing_means(answer: PlaceReturn) -> str:
    """What *nothing to report* says of the place, before it is said."""
    if not answer.still_due:
        return f"This says that {answer.place} has no new claim in this round."
    due = (
        f"the {claims(answer.still_due)} still due"
        if answer.still_due > 1
        else "the claim still due"
    )
    return (
        f"This says of {due} that nothing has changed, and that {answer.place} has no new claim in this round."
        " Drafts stay as they are."
    )


def round_parts(
    user: User, current: Round, rounds: list[Round], today: date, chosen: Collection[int | str]
) -> list[RoundPart]:
    """The places of `user` in the round `current`, by name. `chosen`: keys of versions, or codes of whole places."""
    bodies = _bodies(user)
    own = own_places(user)
    places = Place.objects.filter(pk__in={*own, *bodies}).order_by("name", "pk")
    answers = _answers(current, own, today)
    before = _before(current, rounds, own, today)
    due = _due(user, current, rounds, chosen)
    said = said_in(user, current)
    tables = by_round_of(user, opened(rounds, today), today)
    is_open = current.opens_on <= today <= current.closes_on
    writes = {held.place_id for held in held_with(user, "savings.edit_claim")} if is_open else set()
    return [
        RoundPart(
            current,
            place,
            None if place.pk in own else bodies[place.pk],
            answers.get(place.pk),
            due[place.pk],
            said[place.pk],
            before.get(place.pk, ""),
            tables.get(place.pk, []),
            place.pk in writes,
        )
        for place in places
    ]


def _bodies(user: User) -> dict[int, Organisation]:
    """By place, the organisation for which the person speaks there."""
    held = {
        one.place_id: one.organisation_id for one in held_with(user, "savings.respond_to_share")
    }
    found = Organisation.objects.in_bulk(held.values()) if held else {}
    return {place: found[body] for place, body in held.items() if body}


def _answers(current: Round, own: Collection[int], today: date) -> dict[int, PlaceReturn]:
    if not own:
        return {}
    places = Place.objects.filter(pk__in=own)
    return {one.place.pk: one for one in returns_of(current, places, today, told_of_drafts=own)}


def _before(
    current: Round, rounds: list[Round], own: Collection[int], today: date
) -> dict[int, str]:
    """By place, what it answered in the round that closed last before `current` opened."""
    earlier = [one for one in rounds if one.closes_on < current.opens_on]
    if not earlier:
        return {}
    answers = _answers(earlier[-1], own, today)
    return {
        place: f"In the round before, “{earlier[-1]}”: {_small(summary_of(answer))}"
        for place, answer in answers.items()
    }


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _due(
    user: User, current: Round, rounds: list[Round], chosen: Collection[int | str]
) -> dict[int, list[DueClaim]]:
    drafts = Version.objects.filter(claim=OuterRef("claim"), status=Status.DRAFT)
    said = Prefetch("confirmations", Confirmation.objects.select_related("round").order_by("-pk"))
    own = Version.objects.filter(claim__place__in=own_places(user))
    versions = (
        not_confirmed_in(current, own)
        .annotate(has_draft=Exists(drafts))
        .select_related("claim__place")
        .prefetch_related(said)
        .order_by("claim__reference", "pk")
    )
    found: dict[int, list[DueClaim]] = defaultdict(list)
    for version in versions:
        place = version.claim.place
        is_chosen = version.pk in chosen or place.code in chosen
        found[place.pk].append(
            DueClaim(version, _last_said(version, rounds), version.has_draft, is_chosen)
        )
    return found


def _last_said(version: Version, rounds: list[Round]) -> str:
    """When the place last said something of it, and in which round."""
    for said in version.confirmations.all():
        return f"Nothing had changed on {day(timezone.localdate(said.at))}, in the round “{said.round}”"
    counted = in_words(version, rounds)
    submitted = f"Submitted on {day(timezone.localdate(version.frozen_at))}"
    return f"{submitted}, {counted}" if counted else submitted
