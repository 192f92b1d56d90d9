"""What a claim states in its headline, a row for each: its figure in the place's own words, and what they mean."""

from collections.abc import Callable

from savings.models import Version
from savings.models.choices import Basis, Bound, Measure

from . import headlines, options
from .draft_facts import DraftFacts
from .options import Options
from .question_row import Gap, Part, Question


def _not_in_money(facts: DraftFacts) -> bool:
    return not facts.in_money


def _has_words_of_pounds(facts: DraftFacts) -> bool:
    return headlines.is_asked(facts.version)


def _has_lower_end(version: Version) -> bool:
    return _has_amount(version) and version.bound != Bound.UP_TO


def _has_upper_end(version: Version) -> bool:
    return _has_amount(version) and version.bound != Bound.AT_LEAST


def _has_amount(version: Version) -> bool:
    return version.measure != Measure.WORDS and version.bound != Bound.NONE


def _is_over_years(version: Version) -> bool:
    return version.basis == Basis.TOTAL_OVER_PERIOD


def _read(
    field: str,
    meaning: str,
    turn: int,
    asked: str,
    choices: Options | None = None,
    applies: Callable[[Version], bool] | None = None,
) -> Question:
    """What is read from the words, and asked of whoever wrote them."""
    return Question(
        field,
        Part.FIGURE,
        meaning,
        page="headline",
        turn=turn,
        asked=asked,
        choices=choices or {},
        asks=_has_words_of_pounds,
        applies=applies,
    )


HEADLINE_QUESTIONS = (
    Question("programme", Part.GROUNDS, "The programme it was stated under.", of_published=True),
    Question(
        "what_changes",
        Part.APART,
        "What changes, in a sentence.",
        page="what-changed",
        turn=1,
        asked="What changed, in a sentence?",
        to_fill="What changed, in a sentence of up to 300 characters. Needed.",
        gaps=(Gap(1, "Say what changed, in a sentence."),),
    ),
    Question(
        "as_published",
        Part.APART,
        "How large the saving is, as the place writes it. Never added to anything.",
        page="what-changed",
        turn=4,
        asked="How large is it, in your own words? (optional)",
        to_fill="How large it is, in your own words. Never added to anything.",
        gaps=(Gap(6, "Say in words or units how large the gain is.", _not_in_money),),
    ),
    _read(
        "measure", "What the figure is measured in.", 1, "What is it measured in?", options.MEASURES
    ),
    _read(
        "amount_low",
        "The lower end of the figure; empty if not stated.",
        3,
        "Amount, or the lower end of it",
        applies=_has_lower_end,
    ),
    _read(
        "amount_high",
        "The upper end of the figure; empty if not stated.",
        4,
        "The upper end of it",
        applies=_has_upper_end,
    ),
    _read("bound", "How the words limit the figure.", 2, "How exact is it?", options.BOUNDS),
    _read(
        "basis",
        "What the figure is over: a year, a period, a share.",
        5,
        "What is it over?",
        options.BASES,
    ),
    _read(
        "period_years",
        "How many years the figure is over.",
        6,
        "Over how many years?",
        applies=_is_over_years,
    ),
    Question("period_end", Part.FIGURE, "The financial year the period ends in."),
    Question("recurrence", Part.FIGURE, "Whether the saving comes every year."),
    Question(
        "kind_of_gain",
        Part.FIGURE,
        "What kind of gain it is.",
        page="what-changed",
        turn=3,
        asked="What kind of gain is it?",
        choices=options.KINDS,
        gaps=(Gap(3, "Choose what kind of gain it is."),),
    ),
    Question("cashability", Part.FIGURE, "What the source says of money released."),
    _read(
        "gross_or_net",
        "Whether costs have been taken off, or it is a net present value.",
        7,
        "Have the costs been taken off?",
        options.COSTS_OFF,
    ),
    Question(
        "stage",
        Part.FIGURE,
        "How far the saving has come.",
        page="firmness",
        turn=3,
        asked="How firm is it?",
        choices=options.STAGES,
        gaps=(Gap(10, "Say how firm the saving is."),),
    ),
    Question("cost_as_published", Part.WORDS, "The cost in the place’s own words."),
    Question("who_gains_as_published", Part.WORDS, "Who gains, in the place’s own words."),
    Question("caveat", Part.WORDS, "What the place says against its own figure."),
    Question("source_title", Part.SOURCE, "Where it was published."),
    Question("source_url", Part.SOURCE, "The address of the source."),
    Question("source_date", Part.SOURCE, "The date of the source, as the source writes it."),
    Question(
        "notes",
        Part.WORDS,
        "Notes on how the words were read.",
        to_fill="Anything that a reader should know.",
    ),
)
