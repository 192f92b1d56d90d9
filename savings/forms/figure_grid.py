"""The savings and costs of a draft as boxes to type in: a table for each organisation, a row for each year and state.

A row whose boxes are all blank says nothing. A blank box beside others is *not stated*, and 0 is zero.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict

from pilots.models import Organisation
from savings.appraisal import net_saving
from savings.claims.digests import part_digest
from savings.claims.options import STATES
from savings.forms.pasted_figures import LINES
from savings.forms.sent_rows import NO_ROOM, rows_sent
from savings.models import Figure, Version
from savings.models.choices import KindOfGain, Line, State
from totalplace.amounts import PoundsField, YearField
from totalplace.financial_year import FinancialYear
from totalplace.visible_text import WordsField

COSTS = (Line.ONE_OFF_COST, Line.RUNNING_COST)
ROWS_AT_FIRST = 3


class RowForm(forms.Form):
    """One year in one state. `initial` is what is stored of it."""

    year = YearField(label="Year")
    state = forms.ChoiceField(
        label="Expected or actual",
        choices=list(STATES.items()),
        required=False,
        error_messages={"invalid_choice": "Choose expected, actual or first plan."},
    )
    saving = PoundsField(label="Saving (£)")
    one_off_cost = PoundsField(label="One-off cost (£)")
    running_cost = PoundsField(label="Extra running cost (£)")
    harm_to_others = PoundsField(label="Extra cost to others (£)")
    note = WordsField(
        label="Note",
        required=False,
        max_length=2000,
        error_messages={"max_length": "Write a note of at most 2,000 characters."},
    )

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
                self.add_error("note", "Enter an amount beside the note, or empty the note.")
        elif "year" not in self.errors and not answers.get("year"):
            self.add_error("year", "These amounts have no year. Write it as 2009-10.")
        return answers

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
    def net(self) -> Decimal | None:
        """Net saving of the row as it is stored."""
        costs = {line.value: self.initial.get(line) for line in LINES[1:]}
        return net_saving(self.initial.get(Line.SAVING), **costs)

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


@dataclass(frozen=True)
class Refused:
    """The box for pasting or the button for another year, as an error summary leads to it: it is of no field."""

    anchor: str
    messages: list[str]
    is_hidden = False


@dataclass
class Table:
    """The rows of one organisation and kind of gain."""

    organisation: Organisation
    kind: str
    rows: list[RowForm]
    pasted: str = ""  # What stands in the box for pasting, until it has been put into the others.
    paste_problem: str = ""
    row_problem: str = ""  # Why no row was added.
    filled: list[str] = field(
        default_factory=list
    )  # What is said of what was pasted, before it is saved.

    @property
    def prefix(self) -> str:
        return prefix_of(self.organisation.pk, self.kind)

    @property
    def refused(self) -> list[Refused]:
        """The button for another year and the box for pasting, if either was used in vain."""
        said = {"add": self.row_problem, "pasted": self.paste_problem}
        return [Refused(f"{self.prefix}-{name}", [words]) for name, words in said.items() if words]

    @property
    def caption(self) -> str:
        return f"{self.organisation}, {KindOfGain(self.kind).label.lower()}"

    def find_repeated(self) -> None:
        """Refuse a second row about the same year in the same state."""
        seen: dict = {}
        for number, row in enumerate(self.rows, start=1):
            about = row.cleaned_data.get("year"), row.cleaned_data.get("state")
            if row.is_blank or row.errors:
                continue
            if about in seen:
                first = f"{about[0]} stands in row {seen[about]} too."
                row.add_error(
                    "year", f"{first} Keep one of them, or say that one is actual or planned."
                )
            seen.setdefault(about, number)


class FigureGrid:
    """All tables of a draft; `data` is what was sent, `also` a body that has no figure yet and shall have a table."""

    names = ()
    # What else of the draft decides what the tables are about, and which boxes they have.
    shown = ("lead", "kind_of_gain", "has_other_bodies")

    def __init__(
        self,
        draft: Version,
        today: date,
        data: QueryDict | None = None,
        also: Organisation | None = None,
    ) -> None:
        self.draft, self.today, self.data = draft, today, data
        self.figures_now = list(draft.figures.select_related("organisation").order_by("year", "pk"))
        self.stored = part_digest(draft, self.shown, figures=True)
        self.also = also
        # Costs to others are asked where there are others, or where one is stated already.
        self.asks_harm = (
            bool(draft.has_other_bodies)
            or any(figure.line == Line.HARM_TO_OTHERS for figure in self.figures_now)
            or _has_typed_harm(data)
        )
        self.tables = [self._table(body, kind) for body, kind in self._subjects()]
        years = {figure.year for figure in self.figures_now}
        for row in self._rows():
            row.let_pass(years)

    def __iter__(self) -> Iterator[Any]:
        for table in self.tables:
            yield from (box for row in table.rows for box in row)
            yield from table.refused

    def visible_fields(self) -> list:
        return list(self)

    def non_field_errors(self) -> list:
        return []

    @property
    def lines(self) -> list[str]:
        """What is asked of each year, in the order of its boxes."""
        return [line for line in LINES if self.asks_harm or line != Line.HARM_TO_OTHERS]

    def say_of_paste(self, refused: dict[str, str], filled: dict[str, list[str]]) -> None:
        """Say of each table, by its prefix, why what was pasted was not taken, or what was put into which box."""
        for table in self.tables:
            table.paste_problem = refused.get(table.prefix, "")
            table.filled = filled.get(table.prefix, [])

    def say_no_room(self, prefix: str) -> None:
        """Say of a table, by its prefix, that it takes no row more."""
        for table in self.tables:
            table.row_problem = NO_ROOM if table.prefix == prefix else ""

    @property
    def filled(self) -> list[list[str]]:
        """What is said of the tables into which something was pasted."""
        return [table.filled for table in self.tables if table.filled]

    @property
    def has_begun(self) -> bool:
        """Whether anything is stated here."""
        return bool(self.figures_now)

    @property
    def errors(self) -> bool:
        return any(table.refused for table in self.tables) or (
            self.data is not None and any(row.errors for row in self._rows())
        )

    def is_valid(self) -> bool:
        valid = [row.is_valid() for row in self._rows()]  # Of all rows: each shows its own errors.
        for table in self.tables:
            table.find_repeated()
        return all(valid) and not self.errors

    @property
    def has_moved_on(self) -> bool:
        """Whether somebody has changed what this page shows since it was opened."""
        return self.data is not None and self.data.get("seen") != self.stored

    def figures(self) -> list[Figure]:
        """What the tables state, as unsaved figures. Only for a valid grid."""
        zero = self.data is not None and "zero_costs" in self.data
        return [
            figure
            for table in self.tables
            for row in table.rows
            if not row.is_blank
            for figure in row.figures(
                {"organisation": table.organisation, "kind_of_gain": table.kind}, zero_costs=zero
            )
        ]

    def _rows(self) -> Iterator[RowForm]:
        return (row for table in self.tables for row in table.rows)

    def _subjects(self) -> list[tuple[Organisation, str]]:
        """Who has a table, for which kind of gain: the lead first, then whoever has a figure."""
        kind = self.draft.kind_of_gain
        found = [(self.draft.lead, kind)] if self.draft.lead else []
        found += sorted(
            {(f.organisation, f.kind_of_gain) for f in self.figures_now},
            key=lambda subject: (subject[0].name, subject[1]),
        )
        found += [(self.also, kind)] if self.also else []
        return list(dict.fromkeys(found))

    def _table(self, body: Organisation, kind: str) -> Table:
        prefix = prefix_of(body.pk, kind)
        # A table that has come since the page was opened was not on it: what is stored stays in its boxes.
        if self.data is None or (self.has_moved_on and not _is_sent(self.data, prefix)):
            stored = self._stored_rows(body, kind)
            return Table(
                body, kind, [self._row(prefix, n, None, row) for n, row in enumerate(stored)]
            )
        sent = range(rows_sent(self.data, prefix))
        pasted = self.data.get(f"pasted-{prefix}", "")
        return Table(body, kind, [self._row(prefix, n, self.data) for n in sent], pasted)

    def _row(
        self, prefix: str, number: int, data: QueryDict | None, stored: dict | None = None
    ) -> RowForm:
        row = RowForm(data, initial=stored or {}, prefix=f"{prefix}-{number}")
        if not self.asks_harm:
            del row.fields[Line.HARM_TO_OTHERS]
        return row

    def _stored_rows(self, body: Organisation, kind: str) -> list[dict]:
        rows: dict[tuple, dict] = {}
        for figure in self.figures_now:
            if (figure.organisation, figure.kind_of_gain) == (body, kind):
                row = rows.setdefault((figure.year, figure.state), {"notes": {}})
                row |= {"year": str(figure.year), "state": figure.state, figure.line: figure.amount}
                row["notes"][figure.note] = True  # The same words once, in their order.
        for row in rows.values():
            row["note"] = "\n".join(filter(None, row.pop("notes")))
        return [*_with_rows_beside_plans(rows), *self._next_rows(rows)]

    def _next_rows(self, rows: dict) -> Iterator[dict]:
        year = max((year for year, _ in rows), default=None)
        year = max(year.next() if year else self._first_year(), FinancialYear.FIRST)
        for _ in range(ROWS_AT_FIRST - len(rows)):
            if year <= FinancialYear.LAST:
                yield {"year": str(year), "state": State.FORECAST}
            year = year.next()

    def _first_year(self) -> FinancialYear:
        if self.draft.baseline_year:
            return self.draft.baseline_year.next()
        return FinancialYear.of(self.today)


def _with_rows_beside_plans(rows: dict[tuple, dict]) -> Iterator[dict]:
    """The stored rows; under a plan that nothing stands beside yet a blank one, so that nobody writes over the plan."""
    stated = {year for year, state in rows if state != State.PLAN}
    for (year, _), row in rows.items():
        yield row
        if year not in stated:
            yield {"year": str(year), "state": State.FORECAST}


def _is_sent(data: QueryDict, prefix: str) -> bool:
    return f"pasted-{prefix}" in data or any(name.startswith(f"{prefix}-") for name in data)


def _has_typed_harm(data: QueryDict | None) -> bool:
    """Whether something stands in a box for costs to others, which is not let go where it is asked no more."""
    names = [name for name in data or () if name.endswith(f"-{Line.HARM_TO_OTHERS}")]
    return data is not None and any(str(data[name]).strip() for name in names)


def prefix_of(organisation: int, kind: str) -> str:
    """What the names of a table's boxes begin with."""
    return f"{organisation}-{kind}"
