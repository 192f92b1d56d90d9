"""What does a version state, in words? One place that writes a field's value for people; `None` is *not stated*."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from savings.models import Version
from savings.models.choices import Measure, Status
from totalplace.money import format_pounds
from totalplace.web_addresses import may_be_link

from .steps import ASKED

IN_POUNDS = (Measure.MONEY, Measure.UNIT_COST)

# The grounds of a claim, as the page groups them; `what_changes` and `as_published` stand above them all.
FIGURE = (
    "measure", "amount_low", "amount_high", "bound", "basis", "period_years", "period_end",
    "recurrence", "kind_of_gain", "cashability", "gross_or_net", "stage", "maturity",
)  # fmt: skip
GROUNDS = (
    "programme", "theme", "lead", "service_level", "service_evidence", "baseline_amount",
    "baseline_year", "baseline_kind", "last_year", "continues", "price_basis", "base_year",
    "has_other_bodies", "transferability", "transferability_note",
)  # fmt: skip
# Published words were never asked the fourteen steps, so what those fields hold by default is nobody's statement.
GROUNDS_OF_PUBLISHED = ("programme", "theme")
IN_THE_PLACES_WORDS = ("cost_as_published", "who_gains_as_published", "caveat", "notes")
SOURCE = ("source_title", "source_url", "source_date")


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
    """The status of `version` in words. A draft of which sign-off is asked says so: it is a draft still."""
    if version.status == Status.DRAFT and version.sign_off_asked_at:
        return "Waiting for sign-off"
    return version.get_status_display()


def statement(version: Version, name: str) -> Statement:
    """What `version` states in the field `name`."""
    label = Version._meta.get_field(name).verbose_name
    return Statement(name, capfirst(label), _words(version, name))


def statements(version: Version, names: tuple[str, ...]) -> list[Statement]:
    """What `version` states in the fields `names`, in that order."""
    return [statement(version, name) for name in names]


def statements_shown(version: Version, names: tuple[str, ...]) -> list[Statement]:
    """What the claim's page shows of the fields `names`.

    Of published words every field: *not stated* is an ordinary answer there. Of a claim stated here, not what its place
    was never asked and has not said: such a row would look like something left open, and a default like a statement.
    """
    found = statements(version, names)
    if version.is_published:
        return found
    return [one for one in found if one.name in ASKED or is_said(version, one.name)]


def is_said(version: Version, name: str) -> bool:
    """Whether `version` says anything in the field `name`; what a field holds by default is nobody's statement."""
    return getattr(version, name) != Version._meta.get_field(name).get_default()


def _words(version: Version, name: str) -> str | None:
    value = getattr(version, name)
    if value in (None, "", "not_stated"):
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
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
