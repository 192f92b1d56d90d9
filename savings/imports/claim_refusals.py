"""Why can a row of a file of claims not be stored, though each of its cells can be read?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pilots.models import Place
from savings.imports.claim_rows import ClaimRow
from savings.imports.errors import RowError
from savings.imports.sheets import Sheet
from savings.models.choices import PriceBasis
from totalplace.refused_value import quoted

# The column, the code and the words of a refusal.
Found = tuple[str, str, str]


def refusals(
    sheet: Sheet, rows: Sequence[ClaimRow], own: set[int], published: bool
) -> Iterator[RowError]:
    """What is wrong with the rows; `own` are the places (their keys) that the person writes for."""
    first: dict[str, int] = {}
    places = _places_named_by(rows)
    for row in rows:
        found = (
            _repeated(row, first)
            or _refused(row, own, published)
            or _named_as_anothers(row, places)
        )
        for title, code, message in [found] if found else _inconsistent(row):
            yield RowError(row.number, sheet.title_in_file(title), code, message)


def _repeated(row: ClaimRow, first: dict[str, int]) -> Found | None:
    if row.is_unnamed:
        return None
    earlier = first.setdefault(row.reference, row.number)
    if earlier == row.number:
        return None
    words = f"{quoted(row.reference)} is also in row {earlier}. Keep one row for each claim."
    return "reference", "duplicate", words


def _places_named_by(rows: Iterable[ClaimRow]) -> dict[str, Place]:
    """By their codes, the places whose references rows give to new claims; asked for only where there are any."""
    codes = {_code_in(row) for row in rows if _names_a_new_claim(row)}
    return {place.code: place for place in Place.objects.filter(code__in=codes)} if codes else {}


def _names_a_new_claim(row: ClaimRow) -> bool:
    return row.is_new and not row.is_unnamed


def _code_in(row: ClaimRow) -> str:
    return row.reference.rpartition("-")[0]


def _named_as_anothers(row: ClaimRow, places: Mapping[str, Place]) -> Found | None:
    """A new claim under a reference that another place would give: it stays with the claim for life."""
    of = places.get(_code_in(row)) if _names_a_new_claim(row) else None
    if of is None or of == row.place:
        return None
    words = (
        f"{quoted(row.reference)} would be a reference of {of.name}. Leave the cell empty, and the claim gets the next "
        f"free reference of {row.place.name}."
    )
    return "reference", "conflict", words


def _refused(row: ClaimRow, own: set[int], published: bool) -> Found | None:
    if published and row.is_unnamed:
        words = "Published words need a reference, under which they stay. Type one."
        return "reference", "missing", words
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


def _refused_published(row: ClaimRow) -> Found | None:
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


def _refused_own(row: ClaimRow) -> Found | None:
    if row.base and row.base.is_published:
        words = (
            f"{row.reference} holds published words that {row.place.name} has not adopted. "
            "Open the claim, choose “Adopt as our own claim”, then import again."
        )
        return "reference", "not_adopted", words
    return None


def _inconsistent(row: ClaimRow) -> Iterator[Found]:
    def said(name: str) -> Any:
        return row.content.get(name, getattr(row.base, name, None))

    low, high = said("amount_low"), said("amount_high")
    if low is not None and high is not None and low > high:
        words = f"The higher amount, {high:f}, is below the lower, {low:f}. Correct one of them."
        yield "amount_high", "conflict", words
    if said("base_year") and said("price_basis") != PriceBasis.REAL:
        words = "A base year belongs to real prices. Take it out, or choose “Real terms” as the price basis."
        yield "base_year", "conflict", words
