"""What a claim states beside its headline, a row for each: what it rests on, how long it lasts, who else is in it."""

from pilots.models import Theme
from savings.models import Version
from savings.models.choices import KindOfGain, Maturity, PriceBasis, Transferability

from . import options
from .draft_facts import DraftFacts
from .options import Options
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


def _budget(
    field: str, meaning: str, turn: int, asked: str, choices: Options | None = None
) -> Question:
    """What is asked of a large cashable saving only: where else it is counted, and whose budget falls."""
    return Question(
        field,
        Part.GROUNDS,
        meaning,
        page="others",
        turn=turn,
        asked=asked,
        choices=choices or {},
        to_fill=f"For a large cashable saving. {meaning}",
        asks=DraftFacts.is_asked_whose_budget_falls,
        kept_in="is_budget_asked",
        is_late=True,
    )


GROUND_QUESTIONS = (
    Question(
        "theme",
        Part.GROUNDS,
        "The service or subject.",
        page="what-changed",
        turn=2,
        asked="Which service?",
        checked="Service",
        gaps=(
            Gap(2, "Choose the service.", _has_services),
            Gap(2, NO_SERVICES, lambda facts: not _has_services(facts)),
        ),
        of_published=True,
    ),
    Question(
        "lead",
        Part.GROUNDS,
        "The organisation that leads the claim.",
        page="what-changed",
        turn=6,
        asked="Which organisation leads it?",
        to_fill="The organisation that leads the claim. Blank: your own in a new claim, else it stays.",
        gaps=(Gap(1, "Say which organisation leads the claim."),),
    ),
    Question(
        "service_level",
        Part.GROUNDS,
        "What happened to the service.",
        page="service-level",
        turn=1,
        asked="Has the service stayed the same, got better, or got worse?",
        choices=options.SERVICE_LEVELS,
        gaps=(Gap(4, "Say whether the service stayed the same, got better or got worse."),),
    ),
    Question(
        "service_evidence",
        Part.GROUNDS,
        "What shows that the service stayed the same, got better or got worse.",
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
        Part.GROUNDS,
        "The spending it is compared with.",
        page="baseline",
        turn=1,
        asked="What was spent before, in pounds?",
        gaps=(Gap(5, "Enter what the saving is compared with.", _in_money),),
        applies=_has_pounds,
    ),
    Question(
        "baseline_year",
        Part.GROUNDS,
        "The year of that spending.",
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
        Part.GROUNDS,
        "What that spending was taken from.",
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
        Part.GROUNDS,
        "Why the baseline is another than was submitted before.",
        page="baseline",
        turn=4,
        asked="Why is it different from what was submitted before?",
        to_fill="Only if the baseline is another than was submitted before: why.",
        asks=DraftFacts.has_another_baseline,
        is_late=True,
    ),
    Question(
        "last_year",
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
        Part.GROUNDS,
        "Whether it goes on without an end year.",
        page="firmness",
        turn=1,
        asked="Until when does it last?",
        choices=options.ENDS,
    ),
    Question(
        "maturity",
        Part.FIGURE,
        "Whether the figures can still change.",
        page="firmness",
        turn=4,
        asked="Will the figure change?",
        choices=options.MATURITIES,
        checked="Whether the figure is likely to change",
        stands=Maturity.MAY,
    ),
    Question(
        "price_basis",
        Part.GROUNDS,
        "Whether amounts are in cash or in real terms.",
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
        Part.GROUNDS,
        "The year whose prices real terms are in.",
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
        Part.GROUNDS,
        "Whether any organisation but the one that leads it pays or gains.",
        page="others",
        turn=1,
        asked="Does anyone else pay or gain?",
        choices=options.OTHERS,
        gaps=(Gap(12, "Say whether anyone else pays or gains.", _unless_small),),
    ),
    _budget(
        "also_counted_in",
        "Where else the same saving is counted.",
        2,
        "Where else is it counted?",
        options.COUNTED_IN,
    ),
    _budget(
        "budget_line",
        "The budget line that falls because of it.",
        3,
        "Which budget line falls because of it?",
    ),
    _budget(
        "budget_owner",
        "Who holds the budget that falls because of it.",
        4,
        "Who holds that budget?",
    ),
    _budget(
        "budget_year",
        "The financial year from which the budget is lower.",
        5,
        "From which financial year is it lower?",
    ),
    Question(
        "years_are",
        Part.GROUNDS,
        "What the amount of each year is, where the years may be running totals: asked only there.",
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
        Part.GROUNDS,
        "Whether the place claims it could be repeated elsewhere.",
        page="use",
        turn=2,
        asked="Could it be repeated elsewhere?",
        choices=options.ELSEWHERE,
        checked="Whether it could be repeated elsewhere",
        stands=Transferability.THIS_PLACE,
    ),
    Question(
        "transferability_note",
        Part.GROUNDS,
        "What the place says of repeating it.",
        page="use",
        turn=3,
        asked="How are those places like yours, or where was it tested? (optional)",
        checked="Where, or in what those places are like ours",
        applies=_may_be_repeated,
    ),
    Question(
        "proposed_condition",
        Part.APART,
        "The use condition proposed for submission.",
        page="use",
        turn=1,
        asked="What may the Treasury use it for?",
        choices=options.CONDITIONS,
    ),
    Question(
        "own_reference",
        Part.GROUNDS,
        "The reference under which the place keeps it itself.",
        page="what-changed",
        turn=5,
        asked="Your own reference for it (optional)",
        checked="Your own reference",
        is_late=True,
    ),
)
