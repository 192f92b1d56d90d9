"""Which figures are hard to believe, and why? They are taken all the same, with the officer's reason.

Each rule is a small function over plain rows: those of a sheet, or of one claim's form. It yields the line that is
doubtful and the words for the officer. A figure that says what is stored already is not doubted again.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from savings.claims.near_amounts import near, reach
from savings.claims.year_amounts import Saving, why_asked
from savings.models.choices import Line, State, YearAmounts
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds
from totalplace.percentages import in_percent

from .claim_rows import ClaimFacts, OtherSaving, Row
from .grounds import Ground

# Amounts in pence, in thousands or with a digit group left out are off by 100 or 1,000. The amount that they are
# compared with may itself have changed, so half of 1,000 is enough; 100 would doubt honest small savings.
OFF_BY = 500
# What a person may have typed as the year of a figure here.
FIRST_YEAR, LAST_YEAR = FinancialYear.EARLIEST.start, FinancialYear.LATEST.start

EVERY_DIGIT = "Amounts are in pounds, every digit."


class Found(NamedTuple):
    """What a rule finds in a row: the line that is doubtful, in words for the officer.

    `to_readers`: the same for whoever reads the claim, where that is something else; empty where it is for its place
    alone.
    """

    line: str
    words: str
    to_readers: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """One ground to doubt one line of a row; `because` is why its place says that it is right, if it does."""

    ground: Ground
    row: Row
    line: str
    words: str
    to_readers: str | None = None
    because: str = ""

    @property
    def amount(self) -> Decimal:
        """What is doubted, in pounds."""
        return self.row.amounts[self.line]

    @property
    def told(self) -> str:
        """The words for whoever reads the claim; empty where the doubt is for its place alone."""
        return self.words if self.to_readers is None else self.to_readers


def doubts_about(
    rows: Sequence[Row],
    claims: Mapping[str, ClaimFacts],
    *,
    others: Iterable[OtherSaving] = (),
    change_percent: Decimal,
    years_of: Collection[str] = (),
) -> list[Doubt]:
    """Every doubt about `rows`: all that their claims would say. `claims` holds the facts of each by its reference.

    What is doubted of all years of a claim together is doubted where a saving of it is asked about, and of the claims
    `years_of` in any case. `others` are savings of other claims of the same places; `change_percent` is how far a
    figure may move from the version before without a reason.
    """
    asked = {row.claim for row in rows if row.is_asked and Line.SAVING in dict(row.changed())}
    around = _Around(rows, claims, others, change_percent, asked.union(years_of))
    return [doubt for row in rows for doubt in _of_row(row, around)]


def _of_row(row: Row, around: "_Around") -> Iterator[Doubt]:
    in_wrong_unit = set()
    # The one saving of which all years are doubted may be stored already, and another have changed.
    for ground, rule in RULES if row.is_asked else [(Ground.RUNNING_TOTAL, _running_total)]:
        for found in rule(row, around):
            if ground == Ground.UNIT:
                in_wrong_unit.add(found.line)
            # What is a thousand times too large has changed by more than a quarter too: once is enough.
            if ground != Ground.CHANGE or found.line not in in_wrong_unit:
                yield Doubt(ground, row, *found)


class _Around:
    """What a row is compared with, looked up in one step however many rows there are."""

    def __init__(
        self,
        rows: Sequence[Row],
        claims: Mapping[str, ClaimFacts],
        others: Iterable[OtherSaving],
        change_percent: Decimal,
        years_of: Collection[str],
    ) -> None:
        self.claims, self.change_percent = claims, change_percent
        self.series = defaultdict(list)
        self.saved_in_year: dict[tuple, Decimal] = defaultdict(Decimal)
        self.saved_in_all: dict[tuple, Decimal] = defaultdict(Decimal)
        self.same_money: dict[tuple, list[tuple[Decimal, str]]] = defaultdict(list)
        self.twice: dict[tuple, set[tuple[str, int]]] = defaultdict(set)
        savings: dict[str, list[Saving]] = defaultdict(list)
        for row in rows:
            facts = claims[row.claim]
            for line, amount in row.amounts.items():
                self.series[row.claim, row.organisation, line].append((row.year, row.state, amount))
            saving = row.amounts.get(Line.SAVING)
            if saving is not None:
                savings[row.claim].append(_as_saving(row, saving))
                self.saved_in_year[row.claim, row.state, row.year] += saving
                self.saved_in_all[row.claim, row.state] += saving
                key = (facts.place, row.kind, row.state, row.year)
                self.same_money[key].append((saving, row.claim))
                inside = row.claim, row.state, row.year, saving
                self.twice[inside].add((row.kind, row.organisation))
        self.running_totals = {
            claim: why_asked(saved, said)
            for claim, saved in savings.items()
            if claim in years_of and (said := claims[claim].said)
        }
        for other in others:
            key = (other.place, other.kind, other.state, other.year)
            self.same_money[key].append((other.amount, other.claim))
        for amounts in self.same_money.values():
            amounts.sort()

    def like(self, row: Row, saving: Decimal) -> dict[str, bool]:
        """The other claims of the place that save as much in the year, in kind and state; whether to the penny."""
        amounts = self.same_money[self.claims[row.claim].place, row.kind, row.state, row.year]
        low, high = reach(saving)
        found: dict[str, bool] = {}
        for amount, claim in amounts[bisect_left(amounts, (low, "")) :]:
            if amount > high:
                break
            if claim != row.claim and near(amount, saving):
                found[claim] = found.get(claim, False) or amount == saving
        return found


def _unit(row: Row, around: _Around) -> Iterator[Found]:
    for line, amount in row.changed():
        for low, high, what in _compared_with(row, line, around) if amount else ():
            if amount >= high * OFF_BY:
                times = f"{amount / high:,.0f} times"
            elif low is not None and amount * OFF_BY <= low:
                times = f"{low / amount:,.0f} times less than"
            else:
                continue
            near = f"{what}, {_range(low, high)}. {EVERY_DIGIT}"
            yield Found(line, f"{said_of(row, line)} is {times} {near}")
            break
        else:
            yield from _all_years(row, line, around)
            yield from _step(row, line, around)


def _step(row: Row, line: str, around: _Around) -> Iterator[Found]:
    """A step between neighbours, where both units stand more than once and no amount is off all others.

    It is asked of the later of both; where the earlier is off all others, it is asked of that.
    """
    series = around.series[row.claim, row.organisation, line]
    amount, earlier = row.amounts[line], [one for one in series if one[0] < row.year and one[2]]
    if not amount or not earlier:
        return
    year, state, before = max(earlier, key=lambda one: (one[0], one[1] == row.state, one[2]))
    others = [said for *about, said in series if said and about != [year, state]]
    if max(amount, before) < min(amount, before) * OFF_BY or _is_off(before, others):
        return
    is_more = amount > before
    times = (
        f"{max(amount, before) / min(amount, before):,.0f} times{'' if is_more else ' less than'}"
    )
    words = (
        f"{said_of(row, line)} is {times} what the claim says of {year}, {format_pounds(before)}."
    )
    yield Found(line, f"{words} {EVERY_DIGIT}")


def _is_off(amount: Decimal, others: Sequence[Decimal]) -> bool:
    """Whether an amount is in another unit than all of the others."""
    return amount >= max(others) * OFF_BY or amount * OFF_BY <= min(others)


def _all_years(row: Row, line: str, around: _Around) -> Iterator[Found]:
    """Of a total over years any part may fall in one of them; but not a thousandth in all of them."""
    total = around.claims[row.claim].total
    if line != Line.SAVING or not total:
        return
    together = around.saved_in_all[row.claim, row.state]
    if 0 < together * OFF_BY <= total:
        words = f"{said_of(row, line)}: all years come to {format_pounds(together)}"
        times = (
            f"{total / together:,.0f} times less than the claim’s headline, {format_pounds(total)}"
        )
        yield Found(line, f"{words}, {times}. {EVERY_DIGIT}")


def _compared_with(
    row: Row, line: str, around: _Around
) -> Iterator[tuple[Decimal | None, Decimal, str]]:
    """What the amount of a line should be near: lowest, highest, and what they are."""
    for amounts, what in (
        (row.stored, "what is stored now"),
        (row.standing, "what the version before said"),
    ):
        if before := amounts.get(line):
            yield before, before, what
            return
    if others := _of_other_years(row, line, around):
        yield min(others), max(others), "what the claim says of other years"
    # A sheet may be in thousands from first to last: then only the headline is not.
    headline = around.claims[row.claim].headline
    if line == Line.SAVING and headline:
        yield *headline, "the claim’s headline"


def _of_other_years(row: Row, line: str, around: _Around) -> list[Decimal]:
    series = around.series[row.claim, row.organisation, line]
    here = row.year, row.state
    return [amount for year, state, amount in series if amount and (year, state) != here]


def _reference(row: Row, around: _Around) -> Iterator[Found]:
    numbers = _numbers_in(row.claim)
    for line, amount in row.changed():
        if amount and amount in numbers:
            yield Found(line, f"{said_of(row, line)} has the digits of the reference {row.claim}.")


def _numbers_in(reference: str) -> set[Decimal]:
    groups = re.findall(r"[0-9]+", reference)
    return {Decimal(digits) for digits in [*groups, "".join(groups)] if digits}


def _year(row: Row, around: _Around) -> Iterator[Found]:
    for line, amount in row.changed():
        start, part = divmod(amount, 1)
        # 2010.11 is how a spreadsheet program may keep the year 2010-11.
        written = part == 0 or part * 100 == (start + 1) % 100
        if FIRST_YEAR <= start <= LAST_YEAR and written:
            yield Found(line, f"{said_of(row, line)} looks like a year.")


def _spending(row: Row, around: _Around) -> Iterator[Found]:
    if Line.SAVING not in dict(row.changed()):
        return
    facts = around.claims[row.claim]
    saved = around.saved_in_year[row.claim, row.state, row.year]
    for spent, whose in (
        (facts.spent.get(row.year, facts.baseline), "the spending that the claim is compared with"),
        (facts.mapped_spend, f"all spending mapped in {facts.place_name}"),
    ):
        if spent is not None and saved > spent:
            words = f"{row.claim} saves {format_pounds(saved)} in {row.year}, more than {whose}"
            yield Found(Line.SAVING, f"{words}, {format_pounds(spent)}.")


def _change(row: Row, around: _Around) -> Iterator[Found]:
    for line, amount in row.changed():
        before = row.standing.get(line)
        if before is None or abs(amount - before) * 100 <= before * around.change_percent:
            continue
        moved = abs(amount - before) * 100 / before if before else None
        percent = f", {in_percent(moved)}" if moved is not None else ""
        direction = "more" if amount > before else "less"
        difference = format_pounds(abs(amount - before))
        yield Found(
            line,
            f"{said_of(row, line)} is {difference}{percent} {direction} than in the version before.",
        )


def _same_money(row: Row, around: _Around) -> Iterator[Found]:
    saving = dict(row.changed()).get(Line.SAVING)
    if not saving:
        return
    if where := _where_else(row, around.twice[row.claim, row.state, row.year, saving]):
        yield Found(Line.SAVING, f"{said_of(row, Line.SAVING)} is in the claim {where} too.")
    if others := around.like(row, saving):
        listed = " and ".join(sorted(others)[:3]) + (" and others" if len(others) > 3 else "")
        also = "is also" if all(others.values()) else "is, within a pound or a thousandth, also"
        also = f"{said_of(row, Line.SAVING)} {also} the saving of"
        # A draft of the place, and what it does not open, are for nobody else to know; what readers may: `overlaps`.
        yield Found(Line.SAVING, f"{also} {listed}.", to_readers="")


def _where_else(row: Row, subjects: set[tuple[str, int]]) -> str:
    """Under what else the claim itself states the same saving; empty where under nothing."""
    bodies = {organisation for _, organisation in subjects} - {row.organisation}
    kinds = {kind for kind, _ in subjects} - {row.kind}
    under = ["under another organisation"] * bool(bodies) + ["as another kind of gain"] * bool(
        kinds
    )
    return " and ".join(under)


def _running_total(row: Row, around: _Around) -> Iterator[Found]:
    """In one figure of a claim: what is asked of its years is asked once."""
    asked = around.running_totals.get(row.claim)
    saving = row.amounts.get(Line.SAVING)
    if asked and saving is not None and asked.saving == _as_saving(row, saving):
        said = around.claims[row.claim].said
        is_answered = said is not None and said.answer == YearAmounts.BY_ITSELF
        answer = " The claim says that each year is by itself." if is_answered else ""
        yield Found(Line.SAVING, f"The years may be running totals. {asked.why}{answer}")


def _as_saving(row: Row, saved: Decimal) -> Saving:
    return Saving(row.year, row.state, row.kind, row.organisation, saved)


RULES: list[tuple[Ground, Callable[[Row, _Around], Iterator[Found]]]] = [
    (Ground.UNIT, _unit),
    (Ground.REFERENCE, _reference),
    (Ground.YEAR, _year),
    (Ground.SPENDING, _spending),
    (Ground.CHANGE, _change),
    (Ground.SAME_MONEY, _same_money),
    (Ground.RUNNING_TOTAL, _running_total),
]


def said_of(row: Row, line: str) -> str:
    """`2010-11 saving (forecast) of £2,010`, with its organisation before it where the claim has several."""
    what = f"{row.year} {Line(line).label.lower()} ({State(row.state).label.lower()})"
    said = f"{what} of {format_pounds(row.amounts[line])}"
    return f"{row.of}, {said}" if row.of else said


def _range(low: Decimal | None, high: Decimal) -> str:
    amounts = dict.fromkeys(format_pounds(amount) for amount in (low, high) if amount is not None)
    return " to ".join(amounts)
