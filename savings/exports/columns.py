"""Which columns does each CSV file have, what do they mean, and where do they come from? The one list.

The files, the table of columns on the page and every later data dictionary are made from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model, TextChoices, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, NullIf

from savings.access import Purpose
from savings.claims.question_row import Question
from savings.claims.questions import BY_FIELD, QUESTIONS, Table
from savings.delivery import outturn
from savings.models import Figure, Version
from savings.models import choices as lists
from savings.review import figure_verdicts
from savings.review.earlier_verdict import (
    earlier,
    earlier_accepted,
    earlier_verdict_on_figure,
)
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField

from . import doubted, facts
from .cells import Cell, Code, Day, Number, Pounds, Text, Whole, Words, Year, YearStart, YesNo

if TYPE_CHECKING:
    from .files import Export


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it means in plain words, and how a cell is made.

    `expression` is the path of a field of the model in `of`, an expression over it, or a function that makes one from
    the export (`savings.exports.files.Export`). `codes` are what a column of codes may hold, each with its label.
    """

    title: str
    description: str
    expression: str | Combinable | Callable
    kind: type[Cell] = Text
    codes: Sequence[tuple[str, str]] | None = None
    of: type[Model] = Version

    def cell(self, export: "Export") -> Cell:
        """The whole cell as text, as an expression over `of`."""
        made_of = self.expression
        if not isinstance(made_of, str | Combinable):
            made_of = made_of(export)
        return self.kind(made_of)

    @property
    def written(self) -> str:
        """How a reader of the file finds it written: the kind of text, or each code with its label."""
        if self.codes is None:
            return self.kind.words
        return "; ".join(f"{code} ({label})" for code, label in self.codes)


def _code(
    title: str,
    description: str,
    codes: type[TextChoices],
    source: str | Combinable | Callable = "",
    **more: Any,
) -> Column:
    return Column(title, description, source or title, Code, codes.choices, **more)


# How the value of a field is written; all others are text.
_KINDS = {
    FinancialYearField: Year,
    MoneyField: Pounds,
    ScaledDecimalField: Number,
    models.BooleanField: YesNo,
    models.PositiveSmallIntegerField: Whole,
}


def _answer(question: Question) -> Column:
    """The column of one question: the code of a choice, the name of an organisation, else the value."""
    name, field = question.field, question.stored
    if field.choices:
        return Column(question.title, question.meaning, name, Code, field.flatchoices)
    path = f"{name}__name" if field.is_relation else name
    return Column(question.title, question.meaning, path, _KINDS.get(type(field), Text))


_REFERENCE = Column("reference", "The claim's reference, the same for life.", "claim__reference")
_PLACE = Column("place", "The place whose claim it is.", "claim__place__name")
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
_EARLIER_VERSION = Column(
    "earlier_verdict_version",
    "The number of the version that the earlier verdict is on.",
    lambda export: earlier("number", export.all_versions()),
    Whole,
)
_PERIOD_END_START = Column(
    "period_end_start",
    "The calendar year in which the year period_end begins, as a number: 2014 for 2014-15.",
    NullIf(Left("period_end", 4), Value("")),
    YearStart,
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


# Last, so that whoever reads the file by the place of a column finds the others where they were.
_ADDED = [
    Column(
        "region",
        "The region of England that the place is in, as the Office for National Statistics names it.",
        "claim__place__region",
    ),
    _code(
        "earlier_verdict",
        "The last final verdict on an older version, while this one has none; empty where there is none.",
        lists.Verdict,
        lambda export: earlier("verdict", export.all_versions()),
    ),
    _EARLIER_VERSION,
    Column(
        "given_up_on",
        "The day on which its place gave the saving up after the final verdict; empty where it stands.",
        "abandonment__given_up_on",
        Day,
    ),
    Column("given_up_because", "Why it was given up.", "abandonment__because"),
    _code(
        "counted_verdict",
        "What the final verdict counts as: not supported, where it is partly supported and accepts nothing.",
        lists.Verdict,
    ),
    Column(
        "cash_traced",
        "Whether the cashable actuals of a large claim name a budget that is lower; empty if it was not asked.",
        facts.cash_traced(),
        Words,
    ),
]
# The late questions that had a column when the grades came, and the years as numbers: those asked since stand after.
_EARLIER = {
    "rebaseline_reason",
    "also_counted_in",
    "budget_line",
    "budget_owner",
    "budget_year",
}
_GRADES = [
    Column(
        "saving_grade",
        "From 1 (strongest) to 6, by the strongest evidence cited for the savings; 6 if there is none.",
        facts.saving_grade,
        Whole,
    ),
    Column(
        "cost_grade",
        "From 1 (strongest) to 6, by the strongest evidence cited for the costs; 6 if there is none.",
        facts.cost_grade,
        Whole,
    ),
]


def _starts_of_years(columns: Sequence[Column]) -> list[Column]:
    """For each column of years the same as a number, since spreadsheet programs make a month of 2007-08."""
    return [
        Column(
            _START_TITLES.get(year.title, f"{year.title}_start"),
            f"The calendar year in which {year.title} begins, as a number: 2009 for 2009-10.",
            year.expression,
            YearStart,
            of=year.of,
        )
        for year in columns
        if year.kind is Year
    ]


_START_TITLES = {"financial_year": "year_start"}


def columns_of_published(table: Table = QUESTIONS) -> list[Column]:
    """The columns of the published claims, in their order: what a place said, in its own words."""
    return [
        _REFERENCE,
        _PLACE,
        *(_answer(question) for question in table if question.is_headline),
    ]


def columns_of_claims(table: Table = QUESTIONS) -> list[Column]:
    """The columns of claims.csv, first those of the published claims."""
    late = [question for question in table if question.is_late]
    columns = [
        *columns_of_published(table),
        Column("place_code", "The short code of the place.", "claim__place__code"),
        _VERSION,
        _code("status", "Where the version is on its way through review.", lists.Status),
        _HARDNESS,
        _code("verdict", "The final verdict; empty until there is one.", lists.Verdict),
        _USE_CONDITION,
        *(_answer(q) for q in table if not q.is_headline and not q.is_late),
        Column("submitted_on", "The day it was submitted or published.", facts.frozen_day(), Day),
        *_TAKEN,
        *_ADDED,
        *(_answer(question) for question in late if question.field in _EARLIER),
        *_GRADES,
    ]
    since = [_answer(question) for question in late if question.field not in _EARLIER]
    return [*columns, *_starts_of_years(columns), _PERIOD_END_START, *since]


PUBLISHED_COLUMNS = columns_of_published()
CLAIM_COLUMNS = columns_of_claims()

FIGURE_COLUMNS = [
    _REFERENCE,
    _VERSION,
    _PLACE,
    _answer(BY_FIELD["theme"]),
    _code("kind_of_gain", "What sort of gain the amount is.", lists.KindOfGain, of=Figure),
    _code("line", "Whether it is a saving, or which sort of cost.", lists.Line, of=Figure),
    _code("state", "Whether it was planned, is expected or has happened.", lists.State, of=Figure),
    Column("financial_year", "The year of the amount.", "year", Year, of=Figure),
    Column(
        "amount_gbp",
        "The amount as the place states it, never below zero.",
        "amount",
        Pounds,
        of=Figure,
    ),
    Column("organisation", "Who gains, or who pays.", "organisation__name", of=Figure),
    _HARDNESS,
    _code(
        "verdict",
        "The final verdict given on the claim's figures of this state; empty until there is one, or where it has none.",
        lists.Verdict,
        figure_verdicts.figure_verdict(),
        of=Figure,
    ),
    Column(
        "accepted_gbp",
        "What the final review accepts of it: of costs nothing, where it accepts no saving; empty if it does not say.",
        figure_verdicts.accepted_amount(),
        Pounds,
        of=Figure,
    ),
    Column(
        "confidence_grade",
        "From 1 (strongest) to 6, by the strongest evidence cited, whatever it backs; empty if none.",
        facts.confidence_grade,
        Whole,
    ),
    _answer(BY_FIELD["price_basis"]),
    _answer(BY_FIELD["base_year"]),
    _USE_CONDITION,
    _answer(BY_FIELD["transferability"]),
    Column(
        "counted_in_total", "Whether it may be in a total.", facts.is_counted(), YesNo, of=Figure
    ),
    Column("reason_if_not", "Why it is in no total.", facts.reason_not_counted(), Words, of=Figure),
    *_TAKEN,
    # Last, as above.
    Column(
        "note",
        "What the place says of the figure.",
        "note",
        of=Figure,
    ),
    _code(
        "mark",
        "Of an actual whether it is the outturn of its year, or only so far: the year was not over when it was "
        "submitted. Empty for a plan and a forecast.",
        lists.Mark,
        lambda export: outturn.mark(),
        of=Figure,
    ),
    _code(
        "earlier_verdict",
        "The last final verdict on an older version's figures of this state, while this version has none.",
        lists.Verdict,
        lambda export: earlier_verdict_on_figure(export.all_versions()),
        of=Figure,
    ),
    _EARLIER_VERSION,
    Column(
        "earlier_accepted_gbp",
        "What that verdict accepted under the same year, line, state, kind and organisation; in no total.",
        lambda export: earlier_accepted(export.all_versions()),
        Pounds,
        of=Figure,
    ),
    _code(
        "accepted_kind_of_gain",
        "What sort of gain the final review accepts it as: another than claimed, where it is real and no cash saving.",
        lists.KindOfGain,
        figure_verdicts.accepted_kind_of_gain(),
        of=Figure,
    ),
    _code(
        "counted_verdict",
        "What the verdict counts as: not supported, where it is partly supported and accepts nothing of this kind.",
        lists.Verdict,
        figure_verdicts.counted_figure_verdict(),
        of=Figure,
    ),
    Column(
        "cash_traced",
        "Whether a cashable actual of a large claim names a budget that is lower; empty for all others.",
        facts.cash_traced_of_figure(),
        Words,
        of=Figure,
    ),
    *_GRADES,
    Column(
        "doubt",
        "What was hard to believe of the figure when it was signed off, a line for each doubt; empty for none.",
        doubted.doubt(),
        Words,
        of=Figure,
    ),
    Column(
        "doubt_reason",
        "Why the place says that it is right all the same, a line for each doubt; or that no reason is given.",
        doubted.doubt_reason(),
        of=Figure,
    ),
    Column(
        "overlap_mark",
        "Whether it is money that another claim states too: what a person says, or that a rule finds it alike; empty "
        "if none is that you may see.",
        facts.overlap_mark,
        Code,
        facts.OVERLAP_MARKS,
        of=Figure,
    ),
    Column(
        "overlap_with",
        "The reference of that claim; where there are several, of the first that is not said to be separate.",
        facts.overlap_with,
        of=Figure,
    ),
    Column(
        "counted_once",
        "Whether it is in a total in which money that is the same, or unclear, counts once: in the claim of this file "
        "that states most of it.",
        facts.is_counted_once,
        YesNo,
        of=Figure,
    ),
]
FIGURE_COLUMNS += _starts_of_years(FIGURE_COLUMNS)
