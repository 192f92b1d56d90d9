"""What does the page say that ends an action: what was done, what happens next and by when, and who was told?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from pilots.models import User
from pilots.vacancies import who_can_sign
from savings.access import all_visible_to
from savings.claims.counted_for import counts
from savings.claims.rounds import open_round
from savings.models import Event, SignOff, Threshold, Version
from savings.models.choices import SignsAs, Status
from savings.notices.recipients import recipients_of
from savings.review.owing_words import to_the_place
from savings.thresholds import threshold


@dataclass(frozen=True)
class Confirmed:
    """What was done, for the heading; and sentences on what happens next, on the day that is given."""

    title: str
    next: Callable[[Event, date], Iterator[str]]


def events_confirmed_to(user: User) -> QuerySet[Event]:
    """What the person has done themselves that ends on such a page, of versions that they still see."""
    own = Event.objects.filter(by=user.pk, action__in=CONFIRMED)
    return own.filter(version__in=all_visible_to(user)).select_related("version__claim__place")


def done_address(version: Version, action: str, by: User) -> str:
    """Where somebody is led who has just done `action`."""
    done = version.events.filter(action=action, by=by).latest("pk")
    return reverse("savings:claim_done", args=[version.claim.reference, done.pk])


def done_page(event: Event) -> dict:
    """The context of the page that ends the action of `event`."""
    confirmed, version = CONFIRMED[event.action], event.version
    return {
        "event": event,
        "title": confirmed.title,
        "next": [words for words in confirmed.next(event, timezone.localdate()) if words],
        "recipients": recipients_of(event),
        "version": version,
        "claim": version.claim,
        "practice": version.claim.place.is_practice,
    }


def _asked(event: Event, today: date) -> Iterator[str]:
    yield who_can_sign(event.version.claim.place)
    yield _by_when(today)
    yield "You can still change the draft. Whoever signs it is shown what has changed since you asked."
    yield "Partners that it names see it from now on, and can agree or dispute their share."
    yield "You are told when it is signed off, or sent back with a reason."
    if _was_asked_before(event):
        yield "Anyone who was asked earlier today and has not read that yet is not sent a second notice."


def _was_asked_before(event: Event) -> bool:
    """Whether it was asked on the same day already, and has not been sent back since."""
    said = event.version.events.filter(action__in=["ask_sign_off", "send_back"], pk__lt=event.pk)
    before = said.order_by("-pk").first()
    return (
        before is not None
        and before.action == event.action
        and timezone.localdate(before.at) == timezone.localdate(event.at)
    )


def _sent_back(event: Event, today: date) -> Iterator[str]:
    yield "Nothing is signed or submitted. The draft is with the officers of your place again, who read your reason."
    yield "Partners that it names cannot see it until sign-off is asked for again. They are told that it was sent back."
    yield "You are told when sign-off is asked for again."
    yield _by_when(today)


def _submitted(event: Event, today: date) -> Iterator[str]:
    signed = SignOff.objects.get(version=event.version)
    as_what = SignsAs(signed.signs_as).label
    as_what = as_what[:1].lower() + as_what[1:]
    yield f"What you signed is frozen. You signed as: {as_what}. To correct it, revise the claim."
    yield counts(event.version, today)
    yield "The Treasury chooses whether it is reviewed. No day is set for that: you are told when a reviewer takes it."
    yield (
        f"If the reviewer asks a question, your place has {_days(Threshold.Name.ANSWER_DAYS)} to answer. After a"
        f" provisional verdict it has {_days(Threshold.Name.REPLY_DAYS)} to reply."
    )
    yield "Partners that it names can still agree or dispute their share."


def _agreed(event: Event, today: date) -> Iterator[str]:
    yield "Your agreement is shown beside your share. If the place changes your share, you are asked again."
    yield from _after_a_partners_word(event, today)
    yield "If you find later that the share is wrong, you can still dispute it."


def _disputed(event: Event, today: date) -> Iterator[str]:
    yield (
        "Your words are shown beside your share until you agree. "
        "If the place changes your share, you are asked again."
    )
    yield from _after_a_partners_word(event, today)


def _after_a_partners_word(event: Event, today: date) -> Iterator[str]:
    if event.version.status == Status.DRAFT:
        yield "The claim is not submitted yet: a finance officer of the place signs it off next, and you are told."
        yield _by_when(today)
    else:
        yield (
            "The claim goes on as before. No day is set for its review: you are told when its verdict is final, and if"
            " it is withdrawn."
        )


def _answered(event: Event, today: date) -> Iterator[str]:
    yield "Your words stay beside the question. What you sent with them is among the evidence of the claim."
    yield to_the_place(event.version, today)
    yield "The reviewer may ask again. You are told of each question, and of the verdict."


def _replied(event: Event, today: date) -> Iterator[str]:
    yield "Your words stay beside the verdict for good. What you sent with them is among the evidence of the claim."
    yield to_the_place(event.version, today)
    yield "You are told when the verdict is final, or if the claim goes back to its reviewer."


def _withdrawn(event: Event, today: date) -> Iterator[str]:
    yield "The claim will not be in any later total. It stays on record, with your reason."
    draft = event.version.claim.versions.filter(status=Status.DRAFT).first()
    if draft:
        yield f"The draft of version {draft.number} stays open. Throw it away if it is not needed."
    yield "To claim the saving again, revise the claim and have it signed off."


def _given_up(event: Event, today: date) -> Iterator[str]:
    yield "From that year on its forecasts are not in any total. Plans and actuals stay, and so does the verdict."
    yield "You are not asked about it in a round any more."
    yield "If the saving is taken up again, revise the claim and have it signed off."


def _by_when(today: date) -> str:
    current = open_round(today)
    if current is None:
        return "No round is open, so no day is set by which it has to be signed off."
    return f"To count in “{current}” it has to be signed off by {current.closes_on:%-d %B %Y}."


def _days(name: str) -> str:
    return f"{int(threshold(name))} working days"


CONFIRMED = {
    "ask_sign_off": Confirmed("Sign-off asked for", _asked),
    "send_back": Confirmed("Sent back", _sent_back),
    "submit": Confirmed("Signed off and submitted", _submitted),
    "agree": Confirmed("Share agreed", _agreed),
    "dispute": Confirmed("Share disputed", _disputed),
    "answer": Confirmed("Your answer is with the reviewer", _answered),
    "reply": Confirmed("Your reply is with the review lead", _replied),
    "withdraw": Confirmed("Withdrawn", _withdrawn),
    "abandon": Confirmed("Recorded as given up", _given_up),
}
