"""Which headline does a claim have: as its place has stated or confirmed it, else as its words are read?"""

from collections.abc import Mapping
from typing import Any

from savings.models import Version
from savings.models.choices import KindOfGain

from .headline_words import NotRead, Read, read_headline

# What is read from the words, and stated by whoever confirms it.
FIELDS = (
    "measure",
    "amount_low",
    "amount_high",
    "bound",
    "basis",
    "period_years",
    "gross_or_net",
)
NOTHING = Read()  # What a version states of itself, too.


def is_asked(version: Version) -> bool:
    """Whether a draft is asked what its words mean: where they are about pounds, or may be."""
    return bool(version.as_published) and version.kind_of_gain != KindOfGain.NOT_IN_MONEY


def stated_headline(version: Version) -> Read:
    """What the place has stated of its headline; `NOTHING` where it has stated nothing."""
    return Read(**{name: getattr(version, name) for name in FIELDS})


def read_words(version: Version) -> Read:
    """What the version's words say. Raises NotRead where they are unclear."""
    return read_headline(version.as_published)


def headline_of(version: Version) -> Read:
    """What figures are held against: what is stated, else what is read; `NOTHING` where neither says anything."""
    stated = stated_headline(version)
    if stated != NOTHING:
        return stated
    try:
        return read_words(version)
    except NotRead:
        return NOTHING


def reading_in_words(version: Version) -> str:
    """How the words are read, or why they are not; and what the place states, where that differs."""
    stated = stated_headline(version)
    differs = f" You state: {stated.words}." if stated != NOTHING else ""
    try:
        read = read_words(version)
    except NotRead as refused:
        return f"{refused.message}{differs}"
    return read.words if stated in (read, NOTHING) else f"{read.words}.{differs}"


def unconfirmed(version: Version, content: Mapping[str, Any]) -> dict[str, Any]:
    """What else to store (field → value) where `content` writes words anew that were confirmed as they are read.

    They are read anew, so what was confirmed is stated no longer, but for what `content` states itself. What somebody
    has stated in other words than are read from the headline stays.
    """
    if content.get("as_published", version.as_published) == version.as_published:
        return {}
    try:
        is_as_read = stated_headline(version) == read_words(version)
    except NotRead:
        is_as_read = False
    blank = {name: getattr(NOTHING, name) for name in FIELDS if name not in content}
    dropped = {name: value for name, value in blank.items() if getattr(version, name) != value}
    return dropped if is_as_read else {}
