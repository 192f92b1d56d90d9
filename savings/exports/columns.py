"""Which columns does each CSV file have, what do they mean, and where do they come from? The one list.

The files, the table of columns on the page and every later data dictionary are made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, TextChoices, Value
from django.db.models.expressions import Combinable

from savings.access import Purpose
from savings.models import Figure, Version
from savings.models import choices as lists
from savings.review.figure_verdicts import figure_verdict

from . import facts
from .cells import Cell, Code, Day, Number, Pounds, Text, Whole, Words, Year, YesNo


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it means in plain words, and how a cell is made.

    `expression` is the path of a field of the model in `of`, an expression over it, or a function that makes one from
    the export (`savings.exports.files.Export`). `codes` are what a column of codes may hold.
    """

    title: str
    description: str
    expression: str | Combinable | Callable
    kind: type[Cell] = Text
    codes: type[TextChoices] | None = None
    of: type[Model] = Version

    def cell(self, export) -> Cell:
        """The whole cell as text, as an expression over `of`."""
        is_made = callable(self.expression)
        return self.kind(self.expression(export) if is_made else self.expression)

    @property
    def written(self) -> str:
        """How a reader of the file finds it written: the kind of text, or each code with its label."""
        if self.codes is None:
            return self.kind.words
        return "; ".join(f"{code} ({label})" for code, label in self.codes.choices)


def _code(
    title: str,
    description: str,
    codes: type[TextChoices],
    source: str | Combinable | Callable = "",
    **more,
) -> Column:
    return Column(title, description, source or title, Code, codes, **more)


# The columns of the published claims, in their order: what a place said, in its own words.
PUBLISHED_COLUMNS = [
    Column("reference", "The claim's reference, the same for life.", "claim__reference"),
    Column("place", "The place whose claim it is.", "claim__place__name"),
    Column("programme", "The programme it was stated under.", "programme"),
    Column("what_changes", "What changes, in a sentence.", "what_changes"),
    Column("as_published", "The figure in the place's own words.", "as_published"),
    _code("measure", "What the figure is measured in.", lists.Measure),
    Column("amount_low", "The lower end of the figure; empty if not stated.", "amount_low", Number),
    Column(
        "amount_high", "The upper end of the figure; empty if not stated.", "amount_high", Number
    ),
    _code("bound", "How the words limit the figure.", lists.Bound),
    _code("basis", "What the figure is over: a year, a period, a share.", lists.Basis),
    Column("period_years", "How many years the figure is over.", "period_years", Whole),
    Column("period_end", "The financial year the period ends in.", "period_end"),
    _code("recurrence", "Whether the saving comes every year.", lists.Recurrence),
    _code("kind_of_gain", "What sort of gain it is.", lists.KindOfGain),
    _code("cashability", "What the source says of money released.", lists.Cashability),
    _code("gross_or_net", "Whether costs have been taken off.", lists.GrossOrNet),
    _code("stage", "How far the saving has come.", lists.Stage),
    Column("cost_as_published", "The cost in the place's own words.", "cost_as_published"),
    Column(
        "who_gains_as_published", "Who gains, in the place's own words.", "who_gains_as_published"
    ),
    Column("caveat", "What the place says against its own figure.", "caveat"),
    Column("source_title", "Where it was published.", "source_title"),
    Column("source_url", "The address of the source.", "source_url"),
    Column("source_date", "The date of the source, as the source writes it.", "source_date"),
    Column("notes", "Notes on how the words were read.", "notes"),
]

_HARDNESS = Column(
    "hardness", "How hard the claim is, from No figure to Supported.", facts.hardness_label(), Words
)
_USE_CONDITION = _code(
    "use_condition",
    "What the place lets its figures be used for.",
    lists.UseCondition,
    "claim__use_condition",
)
_VERSION = Column("version", "The number of the version of the claim.", "number", Whole)
_THEME = Column("theme", "The service or subject.", "theme__name")
_PRICE_BASIS = _code(
    "price_basis", "Whether amounts are in cash or in real terms.", lists.PriceBasis
)
_BASE_YEAR = Column("base_year", "The year whose prices real terms are in.", "base_year", Year)
_TRANSFERABILITY = _code(
    "transferability",
    "Whether the place claims it could be repeated elsewhere.",
    lists.Transferability,
)
# Every row carries what it was taken for, because notices beside a file get lost.
_TAKEN = [
    Column("as_at", "The day whose data this is.", lambda export: Value(str(export.as_at)), Day),
    _code("purpose", "What the file was taken for.", Purpose, lambda export: Value(export.purpose)),
    Column(
        "export_id",
        "Names this taking: file, day, person, purpose and filters.",
        lambda export: Value(export.id),
        Words,
    ),
]

CLAIM_COLUMNS = [
    *PUBLISHED_COLUMNS,
    Column("place_code", "The short code of the place.", "claim__place__code"),
    _VERSION,
    _code("status", "Where the version is on its way through review.", lists.Status),
    _HARDNESS,
    _code("verdict", "The final verdict; empty until there is one.", lists.Verdict),
    _USE_CONDITION,
    _THEME,
    Column("lead", "The organisation that leads the claim.", "lead__name"),
    _code("service_level", "What happened to the service.", lists.ServiceLevel),
    Column("service_evidence", "How the service level is known.", "service_evidence"),
    Column("baseline_amount", "The spending it is compared with.", "baseline_amount", Pounds),
    Column("baseline_year", "The year of that spending.", "baseline_year", Year),
    _code("baseline_kind", "What that spending was taken from.", lists.BaselineKind),
    Column("last_year", "The last year of the saving.", "last_year", Year),
    Column("continues", "Whether it goes on without an end year.", "continues", YesNo),
    _code("maturity", "Whether the figures can still change.", lists.Maturity),
    _PRICE_BASIS,
    _BASE_YEAR,
    Column("has_other_bodies", "Whether somebody else pays or gains.", "has_other_bodies", YesNo),
    _TRANSFERABILITY,
    Column("transferability_note", "What the place says of repeating it.", "transferability_note"),
    _code("proposed_condition", "The use condition proposed for submission.", lists.UseCondition),
    Column("submitted_on", "The day it was submitted or published.", facts.frozen_day(), Day),
    *_TAKEN,
    # Last, so that whoever reads the file by the place of a column finds the others where they were.
    Column(
        "region",
        "The region of England that the place is in, as the Office for National Statistics names it.",
        "claim__place__region",
    ),
]

FIGURE_COLUMNS = [
    PUBLISHED_COLUMNS[0],
    _VERSION,
    PUBLISHED_COLUMNS[1],
    _THEME,
    _code("kind_of_gain", "What sort of gain the amount is.", lists.KindOfGain, of=Figure),
    _code("line", "Whether it is a saving, or which sort of cost.", lists.Line, of=Figure),
    _code("state", "Whether it was planned, is expected or has happened.", lists.State, of=Figure),
    Column("financial_year", "The year of the amount.", "year", Year, of=Figure),
    Column(
        "amount_gbp",
        "The amount as the place states it, never below nought.",
        "amount",
        Pounds,
        of=Figure,
    ),
    Column("organisation", "Who gains, or who pays.", "organisation__name", of=Figure),
    _HARDNESS,
    _code(
        "verdict",
        "The final verdict on the claim's figures of this state; empty until there is one, or where it has none.",
        lists.Verdict,
        figure_verdict(),
        of=Figure,
    ),
    Column(
        "accepted_gbp",
        "What the final review accepts of the amount; empty if it does not say.",
        facts.accepted_amount(),
        Pounds,
        of=Figure,
    ),
    Column(
        "confidence_grade",
        "From 1 (strongest) to 6, by the strongest evidence cited; empty if none.",
        facts.confidence_grade,
        Whole,
    ),
    _PRICE_BASIS,
    _BASE_YEAR,
    _USE_CONDITION,
    _TRANSFERABILITY,
    Column("counted_in_total", "Whether it may be in a total.", facts.is_counted(), YesNo),
    Column("reason_if_not", "Why it is in no total.", facts.reason_not_counted(), Words),
    *_TAKEN,
    # Last, as above.
    Column(
        "note",
        "What the place says of the figure; after “Checked:” why a doubtful one is right.",
        facts.full_note(),
        of=Figure,
    ),
]
