"""The boxes of one organisation and kind of gain as a table, and what an error summary says of it."""

from dataclasses import dataclass, field
from typing import Any

from pilots.models import Organisation
from savings.claims.options import STATES
from savings.forms.box_totals import BoxTotals
from savings.forms.pasted_figures import TITLES
from savings.forms.year_row import RowForm
from savings.models.choices import KindOfGain, State


@dataclass(frozen=True)
class Refused:
    """The box for pasting or the button for another year, as an error summary leads to it: it is of no field."""

    anchor: str
    messages: list[str]
    is_hidden = False


@dataclass(frozen=True)
class NamedBox:
    """A box of a row, as an error summary speaks of it: with its year and line."""

    box: Any
    row: RowForm

    def __getattr__(self, name: str) -> Any:
        return getattr(self.box, name)

    @property
    def messages(self) -> list[str]:
        title = self.row.titles[self.box.name]
        where = f"{self.row.where}, {title[:1].lower()}{title[1:]}"
        return [f"{where[:1].upper()}{where[1:]}: {words}" for words in self.box.messages]


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
        """What the button for another year or the box for pasting could not do, and why."""
        said = {"add": self.row_problem, "pasted": self.paste_problem}
        return [Refused(f"{self.prefix}-{name}", [words]) for name, words in said.items() if words]

    @property
    def first_box(self) -> str:
        """Where one begins to type."""
        return self.rows[0].amounts[0].auto_id

    @property
    def caption(self) -> str:
        return f"{self.organisation}, {KindOfGain(self.kind).label.lower()}"

    @property
    def lines(self) -> list[str]:
        return [box.name for box in self.rows[0].amounts]

    @property
    def titles(self) -> list[str]:
        """What stands above the boxes for pounds."""
        return [self.rows[0].titles[line] for line in self.lines]

    @property
    def of(self) -> str:
        """Whose boxes they are, where the page has tables of several."""
        return self.rows[0].of

    @property
    def totals(self) -> BoxTotals:
        return BoxTotals(self.rows, self.lines)

    def find_repeated(self) -> None:
        """Refuse a second row about the same year in the same state."""
        seen: dict = {}
        actual, plan = STATES[State.ACTUAL], STATES[State.PLAN]
        for number, row in enumerate(self.rows, start=1):
            about = row.cleaned_data.get("year"), row.cleaned_data.get("state")
            if row.is_blank or None in about:  # What cannot be read says so itself.
                continue
            if about in seen:
                first = f"{about[0]} is in row {seen[about]} too."
                row.add_error(
                    "year", f"{first} Keep one of them, or choose “{actual}” or “{plan}” for one."
                )
            seen.setdefault(about, number)


@dataclass(frozen=True)
class Together:
    """The tables of one kind of gain, where several organisations have one: what they come to."""

    kind: str
    totals: BoxTotals

    @property
    def titles(self) -> list[str]:
        return [TITLES[line] for line in self.totals.lines]

    @property
    def caption(self) -> str:
        return f"All organisations together, {KindOfGain(self.kind).label.lower()}"


def prefix_of(organisation: int, kind: str) -> str:
    """What the names of a table's boxes begin with."""
    return f"{organisation}-{kind}"
