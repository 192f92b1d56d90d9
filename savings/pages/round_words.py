"""How is it said what a place has answered in a round: in a line of the list of places, and of its own page?"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from savings.claims.round_returns import PlaceReturn
from savings.models import Round, Version

NAMED = 5


def days_of(current: Round) -> str:
    """`from 1 March 2026 to 31 March 2026`"""
    return f"from {day(current.opens_on)} to {day(current.closes_on)}"


def late_since(current: Round) -> str:
    return day(current.closes_on + timedelta(days=1))


def state_of(answer: PlaceReturn, current: Round) -> str:
    """In a word or two, for the list of all places."""
    if answer.is_late:
        return f"Late since {late_since(current)}"
    if answer.owes and not answer.due and answer.is_silent:
        return "No claim due: has not said whether it has anything to report"
    if answer.owes:
        return "Not answered yet" if answer.is_silent else "Answered in part"
    return "Nothing to report" if answer.nothing else "Answered"


def heading_of(answer: PlaceReturn, current: Round) -> str:
    """Over what is due of one place: what stands under it, in the words of the list of all places where it is late."""
    if answer.is_late:
        return state_of(answer, current)
    if answer.owes:
        return f"Due by {day(current.closes_on)}"
    return "Nothing more is due" if answer.due or answer.new or answer.nothing else "Nothing is due"


def due_words(answer: PlaceReturn, current: Round) -> str:
    """What there is to do, of one place."""
    if answer.still_due:
        return _still_due(answer.still_due, is_closed=answer.is_closed)
    if answer.is_late:
        return (
            "Nothing was said in this round, not even that there is nothing to report."
            " It can no longer be said here."
        )
    if answer.owes:
        return "No claim is due. Say that there is nothing to report, or state a new saving."
    return all_answered(answer, current)


def _still_due(number: int, *, is_closed: bool) -> str:
    one = number == 1
    if is_closed:
        return (
            f"{claims(number)} {'was' if one else 'were'} not answered before the round closed, and can no longer be"
            f" answered here. If something has changed, revise {'the claim' if one else 'each'}: what you submit counts"
            " for the round that is open on that day."
        )
    waits = "waits" if one else "wait"
    return f"{claims(number)} {waits}: say that nothing has changed, or revise {'it' if one else 'each'}."


def all_answered(answer: PlaceReturn, current: Round) -> str:
    """What is said where nothing is due: that all was, by whom, and what is welcome still."""
    if answer.nothing:
        said_on = day(timezone.localdate(answer.nothing.at))
        words = f"{answer.nothing.by} said on {said_on} that {answer.place} has nothing to report."
    elif answer.due == 1:
        words = "The claim that was due is answered."
    elif answer.due:
        words = f"All {claims(answer.due)} are answered."
    else:
        words = "No claim was submitted before the round opened, so none has to be answered."
    if answer.is_closed:
        return words
    return (
        f"{words} Nothing more is due. New and revised claims are still welcome, and count for this round until"
        f" {day(current.closes_on)}."
    )


def summary_of(answer: PlaceReturn) -> str:
    """What came of the place’s claims, in numbers, and who said that there is nothing to report."""
    said = [f"nothing to report, said by {said_by(answer)}"] if answer.nothing else []
    counted = [
        (answer.confirmed, "unchanged"),
        (answer.revised, "revised"),
        (answer.ended, "withdrawn or given up"),
        (answer.new, "new"),
    ]
    said += [f"{claims(number)} {words}" for number, words in counted if number]
    if not said:
        said = ["nothing was said" if answer.is_closed else "nothing has been said yet"]
    if answer.still_due:
        said.append(
            f"{claims(answer.still_due)} {'not answered' if answer.is_closed else 'still due'}"
        )
    words = ", ".join(said)
    return f"{words[:1].upper()}{words[1:]}."


def said_by(answer: PlaceReturn) -> str:
    """Who said that there is nothing to report, and when; empty where nobody did."""
    if answer.nothing is None:
        return ""
    return f"{answer.nothing.by} on {day(timezone.localdate(answer.nothing.at))}"


def claims(number: int) -> str:
    return f"{number:,} claim{'' if number == 1 else 's'}"


def named(versions: Sequence[Version]) -> str:
    """`2 claims (KEN-0001, KEN-0002)`; of many their number alone."""
    number = claims(len(versions))
    if len(versions) > NAMED:
        return number
    return f"{number} ({', '.join(version.claim.reference for version in versions)})"


def day(of: date) -> str:
    return f"{of:%-d %B %Y}"
