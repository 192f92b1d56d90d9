"""What must a draft say about its plan before sign-off? Why a year falls short of it, and why the plan was changed.

A shortfall is late or less, not false: all that is asked is the reason, in the note beside the year. A plan that was
submitted once is what the place is held to, so that a later version does not change it in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import cast

from django.db.models import prefetch_related_objects

from savings.delivery.against_plan import percent_words, unexplained
from savings.models import Figure, Threshold, Version
from savings.models.choices import Line, State
from savings.thresholds import threshold
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds


def plan_problems(version: Version, figures: list[Figure]) -> list[str]:
    """What is missing beside the `figures` of a draft, in words for the officer."""
    savings = [figure for figure in figures if figure.line == Line.SAVING]
    planned = [figure for figure in savings if figure.state == State.PLAN]
    short = _shortfalls(savings) if planned else []
    return [*short, *_changes(version, planned)]


def _shortfalls(savings: list[Figure]) -> Iterator[str]:
    found = unexplained(savings, threshold(Threshold.Name.SLIPPAGE))
    names = _names(savings) if found else {}
    for short in found:
        about = names[short.kind, short.organisation]
        # A year that is short has a plan and something beside it, so both are known.
        variance, percent = cast(Decimal, short.year.variance), cast(Decimal, short.year.percent)
        below = f"{format_pounds(-variance)} ({percent_words(percent)})"
        yield f"{short.year.year}{about} is {below} below its plan. Say why in the note beside it."


def _names(savings: list[Figure]) -> dict[tuple[str, int], str]:
    """How each kind of gain and organisation is told from the others; nothing where there is one only."""
    prefetch_related_objects(savings, "organisation")
    about = {
        (
            f.kind_of_gain,
            f.organisation_id,
        ): f" ({f.organisation}, {f.get_kind_of_gain_display().lower()})"
        for f in savings
    }
    return about if len(about) > 1 else dict.fromkeys(about, "")


def _changes(version: Version, planned: Iterable[Figure]) -> Iterator[str]:
    """The years whose plan is another than in the version before, without a new note at it.

    By year only, because a figure may change its kind of gain or its organisation and still be the plan.
    """
    before, now = _before(version), _by_year(planned)
    for year, (was, notes) in sorted(before.items()):
        amount, said = now.get(year, (None, set()))
        if amount == was or said - notes - {""}:
            continue
        there = "is left out" if amount is None else f"is {format_pounds(amount)} now"
        yield (
            f"The plan of {year} was {format_pounds(was)} when it was last submitted, and {there}. Put "
            f"a forecast or an actual beside the plan, not in its place. Put the plan back, or say "
            f"in its note why it was wrong."
        )


def _before(version: Version) -> dict[FinancialYear, tuple[Decimal, set[str]]]:
    if version.number == 1:
        return {}
    submitted = Version.objects.filter(
        claim=version.claim_id, number__lt=version.number, frozen_at__isnull=False
    )
    last = submitted.filter(is_published=False).order_by("-number").values("pk")[:1]
    return _by_year(Figure.objects.filter(version__in=last, line=Line.SAVING, state=State.PLAN))


def _by_year(figures: Iterable[Figure]) -> dict[FinancialYear, tuple[Decimal, set[str]]]:
    """The plan of each year, whoever's and of whatever kind, and the notes at it."""
    amounts: dict[FinancialYear, Decimal] = defaultdict(Decimal)
    notes: dict[FinancialYear, set[str]] = defaultdict(set)
    for figure in figures:
        amounts[figure.year] += figure.amount
        notes[figure.year].add(figure.full_note)
    return {year: (amount, notes[year]) for year, amount in amounts.items()}
