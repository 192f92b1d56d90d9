"""All that the page of one version shows, for one person: what it says, what backs it, what became of it."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from savings.access import Sight
from savings.claims import grid, hardness, history, statements
from savings.claims.asked import sent_back_among
from savings.claims.cash_trace import NOT_TRACED, cash_trace
from savings.claims.comparison import nothing_has_changed
from savings.claims.counted_for import in_words
from savings.claims.held_against import HeldAgainst, held_against, saving_years, vintages_for
from savings.claims.partners_words import latest_words
from savings.claims.rounds import every_round
from savings.claims.use_conditions import IN_WORDS
from savings.delivery.abandonment import (
    abandonment_of,
    first_year_without,
    without_given_up,
)
from savings.doubts.shown_overlaps import Overlaps, Shown, overlaps_of
from savings.evidence.cited import evidence_list, questions_of, said_with_evidence
from savings.models import (
    AcceptedFigure,
    Event,
    Figure,
    Question,
    Round,
    Version,
)
from savings.models.choices import STANDING, Status
from savings.review import owing_words
from savings.review.clock import Clock, clock_of
from savings.totals.by_round import ByRound, by_round, opened
from savings.workflow import available, may_mark

from .action_links import action_links, main_action
from .appraisal import appraisal_of
from .delivery import delivery
from .own_words import own_words, share_is_asked
from .verdict import earlier_verdict_of, review_of
from .version_facts import work_out

Read = TypeVar("Read", bound=Version)
_FIGURES = Prefetch("figures", Figure.objects.select_related("organisation").order_by("year", "pk"))


@dataclass(frozen=True)
class Done:
    """One event in words."""

    event: Event
    words: str


def read_whole(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The versions with all that is stored of one and shown: read once, and handed down."""
    return read_joined(versions).prefetch_related(_FIGURES)


def read_joined(versions: QuerySet[Read]) -> QuerySet[Read]:
    """The same but for the figures, which `claim_page` reads: where one of several is shown."""
    return versions.select_related(
        "claim__place",
        "theme",
        "lead",
        "frozen_by",
        "time_taken",
        "review__reviewer",
        "abandonment",
    )


def claim_page(sight: Sight) -> dict:
    """The context of the page of a version of `read_joined`, for who has `sight` of it."""
    work_out(sight.version)
    prefetch_related_objects([sight.version], _FIGURES)
    version, questions, events = sight.version, questions_of(sight), _events(sight)
    review = review_of(sight, questions)
    responses = latest_words(version)
    prefetch_related_objects([one for one in responses if one.pieces], "evidence")
    figures = list(version.figures.all())
    expected = without_given_up(figures, version)
    found = vintages_for(version, figures)
    rounds = every_round()
    return {
        "version": version,
        "claim": version.claim,
        "practice": version.claim.place.is_practice,
        "versions": sight.versions,
        "version_rows": [(one, in_words(one, rounds)) for one in sight.versions],
        "counted_for": in_words(version, rounds),
        "current": sight.versions[0],
        **_actions(sight),
        "sent_back": _sent_back(sight, events),
        "minutes": _minutes(sight),
        **_statements(version, held_against(version, saving_years(figures), found)),
        **_hardness(version),
        **_figures(figures),
        "delivery": delivery(version, version.tolerance),  # type: ignore[attr-defined]  # Of `work_out`.
        "cash_is_not_traced": cash_trace(version, figures) == NOT_TRACED,
        "appraisal": appraisal_of(sight, expected, _among(expected, review["accepted"]), found),
        **_given_up(version),
        "overlaps": _overlaps(sight),
        "cited": evidence_list(version, questions, said_with_evidence(sight)),
        **_condition(version),
        "responses": responses,
        "disputes": [response for response in responses if not response.is_agreed],
        **review,
        **earlier_verdict_of(sight),
        **_turn(sight, questions, events),
        "by_round": _by_round(sight, rounds),
        "history": _history(events, rounds),
    }


def _actions(sight: Sight) -> dict:
    """What the person may do next: what waits for them as the button, the rest as links."""
    links, said = action_links(sight, available(sight.version, sight.user)), own_words(sight)
    main = main_action(sight, links, share_is_asked=share_is_asked(sight, said))
    return {
        "main_action": main,
        "links": [link for link in links if link != main],
        "own_words": said,
        "nothing_has_changed": _nothing_has_changed(sight),
    }


def _nothing_has_changed(sight: Sight) -> str:
    """That a draft says what stands already: for its own place, which alone can do something about it."""
    is_theirs = sight.is_own and sight.version.status == Status.DRAFT
    return nothing_has_changed(sight.version) if is_theirs else ""


def _sent_back(sight: Sight, events: list[Event]) -> Event | None:
    """That a draft was sent back, and why: for its own place, which alone sees who said what of a draft."""
    version = sight.version
    if not sight.is_own or version.status != Status.DRAFT:
        return None
    return sent_back_among(event for event in events if event.version_id == version.pk)


def _minutes(sight: Sight) -> int | None:
    """What stating the version took, in minutes begun: for its own place to know."""
    if not (sight.is_own and hasattr(sight.version, "time_taken")):
        return None
    return -(-sight.version.time_taken.seconds // 60)


def _statements(version: Version, held: HeldAgainst | None) -> dict:
    grounds = statements.GROUNDS_OF_PUBLISHED if version.is_published else statements.GROUNDS
    return {
        "figure_statements": statements.statements_shown(version, statements.FIGURE),
        "words_statements": statements.statements_shown(version, statements.IN_THE_PLACES_WORDS),
        "ground_statements": [
            *statements.statements_shown(version, grounds),
            *statements.held_statement(held),
        ],
        "source_statements": statements.statements_shown(version, statements.SOURCE),
    }


def _hardness(version: Version) -> dict:
    level = hardness.hardness_of(version)
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


def _among(figures: list[Figure], accepted: list[AcceptedFigure]) -> list[AcceptedFigure]:
    """What is accepted of these figures, and of no others."""
    keys = {figure.pk for figure in figures}
    return [item for item in accepted if item.figure_id in keys]


def _given_up(version: Version) -> dict:
    return {"given_up": abandonment_of(version), "expected_until": first_year_without(version)}


def _overlaps(sight: Sight) -> Overlaps:
    """What may be the same money is between the place and its reviewers, as the review is."""
    if not sight.follows_review:
        return Overlaps()
    found = overlaps_of(sight.version, sight.user)
    shown = [replace(each, href=_marked_at(sight, each)) for each in found.shown]
    return replace(found, shown=shown)


def _marked_at(sight: Sight, overlap: Shown) -> str:
    """Where the person says whether it is the same money; empty where they may not."""
    ours, theirs = sight.version, overlap.version
    is_asked = overlap.kept and ours.status in STANDING
    if not is_asked or not may_mark(sight.user, ours, theirs):
        return ""
    return reverse("savings:review_overlap", args=[ours.claim.reference, theirs.claim.reference])


def _condition(version: Version) -> dict:
    claim = version.claim
    return {
        "condition_words": IN_WORDS[claim.use_condition],
        "condition_changes": claim.condition_changes.select_related("by").order_by("-pk"),
    }


def _turn(sight: Sight, questions: list[Question], events: list[Event]) -> dict:
    """Whose turn it is, and for how long it has been whose: for who follows the review."""
    version = sight.version
    if not sight.follows_review:
        return {"owed": "", "clock": None}
    version.open_questions = [  # type: ignore[attr-defined]  # As `with_open_questions` does.
        question
        for question in questions
        if question.version_id == version.pk and not question.answered_at
    ]
    return {"owed": _owed(sight), "clock": _clock(version, events)}


def _owed(sight: Sight) -> str:
    """Who has to do something now, in words for the side that the person is on."""
    version, today = sight.version, timezone.localdate()
    for_place = owing_words.to_the_place(version, today)
    if sight.is_own or not for_place:
        return for_place
    return str(owing_words.to_the_treasury(version, sight.user, today))


def _clock(version: Version, events: list[Event]) -> Clock | None:
    if not hasattr(version, "review"):
        return None
    own = [event for event in events if event.version_id == version.pk]
    return clock_of(version, timezone.localdate(), own)


def _events(sight: Sight) -> list[Event]:
    """All that happened to the claim, oldest first."""
    events: list[Event] = [*sight.all_events().select_related("by").order_by("pk")]
    for event in events:
        event.version = sight.known(event.version_id)
    return events


def _by_round(sight: Sight, rounds: list[Round]) -> list[ByRound]:
    """What the claim said in each round, as far as the person sees its versions."""
    versions = Version.objects.filter(pk__in=[one.pk for one in sight.versions])
    today = timezone.localdate()
    found = by_round(versions, Figure.objects.all(), opened(rounds, today), today)
    return found.get(sight.version.claim.place_id, [])


def _history(events: list[Event], rounds: list[Round]) -> list[Done]:
    """What the person is told, the latest first; a run of changes to the draft by one person is one line."""
    told = [
        event
        for event in reversed(events)
        if event.is_told  # type: ignore[attr-defined]  # Of `all_events`.
    ]
    runs = [list(run) for _key, run in groupby(told, key=_run)]
    return [
        Done(run[0], history.in_words(run[0].action) + _times(run) + _round(run[0], rounds))
        for run in runs
    ]


def _round(event: Event, rounds: list[Round]) -> str:
    """For which round a submission counts."""
    words = in_words(event.version, rounds) if event.action == "submit" else ""
    return f", {words}" if words else ""


def _run(event: Event) -> tuple:
    """Alike for what is told as one: other events than edits, and edits with a note of their own, stand alone."""
    is_plain_edit = event.action == "edit" and not event.note
    return (event.version_id, event.by_id, "edit") if is_plain_edit else (event.pk,)


def _times(run: list[Event]) -> str:
    return f" ({len(run)} times)" if len(run) > 1 else ""
