"""All that the page of one version shows, for one person: what it says, what backs it, what became of it."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from pilots.models import User
from savings import access
from savings.claims import grid, hardness, history, statements
from savings.claims.partners_words import latest_words
from savings.claims.use_conditions import IN_WORDS
from savings.doubts.overlaps import Overlaps, overlaps_of
from savings.evidence.cited import evidence_list
from savings.models import AcceptedFigure, Event, Figure, Reading, TimeTaken, Version
from savings.models.choices import Reason
from savings.review.clock import Clock, clock, who_owes
from savings.review.owing import owed_on
from savings.workflow import available

from .appraisal import appraisal_of
from .delivery import delivery
from .thread import thread

# A verdict is given on the reading page; every other action has a page of its own.
WITH_A_PAGE = (
    "take",
    "ask",
    "hand_over",
    "triage",
    "reconsider",
    "finalise",
    "ask_sign_off",
    "submit",
    "answer",
    "reply",
    "waive_reply",
    "agree",
    "dispute",
    "confirm",
    "revise",
    "adopt",
    "set_condition",
    "discard",
    "withdraw",
)


@dataclass(frozen=True)
class Done:
    """One event in words."""

    event: Event
    words: str


def claim_page(version: Version, user: User) -> dict:
    """The context of the page of `version`, which has its facts from `with_hardness` and may be seen by `user`."""
    versions = access.all_visible_to(user).filter(claim=version.claim_id).order_by("-number")
    in_order = Figure.objects.select_related("organisation").order_by("year", "pk")
    prefetch_related_objects([version], Prefetch("figures", in_order))
    responses = latest_words(version)
    figures = list(version.figures.all())
    return {
        "version": version,
        "claim": version.claim,
        "practice": version.claim.place.is_practice,
        "versions": versions,
        "current": versions[0],
        **_actions(version, user),
        "minutes": _minutes(version, user),
        **_statements(version),
        **_hardness(version),
        **_figures(figures),
        "delivery": delivery(version),
        "appraisal": appraisal_of(version, user, figures),
        "overlaps": _overlaps(version, user),
        "cited": evidence_list(version, user),
        **_condition(version),
        "responses": responses,
        "disputes": [response for response in responses if not response.is_agreed],
        **_review(version, user),
        "history": _history(version, user),
    }


def _actions(version: Version, user: User) -> dict:
    """What the person may do next, each on a page of its own."""
    offered = available(version, user)
    return {
        "buttons": [action for action in offered if action.name in WITH_A_PAGE],
        "may_edit": any(action.name == "edit" for action in offered),
        "may_read": access.open_to_review_by(user).filter(pk=version.pk).exists(),
    }


def _minutes(version: Version, user: User) -> int | None:
    """What stating the version took, in minutes begun: for its own place to know."""
    taken = TimeTaken.objects.filter(version=version, version__in=access.own_versions(user)).first()
    return -(-taken.seconds // 60) if taken else None


def _statements(version: Version) -> dict:
    grounds = statements.GROUNDS_OF_PUBLISHED if version.is_published else statements.GROUNDS
    return {
        "figure_statements": statements.statements_shown(version, statements.FIGURE),
        "words_statements": statements.statements_shown(version, statements.IN_THE_PLACES_WORDS),
        "ground_statements": statements.statements_shown(version, grounds),
        "source_statements": statements.statements_shown(version, statements.SOURCE),
    }


def _hardness(version: Version) -> dict:
    level = version.hardness
    return {
        "hardness_label": hardness.LABELS[level],
        "hardness_meaning": hardness.MEANINGS[level],
        "missing": hardness.missing(version),
    }


def _figures(figures: list[Figure]) -> dict:
    return {
        "blocks": grid.blocks(figures),
        "noted_figures": [figure for figure in figures if figure.full_note],
    }


def _overlaps(version: Version, user: User) -> Overlaps:
    """What may be the same money is between the place and its reviewers, as the review is."""
    if access.may_see_review(user, version):
        return overlaps_of(version, user)
    return Overlaps([], 0)


def _condition(version: Version) -> dict:
    claim = version.claim
    return {
        "condition_words": IN_WORDS[claim.use_condition],
        "condition_changes": claim.condition_changes.select_related("by").order_by("-pk"),
    }


def _review(version: Version, user: User) -> dict:
    seen = access.readings_visible_to(user, version).select_related("reader").order_by("-pk")
    readings = list(seen)
    reading = next((reading for reading in readings if not reading.is_second), None)
    in_confidence = access.may_see_review(user, version)
    replies = access.all_replies_visible_to(user).filter(version=version)
    return {
        "reading": reading,
        "outcomes": _outcomes(reading) if reading else [],
        "accepted": _accepted(reading) if reading else [],
        "may_read_second": access.reads_blind(user, version),
        "second_readings": [(second, _outcomes(second)) for second in _seconds(readings, reading)],
        "thread": thread(version.claim, user) if in_confidence else [],
        "owed": _owed(version, user) if in_confidence else "",
        "clock": _clock(version) if in_confidence and hasattr(version, "review") else None,
        "replies": replies.select_related("by").order_by("pk"),
    }


def _owed(version: Version, user: User) -> str:
    """Who has to do something now, in words for the side that the person is on."""
    today = timezone.localdate()
    for_place = who_owes(version, today)
    if for_place is None:
        return ""
    is_own = access.own_versions(user).filter(pk=version.pk).exists()
    return for_place.words if is_own else str(owed_on(version, user, today))


def _clock(version: Version) -> Clock:
    events = version.events.order_by("pk")
    due = version.review.reply_due_on
    return clock(events, timezone.localdate(), reply_due_on=due)


def verdict_of(version: Version, user: User) -> dict:
    """The verdict that stands on a version, all that was said of it, and until when the place may reply."""
    return _review(version, user) | {"reply_due_on": version.review.reply_due_on}


def _seconds(readings: list[Reading], first: Reading | None) -> list[Reading]:
    """The second readings of what `first` read; those of a verdict reconsidered since are history."""
    return [r for r in readings if first and r.is_second and r.pk > first.pk]


def _outcomes(reading: Reading) -> list[tuple]:
    labels = dict(Reason.choices)
    return [
        (outcome, [labels[code] for code in outcome.reason_codes.split()])
        for outcome in reading.outcomes.order_by("pk")
    ]


def _accepted(reading: Reading) -> list[AcceptedFigure]:
    figures = reading.accepted_figures.select_related("figure__organisation")
    return list(figures.order_by("figure__year", "figure__pk"))


def _history(version: Version, user: User) -> list[Done]:
    """What happened, the latest first; a run of changes to the draft by one person is one line."""
    events = access.events_visible_to(user, version).select_related("version", "by").order_by("-pk")
    runs = [list(run) for _key, run in groupby(events, key=_run)]
    return [Done(run[0], history.in_words(run[0].action) + _times(run)) for run in runs]


def _run(event: Event) -> tuple:
    """Alike for what is told as one: other events than edits, and edits with a note of their own, stand alone."""
    is_plain_edit = event.action == "edit" and not event.note
    return (event.version_id, event.by_id, "edit") if is_plain_edit else (event.pk,)


def _times(run: list[Event]) -> str:
    return f" ({len(run)} times)" if len(run) > 1 else ""
