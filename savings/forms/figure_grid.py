"""The savings and costs of a draft as boxes to type in: a table for each organisation, a row for each year and state.

A row whose boxes are all blank says nothing. A blank box beside others is *not stated*, and 0 is zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from pilots.models import Organisation
from savings.claims.digests import part_digest
from savings.doubts.plausibility import Doubt
from savings.forms.box_totals import BoxTotals
from savings.forms.box_units import SIGNS, unit_sent
from savings.forms.pasted_cells import year_in
from savings.forms.pasted_figures import LINES
from savings.forms.sent_rows import NO_ROOM, rows_sent
from savings.forms.unit_doubts import SURE, digest_of, words_of_doubt
from savings.forms.year_row import RowForm
from savings.forms.year_table import NamedBox, Refused, Table, Together, prefix_of
from savings.imports.layouts.reading import Unit
from savings.models import Figure, Version
from savings.models.choices import Line, State
from totalplace.financial_year import FinancialYear

ROWS_AT_FIRST = 3


class FigureGrid:
    """All tables of a draft; `data` is what was sent, `also` are bodies without a figure that shall have a table.

    The boxes are in `unit`, or in that in which `data` was typed.
    """

    names = ()
    # What else of the draft decides what the tables are about, and which boxes they have.
    shown = ("lead", "kind_of_gain", "has_other_bodies")

    def __init__(
        self,
        draft: Version,
        today: date,
        data: QueryDict | None = None,
        also: Sequence[Organisation] = (),
        unit: Unit = Unit.POUNDS,
    ) -> None:
        self.draft, self.today, self.data = draft, today, data
        self.unit = unit if data is None else unit_sent(data)
        self.figures_now = list(draft.figures.select_related("organisation").order_by("year", "pk"))
        self.stored = part_digest(draft, self.shown, figures=True)
        self.also = also
        self.asked: Sequence[Doubt] = ()
        self.unit_problem = ""  # Why the boxes are still in the unit in which they were.
        self.opened: Table | None = None  # The table that was asked for just now.
        # Costs to others are asked where there are others, or where one is stated already.
        self.asks_harm = (
            bool(draft.has_other_bodies)
            or any(figure.line == Line.HARM_TO_OTHERS for figure in self.figures_now)
            or _has_typed_harm(data)
        )
        self.subjects = self._subjects()
        self.tables = [self._table(body, kind) for body, kind in self.subjects]
        years = {figure.year for figure in self.figures_now}
        for row in self._rows():
            row.let_pass(years)

    def __iter__(self) -> Iterator[Any]:
        if self.unit_problem:
            yield Refused("units", [self.unit_problem])
        for table in self.tables:
            yield from (NamedBox(box, row) for row in table.rows for box in row)
            yield from table.refused
        yield from self.questions

    def visible_fields(self) -> list:
        return list(self)

    def non_field_errors(self) -> list:
        return []

    @property
    def lines(self) -> list[str]:
        """What is asked of each year, in the order of its boxes."""
        return [line for line in LINES if self.asks_harm or line != Line.HARM_TO_OTHERS]

    @property
    def sign(self) -> str:
        return SIGNS[self.unit]

    @property
    def other_units(self) -> list[tuple[str, str]]:
        """What else the boxes can be in: each unit with its sign."""
        return [(unit, sign) for unit, sign in SIGNS.items() if unit != self.unit]

    @property
    def together(self) -> list[Together]:
        """The sums of all organisations, by kind of gain, where there are several."""
        of_kinds: dict[str, list[Table]] = defaultdict(list)
        for table in self.tables:
            of_kinds[table.kind].append(table)
        return [
            Together(kind, BoxTotals((row for table in tables for row in table.rows), self.lines))
            for kind, tables in of_kinds.items()
            if len(tables) > 1
        ]

    def say_of_paste(self, refused: dict[str, str], filled: dict[str, list[str]]) -> None:
        """Say of each table, by its prefix, why what was pasted was not taken, or what was put into which box."""
        for table in self.tables:
            table.paste_problem = refused.get(table.prefix, "")
            table.filled = filled.get(table.prefix, [])

    def say_no_room(self, prefix: str) -> None:
        """Say of a table, by its prefix, that it takes no row more."""
        for table in self.tables:
            table.row_problem = NO_ROOM if table.prefix == prefix else ""

    def refuses_unit(self, wanted: str) -> bool:
        """Say that the boxes stay in their unit while one of them cannot be read: its digits would be other money."""
        if wanted in SIGNS and any(row.unread for row in self._rows()):
            self.unit_problem = (
                f"The boxes stay in {self.sign}, because what is in some of them cannot be read. Correct these boxes, "
                f"then change the unit to {SIGNS[wanted]}."
            )
        return bool(self.unit_problem)

    def say_opened(self, body: str) -> None:
        """Say of an organisation, by its key, that it has a table now."""
        found = (table for table in self.tables if str(table.organisation.pk) == body)
        self.opened = next((t for t in found if t.kind == self.draft.kind_of_gain), None)

    @property
    def without_table(self) -> list[Organisation]:
        """The organisations of the place for which a table can be opened."""
        partners = self.draft.claim.place.partners.order_by("name")
        return [body for body in partners if (body, self.draft.kind_of_gain) not in self.subjects]

    def ask(self, doubts: Sequence[Doubt]) -> bool:
        """Ask whether doubtful amounts are right, unless the person has said so; whether it is asked."""
        if doubts and self.data is not None and self.data.get(SURE) != digest_of(doubts):
            self.asked = doubts
        return bool(self.asked)

    @property
    def questions(self) -> list[Refused]:
        """What is asked of amounts, each leading to its box."""
        return [Refused(self._box(doubt), [words_of_doubt(doubt)]) for doubt in self.asked]

    @property
    def digest_of_asked(self) -> str:
        return digest_of(self.asked)

    def _box(self, doubt: Doubt) -> str:
        about = doubt.row.organisation, doubt.row.kind
        rows = [row for t in self.tables if (t.organisation.pk, t.kind) == about for row in t.rows]
        where = doubt.row.year, doubt.row.state
        return next((row[doubt.line].auto_id for row in rows if row.about == where), "")

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
        return (
            bool(self.unit_problem)
            or any(table.refused for table in self.tables)
            or bool(self.asked)
            or (self.data is not None and any(row.errors for row in self._rows()))
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
        found += [(body, kind) for body in self.also]
        return list(dict.fromkeys(found))

    def _table(self, body: Organisation, kind: str) -> Table:
        prefix = prefix_of(body.pk, kind)
        of = str(body) if len(self.subjects) > 1 else ""
        # A table that has come since the page was opened was not on it: what is stored stays in its boxes.
        if self.data is None or not _is_sent(self.data, prefix):
            stored = self._stored_rows(body, kind)
            return Table(
                body, kind, [self._row(prefix, n, of, None, row) for n, row in enumerate(stored)]
            )
        sent = range(rows_sent(self.data, prefix))
        pasted = self.data.get(f"pasted-{prefix}", "")
        return Table(body, kind, [self._row(prefix, n, of, self.data) for n in sent], pasted)

    def _row(
        self,
        prefix: str,
        number: int,
        of: str,
        data: QueryDict | None,
        stored: dict | None = None,
    ) -> RowForm:
        row = RowForm(
            data,
            initial=stored or {},
            prefix=f"{prefix}-{number}",
            number=number + 1,
            unit=self.unit,
            of=of,
        )
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
        year = max(year.next() if year else self.first_year, FinancialYear.FIRST)
        for _ in range(ROWS_AT_FIRST - len(rows)):
            if year <= FinancialYear.LAST:
                yield {"year": str(year), "state": State.FORECAST}
            year = year.next()

    @property
    def first_year(self) -> FinancialYear:
        """Where the claim begins: with the first year that it or the page says, else after what it is compared with."""
        said = {figure.year for figure in self.figures_now} | _years_typed(self.data)
        if said:
            return min(said)
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


def _years_typed(data: QueryDict | None) -> set[FinancialYear]:
    """The years that stand in boxes, whatever stands beside them."""
    typed = (str(data[name]) for name in data or () if data and name.endswith("-year"))
    return {FinancialYear.parse(year) for year in map(year_in, typed) if year}


def _has_typed_harm(data: QueryDict | None) -> bool:
    """Whether something stands in a box for costs to others, which is not let go where it is asked no more."""
    names = [name for name in data or () if name.endswith(f"-{Line.HARM_TO_OTHERS}")]
    return data is not None and any(str(data[name]).strip() for name in names)
