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
    return _has_amount(version) and version.bound in (Bound.RANGE, Bound.UP_TO)


def _has_amount(version: Version) -> bool:
    return version.measure != Measure.WORDS and version.bound != Bound.NONE


def _is_over_years(version: Version) -> bool:
    return version.basis == Basis.TOTAL_OVER_PERIOD


def _read(
    field: str,
    label: str,
    meaning: str,
    turn: int,
    asked: str,
    choices: Options | None = None,
    applies: Callable[[Version], bool] | None = None,
) -> Question:
    """What is read from the words, and asked of whoever wrote them."""
    return Question(
        field,
        label,
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
    Question(
        "programme",
        "Programme",
        Part.GROUNDS,
        "The programme it was stated under.",
        of_published=True,
    ),
    Question(
        "what_changes",
        "What changed",
        Part.APART,
        "What is done differently, for whom and where, in one sentence that a stranger understands.",
        page="what-changed",
        turn=1,
        asked="What changed, in a sentence?",
        to_fill="What changed, in a sentence of up to 300 characters. Needed.",
        gaps=(Gap(1, "Say what changed, in a sentence."),),
    ),
    Question(
        "as_published",
        "How large it is, in the place’s own words",
        Part.APART,
        "The figure in words or in units, as the place writes it itself. Never added to anything.",
        page="what-changed",
        turn=4,
        asked="How large is it, in your own words? (optional)",
        to_fill="How large it is, in your own words. Never added to anything.",
        gaps=(Gap(6, "Say in words or units how large the gain is.", _not_in_money),),
    ),
    _read(
        "measure",
        "What it is measured in",
        "Whether the figure is pounds, a percentage, a number of something, or only words.",
        1,
        "What is it measured in?",
        options.MEASURES,
    ),
    _read(
        "amount_low",
        "Amount, or the lower end of it",
        "The amount in the words; of a range, its smaller end. Empty if not stated.",
        3,
        "Amount, or the lower end of it",
        applies=_has_lower_end,
    ),
    _read(
        "amount_high",
        "Upper end of the amount",
        "Of a range, its larger end; of “up to”, the most it can be. Empty if not stated.",
        4,
        "The upper end of it",
        applies=_has_upper_end,
    ),
    _read(
        "bound",
        "How exact it is",
        "Whether the words give one amount, a range, at least so much, or at most so much.",
        2,
        "How exact is it?",
        options.BOUNDS,
    ),
    _read(
        "basis",
        "What the amount is over",
        "Whether the amount is for one year, for several years together, or for something else.",
        5,
        "What is it over?",
        options.BASES,
    ),
    _read(
        "period_years",
        "Over how many years",
        "Where the amount is for several years together: how many.",
        6,
        "Over how many years?",
        applies=_is_over_years,
    ),
    Question(
        "period_end",
        "Last financial year of the period",
        Part.FIGURE,
        "The financial year the period ends in.",
    ),
    Question(
        "recurrence",
        "Whether it comes every year",
        Part.FIGURE,
        "Whether the saving comes every year.",
    ),
    Question(
        "kind_of_gain",
        "Kind of gain",
        Part.FIGURE,
        "What is gained: money no longer spent, time freed, a cost that does not come. Kinds are never added up.",
        page="what-changed",
        turn=3,
        asked="What kind of gain is it?",
        choices=options.KINDS,
        gaps=(Gap(3, "Choose what kind of gain it is."),),
    ),
    Question(
        "cashability",
        "What the source says of money released",
        Part.FIGURE,
        "What the source says of money released.",
    ),
    _read(
        "gross_or_net",
        "Whether the costs are taken off",
        "Whether the amount is before costs, after them, or a net present value: later years count for less.",
        7,
        "Have the costs been taken off?",
        options.COSTS_OFF,
    ),
    Question(
        "stage",
        "How firm it is",
        Part.FIGURE,
        "How far the saving has come, from a wish to money that shows in the ledger.",
        page="firmness",
        turn=3,
        asked="How firm is it?",
        choices=options.STAGES,
        gaps=(Gap(10, "Say how firm the saving is."),),
    ),
    Question(
        "cost_as_published",
        "Cost in the place’s own words",
        Part.WORDS,
        "The cost in the place’s own words.",
    ),
    Question(
        "who_gains_as_published",
        "Who gains, in the place’s own words",
        Part.WORDS,
        "Who gains, in the place’s own words.",
    ),
    Question(
        "caveat",
        "The place’s own caveat",
        Part.WORDS,
        "What the place says against its own figure.",
    ),
    Question("source_title", "Source", Part.SOURCE, "Where it was published."),
    Question("source_url", "Address of the source", Part.SOURCE, "The address of the source."),
    Question(
        "source_date",
        "Date of the source",
        Part.SOURCE,
        "The date of the source, as the source writes it.",
    ),
    Question(
        "notes",
        "Notes",
        Part.WORDS,
        "Notes on how the words were read.",
        to_fill="Anything that a reader should know.",
    ),
)
