"""One row of the table of questions: all that pages, statements, columns and rules know of one answer of a claim."""

import dataclasses
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import cast

from django.db import models

from savings.models import Version
from savings.models.claims import HEADLINE_FIELDS

from .draft_facts import DraftFacts
from .options import NOT_STATED, Options


class Part(Enum):
    """Where a claim's page states an answer."""

    APART = "a place of its own: the sentence, the figure in words, the use condition"
    FIGURE = "the figure as stated"
    GROUNDS = "the grounds"
    WORDS = "in the place's own words"
    SOURCE = "the source"


@dataclass(frozen=True)
class Gap:
    """What is said before sign-off where the answer is not stated, at which of the fourteen steps, and when.

    `is_last`: said after all else that is wrong in its step.
    """

    step: int
    words: str
    when: Callable[[DraftFacts], bool] = lambda facts: True
    is_last: bool = False


@dataclass(frozen=True)
class Question:
    """One thing that a claim can state, kept in one field of a version.

    `label`: what every page, comparison and notice calls its answer. `meaning`: what its column in claims.csv
    means; `to_fill`: the same for who fills in the template, where an officer needs other words. `page` asks it as
    the `turn`-th in the words `asked`, with `choices`. `stands`: the answer that is ticked before anybody has given
    one; it holds unless another is given, and sign-off stores it. `of_published`: published words state it too,
    though it stands among the grounds, which their places were never asked. `is_late`: its column stands last in
    claims.csv, because whoever reads the file by the place of a column must find the others where they were.
    `asks`: of which drafts it is asked, where it is not of all; `kept_in`, the field of a version that keeps
    whether it was. `applies`: to which versions an answer can say anything, where a page asks it of more, as a box
    that begins with “If”. Elsewhere a blank leaves nothing open, and is not shown as *not stated*.
    """

    field: str
    label: str
    part: Part
    meaning: str
    _: KW_ONLY
    page: str = ""
    turn: int = 0
    asked: str = ""
    choices: Options = dataclasses.field(default_factory=dict)
    stands: str = ""
    to_fill: str = ""
    gaps: tuple[Gap, ...] = ()
    of_published: bool = False
    is_late: bool = False
    asks: Callable[[DraftFacts], bool] | None = None
    kept_in: str = ""
    applies: Callable[[Version], bool] | None = None

    def is_asked(self, facts: DraftFacts) -> bool:
        """Whether a draft is asked it, or says it already."""
        return self.asks is None or self.asks(facts) or self.is_said(facts.version)

    def was_asked(self, version: Version) -> bool:
        """Whether the place of a version was asked it, as far as that is known."""
        of_all = self.asks is None or bool(self.kept_in and getattr(version, self.kept_in))
        return bool(self.page) and of_all

    def concerns(self, version: Version) -> bool:
        """Whether an answer can say anything of a version, or does; where not, a blank leaves nothing open."""
        return self.applies is None or self.applies(version) or self.is_said(version)

    @property
    def stored(self) -> models.Field:
        """The field of a version that keeps the answer."""
        return cast(models.Field, Version._meta.get_field(self.field))

    @property
    def title(self) -> str:
        """The title of its column."""
        return self.field

    @property
    def is_headline(self) -> bool:
        """Whether its column is among those of the published claims, which come first in every file."""
        return self.field in HEADLINE_FIELDS and not self.is_late

    @property
    def is_needed(self) -> bool:
        """Whether no claim can be stored without it."""
        return not self.stored.blank and not self.stored.has_default()

    @property
    def blank(self) -> object:
        """What is stored where no answer is given."""
        return self.stored.get_default()

    @property
    def listed(self) -> dict[str, str]:
        """The stored list that an answer is one of, code → label, without what a blank says: *not stated* for most."""
        unsaid = {"", NOT_STATED} if self.blank == NOT_STATED else {""}
        codes = self.stored.flatchoices or []
        return {code: label for code, label in codes if code not in unsaid}

    @property
    def words(self) -> dict[str, str]:
        """The choices as the page words them, code → words."""
        return {str(code): words for code, (words, _hint) in self.choices.items()}

    def is_stated(self, version: Version) -> bool:
        """Whether `version` answers it; a default that is an answer counts, and so does one that `stands`."""
        return bool(self.stands) or not self.is_left_open(version)

    def is_left_open(self, version: Version) -> bool:
        """Whether nothing is stored in answer to it."""
        return getattr(version, self.stored.attname) in (None, "", NOT_STATED)

    def is_said(self, version: Version) -> bool:
        """Whether `version` says what it would not say of itself: a default is nobody's statement."""
        return getattr(version, self.stored.attname) != self.blank
