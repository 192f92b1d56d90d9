"""By how much are the forecasts of a version corrected for optimism, and how is that said?

Its savings by the grade of what backs them, its costs by that of what backs those (R11 and R29 of
docs/method/rules.md).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from savings.appraisal import words
from savings.models import ConfidenceGrade, Version
from savings.models.choices import Backs
from savings.parameters import in_force as parameters
from savings.parameters.confidence import WEAKEST, suggested_grade

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def with_grades(versions: QuerySet[Version]) -> "QuerySet[WithAnnotations[Version]]":
    """The versions with the grades that what backs their savings, and their costs, suggests today."""
    day = parameters.today()
    return versions.annotate(
        saving_grade=suggested_grade(Backs.SAVING, day), cost_grade=suggested_grade(Backs.COST, day)
    )


@dataclass(frozen=True)
class Optimism:
    """`saving` and `cost`: the grade that what backs each side suggests, None where nothing that does has one.

    `in_force`: the corrections of these grades, by grade.
    """

    saving: int | None
    cost: int | None
    in_force: dict[int, ConfidenceGrade]

    @property
    def grades(self) -> tuple[int, int]:
        return self.saving or WEAKEST, self.cost or WEAKEST

    @property
    def percents(self) -> tuple[Decimal, Decimal] | None:
        """By how many percent savings are reduced and costs raised; None where the correction of either is missing."""
        if self._lacking:
            return None
        saving, cost = (self.in_force[grade] for grade in self.grades)
        return saving.benefit_reduction_percent, cost.cost_uplift_percent

    @property
    def in_words(self) -> str:
        if lacking := self._lacking:
            grades = " and ".join(map(str, lacking))
            return f"Forecasts are not adjusted for optimism bias: no adjustment is in force for grade {grades}."
        less, more = self.percents or (Decimal(0), Decimal(0))
        return (
            "Adjusted for optimism bias (forecasts tend to be too hopeful) by how strong the evidence is, on a scale "
            f"from 1, the strongest, to {WEAKEST}: "
            f"{_why('savings', self.saving)}, so savings are {_changed('reduced', less)}; "
            f"{_why('costs', self.cost)}, so costs are {_changed('raised', more)}. "
            f"What is claimed is shown beside it, unchanged. {self._sources}"
        )

    @property
    def _lacking(self) -> list[int]:
        return sorted(set(self.grades) - self.in_force.keys())

    @property
    def _sources(self) -> str:
        rows = [self.in_force[grade] for grade in sorted(set(self.grades))]
        named = dict.fromkeys(
            f"Adjustments from {words.day_in_words(row.valid_from)}: {_publication(row.source)}."
            for row in rows
        )
        recalled = [str(row.grade) for row in rows if not row.is_checked_at_source]
        if recalled:
            grades = " and ".join(recalled)
            named[f"The adjustments of grade {grades} have not been confirmed at their source."] = (
                None
            )
        return " ".join(named)


def optimism_of(version: Version) -> Optimism:
    """That of a version of `with_grades`."""
    saving: int | None = version.saving_grade  # type: ignore[attr-defined]  # Of `with_grades`.
    cost: int | None = version.cost_grade  # type: ignore[attr-defined]  # Likewise.
    return Optimism(saving, cost, parameters.corrections({saving or WEAKEST, cost or WEAKEST}))


def _publication(source: str) -> str:
    """A source without the note of whoever typed it in, which tables of parameters keep."""
    return source.partition("; recalled")[0]


def _changed(how: str, percent: Decimal) -> str:
    return f"{how} by {words.plain_percent(percent)}" if percent else "not changed"


def _why(side: str, suggested: int | None) -> str:
    if suggested is None:
        return f"nothing that has a grade backs the {side}, which is grade {WEAKEST}"
    return f"what backs the {side} suggests grade {suggested}"
