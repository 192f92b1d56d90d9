"""Places from a spreadsheet: the pilots and the parallel places, each with its councils."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from django.db import transaction
from django.db.models import Model

from pilots.models import Organisation, Partner, Place, User
from pilots.regions import named
from savings.imports.cells import Cell, refuse_date
from savings.imports.errors import RowError
from savings.imports.model_cells import column, differences, pattern_of
from savings.imports.result import (
    ACCEPTED,
    CHECKED,
    ImportResult,
    notes_of,
    opened,
    raise_if_any,
    read_table,
    refuse,
    written,
)
from savings.imports.sheets import Columns, Sheet
from totalplace.missing_marks import is_missing_mark, why_not
from totalplace.refused_value import quoted

REQUIRED = ("code", "name", "kind")
OPTIONAL = (
    "kind_as_published",
    "region",
    "councils",
    "other_partners",
    "themes",
    "mapped_spend",
    "mapped_spend_year",
    "mapped_spend_as_published",
    "population_as_published",
    "what_the_source_says",
    "funding_as_published",
    "source_urls",
)
_LISTED, _SPEND = column(Place, "region"), column(Place, "mapped_spend_year")


def _region(cell: Cell) -> str:
    """A region of the list, also under the other names that published sources give it."""
    return (isinstance(cell, str) and named(cell)) or str(_LISTED.read(cell))


def _year_of_spend(cell: Cell) -> str:
    """As published; no day or month that a spreadsheet program has made of it."""
    refuse_date(cell)
    return str(_SPEND.read(cell))


_OTHERWISE_READ = {"region": _region, "mapped_spend_year": _year_of_spend}
COLUMNS = [
    replace(plain, read=_OTHERWISE_READ.get(plain.name, plain.read))
    for plain in (column(Place, name, required=name in REQUIRED) for name in (*REQUIRED, *OPTIONAL))
]


def import_places(path: Path | str, *, by: User, check: bool = False) -> ImportResult:
    """Store the places of a file, all of it or nothing; with `check`, only say what would be stored.

    An absent column leaves what is stored. Raises ImportRefused with every error of the file.
    """
    if not (by.is_active and by.has_perm("pilots.import_places")):
        raise refuse("not_allowed", "Only an administrator can import places.")
    sheet = opened(path, Columns(REQUIRED, OPTIONAL))
    result = ImportResult(CHECKED if check else ACCEPTED)
    to_store = _read(sheet, result)
    result.notes = notes_of(sheet)
    if not check:
        with transaction.atomic():
            for place, changes in to_store:
                _store(place, changes, by)
    return result


def _read(sheet: Sheet, result: ImportResult) -> list[tuple[Place, dict]]:
    """Each new or changed place with what is to be set, counted in `result`."""
    errors: list[RowError] = []
    to_store: list[tuple[Place, dict]] = []
    known = _Known(sheet)
    for row, values in read_table(sheet, COLUMNS, errors):
        if not values.keys() >= set(REQUIRED):
            continue
        errors += _wrong_code(sheet, row, str(values["code"]))
        errors += _wrong_councils(sheet, row, values.get("councils", ""))
        place, conflicts = known.place_of(row, values)
        errors += conflicts
        changes = differences(place, values) if place.pk else values
        result.new += not place.pk
        result.changed += bool(place.pk and changes)
        result.unchanged += not changes
        to_store += [(place, changes)] if changes else []
        if len(values) == sum(c.title in sheet.position for c in COLUMNS):
            result.rows.append(written(sheet, COLUMNS, row, values))
    raise_if_any(errors, sheet)
    return to_store


class _Known:
    """The places stored and those met in the file, so that no two share a code or a name."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        places = list(Place.objects.all())
        self._by_code = {place.code: place for place in places}
        self._by_name = {place.name.casefold(): place for place in places}
        self._row_of: dict[tuple[str, str], int] = {}

    def place_of(self, row: int, values: dict) -> tuple[Place, list[RowError]]:
        """The place that a row describes, new or stored, and what is wrong with its code and name."""
        code, name = values["code"], values["name"]
        errors = [error for key in ("code", "name") for error in self._repeated(row, key, values)]
        same_code, same_name = self._by_code.get(code), self._by_name.get(name.casefold())
        if not errors and same_code is not same_name:
            errors = [self._conflict(row, same_code, same_name, values)]
        return same_code or Place(code=code), errors

    def _repeated(self, row: int, key: str, values: dict) -> list[RowError]:
        earlier = self._row_of.setdefault((key, values[key].casefold()), row)
        if earlier == row:
            return []
        words = f"{quoted(values[key])} is also in row {earlier}. Keep one row for each place."
        return [self._error(row, key, "duplicate", words)]

    def _conflict(
        self, row: int, same_code: Place | None, same_name: Place | None, values: dict
    ) -> RowError:
        if same_code:
            words = f"The code {quoted(values['code'])} is that of {same_code.name}."
            return self._error(row, "code", "conflict", f"{words} Give this place another code.")
        there = cast(Place, same_name)
        words = f"{there.name} is stored with the code {there.code}."
        return self._error(row, "name", "conflict", f"{words} Use that code, or another name.")

    def _error(self, row: int, title: str, code: str, message: str) -> RowError:
        return RowError(row, self._sheet.title_in_file(title), code, message)


def _wrong_code(sheet: Sheet, row: int, code: str) -> list[RowError]:
    pattern = pattern_of(Place, "code")
    if pattern.regex.search(code):
        return []
    column = sheet.title_in_file("code")
    return [RowError(row, column, "type", f"{quoted(code)} is not a code. {pattern.message}", code)]


def _wrong_councils(sheet: Sheet, row: int, councils: str) -> list[RowError]:
    column = sheet.title_in_file("councils") if councils else ""
    return [
        RowError(row, column, "type", why_not(name), name)
        for name in _councils_of(councils)
        if is_missing_mark(name)
    ]


def _store(place: Place, changes: dict, by: User) -> None:
    is_new = place.pk is None
    for name, value in changes.items():
        setattr(place, name, value)
    _save(place, by)
    if is_new or "councils" in changes:
        _add_partners(place, by)


def _councils_of(councils: str) -> list[str]:
    """The councils as they are published, one by one."""
    return [name.strip() for name in councils.split(";") if name.strip()]


def _add_partners(place: Place, by: User) -> None:
    """Make each council a partner. A partner is never taken away here: claims may rest on it.

    A place's only council leads it. A place that states none is led by a body named as the place,
    so that figures can be entered; it gives way when a later file states one council.
    """
    names = _councils_of(place.councils)
    kind = Organisation.Kind.COUNCIL if names else Organisation.Kind.NOT_STATED
    partners = [_partner(place, name, kind, by) for name in names or [place.name]]
    lead = place.partnerships.filter(is_lead=True).select_related("organisation").first()
    if len(partners) > 1 or (lead and not _stands_in(lead, place)) or lead == partners[0]:
        return
    if lead:
        lead.is_lead = False
        _save(lead, by)
    partners[0].is_lead = True
    _save(partners[0], by)


def _stands_in(lead: Partner, place: Place) -> bool:
    body = lead.organisation
    return body.name == place.name and body.kind == Organisation.Kind.NOT_STATED


def _partner(place: Place, name: str, kind: str, by: User) -> Partner:
    body = Organisation.objects.filter(name=name).first() or Organisation(name=name, kind=kind)
    if body.pk is None:
        _save(body, by)
    partner = Partner.objects.filter(place=place, organisation=body).first()
    if partner is None:
        partner = Partner(place=place, organisation=body)
        _save(partner, by)
    return partner


def _save(row: Model, by: User) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # No request tells the history.
    row.save()
