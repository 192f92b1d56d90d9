"""What do the pages of a sheet of a place's own show: what is asked of how it is read, and what would be stored?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms

from savings.claims.options import STATES
from savings.claims.statements import Statement
from savings.imports.claim_rows import ClaimRow
from savings.imports.column_letters import column_letters
from savings.imports.layouts.reading import AMOUNTS, NAMED, Sign, Unit, Use
from savings.imports.layouts.rows import FoundTotal
from savings.imports.layouts.stated import StatedSaving
from savings.imports.layouts.steps import Step
from savings.imports.sent_layouts import ParsedLayout
from savings.imports.staging import NOT_SAID
from savings.models import FigureSheet
from savings.models.choices import Line
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds, from_pence

from .upload_claims_sheet import new_claim
from .upload_sheet import difference_page

SAVINGS_SHOWN = 300
_LINES = {
    Line.SAVING: "saving",
    Line.ONE_OFF_COST: "one-off cost",
    Line.RUNNING_COST: "extra running cost",
}


@dataclass(frozen=True)
class SavingShown:
    """A saving of the sheet as it is read: its claim, whether and with what else it begins it, its years in words."""

    saving: StatedSaving
    reference: str
    is_new: bool
    stated: list[Statement]
    years: list[str]


@dataclass(frozen=True)
class TotalShown:
    """A total of the file beside what is read, in words, column by column."""

    total: FoundTotal
    lines: list[str]


def step_page(sheet: FigureSheet, step: Step, form: forms.Form) -> dict:
    """The context of one step."""
    steps = [one for one in Step if one != Step.WORDS]
    return {
        "sheet": sheet,
        "step": step.value,
        "title": step.label,
        "form": form,
        "number": steps.index(step) + 1 if step in steps else 0,
    }


def layout_difference_page(parsed: ParsedLayout, number: str | None) -> dict:
    """The context that shows what the sheet would store: its savings as they are read, and what is left out."""
    begun = {row.reference: row for row in parsed.claims.new}
    shown = [
        SavingShown(
            saving,
            parsed.references[saving.number],
            parsed.references[saving.number] in begun,
            _stated(begun.get(parsed.references[saving.number])),
            list(_years(saving)),
        )
        for saving in parsed.savings[:SAVINGS_SHOWN]
    ]
    # What the sheet changes in claims that there are, at the rows of the file.
    changed = [
        replace(row, number=parsed.file_rows[row.number - 1] if row.number else 0)
        for row in parsed.rows
        if row.key.version > 0
    ]
    return difference_page(replace(parsed, rows=changed), number) | {
        "practice": parsed.place.is_practice,
        "place": parsed.place,
        "said": list(_said(parsed)),
        "has_words": bool(parsed.reading.used(*NAMED)),
        "begun": len(begun),
        "met": len(parsed.savings) - len(begun),
        "savings": shown,
        "more_savings": len(parsed.savings) - len(shown),
        "sums": list(_sums(parsed)),
        "left_out": parsed.table.left_out[:SAVINGS_SHOWN],
        "more_left_out": len(parsed.table.left_out[SAVINGS_SHOWN:]),
        "totals": [TotalShown(total, list(_lines(parsed, total))) for total in parsed.table.totals],
        "alike": parsed.claims.alike,
    }


def _stated(row: ClaimRow | None) -> list[Statement]:
    """What a new claim says beside its words and own reference, which stand there already."""
    stated = new_claim(row).stated if row else []
    return [one for one in stated if one.name != "own_reference"]


def _said(parsed: ParsedLayout) -> Iterator[str]:
    """How the sheet is read, in a line for each answer."""
    reading = parsed.reading
    yield f"Amounts are in {Unit(reading.unit).label.lower()}"
    yield f"A saving is shown {Sign(reading.sign).label[0].lower()}{Sign(reading.sign).label[1:]}"
    yield f"State: {STATES[reading.state].lower()}"
    for at in sorted(reading.columns):
        column = reading.columns[at]
        if column.use != Use.LEFT_OUT:
            of = (
                f" of {FinancialYear(column.year)}" if column.year and column.use in AMOUNTS else ""
            )
            yield f"{_title(parsed, at)}: {Use(column.use).label.lower()}{of}"


def _years(saving: StatedSaving) -> Iterator[str]:
    for one in saving.years:
        amounts = (one.saving, one.one_off_cost, one.running_cost)
        said = [
            f"{words} {format_pounds(from_pence(pence))}"
            for words, pence in zip(_LINES.values(), amounts, strict=True)
            if pence is not None and pence != NOT_SAID
        ]
        yield f"{one.year}: {', '.join(said)}"


def _sums(parsed: ParsedLayout) -> Iterator[tuple[str, Decimal]]:
    """What all the savings come to in each year."""
    by_year: dict[FinancialYear, int] = {}
    for saving in parsed.savings:
        for one in saving.years:
            by_year[one.year] = by_year.get(one.year, 0) + one.saving
    yield from ((str(year), from_pence(pence)) for year, pence in sorted(by_year.items()))


def _lines(parsed: ParsedLayout, total: FoundTotal) -> Iterator[str]:
    for column in sorted(total.said):
        said, read = total.said[column], total.read[column]
        if said != read:
            off = format_pounds(abs(said - read))
            yield (
                f"{_title(parsed, column)}: the file says {format_pounds(said)}, and {format_pounds(read)} is read: "
                f"{off} {'less' if read < said else 'more'}"
            )


def _title(parsed: ParsedLayout, column: int) -> str:
    return parsed.titles[column] or f"Column {column_letters(column)}"
