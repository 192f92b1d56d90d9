"""How large is it, as its words are read? What was read stands in the boxes; whoever saves them has said so."""

from decimal import Decimal
from typing import Any

from django import forms

from savings.claims import headlines
from savings.claims.headline_words import NotRead
from savings.models.choices import Measure
from totalplace.money import parse_decimal, parse_pounds
from totalplace.refused_value import ValueRefused
from totalplace.seen_text import as_seen

from .answers import asked, listed
from .steps import StepForm, stated


class HeadlineInput(forms.TextInput):
    """A box for an amount of a headline: what is stored is shown grouped, without zeros at its end."""

    def format_value(self, value: Any) -> str | None:
        return (
            f"{value.normalize():,f}" if isinstance(value, Decimal) else super().format_value(value)
        )


class HeadlineAmountField(forms.CharField):
    """Pounds, percent or a ratio: which of them, and so how it is read, the measure says."""

    widget = HeadlineInput(
        attrs={"inputmode": "decimal", "spellcheck": "false", "class": "govuk-input--width-10"}
    )


def _read_as(measure: str, typed: str) -> Decimal:
    """A percentage with its sign or without, and a ratio as £4 or 4, of up to three places; all else are pounds."""
    if measure == Measure.PERCENTAGE:
        return parse_decimal(as_seen(typed).strip().removesuffix("%"))
    if measure == Measure.RATIO:
        return parse_decimal(as_seen(typed).strip().removeprefix("£"))
    return parse_pounds(typed)


class HeadlineStep(StepForm):
    shown = ("as_published",)
    measure = listed("measure")
    bound = listed("bound")
    amount_low = HeadlineAmountField(
        label=asked("amount_low"),
        help_text="Write it in full, for example 240,000. For a percentage or a ratio, give only the number.",
        required=False,
    )
    amount_high = HeadlineAmountField(
        label=asked("amount_high"),
        help_text="The same again, unless it is a range, or “at least” or “up to”.",
        required=False,
    )
    basis = listed("basis")
    period_years = forms.IntegerField(
        label=asked("period_years"),
        help_text="Only if it is over several years.",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter the number of years in digits, for example 3."},
    )
    gross_or_net = listed("gross_or_net")

    @property
    def quoted_words(self) -> str:
        """What is read: the page shows it beside how it is read."""
        return self.draft.as_published

    @property
    def read_words(self) -> str:
        """How it is read, or why it is not."""
        return headlines.reading_in_words(self.draft)

    def suggested(self) -> dict[str, Any]:
        if headlines.stated_headline(self.draft) != headlines.NOTHING:
            return {}
        try:
            read = headlines.read_words(self.draft)
        except NotRead:
            return {}
        return {name: stated(read, name) for name in headlines.FIELDS}

    def _stated(self) -> dict[str, Any]:
        # A draft that has stated nothing says *words only* of itself: that is no answer to put over what was read.
        said = headlines.stated_headline(self.draft) != headlines.NOTHING
        return super()._stated() if said else {}

    def clean_amount_low(self) -> Decimal | None:
        return self._amount("amount_low")

    def clean_amount_high(self) -> Decimal | None:
        return self._amount("amount_high")

    def _amount(self, name: str) -> Decimal | None:
        typed = self.cleaned_data[name]
        if not typed:
            return None
        try:
            return _read_as(self.cleaned_data.get("measure", ""), typed)
        except ValueRefused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from None

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        low, high = answers.get("amount_low"), answers.get("amount_high")
        if low is not None and high is not None and low > high:
            self.add_error(
                "amount_high", "The upper end is below the lower one. Correct one of them."
            )
        is_an_amount = low is not None or high is not None
        if is_an_amount and answers.get("measure") == Measure.WORDS:
            self.add_error(
                "measure",
                "Words only have no amount. Say what it is measured in, or take the amount out.",
            )
        return answers
