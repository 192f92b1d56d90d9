"""The measures of the review as rows of a file: one number each, unrounded, with what it is a number of.

Made of `Measures`, and so of no more than its reader may be told.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from savings.models.choices import Verdict

from .review import Measures
from .values import ValueSet, YearValue
from .verdicts import Agreement

NOTICE = "Sum of claims from {} named places. Not an estimate for any other place."


class Row(NamedTuple):
    """`of` says whose number it is where a measure has several; pounds end in `_gbp`, and `notice` goes with them.

    `year_start` is the calendar year in which the financial year begins: Excel makes a month of 2007-08.
    """

    measure: str
    of: str
    financial_year: str
    number: str
    value: object
    claims: object
    places: object
    as_at: str
    notice: str = ""
    year_start: str = ""


HEADINGS = Row._fields


def rows_of(measures: Measures) -> Iterator[Row]:
    """The numbers of a page of `measures`, in its order, but for shares, which follow from these.

    What was found of older versions is in `figures.csv`.
    """
    for row in _rows_of(measures):
        yield row._replace(year_start=row.financial_year[:4])


def _rows_of(measures: Measures) -> Iterator[Row]:
    day = str(measures.as_at)
    yield from _of_claims(measures, day)
    for agreement in measures.agreement:
        yield from _of_agreement(agreement, day, in_pounds=measures.in_full)
    for values in measures.values:
        for year in values.years:
            yield from _of_year(values, year, day)


def _of_claims(measures: Measures, day: str) -> Iterator[Row]:
    """Progress, days, answers, changes after a reply, and minutes; what may not be told is left out."""
    if (progress := measures.progress) is not None:
        for stage in progress.stages:
            numbers = progress.claims, progress.places
            yield Row("progress", stage.label, "", "claims", stage.claims, *numbers, day)
    told = {
        "working_days": (measures.time, ("total", "treasury", "place")),
        "answers": (measures.answers, ("in_time", "late", "overdue", "open")),
        "changes_after_reply": (measures.changes, ("changed",)),
        "minutes_a_claim": (measures.minutes, ("median", "mean", "total")),
    }
    for name, (measure, numbers_of) in told.items():
        if measure is not None:
            for number in numbers_of:
                value, made_of = getattr(measure, number), (measure.claims, measure.places)
                yield Row(name, "", "", number, value, *made_of, day)


def _of_agreement(agreement: Agreement, day: str, *, in_pounds: bool) -> Iterator[Row]:
    made_of = agreement.claims, agreement.places
    same = {"same_verdict": agreement.agreed, "same_amounts": agreement.alike}
    for number, value in same.items():
        yield Row("agreement_of_readers", agreement.state, "", number, value, *made_of, day)
    notice = f"{NOTICE.format(agreement.places)} All years together, to compare two readers."
    for savings in agreement.values if in_pounds else []:
        label = f"{savings.label}, {agreement.state.lower()}"
        for number in ("claimed", "first", "second", "both"):
            pounds = getattr(savings, number)
            yield Row(
                "agreement_of_readers", label, "", f"{number}_gbp", pounds, *made_of, day, notice
            )


def _of_year(values: ValueSet, year: YearValue, day: str) -> Iterator[Row]:
    """Claimed by verdict, and what is accepted net, also with the same money counted once; blank where nothing is."""
    accepted, of_year = year.accepted, (values.label, str(year.year))
    claimed = {
        "claimed": year.shares.claimed,
        "reviewed": year.shares.reviewed,
        **{f"found_{Verdict(item.verdict)}": item.pounds for item in year.found},
        "under_review": year.in_review,
        "not_yet_reviewed": year.not_yet,
    }
    yield from _pounds(claimed, of_year, (year.claims, year.places), day)
    net = {
        "accepted_saving": accepted.saving,
        "accepted_saving_claimed_as_cashable": accepted.moved_here,
        "accepted_costs": accepted.costs,
        "accepted_net": accepted.net,
    }
    made_of = accepted.claims, accepted.places
    yield from _pounds(net, of_year, made_of, day)
    once = accepted.once or accepted
    of_same_money = {
        "accepted_saving_counted_once": once.saving,
        "accepted_net_counted_once": once.net,
        "accepted_saving_maybe_twice": accepted.stated.doubted,
    }
    yield from _pounds(of_same_money, of_year, made_of, day)
    # A net that leaves claims out says how many (docs/method/rules.md §R25).
    left_out = accepted.without_net
    yield Row("value", *of_year, "accepted_claims_without_net", left_out, *made_of, day)


def _pounds(
    numbers: dict[str, Decimal | None], of_year: tuple[str, str], made_of: tuple[int, int], day: str
) -> Iterator[Row]:
    """Of as many claims and places as each says: what is accepted as a kind may have been claimed as another."""
    notice = NOTICE.format(made_of[1])
    for number, value in numbers.items():
        yield Row("value", *of_year, f"{number}_gbp", value, *made_of, day, notice)
