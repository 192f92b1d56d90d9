"""What does each row of a sheet of figures say of which claim? Made ready to be staged, or refused."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pilots.models import Place, User
from pilots.people import places_with
from savings.batches import rows_of
from savings.imports.cells import Cell, is_blank, read_into
from savings.imports.errors import RowError
from savings.imports.figure_cells import (
    ABSENT,
    CLAIM,
    COST,
    FILLED,
    HARM,
    KEY,
    KIND,
    NOTE,
    ORGANISATION,
    PLACE,
    RUNNING_COST,
    SAVING,
    STATE,
    YEAR,
    readers,
)
from savings.imports.sheets import Sheet
from savings.imports.staging import Staged
from savings.models import Figure, Version
from savings.models.choices import STANDING, KindOfGain, Status
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import ValueRefused, quoted

# In the order that `FigureRows._staged` takes them.
_ORDER = (
    PLACE,
    CLAIM,
    YEAR,
    STATE,
    KIND,
    ORGANISATION,
    SAVING,
    COST,
    RUNNING_COST,
    HARM,
    FILLED,
    NOTE,
)


class ClaimHere(NamedTuple):
    """The version of a claim that a row is compared with: its draft, else what stands, else the latest."""

    version: int
    revision: int
    kind: str
    lead: int | None
    is_published: bool


class FigureRows:
    """The rows of `sheet` as `staging.fill` takes them; what is wrong with them is noted in `errors`.

    A row whose amounts alone cannot be read is given too, so that a second row about the same is noticed.
    `without_kind` holds the references of claims that do not state a kind of gain, where a row relies on it.
    `read` says how each column is read, if not as in a sheet of ours; `begun` are claims, by place and reference, that
    the same file begins.
    """

    def __init__(
        self,
        sheet: Sheet,
        by: User,
        *,
        read: Mapping[str, Callable[[Cell], Any]] | None = None,
        begun: Mapping[tuple[int, str], ClaimHere] | None = None,
    ) -> None:
        self.errors: list[RowError] = []
        self.without_kind: set[str] = set()
        self._sheet = sheet
        own = set(places_with(by, "savings.edit_claim").values_list("place", flat=True))
        self._claims = claims_of(own) | dict(begun or {})
        self._other_years = {
            year.start: year for year in FinancialYear.kept() if not year.may_be_entered
        }
        self._of_other_years: list[tuple[int, int, FinancialYear]] = []
        self._columns = [
            self._column(title, read) for title, read in _in_order(read or readers(own))
        ]

    def __iter__(self) -> Iterator[Staged]:
        columns = [(place, read) for _, place, read in self._columns]
        for number, cells in self._sheet.rows():
            try:
                staged: Staged | None = self._staged(
                    number, *[read(cells[place]) for place, read in columns]
                )
            except ValueRefused:
                staged = self._despite_errors(number, cells)
            if staged:
                yield staged

    def _column(
        self, title: str, read: Callable[[Cell], Any]
    ) -> tuple[str, int, Callable[[Cell], Any]]:
        if title in self._sheet.position:
            return title, self._sheet.position[title], read
        # A file may leave the place out where it can be one alone.
        absent = read(None) if title == PLACE else ABSENT.get(title)
        return title, 0, lambda cell: absent

    def _staged(
        self,
        row: int,
        place: Place,
        reference: str,
        year: int,
        state: str,
        kind: str | None,
        organisation: int | None,
        *said: Any,
    ) -> tuple:
        claim = self._claims.get((place.pk, reference))
        if claim is None:
            raise _no_claim(place, reference)
        if claim.is_published:
            raise _not_adopted(place, reference)
        if claim.kind == KindOfGain.NOT_IN_MONEY:
            raise _not_in_money(reference)
        if organisation is None and claim.lead is None:
            raise _no_organisation(reference)
        if year in self._other_years:
            self._of_other_years.append((row, claim.version, self._other_years[year]))
        if kind is None and claim.kind == KindOfGain.NOT_STATED:
            self.without_kind.add(reference)
        kind, organisation = kind or claim.kind, organisation or claim.lead
        return (row, claim.version, claim.revision, year, state, kind, organisation, *said)

    def not_entered(self) -> Iterator[RowError]:
        """The rows of a year that may not be entered now, unless their claim holds it: then it may be put right.

        Asked once the rows are read: while they are copied into the database, it answers nothing else.
        """
        if not self._of_other_years:
            return
        versions = {version for _, version, _ in self._of_other_years}
        figures = Figure.objects.filter(year__in=self._other_years).values_list("version", "year")
        held = set(rows_of(figures.distinct(), "version", versions))
        for row, version, year in self._of_other_years:
            if (version, year) not in held:
                in_file, why = self._sheet.title_in_file(YEAR), year.why_not_entered
                yield RowError(row, in_file, "bad_year", why, str(year))

    def _despite_errors(self, row: int, cells: list[Cell]) -> tuple | None:
        """Note everything that is wrong with a row; give it, without its amounts, if its key is right."""
        found: list[RowError] = []
        values: list[Any] = []
        unread: set[str] = set()
        for title, place, read in self._columns:
            before = len(found)
            in_file = self._sheet.title_in_file(title)
            values.append(read_into(found, row, in_file, read, cells[place]))
            unread |= {title} if len(found) > before else set()
        totals = [error for error in found if error.code == "total_row"]
        self.errors += totals[:1] or found
        if unread & KEY:
            return None
        try:
            return (*self._staged(row, *values)[:-1], "")
        except _NotForClaim as refused:
            in_file = self._sheet.title_in_file(refused.title)
            value = self._text_of(cells, refused.title)
            self.errors.append(RowError(row, in_file, refused.code, refused.message, value))
            return None

    def _text_of(self, cells: list[Cell], title: str) -> str:
        place = self._sheet.position.get(title)
        return "" if place is None or is_blank(cells[place]) else str(cells[place])


def claims_of(places: set[int]) -> dict[tuple[int, str], ClaimHere]:
    """The claims of some places (by their keys), by place and reference."""
    found: dict[tuple[int, str], ClaimHere] = {}
    best: dict[tuple[int, str], tuple[int, int]] = {}
    rank = {Status.DRAFT.value: 2} | {status.value: 1 for status in STANDING}
    columns = ("pk", "revision", "kind_of_gain", "lead", "is_published")
    versions = Version.objects.filter(claim__place__in=places).values_list(
        "claim__place", "claim__reference", "status", "number", *columns
    )
    for place, reference, status, number, *here in versions.iterator(chunk_size=2000):
        key, standing = (place, reference), (rank.get(status, 0), number)
        if standing > best.get(key, (-1, 0)):
            best[key], found[key] = standing, ClaimHere(*here)
    return found


def _in_order(by_title: Mapping) -> list[tuple]:
    return [(title, by_title[title]) for title in _ORDER]


class _NotForClaim(ValueRefused):
    """A row whose cells can be read and that its claim cannot take; `title` is the column to look at."""

    def __init__(self, title: str, code: str, message: str) -> None:
        super().__init__(code, message)
        self.title = title


def _no_claim(place: Place, reference: str) -> _NotForClaim:
    # The same words whether the reference is nobody's or another place's: that is not for this person to know.
    return _NotForClaim(
        CLAIM,
        "unknown_claim",
        f"{place.name} has no claim with the reference {quoted(reference)}. Correct the reference, "
        "or make the claim first.",
    )


def _not_adopted(place: Place, reference: str) -> _NotForClaim:
    return _NotForClaim(
        CLAIM,
        "not_adopted",
        f"{reference} holds published words that {place.name} has not adopted. Open the claim, "
        "choose “Adopt as our own claim”, then import again.",
    )


def _not_in_money(reference: str) -> _NotForClaim:
    return _NotForClaim(
        SAVING,
        "not_in_money",
        f"{reference} says that its gain cannot be put in pounds, so it takes no amounts. Take the "
        "row out, or change the kind of gain in the claim.",
    )


def _no_organisation(reference: str) -> _NotForClaim:
    return _NotForClaim(
        ORGANISATION,
        "missing",
        f"{reference} does not say which organisation leads it. Say it in the claim, or name who "
        f"gains in a column “{ORGANISATION}”.",
    )
