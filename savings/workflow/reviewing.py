"""What review actions do: take, ask, decide, hear the place, make a verdict final; and partners on their share.

Each function is the effect of one action in `actions.ACTIONS`; it is called inside the transaction of `perform`.
"""

from datetime import timedelta

from django.utils import timezone

from pilots.people import is_tied, places_with
from savings.digests import share_digest
from savings.models import PartnerResponse, Question, Reply, Review
from savings.models.choices import State
from savings.thresholds import threshold

from .readings import read
from .refusals import need


def triage(version, *, by, is_chosen, because, note=""):
    """Choose a version for review, or leave it *not yet reviewed* without blame; `because` says how it was chosen."""
    need(because, "Say how it was chosen: above the threshold, or drawn.")
    Review.objects.update_or_create(
        version=version, defaults={"is_chosen": is_chosen, "chosen_because": because}
    )


def take(version, *, by, note=""):
    """The reviewer takes the version and has it from now on."""
    Review.objects.update_or_create(version=version, defaults={"reviewer": by})


def hand_over(version, *, by, to, note=""):
    """Another reviewer has the version from now on."""
    need(
        to.is_active and to.has_perm("savings.review_claim"),
        f"{to} is not a reviewer. Choose somebody who is.",
    )
    need(
        not is_tied(to, version.claim.place),
        f"{to} has a tie to {version.claim.place}. Choose a reviewer with none.",
    )
    Review.objects.update_or_create(version=version, defaults={"reviewer": to})


def ask(version, *, by, text, note=""):
    """A question to the place; the clock stops until it is answered."""
    need(text.strip(), "Write the question.")
    due = working_days_after(timezone.localdate(), int(threshold("answer_days")))
    Question.objects.create(version=version, text=text, asked_by=by, due_on=due)


def answer(version, *, by, text, evidence=(), note=""):
    """The place's answer; evidence may come with it and joins the claim's one list."""
    need(text.strip(), "Write the answer.")
    need(
        all(item.place_id == version.claim.place_id for item in evidence),
        "Evidence of another place cannot come with an answer.",
    )
    question = version.questions.get(answered_at=None)
    question.answer, question.answered_by, question.answered_at = text, by, timezone.now()
    question.save()
    question.evidence.set(evidence)


def decide(version, *, by, screen, tests, outcomes, accepted=None, note=""):
    """The reviewer's verdict: see `readings.read` for what it holds. The place may reply until the due date."""
    reading = read(version, by=by, screen=screen, tests=tests, outcomes=outcomes, accepted=accepted)
    review = version.review
    review.reply_due_on = working_days_after(timezone.localdate(), int(threshold("reply_days")))
    review.is_reply_waived = False
    review.needs_second_reading = reading.needs_second
    review.save()


def second_read(version, *, by, screen, tests, outcomes, accepted=None, note=""):
    """A second reader's verdict, blind to the first."""
    read(
        version,
        by=by,
        screen=screen,
        tests=tests,
        outcomes=outcomes,
        accepted=accepted,
        is_second=True,
    )


def reply(version, *, by, text, note=""):
    """The place's reply to the provisional verdict."""
    need(text.strip(), "Write the reply.")
    Reply.objects.create(version=version, text=text, by=by)


def waive_reply(version, *, by, note=""):
    """The place needs no time to reply."""
    Review.objects.filter(version=version).update(is_reply_waived=True)


def reconsider(version, *, by, note=""):
    """The review lead sends the version back to its reviewer after the reply."""
    need(note, "Say why the verdict is reconsidered.")


def finalise(version, *, by, note=""):
    """Make the standing verdict final, once the place has been heard and the rule on second readings is kept."""
    review = version.review
    window_passed = review.reply_due_on is not None and timezone.localdate() > review.reply_due_on
    need(
        window_passed or review.is_reply_waived or version.replies.exists(),
        f"The place may reply until {review.reply_due_on:%-d %B %Y}, unless its finance officer says"
        " that no reply will come.",
    )
    first = version.readings.filter(is_second=False).latest("pk")
    need(
        not review.needs_second_reading
        or version.readings.filter(is_second=True, pk__gt=first.pk).exists(),
        "This verdict needs a second reading first. Another reviewer with no tie to the place can give it.",
    )
    by_state = dict(first.outcomes.values_list("state", "verdict"))
    states = (State.ACTUAL, State.FORECAST, State.PLAN)
    return {"verdict": next(by_state[state] for state in states if state in by_state)}


def agree(version, *, by, note=""):
    """A partner agrees its own share."""
    _respond(version, by, is_agreed=True, words=note)


def dispute(version, *, by, note=""):
    """A partner disputes its own share, in words that stand beside the figure."""
    need(note, "Say what is wrong with your share. It is shown beside the figure.")
    _respond(version, by, is_agreed=False, words=note)


def working_days_after(day, days):
    """The date that many working days (Monday to Friday) after `day`. Bank holidays are not counted out."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _respond(version, by, *, is_agreed, words):
    mine = places_with(by, "savings.respond_to_share").filter(place=version.claim.place)
    for membership in mine.select_related("organisation"):
        PartnerResponse.objects.create(
            version=version,
            organisation=membership.organisation,
            is_agreed=is_agreed,
            words=words,
            share_digest=share_digest(version, membership.organisation),
            by=by,
        )
