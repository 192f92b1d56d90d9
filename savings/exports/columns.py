"""Which columns does claims.csv have, and which do both files share? What do they mean, and where do they come from?

The files, the table of columns on the page and every later data dictionary are made from these lists.
"""

from django.db.models import Value
from django.db.models.functions import Left, NullIf

from savings.access import Purpose
from savings.claims.questions import QUESTIONS, Table
from savings.models import choices as lists
from savings.review.earlier_verdict import (
    earlier,
)

from . import facts
from .cells import Day, Whole, Words, YearStart
from .column import Column, answer, code, starts_of_years

REFERENCE = Column("reference", "The claim’s reference, the same for life.", "claim__reference")
PLACE = Column("place", "The place whose claim it is.", "claim__place__name")
HARDNESS = Column(
    "hardness", "How hard the claim is, from No figure to Supported.", facts.hardness_label(), Words
)
USE_CONDITION = code(
    "use_condition",
    "What the place lets its figures be used for.",
    lists.UseCondition,
    "claim__use_condition",
)
VERSION = Column("version", "The number of the version of the claim.", "number", Whole)
STATUS = code("status", "Where the version is on its way through review.", lists.Status)
EARLIER_VERSION = Column(
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
# Every row says what it was downloaded for, because notices beside a file get lost.
TAKEN = [
    Column("as_at", "The day whose data this is.", lambda export: Value(str(export.as_at)), Day),
    code(
        "purpose",
        "What the file was downloaded for.",
        Purpose,
        lambda export: Value(export.purpose),
    ),
    Column(
        "export_id",
        "Names this download: file, day, person, purpose and filters.",
        lambda export: Value(export.id),
        Words,
    ),
]


ROUND = Column(
    "round",
    "The last round for which the version counts: it was submitted in it, or said to be unchanged; empty if none.",
    facts.round_name,
)


# Last, so that whoever reads the file by the place of a column finds the others where they were.
_ADDED = [
    Column(
        "region",
        "The region of England that the place is in, as the Office for National Statistics names it.",
        "claim__place__region",
    ),
    code(
        "earlier_verdict",
        "The last final verdict on an older version, while this one has none; empty where there is none.",
        lists.Verdict,
        lambda export: earlier("verdict", export.all_versions()),
    ),
    EARLIER_VERSION,
    Column(
        "given_up_on",
        "The day on which its place gave the saving up after the final verdict; empty if it has not.",
        "abandonment__given_up_on",
        Day,
    ),
    Column("given_up_because", "Why it was given up.", "abandonment__because"),
    code(
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
    "years_are",
    "own_reference",
    "rebaseline_reason",
    "also_counted_in",
    "budget_line",
    "budget_owner",
    "budget_year",
}
GRADES = [
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


def columns_of_published(table: Table = QUESTIONS) -> list[Column]:
    """The columns of the published claims, in their order: what a place said, in its own words."""
    return [
        REFERENCE,
        PLACE,
        *(answer(question) for question in table if question.is_headline),
    ]


def columns_of_claims(table: Table = QUESTIONS) -> list[Column]:
    """The columns of claims.csv, first those of the published claims."""
    late = [question for question in table if question.is_late]
    columns = [
        *columns_of_published(table),
        Column("place_code", "The short code of the place.", "claim__place__code"),
        VERSION,
        STATUS,
        HARDNESS,
        code("verdict", "The final verdict; empty until there is one.", lists.Verdict),
        USE_CONDITION,
        *(answer(q) for q in table if not q.is_headline and not q.is_late),
        Column("submitted_on", "The day it was submitted or published.", facts.frozen_day(), Day),
        *TAKEN,
        *_ADDED,
        *(answer(question) for question in late if question.field in _EARLIER),
        *GRADES,
    ]
    since = [answer(question) for question in late if question.field not in _EARLIER]
    return [*columns, *starts_of_years(columns), _PERIOD_END_START, ROUND, *since]


PUBLISHED_COLUMNS = columns_of_published()
CLAIM_COLUMNS = columns_of_claims()
