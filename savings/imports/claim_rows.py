"""What is each row of a file of claims about: which claim, compared with which version, or a new one?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from django.db.models import prefetch_related_objects

from pilots.models import Place, User
from pilots.people import places_with
from savings import workflow
from savings.access import visible_to
from savings.claims import headlines
from savings.claims.same_words import same_words
from savings.imports.model_cells import differences
from savings.models import Claim, Version
from savings.models.choices import CURRENT, STANDING, Status


@dataclass
class ClaimRow:
    """One row: `content` is what it says of the claim; `base` the version that it is compared with.

    `seen` is the version that the person reads, and would have exported. A row that `is_unnamed` came without a
    reference: it has the one that is made for it, or that of the claim that says exactly the same.
    """

    number: int
    reference: str
    place: Place
    content: dict
    claim: Claim | None = None
    base: Version | None = None
    seen: Version | None = None
    is_unnamed: bool = False

    @property
    def is_new(self) -> bool:
        return self.base is None and not self.says_nothing_new

    @property
    def has_made_reference(self) -> bool:
        return self.is_unnamed and self.claim is None

    @property
    def changes(self) -> dict:
        return differences(self.base, self.content) if self.base else self.content

    @property
    def edit(self) -> dict:
        """The changes to store. What the row states of its headline is said again of words that it writes anew."""
        changes = self.changes
        said = headlines.FIELDS if "as_published" in changes else ()
        return changes | {name: self.content[name] for name in said if name in self.content}

    @property
    def says_nothing_new(self) -> bool:
        """Whether the row says what the claim says already, or the version that the person reads."""
        versions = [version for version in (self.base, self.seen) if version]
        same_place = self.claim is not None and self.claim.place_id == self.place.pk
        return same_place and any(not differences(v, self.content) for v in versions)


@dataclass(frozen=True)
class Alike:
    """A new claim whose sentence is that of another: a claim, by its reference, or an earlier row of the file."""

    row: ClaimRow
    other: str
    is_claim: bool = True

    def __str__(self) -> str:
        return f"Row {self.row.number} says what changed in the words of {self.other}."


def held_versions(user: User) -> list[Version]:
    """Of each claim of the places that `user` writes for its draft, else what stands; by place and reference."""
    own = places_with(user, "savings.edit_claim").values("place")
    versions = Version.objects.filter(claim__place__in=own, status__in=CURRENT)
    in_order = versions.select_related("claim__place", "theme", "lead").order_by("number")
    latest = {version.claim_id: version for version in in_order}
    return sorted(latest.values(), key=lambda v: (v.claim.place.name, v.claim.reference))


def look_up(rows: Sequence[ClaimRow], by: User, own: set[int], published: bool) -> None:
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


def name_rows(rows: Sequence[ClaimRow], held: Iterable[Version]) -> None:
    """Give each row without a reference that of the claim that says exactly the same, else the next free one.

    So the same file, sent again as it is, makes no claim twice.
    """
    stored = _by_sentence(version for version in held if not version.is_published)
    taken = {row.reference for row in rows}
    free = {}
    for row in (row for row in rows if row.is_unnamed):
        same = [v for v in stored.get(_sentence_of(row), []) if not differences(v, row.content)]
        if same:
            row.base, row.claim, row.reference = same[0], same[0].claim, same[0].claim.reference
        else:
            if row.place not in free:
                free[row.place] = _free_references(row.place, taken)
            row.reference = next(free[row.place])


def alike(rows: Iterable[ClaimRow], held: Iterable[Version]) -> list[Alike]:
    """The new claims that say what changed in the words of a claim of their place, or of an earlier row."""
    stored = _by_sentence(held)
    earlier: dict[tuple, int] = {}
    found = []
    for row in (row for row in rows if row.is_new):
        sentence = _sentence_of(row)
        if sentence in stored:
            found.append(Alike(row, stored[sentence][0].claim.reference))
        elif sentence in earlier:
            found.append(Alike(row, f"row {earlier[sentence]}", is_claim=False))
        earlier.setdefault(sentence, row.number)
    return found


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


def _free_references(place: Place, taken: set[str]) -> Iterator[str]:
    """The next references of the place, in order, without those that the file gives itself."""
    code, _, number = workflow.next_reference(place).rpartition("-")
    for following in count(int(number)):
        reference = f"{code}-{following:0{len(number)}}"
        if reference not in taken:
            yield reference


def _by_sentence(versions: Iterable[Version]) -> dict[tuple, list[Version]]:
    found: dict[tuple, list[Version]] = {}
    for version in versions:
        key = version.claim.place_id, same_words(version.what_changes)
        found.setdefault(key, []).append(version)
    return found


def _sentence_of(row: ClaimRow) -> tuple:
    return row.place.pk, same_words(row.content.get("what_changes", ""))
