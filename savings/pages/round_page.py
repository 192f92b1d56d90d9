"""The page of a round: its days, what is due of a person’s places and what they said; for the Treasury, all places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pilots.models import User
from savings.access import sees_answers_of_others
from savings.claims.rounds import every_round, open_round
from savings.models import Round
from savings.totals.by_round import opened

from .round_place import RoundPart, round_parts
from .round_returns import Returns, returns_page
from .round_words import day, days_of

LISTED = 12


@dataclass(frozen=True)
class RoundLink:
    """One of the rounds there have been."""

    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True)
class RoundPage:
    """The whole page. `round`: the one that is shown; None where none has ever been announced."""

    round: Round | None
    title: str
    sentences: list[str]
    links: list[RoundLink]
    parts: list[RoundPart]
    returns: Returns | None
    is_open: bool
    change_href: str

    @property
    def is_made_up(self) -> bool:
        return bool(self.parts) and all(part.place.is_practice for part in self.parts)

    @property
    def has_tables(self) -> bool:
        return any(part.tables for part in self.parts)


def round_page(
    user: User, shown: Round | None, today: date, chosen: Collection[int | str] = ()
) -> RoundPage:
    """The page of `shown`, for `user`. What it asks the database grows with neither places, claims nor rounds."""
    rounds = every_round()
    has_opened = shown is not None and shown.opens_on <= today
    return RoundPage(
        round=shown,
        title=f"The round “{shown}”" if shown else "Rounds",
        sentences=_sentences(shown, rounds, today),
        links=_links(shown, rounds, today),
        parts=round_parts(user, shown, rounds, today, chosen) if shown and has_opened else [],
        returns=_returns(user, shown, today) if shown and has_opened else None,
        is_open=shown is not None and shown.opens_on <= today <= shown.closes_on,
        change_href=_change_href(user, shown),
    )


def _returns(user: User, shown: Round, today: date) -> Returns | None:
    return returns_page(user, shown, today) if sees_answers_of_others(user) else None


def _sentences(shown: Round | None, rounds: list[Round], today: date) -> list[str]:
    """When it is open, and which one is, where that is another."""
    if shown is None:
        return ["No round has been opened yet, so nothing has to be in by a certain day."]
    said = [_when(shown, today)]
    current = open_round(today)
    if current is None:
        said.append("No round is open now, so nothing has to be in by a certain day.")
    elif current != shown:
        said.append(f"Open now: “{current}”, until {day(current.closes_on)}.")
    announced = sorted((one for one in rounds if one.opens_on > today), key=lambda o: o.opens_on)
    if announced and announced[0] != shown:
        said.append(f"The next round, “{announced[0]}”, opens on {day(announced[0].opens_on)}.")
    return said


def _when(shown: Round, today: date) -> str:
    if today > shown.closes_on:
        return f"It was open {days_of(shown)}, and has closed."
    if today < shown.opens_on:
        return f"It will be open {days_of(shown)}. What is due is shown here from then on."
    left = (shown.closes_on - today).days
    ends = "It closes today." if not left else f"{left} day{'' if left == 1 else 's'} left."
    return f"It is open {days_of(shown)}. {ends}"


def _links(shown: Round | None, rounds: list[Round], today: date) -> list[RoundLink]:
    """The rounds that have opened, the latest first; nothing where there is no other than the one shown."""
    found = opened(rounds, today, LISTED)[::-1]
    if shown and found == [shown]:
        return []
    return [
        RoundLink(
            f"{one}{'' if one.closes_on < today else ' (open)'}",
            one.get_absolute_url(),
            one == shown,
        )
        for one in found
    ]


def _change_href(user: User, shown: Round | None) -> str:
    """Where who keeps the rounds changes this one, or opens the first."""
    if not (user.is_staff and user.has_perm("pilots.use_workspace")):
        return ""
    if shown and user.has_perm("savings.change_round"):
        return reverse("admin:savings_round_change", args=[shown.pk])
    return reverse("admin:savings_round_add") if user.has_perm("savings.add_round") else ""
