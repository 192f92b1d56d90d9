"""What would a sheet of people change, and what is wrong with it? Each row beside what is stored now, all at once.

One row is one thing that a person is: a role at the Treasury, or a membership of a place. Several rows of one address
are one person.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.core.exceptions import ValidationError

from pilots import leavers, people
from pilots.leavers import Departure
from pilots.models import Membership, User
from pilots.near_names import plain
from pilots.sittings import Gain, Loss, Sitting
from savings.imports.people.columns import EVERYTHING, NOBODY, PEOPLE, ROLE_LABELS
from savings.imports.people.known import KnownPeople
from savings.imports.people.result import PeopleResult
from savings.imports.people.rows import MAX_ROWS, Faults, PersonRow, RowReader
from savings.imports.result import ACCEPTED, notes_of, opened, raise_if_any, refuse
from savings.imports.sent_sheets import digest_of
from savings.imports.sheets import Sheet
from totalplace.refused_value import quoted

_TITLE_OF = {"user": "Email", "role": "Role", "place": "Place", "organisation": "Organisation"}


@dataclass
class ParsedPeople:
    """A sheet beside what is stored at this moment: `sitting` is what confirming it would do."""

    sitting: Sitting
    result: PeopleResult
    rows: list[PersonRow] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return self.sitting.has_changes

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that would be stored, and of what is held by who leaves."""
        does = self.sitting
        return digest_of(
            [(person.email, person.name) for person in does.added],
            [(person.pk, person.name, name) for person, name in does.renamed],
            [(m.user.email, m.place_id, m.role, m.organisation_id) for m in does.given],
            [(gain.user.email, gain.roles) for gain in does.gained],
            [_told(loss) for loss in does.lost],
        )


def read_people(path: Path | str, *, by: User, name: str | None = None) -> ParsedPeople:
    """Read a sheet of people against what is stored. Raises ImportRefused with every error of it."""
    if not by.is_active or not by.has_perm("pilots.change_user"):
        raise refuse("not_allowed", "Only an administrator adds people and changes what they are.")
    sheet = opened(path, PEOPLE, name=name, max_rows=MAX_ROWS)
    reader = _Reader(sheet, by)
    reader.read()
    raise_if_any(reader.errors, sheet)
    parsed = reader.parsed
    parsed.result.notes = notes_of(sheet)
    parsed.result.count(parsed.sitting, parsed.rows)
    return parsed


class _Reader:
    """One pass over a sheet; `errors` gathers what is wrong, `parsed` what is to be done."""

    def __init__(self, sheet: Sheet, by: User) -> None:
        self._sheet, self._by = sheet, by
        self._faults = Faults(sheet)
        self.errors = self._faults.errors
        self.parsed = ParsedPeople(Sitting(), PeopleResult(ACCEPTED))

    def read(self) -> None:
        """Understand every row, then look at each person's rows together."""
        rows = RowReader(self._sheet, self._faults)
        read = list(rows.read())
        self._people = KnownPeople(
            address for row in read for address in (row.email, row.successor)
        )
        self._leaving = {row.email for row in read if row.leaves}
        by_person = defaultdict(list)
        for row in read:
            by_person[row.email].append(row)
        for of_person in by_person.values():
            self._person(of_person)
        self.parsed.rows, self.parsed.result.rows = read, rows.shown

    def _person(self, rows: list[PersonRow]) -> None:
        """All rows of one address."""
        rows = self._without_contradictions(rows)
        stored = self._people.find(rows[0].email)
        before = len(self.errors)
        if stored is None:
            self._new_person(rows)
        elif not stored.is_active:
            self._left(rows, stored)
        else:
            self._rename(rows, stored)
            losing = [row for row in rows if row.leaves]
            self._gains([row for row in rows if row.role and not row.leaves], stored)
            self._losses(losing, stored)
        if stored == self._by and len(self.errors) == before:
            self._refuse_own(rows)

    def _without_contradictions(self, rows: list[PersonRow]) -> list[PersonRow]:
        """The rows, each thing once; what they say against each other is noted."""
        first, everything = rows[0], [row for row in rows if row.leaves == EVERYTHING]
        seen: dict[tuple, PersonRow] = {}
        kept = []
        for row in rows:
            if row.name != first.name:
                words = f"Row {first.number} calls this person {quoted(first.name)}. Give one name in both rows."
                self._wrong(row, "Name", "conflict", words, row.name)
            if everything and row.role:
                words = f"Row {everything[0].number} says that this person leaves altogether. Delete one of the rows."
                self._wrong(row, "Leaves", "conflict", words)
                continue
            earlier = seen.setdefault(row.key, row)
            if earlier is row:
                kept.append(row)
            else:
                self._wrong(row, "Role", "duplicate", _repeated(earlier, row))
        return kept

    def _new_person(self, rows: list[PersonRow]) -> None:
        person = User(email=rows[0].email, name=rows[0].name)
        for row in rows:
            row.is_new = True
            if row.leaves:
                words = "Nobody here has this email address. Correct it, or delete the row."
                self._wrong(row, "Email", "unknown_person", words, row.email)
        self.parsed.sitting.added.append(person)
        self._gains([row for row in rows if row.role and not row.leaves], person)

    def _left(self, rows: list[PersonRow], person: User) -> None:
        for row in rows:
            if not row.leaves:
                words = f"{person} has left. Reactivate them in the list of people first, or delete the row."
                self._wrong(row, "Email", "has_left", words, row.email)

    def _rename(self, rows: list[PersonRow], person: User) -> None:
        first = rows[0]
        if first.name == plain(person.name):
            return
        taken = [row for row in rows if row.leaves]
        for row in taken:
            # With a wrong address something would be taken from the wrong person.
            words = f"This is the address of {quoted(person.name)}. Correct the address, or write that name."
            self._wrong(row, "Name", "conflict", words, row.name)
        if taken:
            return
        first.is_change = True
        self.parsed.sitting.renamed.append((person, first.name))

    def _gains(self, rows: list[PersonRow], person: User) -> None:
        of_treasury = [row for row in rows if row.is_of_treasury]
        held = self._people.roles_of(person)
        gained = [row for row in of_treasury if row.role not in held]
        if gained:
            self.parsed.sitting.gained.append(Gain(person, [row.role for row in gained]))
        for row in gained:
            row.is_new = True
        for row in rows:
            if not row.is_of_treasury:
                self._membership(row, person)

    def _membership(self, row: PersonRow, person: User) -> None:
        held = self._people.held(person, row.place, row.role)
        if held:
            self._is_of_another_body(row, held)
            return
        membership = Membership(
            user=person, place=row.place, role=row.role, organisation=row.organisation
        )
        try:
            membership.clean()
            people.check_membership(membership, by=self._by)
        except ValidationError as refusal:
            for name, words in refusal.message_dict.items():
                self._wrong(row, _TITLE_OF.get(name, "Email"), "conflict", " ".join(words))
            return
        row.is_new = True
        self.parsed.sitting.given.append(membership)

    def _is_of_another_body(self, row: PersonRow, held: Membership) -> bool:
        if row.organisation is None or row.organisation.pk == held.organisation_id:
            return False
        of = f"for {held.organisation}" if held.organisation else "without an organisation"
        words = (
            f"{held.user} is {held.get_role_display().lower()} in {held.place} {of}. End that membership first, by "
            "a sheet of its own, then give the other."
        )
        self._wrong(row, "Organisation", "conflict", words, str(row.organisation))
        return True

    def _losses(self, rows: list[PersonRow], person: User) -> None:
        """What the person ceases to be: of each place together, since one role may keep what another gives."""
        together = defaultdict(list)
        for row in rows:
            if row.leaves == EVERYTHING or self._ends(row, person):
                row.is_change = True
                together[row.place.pk if row.place else None].append(row)
        for of_place in together.values():
            self._loss(of_place, self._departure(of_place, person))

    def _ends(self, row: PersonRow, person: User) -> bool:
        """Whether the row ends something that the person is; what has ended before stays as it is."""
        if row.is_of_treasury:
            return row.role in self._people.roles_of(person)
        held = self._people.held(person, row.place, row.role)
        if held:
            return not self._is_of_another_body(row, held)
        if not self._people.ever_held(person, row.place, row.role):
            words = (
                f"{person} is not {ROLE_LABELS[row.role].lower()} in {row.place}, and never was. "
                "Correct the row, or delete it."
            )
            self._wrong(row, "Leaves", "conflict", words)
        return False

    def _departure(self, rows: list[PersonRow], person: User) -> Departure:
        if rows[0].leaves == EVERYTHING:
            return leavers.everything(person)
        if rows[0].is_of_treasury:
            return leavers.roles_of(person, [row.role for row in rows])
        held = [self._people.held(person, row.place, row.role) for row in rows]
        return leavers.memberships_of(person, [membership.pk for membership in held if membership])

    def _loss(self, rows: list[PersonRow], departure: Departure) -> None:
        first, *others = rows
        for row in others:
            if row.successor != first.successor:
                words = f"Row {first.number} names another successor for the same place. Name one in both."
                self._wrong(row, "Successor", "conflict", words, row.successor)
        loss = Loss(departure, leavers.held(departure, by=self._by))
        if first.successor and first.successor != NOBODY:
            loss.successor = self._successor(first)
            if loss.successor is None:
                return
        self.parsed.sitting.lost.append(loss)
        if loss.holdings and first.successor != NOBODY and not loss.handed:
            self._wrong(first, "Successor", "holds_work", _held_words(loss), first.successor)

    def _successor(self, row: PersonRow) -> User | None:
        found = self._people.find(row.successor)
        if found is None:
            code, words = "unknown_person", "Nobody here has this email address. Add them first."
        elif not found.is_active:
            code, words = "has_left", f"{found} has left. Name somebody else."
        elif row.successor in self._leaving:
            code, words = "conflict", f"{found} leaves too, by this sheet. Name somebody who stays."
        else:
            return found
        self._wrong(row, "Successor", code, words, row.successor)
        return None

    def _refuse_own(self, rows: list[PersonRow]) -> None:
        for row in rows:
            if row.is_new or row.is_change:
                self._wrong(row, "Email", "not_allowed", f"{people.OWN_RIGHTS} Delete this row.")

    def _wrong(self, row: PersonRow, title: str, code: str, words: str, value: str = "") -> None:
        self._faults.add(row.number, title, code, words, value)


def _told(loss: Loss) -> tuple:
    successor = loss.successor.pk if loss.successor else None
    return loss.departure.person.pk, leavers.digest(loss.departure, loss.holdings), successor


def _repeated(earlier: PersonRow, row: PersonRow) -> str:
    if earlier.leaves != row.leaves:
        return f"Row {earlier.number} says the opposite of the same role. Delete one of the rows."
    if earlier.organisation != row.organisation:
        return (
            f"Row {earlier.number} gives the same role in the same place. Somebody acts for one organisation there: "
            "delete one of the rows."
        )
    return f"Row {earlier.number} says the same. Delete one of the rows."


def _held_words(loss: Loss) -> str:
    """What somebody holds, and what to do about it."""
    held = "; ".join(holding.what for holding in loss.holdings)
    who = f"{loss.successor} may take over nothing of what" if loss.successor else "What"
    return (
        f"{who} {loss.departure.person} holds: {held}. Under Successor give the email address of who takes it over, or "
        "write Nobody: then it waits until somebody is chosen."
    )
