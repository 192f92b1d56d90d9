"""What is owed on a claim under review, in words: to its place, and to the Treasury. What it is stands in `owing`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from pilots.models import User
from savings.models import Version
from savings.models.choices import Status

from .owing import Act, Owed, what_is_owed, with_what_is_owed

OVER: dict[str, str] = {
    Status.FINAL: "Nothing: the verdict is final.",
    Status.WITHDRAWN: "Nothing: the place has withdrawn it.",
    Status.SUPERSEDED: "Nothing: a later version has replaced it.",
}


@dataclass(frozen=True)
class Said:
    """`words` are sentences; `marked` is put before them in bold, where something has come or has run out."""

    words: str
    marked: str = ""

    def __str__(self) -> str:
        return f"{self.marked} {self.words}".strip()


def to_the_place(version: Version, today: date) -> str:
    """What happens next about a version, and by whom; empty where nothing is under way."""
    owed = what_is_owed(version, today)
    return _TO_THE_PLACE[owed.act](version, owed) if owed else ""


def to_the_treasury(version: Version, user: User | None, today: date) -> Said:
    """The same of a version of `with_what_is_owed` that has a review, as `user` is told it, or anybody at all."""
    if version.status in OVER:
        return Said(OVER[version.status])
    if version.is_lost:  # type: ignore[attr-defined]  # Of `with_what_is_owed`.
        return _lost(version, user, today)
    owed = cast(Owed, what_is_owed(version, today))
    return _TO_THE_TREASURY[owed.act](version, user, owed)


def to_the_treasury_on(version: Version, user: User | None, today: date) -> Said:
    """The same of one version, however it was read."""
    read = with_what_is_owed(Version.objects.filter(pk=version.pk)).get()
    return to_the_treasury(read, user, today)


def _lost(version: Version, user: User | None, today: date) -> Said:
    """Whoever has it cannot go on; what is owed by the place, or by a second reader, is owed all the same."""
    words = f"{version.review.reviewer} has left, or may not review it any more. The review lead hands it over."
    owed = cast(Owed, what_is_owed(version, today))
    if owed.act not in (Act.TAKE, Act.DECIDE):
        words = f"{words} {_TO_THE_TREASURY[owed.act](version, user, owed)}"
    return Said(words, "It needs another reviewer.")


def _taking_it(version: Version, user: User | None, owed: Owed) -> Said:
    reviewer = version.review.reviewer
    if reviewer is None:
        return Said("Waits for a reviewer to take it.")
    if reviewer == user:
        return Said("It is with you: take it to begin.")
    return Said(f"It is with {reviewer}, who has not taken it yet.")


def _a_verdict(version: Version, user: User | None, owed: Owed) -> Said:
    if version.status == Status.QUESTION:  # Answered since the version was read, a moment ago.
        return Said("Open the page again to read it.", "Answered.")
    is_theirs = version.review.reviewer == user
    who = "You" if is_theirs else str(version.review.reviewer)
    if version.is_answered:  # type: ignore[attr-defined]  # Of `with_what_is_owed`.
        return Said(f"{who} can go on.", "Answered.")
    return Said(
        "You read it: ask the place, or give a verdict." if is_theirs else f"{who} reads it."
    )


def _an_answer(version: Version, user: User | None, owed: Owed) -> Said:
    if not owed.is_late:
        return Said(f"The place has to answer by {_day(owed.by)}.")
    words = (
        f"The answer was due by {_day(owed.by)}. It stays not yet reviewed until the place answers."
    )
    return Said(words, "Overdue.")


def _a_reply(version: Version, user: User | None, owed: Owed) -> Said:
    return Said(" ".join([f"The place may reply until {_day(owed.by)}.", *_second(version)]))


def _the_final_verdict(version: Version, user: User | None, owed: Owed) -> Said:
    if version.status == Status.REPLY:
        last = _second(version) or ["The review lead makes the verdict final, or sends it back."]
        return Said(" ".join(last), "The place has replied.")
    heard = f"The time to reply ended on {_day(version.review.reply_due_on)}."
    if version.review.is_reply_waived:
        heard = "The place has said that no reply will come."
    last = _second(version) or ["The review lead can make the verdict final."]
    return Said(" ".join([heard, *last]))


def _second(version: Version) -> list[str]:
    """That a second reading is wanted and not there yet; nothing where it is neither."""
    lacks_it = version.lacks_second_reading  # type: ignore[attr-defined]  # Of `with_what_is_owed`.
    return ["Waits for a second reader."] if lacks_it else []


_TO_THE_TREASURY: dict[Act, Callable[[Version, User | None, Owed], Said]] = {
    Act.TAKE: _taking_it,
    Act.DECIDE: _a_verdict,
    Act.ANSWER: _an_answer,
    Act.REPLY: _a_reply,
    Act.FINALISE: _the_final_verdict,
}


def _of_taking_it(version: Version, owed: Owed) -> str:
    words = "Nobody has taken it for review yet, so it is not yet reviewed."
    return f"{words} Your place does not need to do anything."


def _of_a_verdict(version: Version, owed: Owed) -> str:
    return "The reviewer has it. Your place does not need to do anything unless the reviewer asks."


def _of_an_answer(version: Version, owed: Owed) -> str:
    if not owed.is_late:
        return f"Your place has to answer by {_day(owed.by)}. Until you answer, the review’s days are not counted."
    return (
        f"Your place has not answered. The answer was due by {_day(owed.by)}, so it is overdue. The "
        f"claim is not yet reviewed: silence is not a verdict."
    )


def _of_a_reply(version: Version, owed: Owed) -> str:
    return f"Your place may reply to the provisional verdict until {_day(owed.by)}."


def _of_the_final_verdict(version: Version, owed: Owed) -> str:
    if version.status == Status.REPLY:
        return (
            "Your place has replied. The Treasury gives the final verdict next, "
            "or sends the claim back to its reviewer."
        )
    heard = "has said that no reply will come."
    if not version.review.is_reply_waived:
        due = _day(version.review.reply_due_on)
        heard = f"could reply until {due}. A reply that comes before the verdict is final is still read."
    return f"The Treasury gives the final verdict next: your place {heard}"


_TO_THE_PLACE: dict[Act, Callable[[Version, Owed], str]] = {
    Act.TAKE: _of_taking_it,
    Act.DECIDE: _of_a_verdict,
    Act.ANSWER: _of_an_answer,
    Act.REPLY: _of_a_reply,
    Act.FINALISE: _of_the_final_verdict,
}


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}"
