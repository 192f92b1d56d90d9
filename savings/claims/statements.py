"""What does a version state, in words? One place that writes a field's value for people; `None` is *not stated*."""

from dataclasses import dataclass
from decimal import Decimal

from savings.models import Version
from savings.models.choices import Measure, Status
from totalplace.money import format_pounds
from totalplace.web_addresses import may_be_link

from .headlines import reading_in_words
from .held_against import HeldAgainst
from .options import KINDS_IN_WORDS, NOT_STATED
from .question_row import Part, Question
from .questions import BY_FIELD, QUESTIONS, Table, asked_on, stated_in

IN_POUNDS = (Measure.MONEY, Measure.UNIT_COST)

# The parts of a claim's page; `what_changes` and `as_published` stand above them all.
FIGURE = stated_in(Part.FIGURE)
GROUNDS = stated_in(Part.GROUNDS)
# Published words were never asked the fourteen steps, so what those fields hold by default is nobody's statement.
GROUNDS_OF_PUBLISHED = tuple(name for name in GROUNDS if BY_FIELD[name].of_published)
IN_THE_PLACES_WORDS = stated_in(Part.WORDS)
SOURCE = stated_in(Part.SOURCE)


@dataclass(frozen=True)
class Statement:
    """One field of a version: its label, and its value in words or `None`."""

    name: str
    label: str
    words: str | None

    @property
    def href(self) -> str:
        return web_address(self.words or "") if self.name == "source_url" else ""


def web_address(text: str) -> str:
    """`text` where it may be a link, else nothing: whoever typed it may want it to lead elsewhere than it looks."""
    return text if may_be_link(text) else ""


def status_words(version: Version) -> str:
    """The status of `version` in words. A draft of which sign-off is asked says so: it is a draft still.

    So does one that was thrown away: its place never claimed it.
    """
    if version.status == Status.DRAFT and version.sign_off_asked_at:
        return "Waiting for sign-off"
    if version.status == Status.WITHDRAWN and not version.frozen_at:
        return "Draft thrown away"
    return version.get_status_display()


def statement(version: Version, name: str) -> Statement:
    """What `version` states in the field `name`."""
    return _answer(version, BY_FIELD[name])


def as_asked(version: Version, page: str, table: Table = QUESTIONS) -> list[Statement]:
    """What `version` answers to one page of the journey, question and answer in the words of that page.

    What is ticked there before anybody has answered counts as said; what does not concern the version is left out.
    """
    return [
        Statement(
            question.field,
            question.label,
            _as_picked(version, question),
        )
        for question in asked_on(page, table)
        if question.concerns(version)
    ]


def statements(version: Version, names: tuple[str, ...]) -> list[Statement]:
    """What `version` states in the fields `names`, in that order."""
    return [statement(version, name) for name in names]


def held_statement(held: HeldAgainst | None) -> list[Statement]:
    """The row in which a page says what the savings of each year are held against; none where there are none."""
    label = "Each year’s saving is compared with"
    return [Statement("held_against", label, held.words)] if held else []


def as_read(version: Version) -> list[Statement]:
    """The row in which a page says how the words of a headline are read, and whether the place says so too."""
    return [Statement("as_read", "As we read your words", reading_in_words(version))]


def statements_shown(version: Version, names: tuple[str, ...]) -> list[Statement]:
    """What the claim's page shows of the fields `names`.

    Of published words every field: *not stated* is an ordinary answer there. Of a claim stated here, not what its place
    was never asked and has not said, nor what does not concern it, such as the year of real prices where amounts are
    in cash: such a row would look like something left open, and a default like a statement.
    """
    found = statements(version, names)
    if version.is_published:
        return found
    rows = [(one, BY_FIELD[one.name]) for one in found]
    return [
        one
        for one, question in rows
        if question.concerns(version) and (question.was_asked(version) or question.is_said(version))
    ]


def _as_picked(version: Version, question: Question) -> str | None:
    return _in_the_words_asked(version, question) or question.words.get(question.stands)


def _answer(version: Version, question: Question) -> Statement:
    if question.field == "kind_of_gain":
        words = KINDS_IN_WORDS.get(version.kind_of_gain)
    else:
        words = _in_the_words_asked(version, question)
    return Statement(question.field, question.label, words)


def _in_the_words_asked(version: Version, question: Question) -> str | None:
    """The answer as the page offers it, else as it is written or listed."""
    answer = getattr(version, question.field)
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    return question.words.get(str(answer)) or _words(version, question.field)


def _words(version: Version, name: str) -> str | None:
    value = getattr(version, name)
    if value in (None, "", NOT_STATED):
        return None
    if name in ("amount_low", "amount_high"):
        return _headline_amount(version.measure, value)
    if isinstance(value, Decimal):
        return format_pounds(value)
    choice = getattr(version, f"get_{name}_display", None)
    return choice() if choice else str(value)


def _headline_amount(measure: str, amount: Decimal) -> str:
    if measure in IN_POUNDS:
        return format_pounds(amount) if amount == round(amount, 2) else f"£{amount:,}"
    plain = f"{amount.normalize():,f}"
    return f"{plain}%" if measure == Measure.PERCENTAGE else plain
