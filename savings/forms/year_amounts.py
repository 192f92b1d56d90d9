"""What is the amount of each year? Where it is not of that year by itself, that can be worked out here and stored."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from savings.claims.year_amounts import Saving, asked_of, own_amounts, savings_in
from savings.models import Figure, Version
from savings.models.choices import Line, State, YearAmounts

from .answers import picked
from .steps import StepForm


@dataclass(frozen=True)
class WorkedOut:
    """One saving as it stands, and what its year is by itself if that is a running total, or is new in its year."""

    saving: Saving
    organisation: str
    by_answer: dict[str, Decimal]

    @property
    def about(self) -> str:
        """`2010-11, forecast, Kent County Council`."""
        state = State(self.saving.state).label.lower()
        return f"{self.saving.year}, {state}, {self.organisation}"

    @property
    def if_running_total(self) -> Decimal | None:
        return self.by_answer.get(YearAmounts.RUNNING_TOTAL)

    @property
    def if_new_in_year(self) -> Decimal | None:
        return self.by_answer.get(YearAmounts.NEW_IN_YEAR)


class YearAmountsStep(StepForm):
    with_figures = True
    shown = ("as_published", "what_changes")
    years_are = picked("years_are")
    work_out = forms.BooleanField(
        label="Store the amount of each year by itself, as worked out above", required=False
    )

    def adapt(self) -> None:
        self._figures = list(
            self.draft.figures.select_related("organisation").order_by("year", "pk")
        )
        self.leave_out_what_is_not_asked()
        if not self._may_be_worked_out:
            del self.fields["work_out"]

    @property
    def _may_be_worked_out(self) -> bool:
        is_by_itself = self.draft.years_are == YearAmounts.BY_ITSELF
        return "years_are" in self.fields and not is_by_itself and any(self._own.values())

    def asks_more_of(self, draft: Version) -> bool:
        """Also where what was said to be by itself no longer is: now it can be worked out."""
        after = type(self)(draft)
        return super().asks_more_of(draft) or "work_out" in after.fields.keys() - self.fields.keys()

    @property
    def why(self) -> str:
        """Why it is asked; empty where it is no more, on a page that was open before."""
        asked = asked_of(self.draft, self._figures)
        return asked.why if asked else ""

    @cached_property
    def _own(self) -> dict[str, dict[Saving, Decimal] | None]:
        savings = savings_in(self._figures)
        answers = (YearAmounts.RUNNING_TOTAL, YearAmounts.NEW_IN_YEAR)
        return {answer.value: own_amounts(savings, answer) for answer in answers}

    @property
    def worked_out(self) -> list[WorkedOut]:
        """Each saving with what its year would be by itself; none where nothing can be worked out."""
        if "work_out" not in self.fields:
            return []
        names = {figure.organisation_id: figure.organisation.name for figure in self._figures}
        by_answer: dict[Saving, dict[str, Decimal]] = defaultdict(dict)
        for answer, own in self._own.items():
            for saving, amount in (own or {}).items():
                by_answer[saving][answer] = amount
        return [WorkedOut(s, names[s.organisation], said) for s, said in sorted(by_answer.items())]

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if answers.get("work_out") and "years_are" not in self.errors:
            if answers.get("years_are") == YearAmounts.BY_ITSELF:
                self.add_error("work_out", _NOTHING_TO_WORK_OUT)
            elif answers.get("years_are") not in self._own:
                self.add_error(
                    "work_out",
                    "Say first that the amounts are running totals, or new in each year: those of each year by itself "
                    "need no working out.",
                )
            elif self._own[answers["years_are"]] is None:
                self.add_error("work_out", _NOT_WORKED_OUT)
        return answers

    def content(self) -> dict:
        stored = super().content()
        return stored | ({"years_are": YearAmounts.BY_ITSELF} if self._is_worked_out else {})

    def figures(self) -> list[Figure] | None:
        """All figures, with the savings as they were worked out; None where they stay as they are."""
        own = self._own[self.cleaned_data["years_are"]] if self._is_worked_out else None
        if own is None:
            return None
        for figure in self._figures:
            if figure.line == Line.SAVING:
                [saving] = savings_in([figure])
                figure.amount = own[saving]
            figure.pk = None
        return self._figures

    @property
    def _is_worked_out(self) -> bool:
        return bool(self.cleaned_data.get("work_out"))


_NOTHING_TO_WORK_OUT = (
    "There is nothing to work out for amounts of each year by itself. Untick the box, or choose another "
    "answer."
)
_NOT_WORKED_OUT = (
    "These amounts cannot be worked out: a running total falls, or a year between is not stated. Enter each year’s own "
    "amount on the page “Savings and costs, year by year”."
)
