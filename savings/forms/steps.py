"""The questions of the fourteen steps (docs/method/fields.md §3), as officers are asked, and how answers are stored.

Everything is optional until sign-off: a form refuses only what cannot be stored. A blank is *not stated*.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from savings.claims import baselines
from savings.claims.digests import part_digest
from savings.claims.draft_facts import DraftFacts
from savings.claims.headline_words import Read
from savings.claims.options import NOT_STATED
from savings.claims.questions import BY_FIELD
from savings.claims.submission import Problem, is_small
from savings.claims.use_conditions import open_to
from savings.forms.boxes import choice_box, choices_of
from savings.models import Figure, Version
from savings.models.choices import (
    PriceBasis,
    UseCondition,
)
from savings.models.claims import CONTENT_FIELDS
from totalplace.amounts import PoundsField, YearField
from totalplace.financial_year import FinancialYear

from .answers import asked, picked, text, written


class StepForm(forms.Form):
    """A page of the journey for one draft. `stored` is the digest of what it shows of the draft."""

    with_figures = False
    shown: tuple[str, ...] = ()  # What else of the draft decides what the questions are about.

    def __init__(self, draft: Version, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.draft = draft
        # With what is not asked of this draft now: whether it is may change while the page is open.
        all_names = [name for name in self.fields if name in CONTENT_FIELDS]
        self.stored = part_digest(draft, [*self.shown, *all_names], figures=self.with_figures)
        self.adapt()
        self.names = [name for name in all_names if name in self.fields]
        self.initial = self.suggested() | self._stated()
        for name, box in self.fields.items():
            if isinstance(box, YearField):
                box.also = (getattr(draft, name),)

    @property
    def has_begun(self) -> bool:
        """Whether any of the page's questions has been answered."""
        return any(BY_FIELD[name].is_said(self.draft) for name in self.names)

    def adapt(self) -> None:
        """Ask what this draft need be asked."""

    def leave_out_what_is_not_asked(self) -> None:
        """Take away the boxes of questions that are asked of other drafts only."""
        facts = DraftFacts(self.draft, timezone.localdate())
        for name in [name for name in self.fields if name in BY_FIELD]:
            if not BY_FIELD[name].is_asked(facts):
                del self.fields[name]

    def asks_more_of(self, draft: Version) -> bool:
        """Whether the page, once its answers are stored in `draft`, asks what was not on it when they were given."""
        return bool(set(type(self)(draft).names) - set(self.names))

    def say_at_the_boxes(self, problems: Iterable[Problem]) -> None:
        """Say what others contradict at the answer that they do."""
        for problem in problems:
            if problem.field in self.fields:
                box = self.fields[problem.field]
                box.help_text = format_html(
                    "{} <strong>Before sign-off: {}</strong>", box.help_text, problem
                )

    def suggested(self) -> dict:
        """Answers that stand on the page before anybody has given one."""
        return {}

    def _stated(self) -> dict:
        answers = {name: stated(self.draft, name) for name in self.names}
        return {name: answer for name, answer in answers.items() if answer not in ("", None)}

    @property
    def has_moved_on(self) -> bool:
        """Whether somebody has changed what this page shows since it was opened."""
        return self.data.get("seen") != self.stored

    def content(self) -> dict:
        """The answers by field, as a version stores them."""
        return {name: as_stored(name, self.cleaned_data[name]) for name in self.names}

    def figures(self) -> list[Figure] | None:
        """The draft's figures where the answers change them; None where they stay as they are."""
        return None


def stated(says: Version | Read, name: str) -> Any:
    """A field's value as a form shows it: nothing where it is not stated."""
    value = getattr(says, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value == NOT_STATED else value


def as_stored(name: str, answer: Any) -> Any:
    """An answer as a version stores it: no answer to a choice is *not stated*."""
    question = BY_FIELD[name]
    if question.stored.get_internal_type() == "BooleanField":
        return {"yes": True, "no": False}.get(answer)
    return question.blank if answer == "" and question.listed else answer


class ServiceStep(StepForm):
    service_level = picked("service_level")
    service_evidence = written(
        "service_evidence",
        300,
        "One line, for example: Calls answered within a minute, 82% before and 85% after.",
    )

    def adapt(self) -> None:
        if is_small(self.draft):
            field = self.fields["service_evidence"]
            field.label = f"{field.label} (optional: a small saving)"


class BaselineStep(StepForm):
    baseline_amount = PoundsField(
        label=asked("baseline_amount"),
        help_text="In one year, on the service or contract that the saving comes from. For example 2,400,000.",
    )
    baseline_year = YearField(
        label=asked("baseline_year"), help_text="April to March, for example 2009-10."
    )
    baseline_kind = picked("baseline_kind")
    rebaseline_reason = written("rebaseline_reason", 500, rows=3)

    def adapt(self) -> None:
        self.leave_out_what_is_not_asked()
        changed = baselines.rebaseline(self.draft)
        if changed and "rebaseline_reason" in self.fields:
            self.fields["rebaseline_reason"].help_text = f"{changed.words} The reader sees both."
        if self.draft.baseline_year is None:
            self.fields[
                "baseline_year"
            ].help_text += (
                " We have put in the last year that has ended. Change it if yours is another."
            )

    def suggested(self) -> dict:
        """The last year that has ended: what most savings are compared with."""
        return {"baseline_year": str(FinancialYear.of(timezone.localdate()).before())}


class FirmnessStep(StepForm):
    continues = picked("continues")
    last_year = YearField(label=asked("last_year"), help_text="For example 2012-13.")
    stage = picked("stage")
    maturity = picked("maturity")
    price_basis = picked("price_basis")
    base_year = YearField(label=asked("base_year"), help_text="For example 2009-10.")

    def suggested(self) -> dict:
        return {"maturity": BY_FIELD["maturity"].stands}

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if answers.get("continues") == "yes":
            if answers.get("last_year"):
                self.add_error(
                    "last_year",
                    "It cannot both continue and end. Take out the year, or choose “It ends”.",
                )
        elif answers.get("last_year"):
            answers["continues"] = "no"
        elif answers.get("continues") == "no" and "last_year" not in self.errors:
            self.add_error(
                "last_year", "It ends: enter the last year of the saving, for example 2012-13."
            )
        if answers.get("base_year") and answers.get("price_basis") != PriceBasis.REAL:
            self.add_error(
                "base_year",
                "Amounts in cash have no base year. Take it out, or choose “In real terms”.",
            )
        return answers


class UseStep(StepForm):
    proposed_condition = picked(
        "proposed_condition",
        "Your finance officer can loosen it later. Nobody can tighten it.",
    )
    transferability = picked(
        "transferability",
        "Whatever you answer, nobody multiplies your figure by the number of other councils.",
    )
    transferability_note = written("transferability_note", 300)

    def adapt(self) -> None:
        field, offered = choice_box(self, "proposed_condition"), open_to(self.draft)
        field.choices = [
            (code, label)
            for code, label in choices_of(self, "proposed_condition")
            if code in offered
        ]
        self.least = offered[0]
        if self.least != UseCondition.REVIEW_ONLY:
            field.help_text = f"It is “{self.least.label}” now. {field.help_text}"

    def suggested(self) -> dict:
        ticked = BY_FIELD["transferability"].stands
        return {"proposed_condition": self.least, "transferability": ticked}

    def clean_proposed_condition(self) -> str:
        return self.cleaned_data["proposed_condition"] or self.least


class SizeStep(StepForm):
    """What stands in the place of the years of pounds, where the gain cannot be put in pounds."""

    with_figures = True
    as_published = text(
        "How large is the gain, in words or units?",
        2000,
        "For example: 4,000 fewer assessments a year, or half as many visits.",
        rows=3,
    )
    without_pounds = forms.BooleanField(label="Take out the amounts in pounds", required=False)

    def adapt(self) -> None:
        if not self.draft.figures.exists():
            del self.fields["without_pounds"]

    def figures(self) -> list[Figure] | None:
        return [] if self.cleaned_data.get("without_pounds") else None


FORMS = {
    "service-level": ServiceStep,
    "baseline": BaselineStep,
    "firmness": FirmnessStep,
    "use": UseStep,
}
