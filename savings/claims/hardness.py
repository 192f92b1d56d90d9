"""How hard a claim is: derived from what it states, never stored. What is missing for the next step, in words.

0 no figure · 1 not in pounds · 2 headline only · 3 by year · 4 evidenced · 5 supported. The rule is one SQL
expression, so that lists, counts, filters and exports of any length give the same answer.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from savings.claims.cells import beside
from savings.models import Citation, Figure, Version
from savings.models.choices import (
    STANDS_NO_MORE,
    EvidenceForm,
    EvidenceKind,
    KindOfGain,
    Line,
    Measure,
    State,
    Verdict,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

LABELS = {
    0: "No figure",
    1: "Not in pounds",
    2: "Headline only",
    3: "By year",
    4: "Evidenced",
    5: "Supported",
}
MEANINGS = {
    0: "No amount is stated, as a headline or by year.",
    1: "A percentage, a ratio, a unit cost or a time.",
    2: "Pounds, as a headline, or by year without its kind of gain or all its costs.",
    3: "Figures by year, with the kind of gain, and the costs in each of those years, stated.",
    4: "By year, and backed by more than the place’s own estimate.",
    5: "Evidenced, and a final review supports it in full or in part.",
}
_NOT_IN_POUNDS = [Measure.PERCENTAGE, Measure.RATIO, Measure.UNIT_COST]
_SUPPORTED = [Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST, Verdict.PARTLY]


class HasHardness(TypedDict):
    hardness: int


def with_hardness(
    versions: QuerySet[Version], *, keeping_facts: bool = False
) -> "QuerySet[WithAnnotations[Version, HasHardness]]":
    """Annotate each version with `hardness` (0–5), and if asked with the facts it rests on (`has_…`), for `missing`."""
    add = versions.annotate if keeping_facts else versions.alias
    figures = Figure.objects.filter(version=OuterRef("pk")).order_by()
    citations = Citation.objects.filter(version=OuterRef("pk")).order_by()
    savings = figures.filter(line=Line.SAVING)
    to_net = _to_net(savings)
    proofs = citations.filter(evidence__form__in=[EvidenceForm.LEDGER, EvidenceForm.FILE])
    return add(
        has_amount=Case(
            When(amount_low__isnull=False, then=True),
            When(amount_high__isnull=False, then=True),
            default=False,
        ),
        has_saving=Exists(savings),
        has_saving_without_kind=Exists(savings.filter(kind_of_gain=KindOfGain.NOT_STATED)),
        has_one_off_costs=~Exists(_without(Line.ONE_OFF_COST, to_net)),
        has_running_costs=~Exists(_without(Line.RUNNING_COST, to_net)),
        has_evidence=Exists(citations.exclude(evidence__kind=EvidenceKind.OWN_ESTIMATE)),
        has_actual=Exists(savings.filter(state=State.ACTUAL)),
        has_proof=Exists(proofs),
    ).annotate(hardness=_hardness())


def missing(version: Version) -> list[str]:
    """What stands between a version annotated with the facts and the next step, in words; empty when nothing does.

    What is withdrawn, or replaced by a later version, has no next step.
    """
    if version.status in STANDS_NO_MORE:
        return []
    hardness = hardness_of(version)
    if hardness < 3:
        return [words for fact, words in _TO_BE_BY_YEAR if not fact(version)]
    if hardness == 3:
        return [words for fact, words in _TO_BE_EVIDENCED if not fact(version)]
    return ["A final verdict that supports it"] if hardness == 4 else []


def hardness_of(version: Version) -> int:
    """The hardness of a version that was read `with_hardness`."""
    return version.hardness  # type: ignore[attr-defined]  # The query has put it there.


_TO_BE_BY_YEAR: list[tuple[Callable, str]] = [
    (
        # A number in the words is no figure until its place has said what it means.
        lambda v: hardness_of(v) > 0 or not re.search(r"\d", v.as_published),
        "What the number in its words means",
    ),
    (lambda v: v.has_saving, "Savings by year"),
    (lambda v: not v.has_saving_without_kind, "The kind of gain of each saving"),
    (
        lambda v: v.has_saving and v.has_one_off_costs,
        "One-off costs in each year of its savings (0 counts)",
    ),
    (
        lambda v: v.has_saving and v.has_running_costs,
        "Extra running costs in each year of its savings (0 counts)",
    ),
]
_TO_BE_EVIDENCED: list[tuple[Callable, str]] = [
    (lambda v: v.has_evidence, "Evidence other than our own estimate"),
    (
        lambda v: v.has_proof or not v.has_actual,
        "A ledger reference or a file for the actual figures",
    ),
]


def _to_net(savings: QuerySet[Figure]) -> QuerySet[Figure]:
    """The savings of a version whose costs are to be stated (docs/method/rules.md §R25).

    A plan may state savings only, unless it is all that is stated.
    """
    of_the_version = Figure.objects.filter(version=OuterRef("version"), line=Line.SAVING)
    beside_plan = of_the_version.exclude(state=State.PLAN).order_by()
    return savings.filter(~Q(state=State.PLAN) | ~Exists(beside_plan))


def _without(line: str, savings: QuerySet[Figure]) -> QuerySet[Figure]:
    """Those beside which, in the same cell's year, state and kind of gain, nobody states this cost."""
    return savings.filter(~Exists(beside(line)))


def _hardness() -> Case:
    # Nested, so that each fact, a search of its own, stands in the SQL once or twice and not six times.
    by_year = Q(
        has_saving=True,
        has_saving_without_kind=False,
        has_one_off_costs=True,
        has_running_costs=True,
    )
    evidenced = Q(has_evidence=True) & (Q(has_actual=False) | Q(has_proof=True))
    supported = Case(When(counted_verdict__in=_SUPPORTED, then=Value(5)), default=Value(4))
    return Case(
        When(by_year, then=Case(When(evidenced, then=supported), default=Value(3))),
        When(Q(has_saving=True) | Q(measure=Measure.MONEY, has_amount=True), then=Value(2)),
        When(measure__in=_NOT_IN_POUNDS, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
