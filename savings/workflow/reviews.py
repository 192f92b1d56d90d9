"""What review actions do: take, ask, decide, hear the place, make a verdict final; and partners on their share.

A function with the name of an action in `actions.ACTIONS` is its effect: called inside the transaction of `perform`,
and by everybody else as a verb (`verbs`).
"""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from pilots.models import User
from pilots.people import is_here, is_tied, places_with
from savings.claims.digests import share_digest
from savings.models import Evidence, PartnerResponse, Question, Reply, Review, Version
from savings.models.choices import State
from savings.review.clock import clock_of
from savings.review.finality import is_heard, lacks_second_reading, may_be_reconsidered
from savings.review.judged import Accepted, Outcomes, Tests
from savings.review.standing_reading import as_they_stand, verdicts_of
from savings.review.working_days import working_days_after
from savings.thresholds import threshold
from totalplace.visible_text import has_words

from .evidence import file_evidence
from .readings import needs_second, read
from .record import IN_HISTORY, Changes
from .refusals import need


def triage(version: Version, *, by: User, is_chosen: bool, because: str, note: str = "") -> Changes:
    """Choose a version for review, or leave it *not yet reviewed* without blame; `because` says how it was chosen."""
    need(because, "Say how it was chosen: above the threshold, or drawn.")
    Review.objects.update_or_create(
        version=version, defaults={"is_chosen": is_chosen, "chosen_because": because}
    )
    chosen = "Chosen" if is_chosen else "Not chosen in this round, so not yet reviewed"
    return {IN_HISTORY: f"{chosen}: {because}"}


def take(version: Version, *, by: User, note: str = "") -> None:
    """The reviewer takes the version and has it from now on."""
    Review.objects.update_or_create(version=version, defaults={"reviewer": by})


def hand_over(version: Version, *, by: User, to: User, note: str = "") -> Changes:
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
    # Let go at this moment, they were waited for until they were gone.
    need(is_here(to), f"{to} has left meanwhile. Choose somebody else.")
    return {IN_HISTORY: f"To {to}."}


def lose_reviewer(version: Version, *, by: User, note: str = "") -> Changes:
    """Whoever has the version has left or may not review it any more, and nobody has been chosen to take it over.

    Their name stays with the review until somebody is: the queue says that another is needed.
    """
    return {IN_HISTORY: "Nobody has been chosen to take it over."}


def ask(version: Version, *, by: User, text: str, note: str = "") -> Changes:
    """A question to the place; the clock stops until it is answered."""
    need(has_words(text), "Write the question.")
    due = working_days_after(timezone.localdate(), int(threshold("answer_days")))
    Question.objects.create(version=version, text=text, asked_by=by, due_on=due)
    return {IN_HISTORY: f"The answer is due by {due:%-d %B %Y}."}


def answer(
    version: Version, *, by: User, text: str, evidence: Iterable[Evidence] = (), note: str = ""
) -> Changes:
    """The place's answer; stored or unsaved `Evidence` may come with it and joins the claim's one list."""
    need(has_words(text), "Write the answer.")
    given = _file(version, evidence, by, "an answer")
    question = version.questions.get(answered_at=None)
    question.evidence.set(given)  # First: what came with an answer is frozen with it.
    question.answer, question.answered_by, question.answered_at = text, by, timezone.now()
    question.save()
    late = timezone.localdate() > question.due_on
    # What the thread does not say in a line: whether it came after its day.
    was_due = [f"It was due by {question.due_on:%-d %B %Y}."] if late else []
    return {IN_HISTORY: " ".join([*_came_with(given), *was_due])}


def decide(
    version: Version,
    *,
    by: User,
    screen: str | None,
    tests: Tests,
    outcomes: Outcomes,
    accepted: Accepted | None = None,
    becomes: Mapping[str, str] | None = None,
    departures: Mapping[str, str] | None = None,
    notes: Mapping[int, str] | None = None,
    note: str = "",
) -> Changes:
    """The reviewer's verdict: see `readings.read` for what it holds. The place may reply until the due date."""
    review = version.review
    counted = read(
        version,
        by=by,
        screen=screen,
        tests=tests,
        outcomes=outcomes,
        accepted=accepted,
        becomes=becomes,
        departures=departures,
        notes=notes,
    )
    review.needs_second_reading = needs_second(version, counted.values())
    review.reply_due_on = working_days_after(timezone.localdate(), int(threshold("reply_days")))
    review.is_reply_waived = False
    review.save()
    return {IN_HISTORY: f"The place may reply until {review.reply_due_on:%-d %B %Y}."}


def second_read(
    version: Version,
    *,
    by: User,
    screen: str | None,
    tests: Tests,
    outcomes: Outcomes,
    accepted: Accepted | None = None,
    becomes: Mapping[str, str] | None = None,
    departures: Mapping[str, str] | None = None,
    notes: Mapping[int, str] | None = None,
    note: str = "",
) -> None:
    """A second reader's verdict, blind to the first."""
    read(
        version,
        by=by,
        screen=screen,
        tests=tests,
        outcomes=outcomes,
        accepted=accepted,
        becomes=becomes,
        departures=departures,
        notes=notes,
        is_second=True,
    )


def reply(
    version: Version, *, by: User, text: str, evidence: Iterable[Evidence] = (), note: str = ""
) -> Changes:
    """The place's reply to the provisional verdict; evidence may come with it, as with an answer."""
    need(has_words(text), "Write the reply.")
    given = _file(version, evidence, by, "a reply")
    said = Reply.objects.create(version=version, text=text, pieces=len(given), by=by)
    said.evidence.set(given)
    return {IN_HISTORY: " ".join(_came_with(given))}


def waive_reply(version: Version, *, by: User, note: str = "") -> None:
    """The place needs no time to reply."""
    Review.objects.filter(version=version).update(is_reply_waived=True)


def reconsider(version: Version, *, by: User, note: str = "") -> None:
    """The review lead sends the version back to its reviewer: after a reply, or where two readers differ."""
    need(
        may_be_reconsidered(version),
        "It goes back to its reviewer after the place’s reply, or where a second reading differs. Neither is there.",
    )
    need(note, "Say why the verdict is reconsidered.")


def finalise(version: Version, *, by: User, note: str = "") -> Changes:
    """Make the standing verdict final, once the place has been heard and the rule on second readings is kept."""
    standing = as_they_stand(version.readings.all()).standing
    need(
        is_heard(version, timezone.localdate()),
        f"The place may reply until {version.review.reply_due_on:%-d %B %Y}, unless its finance officer says"
        " that no reply will come.",
    )
    need(
        not Version.objects.filter(lacks_second_reading(), pk=version.pk).exists(),
        "This verdict needs a second reading first. Another reviewer with no tie to the place can give it.",
    )
    days = clock_of(version, timezone.localdate())
    given, counted = leading_verdict(verdicts_of(standing))
    return {
        "verdict": given,
        "counted_verdict": counted,
        "days_with_treasury": days.treasury,
        "days_with_place": days.place,
    }


def leading_verdict(by_state: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """A claim's verdict: that on what is actual, else on what is forecast, else on what is planned."""
    states = (State.ACTUAL, State.FORECAST, State.PLAN)
    return next(by_state[state] for state in states if state in by_state)


def agree(version: Version, *, by: User, note: str = "") -> None:
    """A partner agrees its own share."""
    _respond(version, by, is_agreed=True, words=note)


def dispute(
    version: Version, *, by: User, evidence: Iterable[Evidence] = (), note: str = ""
) -> Changes:
    """A partner disputes its own share, in words that stand beside the figure; new evidence may come with them."""
    need(note, "Say what is wrong with your share. It is shown beside the figure.")
    given = list(evidence)
    # What the place holds is its own: a partner that named it by its key would come to see it.
    need(all(item.pk is None for item in given), "Only new files can come with a dispute.")
    given = _file(version, given, by, "a dispute")
    _respond(version, by, is_agreed=False, words=note, given=given)
    return {IN_HISTORY: " ".join(_came_with(given))}


def _file(version: Version, evidence: Iterable[Evidence], by: User, what: str) -> list[Evidence]:
    """What comes with the words of a place or of a partner, now evidence of the place."""
    given = [file_evidence(item, place=version.claim.place, by=by) for item in evidence]
    need(
        all(item.place_id == version.claim.place_id for item in given),
        f"Evidence of another place cannot come with {what}.",
    )
    return given


def _came_with(evidence: Sequence[Evidence]) -> list[str]:
    """How much came along, for the history."""
    number = len(evidence)
    return [f"With {number} piece{'s' if number > 1 else ''} of evidence."] if number else []


def _respond(
    version: Version,
    by: User,
    *,
    is_agreed: bool,
    words: str,
    given: Sequence[Evidence] = (),
) -> None:
    mine = places_with(by, "savings.respond_to_share").filter(place=version.claim.place)
    figures = list(version.figures.all())
    for membership in mine.select_related("organisation"):
        said = PartnerResponse.objects.create(
            version=version,
            organisation=membership.organisation,
            is_agreed=is_agreed,
            words=words,
            pieces=len(given),
            share_digest=share_digest(version, figures, membership.organisation_id),
            by=by,
        )
        said.evidence.set(given)
