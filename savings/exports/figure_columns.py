"""Which columns does figures.csv have, what do they mean, and where do they come from?"""

from savings.claims.questions import BY_FIELD
from savings.delivery import outturn
from savings.models import Figure
from savings.models import choices as lists
from savings.review import figure_verdicts
from savings.review.earlier_verdict import (
    earlier_accepted,
    earlier_verdict_on_figure,
)

from . import doubted, facts
from .cells import Code, Pounds, Whole, Words, Year, YesNo
from .column import Column, answer, code, starts_of_years
from .columns import (
    EARLIER_VERSION,
    GRADES,
    HARDNESS,
    PLACE,
    REFERENCE,
    ROUND,
    STATUS,
    TAKEN,
    USE_CONDITION,
    VERSION,
)

FIGURE_COLUMNS = [
    REFERENCE,
    VERSION,
    PLACE,
    answer(BY_FIELD["theme"]),
    code("kind_of_gain", "What kind of gain the amount is.", lists.KindOfGain, of=Figure),
    code("line", "Whether it is a saving, or which kind of cost.", lists.Line, of=Figure),
    code("state", "Whether it is a plan, a forecast or an actual.", lists.State, of=Figure),
    Column("financial_year", "The year of the amount.", "year", Year, of=Figure),
    Column(
        "amount_gbp",
        "The amount as the place states it, never below zero.",
        "amount",
        Pounds,
        of=Figure,
    ),
    Column("organisation", "Who gains, or who pays.", "organisation__name", of=Figure),
    HARDNESS,
    code(
        "verdict",
        "The final verdict given on the claim’s figures of this state; empty until there is one, or where it has none.",
        lists.Verdict,
        figure_verdicts.figure_verdict(),
        of=Figure,
    ),
    Column(
        "accepted_gbp",
        "What the final review accepts of it: where it accepts no saving, no cost either. Empty if it does not say.",
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
    answer(BY_FIELD["price_basis"]),
    answer(BY_FIELD["base_year"]),
    USE_CONDITION,
    answer(BY_FIELD["transferability"]),
    Column(
        "counted_in_total", "Whether it may be in a total.", facts.is_counted(), YesNo, of=Figure
    ),
    Column(
        "reason_if_not", "Why it is not in any total.", facts.reason_not_counted(), Words, of=Figure
    ),
    *TAKEN,
    # Last, as above.
    Column(
        "note",
        "What the place says of the figure.",
        "note",
        of=Figure,
    ),
    code(
        "mark",
        "Whether an actual is of its whole year (the outturn), or only so far: the year was not over when it was "
        "submitted. Empty for a plan and a forecast.",
        lists.Mark,
        lambda export: outturn.mark(),
        of=Figure,
    ),
    code(
        "earlier_verdict",
        "The last final verdict on an older version’s figures of this state, while this version has none.",
        lists.Verdict,
        lambda export: earlier_verdict_on_figure(export.all_versions()),
        of=Figure,
    ),
    EARLIER_VERSION,
    Column(
        "earlier_accepted_gbp",
        "What that verdict accepted under the same year, line, state, kind and organisation. It is not in any total.",
        lambda export: earlier_accepted(export.all_versions()),
        Pounds,
        of=Figure,
    ),
    code(
        "accepted_kind_of_gain",
        "What kind of gain the final review accepts it as: another than claimed, where it is real and no cash saving.",
        lists.KindOfGain,
        figure_verdicts.accepted_kind_of_gain(),
        of=Figure,
    ),
    code(
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
    *GRADES,
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
        "Whether another claim may state the same money: a reviewer says so, or the amounts are alike. Empty if no "
        "claim that you may see does.",
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
FIGURE_COLUMNS += [*starts_of_years(FIGURE_COLUMNS), ROUND, STATUS]
