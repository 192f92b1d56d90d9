"""Claims from a spreadsheet: drafts of a person's own places, or words from public sources."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import prefetch_related_objects

from pilots.models import Place, User
from pilots.people import places_with
from savings import workflow
from savings.access import visible_to
from savings.imports.claim_columns import OPTIONAL, REQUIRED, WORKED_OUT, claim_columns
from savings.imports.errors import ImportRefused, RowError
from savings.imports.model_cells import differences
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
from savings.models import Claim, Version
from savings.models.choices import STANDING, PriceBasis, Status
from savings.models.claims import CONTENT_FIELDS
from totalplace.refused_value import quoted


def import_claims(
    path: Path | str, *, by: User, published: bool = False, check: bool = False
) -> ImportResult:
    """Store the claims of a file, the whole file or nothing; with `check`, only say what would be stored.

    A row that says what `by` can read already is unchanged, whoever's claim it is. Other rows
    become drafts of the person's own places or, when `published`, frozen words of a public source.
    Raises ImportRefused with every error of the file.
    """
    _refuse_who_may_not(by, published)
    sheet = opened(path, Columns(REQUIRED, OPTIONAL))
    result = ImportResult(CHECKED if check else ACCEPTED)
    rows = _read(sheet, by, published, result)
    result.notes = notes_of(sheet, WORKED_OUT)
    if not check:
        note = f"Imported from {Path(path).name}"
        with transaction.atomic():
            for row in rows:
                _store(row, by, published, note)
    return result


@dataclass
class _Row:
    """One row: `content` is what it says of the claim; `base` the version that it is compared with.

    `seen` is the version that the person reads, and would have exported.
    """

    number: int
    reference: str
    place: Place
    content: dict
    claim: Claim | None = None
    base: Version | None = None
    seen: Version | None = None

    @property
    def changes(self) -> dict:
        return differences(self.base, self.content) if self.base else self.content

    @property
    def says_nothing_new(self) -> bool:
        """Whether the row says what the claim says already, or the version that the person reads."""
        versions = [version for version in (self.base, self.seen) if version]
        same_place = bool(self.claim) and self.claim.place_id == self.place.pk
        return same_place and any(not differences(v, self.content) for v in versions)


def _refuse_who_may_not(by: User, published: bool) -> None:
    if published and not (by.is_active and by.has_perm("savings.publish_claim")):
        raise refuse("not_allowed", "Only an administrator can import published claims.")
    if not published and not places_with(by, "savings.edit_claim").exists():
        raise refuse(
            "not_allowed",
            "Only an officer or finance officer of a place can import its claims. "
            "An administrator can import published claims: add --published.",
        )


def _read(sheet: Sheet, by: User, published: bool, result: ImportResult) -> list[_Row]:
    """The rows that are to be stored; all rows are counted in `result`."""
    errors, rows = [], []
    columns = claim_columns()
    for number, values in read_table(sheet, columns, errors):
        if len(values) == sum(c.title in sheet.position for c in columns):
            result.rows.append(written(sheet, columns, number, values))
        reference, place = values.pop("reference", None), values.pop("place", None)
        if not values.get("lead", True):
            del values["lead"]  # Left out, it is as `workflow.create_claim` chooses.
        if reference and place:
            rows.append(_Row(number, reference, place, values))
    own = set(places_with(by, "savings.edit_claim").values_list("place", flat=True))
    _look_up(rows, by, own, published)
    first = {}
    to_store = []
    for row in rows:
        found = _repeated(row, first) or _refused(row, own, published)
        errors += [_error(sheet, row, *found)] if found else _inconsistent(sheet, row)
        unchanged = row.says_nothing_new
        result.unchanged += unchanged
        result.new += row.base is None and not unchanged
        result.changed += row.base is not None and not unchanged
        to_store += [] if unchanged else [row]
    raise_if_any(errors, sheet)
    return to_store


def _look_up(rows: list[_Row], by: User, own: set[int], published: bool) -> None:
    """Find the claim of each row, the version to compare it with, and the one the person reads."""
    claims = Claim.objects.select_related("place")
    found = claims.in_bulk({row.reference for row in rows}, field_name="reference")
    prefetch_related_objects(list(found.values()), "versions__theme", "versions__lead")
    seen = visible_to(by).filter(claim__in=found.values()).select_related("theme", "lead")
    seen_of = {version.claim_id: version for version in seen}
    for row in rows:
        row.claim = found.get(row.reference)
        if row.claim:
            row.seen = seen_of.get(row.claim.pk)
        # Of others' claims a row must not find out more than the person reads.
        if row.claim and (published or row.claim.place_id in own):
            row.base = _base(row.claim, published)


def _base(claim: Claim, published: bool) -> Version | None:
    """The latest published words; or what the place works on: its draft, what stands, the latest."""
    versions = sorted(claim.versions.all(), key=lambda version: version.number, reverse=True)
    if published:
        return next((version for version in versions if version.is_published), None)
    for statuses in ([Status.DRAFT], STANDING, Status):
        for version in versions:
            if version.status in statuses:
                version.claim = claim
                return version
    return None


def _repeated(row: _Row, first: dict[str, int]) -> tuple[str, str, str] | None:
    earlier = first.setdefault(row.reference, row.number)
    if earlier == row.number:
        return None
    words = f"{quoted(row.reference)} is also in row {earlier}. Keep one row for each claim."
    return "reference", "duplicate", words


def _refused(row: _Row, own: set[int], published: bool) -> tuple[str, str, str] | None:
    """Why the row cannot be stored: column, code and words."""
    if row.says_nothing_new:
        return None
    if not published and row.place.pk not in own:
        words = (
            f"You do not act for {row.place.name}. Take its rows out; its officer can import them."
        )
        return "place", "other_place", words
    if row.claim and (row.claim.place_id != row.place.pk or not row.base):
        words = f"The reference {quoted(row.reference)} cannot be used here. Choose another."
        return "reference", "conflict", words
    return _refused_published(row) if published else _refused_own(row)


def _refused_published(row: _Row) -> tuple[str, str, str] | None:
    if row.claim and any(not version.is_published for version in row.claim.versions.all()):
        words = (
            f"{row.reference} is {row.place.name}'s own claim now. Only the place can revise it."
        )
        return "reference", "conflict", words
    for name in ("source_title", "source_url"):
        if not row.content.get(name, getattr(row.base, name, "")):
            words = "A published claim needs its source: a title and an address. Type it."
            return name, "missing", words
    return None


def _refused_own(row: _Row) -> tuple[str, str, str] | None:
    if row.base and row.base.is_published:
        words = (
            f"{row.reference} holds published words that {row.place.name} has not adopted. "
            "Open the claim, choose “Adopt as our own claim”, then import again."
        )
        return "reference", "not_adopted", words
    return None


def _inconsistent(sheet: Sheet, row: _Row) -> list[RowError]:
    def said(name):
        return row.content.get(name, getattr(row.base, name, None))

    errors = []
    low, high = said("amount_low"), said("amount_high")
    if low is not None and high is not None and low > high:
        words = f"The higher amount, {high:f}, is below the lower, {low:f}. Correct one of them."
        errors.append(_error(sheet, row, "amount_high", "conflict", words))
    if said("base_year") and said("price_basis") != PriceBasis.REAL:
        words = "A base year belongs to real prices. Take it out, or write real as the price basis."
        errors.append(_error(sheet, row, "base_year", "conflict", words))
    return errors


def _error(sheet: Sheet, row: _Row, title: str, code: str, message: str) -> RowError:
    return RowError(row.number, sheet.title_in_file(title), code, message)


def _store(row: _Row, by: User, published: bool, note: str) -> None:
    try:
        if published:
            base = {name: getattr(row.base, name) for name in CONTENT_FIELDS} if row.base else {}
            workflow.publish(row.place, by=by, reference=row.reference, content=base | row.content)
        elif row.base is None:
            workflow.create_claim(row.place, by=by, reference=row.reference, content=row.content)
        else:
            _edit(row, by, note)
    except workflow.StaleError as error:
        raise ImportRefused([RowError(row.number, None, "stale", str(error))]) from error
    except workflow.ActionError as error:
        raise ImportRefused([RowError(row.number, None, "conflict", str(error))]) from error


def _edit(row: _Row, by: User, note: str) -> None:
    draft = row.base
    if draft.status != Status.DRAFT:
        draft = workflow.perform("revise", draft, by=by, note=note)
    workflow.perform("edit", draft, by=by, note=note, content=row.changes)
