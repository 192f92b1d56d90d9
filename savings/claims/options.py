"""The words in which the pages offer what can be picked, each with a hint (docs/method/fields.md §3)."""

from collections.abc import Mapping

from django.db.models import TextChoices

from savings.models.choices import (
    AlsoCountedIn,
    BaselineKind,
    Basis,
    Bound,
    GrossOrNet,
    KindOfGain,
    Maturity,
    Measure,
    PriceBasis,
    ServiceLevel,
    Stage,
    State,
    Transferability,
    UseCondition,
    YearAmounts,
)

from .use_conditions import IN_WORDS

# Code → the words of the page, and a hint below them.
Options = Mapping[str, tuple[str, str]]

NOT_STATED = "not_stated"


def labelled(choices: type[TextChoices]) -> Options:
    """The options of a list under its own labels, without *not stated*, which is what no answer means."""
    return {code: (label, "") for code, label in choices.choices if code != NOT_STATED}


KINDS: Options = {
    KindOfGain.CASHABLE: ("Money we no longer spend", "A budget falls because of it"),
    KindOfGain.NON_CASHABLE: (
        "Time or capacity freed",
        "Worth money, though no budget falls: staff do something else",
    ),
    KindOfGain.AVOIDED_COST: (
        "A cost we expect to avoid",
        "It would have come, and was in a plan or a budget",
    ),
    KindOfGain.CAPITAL_RECEIPT: ("Money from selling something", "A building or land, once"),
    KindOfGain.WIDER_VALUE: (
        "Wider benefit to people or the economy",
        "Worth money to people or firms, not to public bodies",
    ),
    KindOfGain.NOT_IN_MONEY: ("Cannot be put in pounds", "Say how large it is in words or units"),
}
# Each kind by its name in lists and files, and by the words of the page: whoever knows the one meets the other.
KINDS_IN_WORDS = {
    str(code): f"{KindOfGain(code).label}: {words[:1].lower()}{words[1:]}"
    for code, (words, _hint) in KINDS.items()
}
SERVICE_LEVELS = labelled(ServiceLevel)
BASELINES: Options = {
    **labelled(BaselineKind),
    BaselineKind.CONTRACT_MAXIMUM: (
        BaselineKind.CONTRACT_MAXIMUM.label,
        "The most that a contract allows. Spending less than that is not a saving by itself: say what was spent",
    ),
}
COUNTED_IN = labelled(AlsoCountedIn)
YEARS_ARE: Options = {
    YearAmounts.BY_ITSELF: (
        YearAmounts.BY_ITSELF.label,
        "What is saved in that year, whenever it began. The figures are right as they are",
    ),
    YearAmounts.NEW_IN_YEAR: (
        YearAmounts.NEW_IN_YEAR.label,
        "What began to be saved in that year, and goes on being saved in the years after",
    ),
    YearAmounts.RUNNING_TOTAL: (
        YearAmounts.RUNNING_TOTAL.label,
        "All that has been saved from the first year to that one, together",
    ),
}
MEASURES = labelled(Measure)
BOUNDS = labelled(Bound)
BASES = labelled(Basis)
COSTS_OFF = labelled(GrossOrNet)
ENDS: Options = {"yes": ("It continues", ""), "no": ("It ends", "")}
STAGES: Options = {
    Stage.AMBITION: ("Ambition", "We would like to: there is a sentence and a guess"),
    Stage.PROPOSED: ("Proposed", "There is a proposal, with what it is compared with"),
    Stage.IDENTIFIED: ("Identified", "Approved inside our organisation, or a business case"),
    Stage.AGREED: ("Agreed", "Partners agree in principle, and on their shares"),
    Stage.SIGNED: ("Signed", "A contract or another document backs it"),
    Stage.DELIVERED: ("Delivered", "It is in the ledger"),
}
MATURITIES: Options = {
    Maturity.LIKELY: ("Likely to change", "Good enough to plan with, no more"),
    Maturity.MAY: ("May change", "Our best figure today"),
    Maturity.WILL_NOT: ("Will not change", "Only for actual figures of years that have ended"),
}
PRICES: Options = {
    PriceBasis.NOMINAL: ("In cash, as in a budget", "Nearly all claims"),
    PriceBasis.REAL: ("In real terms", "In the prices of one year: say which"),
}
OTHERS: Options = {
    "no": ("No, only the organisation that leads the claim", ""),
    "yes": ("Yes", ""),
}
CONDITIONS: Options = {
    condition: (label, IN_WORDS[condition])
    for condition, label in [
        (UseCondition.REVIEW_ONLY, "A: only to review it"),
        (UseCondition.POOLED, "B: in pooled totals too"),
        (UseCondition.NAMED, "C: with our name, not for allocation"),
        (UseCondition.OPEN, "D: open"),
    ]
}
ELSEWHERE: Options = {
    Transferability.THIS_PLACE: ("Not claimed", "We speak for our own place"),
    Transferability.PLACES_LIKE: ("In places like ours", "Say in what they are like yours"),
    Transferability.TESTED: ("It has been tested elsewhere", "Say where"),
}
# What the page of figures calls the state of a year, and what it called it once: sheets may say that still.
STATES: dict[str, str] = {
    State.FORECAST: "Forecast",
    State.ACTUAL: "Actual",
    State.PLAN: "First plan",
}
STATES_ONCE: dict[str, str] = {State.FORECAST: "Expected", State.ACTUAL: "Outturn"}
