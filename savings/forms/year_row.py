"""One year of savings and costs as boxes to type in, each named with its year and line.

A row whose boxes are all blank says nothing. A blank box beside others is *not stated*, and 0 is zero.
"""

from collections.abc import Container, Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.html import format_html

from savings.appraisal import net_saving
from savings.claims.options import STATES
from savings.forms.box_units import SIGNS
from savings.forms.pasted_figures import LINES
from savings.imports.layouts.reading import Unit
from savings.models import Figure
from savings.models.choices import Line, State
from totalplace.amounts import PoundsField, YearField
from totalplace.financial_year import FinancialYear
from totalplace.visible_text import WordsField

COSTS = (Line.ONE_OFF_COST, Line.RUNNING_COST)


class RowForm(forms.Form):
    """One year in one state. `initial` is what is stored of it; the boxes for pounds are in `unit`.

    Each box is named with its year and line: `of` is whose the row is, where the page has tables of several.
    """

    year = YearField(label="Year")
    state = forms.ChoiceField(
        label="Forecast or actual",
        choices=list(STATES.items()),
        required=False,
        error_messages={"invalid_choice": "Choose forecast, actual or first plan."},
    )
    saving = PoundsField(label=Line.SAVING.label)
    one_off_cost = PoundsField(label=Line.ONE_OFF_COST.label)
    running_cost = PoundsField(label=Line.RUNNING_COST.label)
    harm_to_others = PoundsField(label=Line.HARM_TO_OTHERS.label)
    note = WordsField(
        label="Note",
        required=False,
        max_length=2000,
        error_messages={"max_length": "Write a note of at most 2,000 characters."},
    )

    def __init__(
        self, *given: Any, number: int = 1, unit: Unit = Unit.POUNDS, of: str = "", **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.number, self.of = number, of
        for line in LINES:
            box = cast(PoundsField, self.fields[line])
            box.label = f"{box.label} ({SIGNS[unit]})"
            box.in_units_of(int(unit))
        self.titles = {name: str(field.label) for name, field in self.fields.items()}
        for name, field in self.fields.items():
            # Beside a title that all see, whoever hears the box alone hears of which year it is.
            field.label = format_html(
                '{}<span class="govuk-visually-hidden" data-where>, {}</span>',
                field.label,
                self._number if name == "year" else self.where,
            )

    @property
    def _number(self) -> str:
        return ", ".join(filter(None, (self.of, f"row {self.number}")))

    @property
    def where(self) -> str:
        """Of which year and state it is, as typed."""
        # Not by its box, which would keep the label that it has now.
        said = {name: self.initial.get(name) for name in ("year", "state")}
        if self.is_bound:
            said = {name: self.data.get(self.add_prefix(name)) for name in said}
        year = str(said["year"] or "").strip()
        state = STATES.get(said["state"] or State.FORECAST.value, "").lower()
        return ", ".join(filter(None, (self.of, year, state))) if year else self._number

    def let_pass(self, stored: Container[FinancialYear]) -> None:
        """Take years that the draft holds already, though the site may ask for others now."""
        cast(YearField, self.fields["year"]).also = stored

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or State.FORECAST.value

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if self.is_blank:
            self.errors.clear()
            if answers.get("note"):
                self.add_error("note", "Enter an amount beside the note, or clear the note.")
        elif "year" not in self.errors and not answers.get("year"):
            self.add_error("year", "These amounts have no year. Write it as 2009-10.")
        return answers

    @property
    def table(self) -> str:
        """The table that the row is one of, by the prefix of its boxes."""
        return str(self.prefix).rpartition("-")[0]

    @property
    def is_blank(self) -> bool:
        """Whether no box for pounds has anything in it, readable or not."""
        if self.is_bound:
            return not any(self.data.get(self.add_prefix(line), "").strip() for line in LINES)
        return not any(self.initial.get(line) is not None for line in LINES)

    @property
    def amounts(self) -> list:
        """The boxes for pounds."""
        return [self[line] for line in LINES if line in self.fields]

    @property
    def pounds(self) -> dict[str, Decimal | None]:
        """What stands in each box for pounds, typed or stored; None for a blank, and for what cannot be read."""
        if not self.is_bound:
            return {line: self.initial.get(line) for line in LINES}
        said = self.cleaned_data if self.errors is not None else {}  # To ask for errors reads it.
        return {line: said.get(line) for line in LINES}

    @property
    def about(self) -> tuple[FinancialYear, str] | None:
        """The year and state that the row says something of; None where no year can be read."""
        said = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        year = said.get("year")
        if isinstance(year, str):
            year = FinancialYear.parse(year, also=cast(YearField, self.fields["year"]).also)
        return (year, said.get("state") or State.FORECAST.value) if year else None

    @property
    def unread(self) -> list[str]:
        """The boxes for pounds in which something stands that cannot be read."""
        return [line for line in LINES if self.is_bound and line in self.errors]

    @property
    def net(self) -> Decimal | None:
        """Net saving of the row, typed or stored."""
        saving, *costs = self.pounds.values()
        names = ("one_off_cost", "running_cost", "harm_to_others")
        has_unread = Line.HARM_TO_OTHERS in self.unread
        return None if has_unread else net_saving(saving, **dict(zip(names, costs, strict=True)))

    def figures(self, key: dict, *, zero_costs: bool) -> Iterator[Figure]:
        """What the row states, as unsaved figures; with `zero_costs`, a cost left blank beside a saving is zero."""
        said = {line: self.cleaned_data.get(line) for line in LINES}
        if zero_costs and said[Line.SAVING] is not None:
            said |= {line: Decimal(0) for line in COSTS if said[line] is None}
        note = self.cleaned_data["note"]
        for line, amount in said.items():
            if amount is not None:
                year, state = self.cleaned_data["year"], self.cleaned_data["state"]
                yield Figure(line=line, amount=amount, year=year, state=state, note=note, **key)
                # It stands with the first figure of the row: the saving, if there is one.
                note = ""
