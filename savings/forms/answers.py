"""Which answers can be picked, in which words? Labels and hints of the fourteen steps (docs/method/fields.md §3)."""

from django import forms

from savings.claims.use_conditions import IN_WORDS
from savings.models.choices import (
    KindOfGain,
    Maturity,
    PriceBasis,
    Stage,
    Transferability,
    UseCondition,
)
from totalplace.visible_text import WordsField

NOT_STATED = "not_stated"
KINDS = {
    KindOfGain.CASHABLE: ("Money we no longer spend", "A budget is lower by it"),
    KindOfGain.NON_CASHABLE: (
        "Time or capacity freed",
        "Worth money, though no budget is lower: staff do something else",
    ),
    KindOfGain.AVOIDED_COST: (
        "A cost we expect to avoid",
        "It would have come, and was in a plan or a budget",
    ),
    KindOfGain.CAPITAL_RECEIPT: ("Money from selling something", "A building or land, once"),
    KindOfGain.WIDER_VALUE: (
        "Wider benefit to people or the economy",
        "Worth money to others than public bodies",
    ),
    KindOfGain.NOT_IN_MONEY: ("Cannot be put in pounds", "Say how large it is in words or units"),
}
STAGES = {
    Stage.AMBITION: ("Ambition", "We would like to: there is a sentence and a guess"),
    Stage.PROPOSED: ("Proposed", "There is a proposal, with what it is compared with"),
    Stage.IDENTIFIED: ("Identified", "Approved inside our organisation, or a business case"),
    Stage.AGREED: ("Agreed", "Partners agree in principle, and on their shares"),
    Stage.SIGNED: ("Signed", "A contract or another document backs it"),
    Stage.DELIVERED: ("Delivered", "It is in the ledger"),
}
MATURITIES = {
    Maturity.LIKELY: ("Likely to change", "Good enough to plan with, no more"),
    Maturity.MAY: ("May change", "Our best figure today"),
    Maturity.WILL_NOT: ("Will not change", "Only for actual figures of years that have ended"),
}
CONDITIONS = {
    condition: (label, IN_WORDS[condition])
    for condition, label in [
        (UseCondition.REVIEW_ONLY, "A: only to review it"),
        (UseCondition.POOLED, "B: in pooled totals too"),
        (UseCondition.NAMED, "C: with our name, not for allocation"),
        (UseCondition.OPEN, "D: open"),
    ]
}

PRICES = {
    PriceBasis.NOMINAL: ("In cash, as in a budget", "Nearly all claims"),
    PriceBasis.REAL: ("In real terms", "In the prices of one year: say which"),
}
ELSEWHERE = {
    Transferability.THIS_PLACE: ("Not claimed", "We speak for our own place"),
    Transferability.PLACES_LIKE: ("In places like ours", "Say like ours in what"),
    Transferability.TESTED: ("It has been tested elsewhere", "Say where"),
}


def pick(label: str, options: dict, help_text: str = "") -> forms.ChoiceField:
    """One of a closed list as radio buttons; `options` maps a code to its words and a hint."""
    field = forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(code, words) for code, (words, _hint) in options.items()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )
    field.widget.hints = {str(code): hint for code, (_words, hint) in options.items()}
    return field


def plain(choices) -> dict:
    """The options of a list of choices without *not stated*, which is what no answer means."""
    return {code: (label, "") for code, label in choices.choices if code != NOT_STATED}


def text(label: str, limit: int, help_text: str = "", *, rows: int = 0) -> forms.CharField:
    """A line of text, or a box of `rows`, of at most `limit` characters."""
    field = WordsField(
        label=label,
        help_text=help_text,
        max_length=limit,
        required=False,
        error_messages={
            "max_length": f"{label}: write at most %(limit_value)d characters. There are %(show_value)d."
        },
    )
    if rows:
        field.widget = forms.Textarea(attrs={"rows": rows})
    return field
