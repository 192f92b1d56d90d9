"""What stands between a draft and its sign-off (docs/method/fields.md §4), each in the officer's words.

A draft may be stored with any of these; only `ask_sign_off` and `submit` need none of them. What must be
said of a plan is docs/method/rules.md §R19.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from savings.models import Version
from savings.models.choices import Line, SignsAs, Stage, YearAmounts

from .draft_facts import DraftFacts
from .missing_cells import missing_cells
from .plan_problems import plan_problems
from .question_row import Gap
from .questions import QUESTIONS, Table


@dataclass(frozen=True)
class Problem:
    """One thing to mend, and the step of the fourteen where to mend it; `field`: the answer that others contradict."""

    step: int
    message: str
    field: str = ""

    def __str__(self) -> str:
        return self.message


def problems(version: Version, today: date) -> list[Problem]:
    """Everything that is missing or cannot be, in the order of the steps. `today` decides which years have begun."""
    facts = DraftFacts(version, today)
    unsaid = list(gaps(facts))
    found = [
        *_broken(_OF_THE_FIGURES, facts),
        *(Problem(_STEPS[line], words) for line, words in missing_cells(facts)),
        *(Problem(gap.step, gap.words) for gap in unsaid if not gap.is_last),
        *_broken(_RULES, facts),
        *(Problem(6, message) for message in plan_problems(version, facts.figures)),
        *(Problem(gap.step, gap.words) for gap in unsaid if gap.is_last),
    ]
    return sorted(found, key=lambda problem: problem.step)


def contradictions(version: Version, today: date) -> list[Problem]:
    """Of the problems, those that are said at an answer which others contradict."""
    return [problem for problem in problems(version, today) if problem.field]


def is_large(version: Version) -> bool:
    """Whether a year's saving reaches the threshold from which a claim is asked more (docs/method/fields.md §3)."""
    return DraftFacts(version, date.max).is_large


def is_small(version: Version) -> bool:
    """Whether every year's saving is stated and below the threshold under which a claim is asked less."""
    return DraftFacts(version, date.max).is_small


def is_asked_whose_budget_falls(version: Version) -> bool:
    """Whether the claim is asked where else it is counted, and which budget is lower by it."""
    return DraftFacts(version, date.max).is_asked_whose_budget_falls()


def signature_refused(version: Version, signs_as: str) -> str:
    """Why the version cannot be signed off by somebody who signs as `signs_as`; empty where it can."""
    if signs_as == SignsAs.SECTION_151 or not is_large(version):
        return ""
    return (
        "A claim as large as this is signed off by the section 151 officer, or on their behalf. If you sign as one of "
        "these, choose it under “You sign as”. If not, ask the section 151 officer to sign it off."
    )


def largest_saving(version: Version) -> Decimal:
    """The largest saving of one year, in pounds: what a claim's size is, wherever a rule turns on size."""
    return DraftFacts(version, date.max).largest


def gaps(facts: DraftFacts, table: Table = QUESTIONS) -> Iterator[Gap]:
    """What is to be said of the answers that are not stated."""
    for question in table:
        if not question.is_stated(facts.version):
            yield from (gap for gap in question.gaps if gap.when(facts))


_STEPS = {Line.SAVING: 6, Line.ONE_OFF_COST: 7, Line.RUNNING_COST: 8}

# The step, when it is broken, what to say, and the answer at which it is said, where it is one of a page.
_Rule = tuple[int, Callable[[DraftFacts], bool], str, str]


def _broken(rules: list[_Rule], facts: DraftFacts) -> Iterator[Problem]:
    return (
        Problem(step, words, field) for step, is_broken, words, field in rules if is_broken(facts)
    )


# In their steps these come before the answers that are missing.
_OF_THE_FIGURES: list[_Rule] = [
    (6, lambda f: f.is_without_savings(), "Enter the saving for each year.", ""),
    (
        6,
        lambda f: f.saves_more_than_is_spent(),
        "The saving is more than the spending it comes from.",
        "",
    ),
    (
        6,
        lambda f: not f.in_money and bool(f.figures),
        "A gain that is not in money has no amounts in pounds. Take them out, or change the kind of gain.",
        "",
    ),
    (
        6,
        lambda f: f.has_figures_without_kind(),
        "Some figures do not state their kind of gain, as the claim does. Enter them in the table of that kind.",
        "",
    ),
    (
        7,
        lambda f: f.is_without_savings(),
        "Enter the one-off cost. If it cost nothing, enter 0.",
        "",
    ),
    (
        8,
        lambda f: f.is_without_savings(),
        "Enter the extra running cost. If it cost nothing, enter 0.",
        "",
    ),
]

_ENTER_EACH_YEAR = (
    "Enter the saving of each year by itself on the page “Savings and costs, year by year”, or have it worked out on "
    "the page “What the amounts of the years are”."
)

# What turns on several answers, or on figures and evidence beside them; what turns on one is in its row of `QUESTIONS`.
_RULES: list[_Rule] = [
    (
        5,
        lambda f: f.baseline_is_too_late(),
        "The saving starts before the year it is compared with. Check both years.",
        "baseline_year",
    ),
    (
        5,
        lambda f: f.lacks_reason_for_its_baseline(),
        "What the saving is compared with is not what was submitted before. Say why it was changed.",
        "",
    ),
    (
        6,
        lambda f: f.has_actual_not_begun(),
        "A year that has not started cannot have actual figures: enter them as a forecast.",
        "",
    ),
    (
        9,
        lambda f: f.ends_before_its_savings(),
        "Savings are stated after the year in which it ends. Give a later year, or take those savings out.",
        "last_year",
    ),
    (
        10,
        lambda f: f.says_too_soon_it_will_not_change(),
        "A forecast can still change. Choose “may change”, or enter actual figures of years that have ended.",
        "maturity",
    ),
    (
        10,
        lambda f: f.is_called_delivered_too_soon(),
        "A forecast is not in the ledger yet. Enter the actual figures, or choose another answer.",
        "stage",
    ),
    (
        10,
        lambda f: f.version.stage == Stage.SIGNED and not f.has_document(),
        "Signed means a document backs it. Add the contract or another document as evidence.",
        "",
    ),
    (11, lambda f: f.is_cashable and not f.evidence, "Add at least one piece of evidence.", ""),
    (
        11,
        lambda f: f.is_cashable and f.is_large and f.has_one_piece_of_evidence(),
        "Add a second piece of evidence, not the same one again: it is needed for a saving this large.",
        "",
    ),
    (
        11,
        lambda f: bool(f.actual) and not f.has_proof(),
        "Add the ledger reference or a file for the actual figures.",
        "",
    ),
    (
        12,
        lambda f: f.version.has_other_bodies is False and f.has_figures_of_others(),
        "Another organisation has figures. Say that somebody else pays or gains, or take those figures out.",
        "has_other_bodies",
    ),
    (
        12,
        lambda f: f.says_others_without_a_name(),
        "Say which organisation pays or gains: give its share, or its amounts for each year.",
        "",
    ),
    (
        15,
        lambda f: f.version.years_are == YearAmounts.RUNNING_TOTAL,
        f"The amounts are running totals, and would be counted several times. {_ENTER_EACH_YEAR}",
        "",
    ),
    (
        15,
        lambda f: f.version.years_are == YearAmounts.NEW_IN_YEAR,
        "The amounts are only what is new in each year, and leave out what goes on being saved. "
        + _ENTER_EACH_YEAR,
        "",
    ),
    (
        16,
        lambda f: f.lacks_lower_end(),
        "Your figure has no amount, or lower end. Enter it, or change how exact it is.",
        "amount_low",
    ),
    (
        16,
        lambda f: f.lacks_upper_end(),
        "Your figure has no upper end. Enter it, or change how exact it is.",
        "amount_high",
    ),
]
