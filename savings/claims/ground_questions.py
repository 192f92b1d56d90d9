"""What a claim states beside its headline, a row for each: what it rests on, how long it lasts, who else is in it."""

from pilots.models import Theme
from savings.models import Version
from savings.models.choices import KindOfGain, Maturity, PriceBasis, Transferability

from . import options
from .budget_questions import BUDGET_QUESTIONS
from .draft_facts import DraftFacts
from .question_row import Gap, Part, Question

# Said wherever a service is asked for on a site that has none: `load_reference_data` has not been run.
NO_SERVICES = (
    "There is no service to choose yet. Ask your administrator to load the services; you can fill in the rest "
    "meanwhile."
)


def _in_money(facts: DraftFacts) -> bool:
    return facts.in_money


def _if_it_ends(facts: DraftFacts) -> bool:
    return facts.in_money and not facts.version.continues


def _looks_like_running_totals(facts: DraftFacts) -> bool:
    return facts.asked_what_years_are is not None


def _in_real_terms(facts: DraftFacts) -> bool:
    return _has_real_prices(facts.version)


def _has_pounds(version: Version) -> bool:
    return version.kind_of_gain != KindOfGain.NOT_IN_MONEY


def _may_end(version: Version) -> bool:
    return not version.continues


def _has_real_prices(version: Version) -> bool:
    return version.price_basis == PriceBasis.REAL


def _may_be_repeated(version: Version) -> bool:
    return version.transferability in (Transferability.PLACES_LIKE, Transferability.TESTED)


def _unless_small(facts: DraftFacts) -> bool:
    return not facts.is_small


def _has_services(_facts: DraftFacts) -> bool:
    return Theme.objects.exists()


GROUND_QUESTIONS = (
    Question(
        "theme",
        "Service",
        Part.GROUNDS,
        "The service, or the part of the organisation, in which the saving is made.",
        page="what-changed",
        turn=2,
        asked="Which service?",
        gaps=(
            Gap(2, "Choose the service.", _has_services),
            Gap(2, NO_SERVICES, lambda facts: not _has_services(facts)),
        ),
        of_published=True,
    ),
    Question(
        "lead",
        "Organisation that leads it",
        Part.GROUNDS,
        "The organisation that answers for the claim and keeps its figures.",
        page="what-changed",
        turn=6,
        asked="Which organisation leads it?",
        to_fill="The organisation that leads the claim. Blank: your own in a new claim, else it stays.",
        gaps=(Gap(1, "Say which organisation leads the claim."),),
    ),
    Question(
        "service_level",
        "Whether the service stayed the same",
        Part.GROUNDS,
        "What people who use the service notice: no difference, a better service or a worse one. A cut is no saving.",
        page="service-level",
        turn=1,
        asked="Has the service stayed the same, got better, or got worse?",
        choices=options.SERVICE_LEVELS,
        gaps=(Gap(4, "Say whether the service stayed the same, got better or got worse."),),
    ),
    Question(
        "service_evidence",
        "How it is known what happened to the service",
        Part.GROUNDS,
        "What shows that people get the same service as before, such as a measure of quality or of waiting.",
        page="service-level",
        turn=2,
        asked="How do you know?",
        gaps=(
            Gap(
                4,
                "Say how you know that the service did not get worse. This is needed for a saving this large.",
                DraftFacts.must_show_that_the_service_held,
            ),
        ),
    ),
    Question(
        "baseline_amount",
        "Spending before",
        Part.GROUNDS,
        "What the service cost in a year before the change. It shows how much less is spent now.",
        page="baseline",
        turn=1,
        asked="What was spent before, in pounds?",
        gaps=(Gap(5, "Enter what the saving is compared with.", _in_money),),
        applies=_has_pounds,
    ),
    Question(
        "baseline_year",
        "Year of the spending before",
        Part.GROUNDS,
        "The financial year in which that was spent.",
        page="baseline",
        turn=2,
        asked="In which financial year?",
        gaps=(
            Gap(
                5,
                "Enter the year of the spending it is compared with.",
                _in_money,
            ),
        ),
        applies=_has_pounds,
    ),
    Question(
        "baseline_kind",
        "Where the spending before is taken from",
        Part.GROUNDS,
        "Whether that spending is an actual from the ledger, a budget, a forecast, or something else.",
        page="baseline",
        turn=3,
        asked="Where is that taken from?",
        choices=options.BASELINES,
        gaps=(
            Gap(
                5,
                "Say where the spending it is compared with was taken from.",
                _in_money,
            ),
        ),
        applies=_has_pounds,
    ),
    Question(
        "rebaseline_reason",
        "Why the spending before has changed",
        Part.GROUNDS,
        "Why the spending before is not the same as in the version that was submitted earlier.",
        page="baseline",
        turn=4,
        asked="Why is it different from what was submitted before?",
        to_fill="Only if the spending before is not what you submitted last time: why.",
        asks=DraftFacts.has_another_baseline,
        is_late=True,
    ),
    Question(
        "last_year",
        "Last year of the saving",
        Part.GROUNDS,
        "The last financial year in which it saves anything.",
        page="firmness",
        turn=2,
        asked="If it ends: the last year of the saving",
        gaps=(
            Gap(
                9,
                "Say until when the saving lasts: a year, or that it continues.",
                _if_it_ends,
            ),
        ),
        applies=_may_end,
    ),
    Question(
        "continues",
        "How long it lasts",
        Part.GROUNDS,
        "Whether the saving goes on without an end, or stops after a year that is stated.",
        page="firmness",
        turn=1,
        asked="Until when does it last?",
        choices=options.ENDS,
    ),
    Question(
        "maturity",
        "Whether the figure will change",
        Part.FIGURE,
        "How far one can rely on the figures staying as they are, from “good enough to plan with” to “settled”.",
        page="firmness",
        turn=4,
        asked="Will the figure change?",
        choices=options.MATURITIES,
        stands=Maturity.MAY,
    ),
    Question(
        "price_basis",
        "Prices",
        Part.GROUNDS,
        "Whether amounts are pounds as they are paid, or pounds of one year, with inflation taken out.",
        page="firmness",
        turn=5,
        asked="In which prices are the amounts?",
        choices=options.PRICES,
        gaps=(
            Gap(
                8,
                "Say whether the amounts are in cash or in real terms.",
                _in_money,
            ),
        ),
        applies=_has_pounds,
    ),
    Question(
        "base_year",
        "Year of the prices",
        Part.GROUNDS,
        "Where amounts are in real terms: the year whose prices they are in.",
        page="firmness",
        turn=6,
        asked="If in real terms: the prices of which year",
        gaps=(
            Gap(
                10,
                "Enter the base year of the real prices.",
                _in_real_terms,
                is_last=True,
            ),
        ),
        applies=_has_real_prices,
    ),
    Question(
        "has_other_bodies",
        "Whether anyone else pays or gains",
        Part.GROUNDS,
        "Whether any organisation besides the one that leads it bears a cost or has a share of the saving.",
        page="others",
        turn=1,
        asked="Does anyone else pay or gain?",
        choices=options.OTHERS,
        gaps=(Gap(12, "Say whether anyone else pays or gains.", _unless_small),),
    ),
    *BUDGET_QUESTIONS,
    Question(
        "years_are",
        "What the amount of each year is",
        Part.GROUNDS,
        "Whether each year’s amount is of that year alone or adds up those before. Asked only where that is unclear.",
        page="years",
        turn=1,
        asked="What is the amount that you gave for each year?",
        choices=options.YEARS_ARE,
        to_fill="Only where the amounts may be running totals: whether each year’s is of that year by itself.",
        gaps=(
            Gap(
                15,
                "The amounts of the years may be running totals. Say whether each is of its year by itself.",
                _looks_like_running_totals,
            ),
        ),
        asks=_looks_like_running_totals,
        is_late=True,
    ),
    Question(
        "transferability",
        "Whether it could be repeated elsewhere",
        Part.GROUNDS,
        "Whether the place says that others could do the same, and has tested it.",
        page="use",
        turn=2,
        asked="Could it be repeated elsewhere?",
        choices=options.ELSEWHERE,
        stands=Transferability.THIS_PLACE,
    ),
    Question(
        "transferability_note",
        "Where, or in what those places are like ours",
        Part.GROUNDS,
        "Which other places could do it, or have done it, and what makes them alike.",
        page="use",
        turn=3,
        asked="How are those places like yours, or where was it tested? (optional)",
        applies=_may_be_repeated,
    ),
    Question(
        "proposed_condition",
        "What the Treasury may use it for",
        Part.APART,
        "Who besides the reviewer may use the figure, and whether with the place’s name. The place chooses.",
        page="use",
        turn=1,
        asked="What may the Treasury use it for?",
        choices=options.CONDITIONS,
    ),
    Question(
        "own_reference",
        "The place’s own reference",
        Part.GROUNDS,
        "The number or name by which the place finds it in its own files.",
        page="what-changed",
        turn=5,
        asked="Your own reference for it (optional)",
        is_late=True,
    ),
)
