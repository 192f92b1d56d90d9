"""Organisations from a sheet: which are added, which are partners of which place, and which of those leads.

One row is one organisation, or one organisation in one place. A new name that is near another is asked about: the
column Same as answers, with that other name or with the word New.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pilots.models import Organisation, Partner, Place, User
from pilots.near_names import same
from pilots.organisations import Changes, store
from savings.imports.people.columns import (
    KINDS,
    NO,
    ORGANISATION_COLUMNS,
    ORGANISATIONS,
    PEOPLE,
    YES,
)
from savings.imports.people.known import Bodies, Places
from savings.imports.people.result import OrganisationResult
from savings.imports.people.rows import MAX_ROWS, Faults
from savings.imports.result import (
    ACCEPTED,
    CHECKED,
    notes_of,
    opened,
    raise_if_any,
    read_table,
    refuse,
    written,
)
from savings.imports.sent_sheets import digest_of
from savings.imports.sheets import Columns, Sheet
from totalplace.refused_value import quoted

# Under Same as: the name is near another, and it is another body all the same.
NEW = "new"
_TITLES = Columns(**vars(ORGANISATIONS) | {"other": PEOPLE})


@dataclass
class BodyRow:
    """One row, understood. `is_new` and `is_change` say what it does; neither: it says what is stored."""

    number: int
    name: str
    body: Organisation
    kind: str
    place: Place | None
    lead: str
    is_new: bool = False
    is_change: bool = False


@dataclass
class ParsedOrganisations:
    """A sheet beside what is stored at this moment: `changes` is what confirming it would do."""

    result: OrganisationResult
    changes: Changes = field(default_factory=Changes)
    rows: list[BodyRow] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return self.changes.has_changes

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that would be stored."""
        does = self.changes
        return digest_of(
            [(body.name, body.kind) for body in does.added],
            [(body.pk, body.kind, kind) for body, kind in does.kinds],
            [(one.place_id, one.organisation.name, one.is_lead) for one in does.partners],
            [(partner.pk, leads) for partner, leads in does.leads],
        )


def import_organisations(path: Path | str, *, by: User, check: bool = False) -> OrganisationResult:
    """Store the organisations of a file, all of it or nothing; with `check`, only say what would be stored.

    Raises ImportRefused with every error.
    """
    parsed = read_organisations(path, by=by)
    if check:
        parsed.result.outcome = CHECKED
    else:
        store(parsed.changes, by=by)
    return parsed.result


def read_organisations(
    path: Path | str, *, by: User, name: str | None = None
) -> ParsedOrganisations:
    """Read a sheet of organisations against what is stored. Raises ImportRefused with every error of it."""
    if not by.is_active or not by.has_perm("pilots.change_organisation"):
        raise refuse("not_allowed", "Only an administrator adds organisations.")
    sheet = opened(path, _TITLES, name=name, max_rows=MAX_ROWS)
    reader = _Reader(sheet)
    reader.read()
    raise_if_any(reader.errors, sheet)
    parsed = reader.parsed
    parsed.result.notes = notes_of(sheet)
    parsed.result.count(parsed.changes, parsed.rows)
    return parsed


class _Reader:
    """One pass over a sheet; `errors` gathers what is wrong, `parsed` what is to be done."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._faults = Faults(sheet)
        self.errors = self._faults.errors
        self.parsed = ParsedOrganisations(OrganisationResult(ACCEPTED))
        self._places, self._bodies = Places(), Bodies()
        partners = Partner.objects.select_related("organisation", "place")
        self._partners = {(one.place_id, one.organisation_id): one for one in partners}

    def read(self) -> None:
        """Understand every row, then look at each organisation's and each place's rows together."""
        present = [c for c in ORGANISATION_COLUMNS if c.title in self._sheet.position]
        for number, values in read_table(self._sheet, ORGANISATION_COLUMNS, self.errors):
            place = self._place(number, values)
            if len(values) == len(present):
                said = {"kind": "", "place": "", "lead": "", "same_as": "", **values}
                self._row(number, said, place)
                understood = values | {"place": place.name if place else ""}
                shown = written(self._sheet, ORGANISATION_COLUMNS, number, understood)
                self.parsed.result.rows.append(shown)
        of_body, of_place = defaultdict(list), defaultdict(list)
        for row in self.parsed.rows:
            of_body[row.body.name].append(row)
            if row.place:
                of_place[row.place].append(row)
        for rows in of_body.values():
            self._kind(rows)
            self._repeated(rows)
        for place, rows in of_place.items():
            self._partners_of(place, rows)

    def _place(self, number: int, values: dict) -> Place | None:
        name = values.get("place", "")
        found = self._places.find(name)
        if name and found is None:
            words = f"No place here is called {quoted(name)}. {self._places.advice(name)}"
            self._faults.add(number, "Place", "unknown_place", words, name)
        return found

    def _row(self, number: int, said: dict, place: Place | None) -> None:
        before = len(self.errors)
        if said["lead"] and not said["place"]:
            words = "Say under Place where it leads the claims, or empty this cell."
            self._faults.add(number, "Place", "missing", words)
        body = self._body(number, said)
        if body and len(self.errors) == before and bool(place) == bool(said["place"]):
            is_new = body.pk is None
            row = BodyRow(number, said["name"], body, said["kind"], place, said["lead"], is_new)
            self.parsed.rows.append(row)

    def _body(self, number: int, said: dict) -> Organisation | None:
        """The organisation that a row is about, stored or new; None after noting that it has to be asked."""
        name, same_as = said["name"], said["same_as"]
        found = self._bodies.find(name)
        if found:
            return found
        if same_as and same_as.casefold() != NEW:
            return self._same(number, same_as)
        near = self._bodies.near.near(name)
        here = same(name, near)
        if here or (near and not same_as):
            words = _here_already(here) if here else _asked(near)
            self._faults.add(number, "Same as", "near_name", words, name)
            return None
        body = Organisation(name=name)
        self._bodies.add(body)
        self.parsed.changes.added.append(body)
        return body

    def _same(self, number: int, same_as: str) -> Organisation | None:
        found = self._bodies.find(same_as)
        if found is None:
            words = (
                f"No organisation here is called {quoted(same_as)}. {self._bodies.advice(same_as)}"
            )
            self._faults.add(number, "Same as", "unknown_organisation", words, same_as)
        return found

    def _kind(self, rows: list[BodyRow]) -> None:
        """What kind of body it is, as all of its rows that say so agree."""
        said = [row for row in rows if row.kind]
        for row in said[1:]:
            if row.kind != said[0].kind:
                words = f"Row {said[0].number} says {KINDS[said[0].kind]} of the same organisation. Say one in both."
                self._faults.add(row.number, "Kind", "conflict", words, KINDS[row.kind])
        if said and rows[0].body.pk is None:
            rows[0].body.kind = said[0].kind
        elif said and said[0].kind != rows[0].body.kind:
            said[0].is_change = True
            self.parsed.changes.kinds.append((rows[0].body, said[0].kind))

    def _repeated(self, rows: list[BodyRow]) -> None:
        seen: dict[int | None, BodyRow] = {}
        for row in rows:
            earlier = seen.setdefault(row.place.pk if row.place else None, row)
            if earlier is not row:
                words = f"Row {earlier.number} is about the same organisation in the same place. Delete one of them."
                self._faults.add(row.number, "Name", "duplicate", words, row.name)

    def _partners_of(self, place: Place, rows: list[BodyRow]) -> None:
        """The partners of a place, and who leads its claims: one of them, or as it is."""
        leads_after = {one.organisation_id for one in self._stored_leads(place)}
        for row in rows:
            stored = self._partners.get((place.pk, row.body.pk))
            if stored is None:
                row.is_new = True
                leads = row.lead == YES
                self.parsed.changes.partners.append(
                    Partner(place=place, organisation=row.body, is_lead=leads)
                )
            elif row.lead and stored.is_lead != (row.lead == YES):
                row.is_change = True
                self.parsed.changes.leads.append((stored, row.lead == YES))
        leading = [row for row in rows if row.lead == YES]
        no_longer = {row.body.pk for row in rows if row.lead == NO}
        kept = leads_after - no_longer - {row.body.pk for row in leading}
        self._one_lead(place, leading, kept)

    def _one_lead(self, place: Place, leading: list[BodyRow], kept: set[int]) -> None:
        for row in leading[1:]:
            words = f"Row {leading[0].number} names another lead of {place}. Keep one."
            self._faults.add(row.number, "Lead", "conflict", words)
        for key in kept if leading else ():
            body = self._partners[place.pk, key].organisation
            words = (
                f"{body} leads the claims of {place}. Add a row for it in this place with No under Lead, or empty this "
                "cell."
            )
            self._faults.add(leading[0].number, "Lead", "conflict", words)

    def _stored_leads(self, place: Place) -> list[Partner]:
        return [one for one in self._partners.values() if one.place_id == place.pk and one.is_lead]


def _here_already(here: list[str]) -> str:
    """What to do about a name that is there in other capitals."""
    others = " and ".join(map(quoted, here))
    return f"There is {others} already, which differs in capitals alone. Write that name under Same as."


def _asked(near: list[str]) -> str:
    """The question about a name that is near others."""
    others = " and ".join(map(quoted, near[:3]))
    return (
        f"This is near {others}. If it is the same, write that name under Same as. If it is another organisation, "
        "write New there."
    )
