"""What is said of a piece of evidence: its kind, its dates and a note; and, where it is cited, what it backs?"""

from typing import Any

from django import forms

from savings.evidence.own_date import check_own_date, span_of
from savings.models.choices import Backs, EvidenceKind
from savings.models.limits import REVIEW_BY
from totalplace.govuk.dates import DateField

from .answers import text

SAID = ("kind", "own_date", "review_by", "note")
# The kinds in the words of who has the paper in hand.
KINDS = [
    (kind.value, "Evaluation or business case" if kind == EvidenceKind.EVALUATION else kind.label)
    for kind in EvidenceKind
]


def kind_of_evidence(suggested: str = "", *, is_required: bool = True) -> forms.ChoiceField:
    """Which kind it is; it need not be given where there need be no evidence."""
    return forms.ChoiceField(
        label="What kind of evidence is it?",
        choices=[("", "Choose a kind"), *KINDS],
        initial=suggested,
        required=is_required,
        error_messages={
            "required": "Choose the kind of evidence.",
            "invalid_choice": "Choose the kind of evidence from the list.",
        },
    )


def what_it_backs() -> forms.ChoiceField:
    """Preset to what its kind suggests (`savings.evidence.backing`)."""
    return forms.ChoiceField(
        label="What does it back?",
        help_text="A contract usually backs the costs, unless it is all that you cite. All other kinds back both.",
        choices=[("", "What its kind usually backs"), *Backs.choices],
        required=False,
        error_messages={"invalid_choice": "Choose what it backs from the list."},
    )


def which_page(help_text: str = "") -> forms.CharField:
    """Where in it; the page or the cell."""
    return text("Which page or cell? (optional)", 100, help_text)


def dated_itself() -> forms.CharField:
    """Which day, month or year it gives itself (`savings.evidence.own_date`)."""
    field = text(
        "The date written on it (optional)",
        100,
        "The day, month or year that is written on it, for example 27 March 2010, March 2010, 2010 or 2009-10.",
    )
    field.validators.append(check_own_date)
    return field


class Description(forms.Form):
    """What its place says of a piece of evidence. The form that is built on this asks for the kind."""

    own_date = dated_itself()
    review_by = DateField(
        label="Review by (optional)",
        help_text="The day it ends, or has to be checked again. Reviewers are told once that day has passed.",
        required=False,
        within=REVIEW_BY,
    )
    note = text(
        "Note (optional)", 2000, "Everybody who sees this evidence can read the note.", rows=2
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        review_by, dated = said.get("review_by"), span_of(said.get("own_date", ""))
        if review_by and dated and review_by < dated.first:
            self.add_error(
                "review_by",
                "The review date is before the date of the evidence. Change one of them.",
            )
        return said

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SAID}
