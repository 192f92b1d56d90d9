"""What does the part of a page show that holds a version's savings against its plan?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from savings.delivery.against_plan import Body, Gain, gains, late_by, names_of, percent_words
from savings.delivery.slippage import Sum, Year, compared, cumulative
from savings.models import Threshold, Version
from savings.models.choices import Stage
from savings.thresholds import threshold

# docs/method/review.md §5, the stages of a claim, in words for whoever reads it.
STAGES = {
    Stage.AMBITION: "The place would like to: there is a sentence and a guess.",
    Stage.PROPOSED: "There is a proposal, with what it is compared with.",
    Stage.IDENTIFIED: "It is approved inside the organisation, or there is a business case.",
    Stage.AGREED: "The partners agree in principle, and on their shares.",
    Stage.SIGNED: "A contract or another document backs it. It may still be a forecast.",
    Stage.DELIVERED: "It is in the ledger.",
    Stage.NOT_STATED: "The place does not say how firm it is.",
}


@dataclass(frozen=True)
class Row:
    """One year of one organisation. `so_far` is the difference from plan of the years up to this one."""

    stated: Year
    so_far: Decimal | None
    words: str
    is_short: bool
    reason: str

    @property
    def percent_words(self) -> str:
        percent = self.stated.percent
        if not percent:
            return ""
        words, sign = percent_words(percent), "+" if percent > 0 else "\u2212"
        return sign + words if words[0].isdigit() else words

    @property
    def was_expected(self) -> Decimal | None:
        """How far the forecast was from the plan, where something has come since."""
        return None if self.stated.actual is None else self.stated.forecast_variance


@dataclass(frozen=True)
class Group:
    """The rows of one organisation, and their sum over the years that can be compared; None where there is none."""

    name: str
    rows: list[Row]
    sum: Sum | None
    late_words: str


@dataclass(frozen=True)
class Table:
    """One kind of gain. It has a line for each organisation's sum where there are several."""

    kind: str
    words: str
    recurrence: str
    groups: list[Group]
    sum: Sum | None
    silent: int

    @property
    def caption(self) -> str:
        return f"{self.kind}: saving before costs, {self.recurrence}"

    @property
    def has_bodies(self) -> bool:
        return len(self.groups) > 1


def delivery(version: Version, tolerance: Decimal | None = None) -> dict:
    """What the part `_delivery.html` shows of a version; reads its figures unless they are prefetched.

    `tolerance`: the one in force, where it has been read.
    """
    prefetch_related_objects([version], "figures__organisation")
    found = gains(version)
    if tolerance is None:
        tolerance = threshold(Threshold.Name.SLIPPAGE)
    names = names_of(version)
    return {
        "stage": Stage(version.stage).label,
        "stage_means": STAGES[Stage(version.stage)],
        "is_stated": bool(found),
        "tables": [_table(gain, names, tolerance) for gain in found if gain.is_compared],
        "left_out": [(gain.kind.label, _why(gain)) for gain in found if not gain.is_compared],
        "tolerance": percent_words(tolerance),
    }


def _why(gain: Gain) -> str:
    if gain.has_plan:
        return "only a plan is stated. No forecast and no actual is beside it yet."
    return "no plan is stated, so nothing can be said about late or early, more or less."


def _table(gain: Gain, names: dict[int, str], tolerance: Decimal) -> Table:
    bodies = sorted(gain.bodies, key=lambda body: names[body.organisation])
    return Table(
        kind=gain.kind.label,
        words=gain.words(tolerance, names),
        recurrence="recurrent" if gain.is_recurrent else "non-recurrent",
        groups=[_group(body, names[body.organisation], tolerance) for body in bodies],
        sum=gain.sum,
        silent=sum(not year.is_compared for year in gain.years),
    )


def _group(body: Body, name: str, tolerance: Decimal) -> Group:
    rows = [
        Row(
            year,
            so_far,
            body.words_in(year, tolerance),
            year.is_short(tolerance),
            body.reasons[year.year],
        )
        for year, so_far in zip(body.years, cumulative(body.years), strict=True)
    ]
    late = late_by(body.months_late) if body.months_late else ""
    return Group(name, rows, body.sum if compared(body.years) else None, late)
