"""How is it said what a place has answered in a round: in a line of the list of places, and of its own page?"""

from datetime import date, timedelta

from django.utils import timezone

from savings.claims.round_returns import PlaceReturn
from savings.models import Round


def days_of(current: Round) -> str:
    """`from 1 March 2026 to 31 March 2026`"""
    return f"from {day(current.opens_on)} to {day(current.closes_on)}"


def late_since(current: Round) -> str:
    return day(current.closes_on + timedelta(days=1))


def state_of(answer: PlaceReturn, current: Round) -> str:
    """In a word or two, for the list of all places."""
    if answer.is_late:
        return f"Late since {late_since(current)}"
    if answer.owes:
        return "Not answered yet" if answer.is_silent else "Answered in part"
    return "Nothing to report" if answer.nothing else "Answered"


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


def day(of: date) -> str:
    return f"{of:%-d %B %Y}"
