"""What should a reader of a claim look at first? Signs that past reviews found behind verdicts less than Supported.

Each sign has the reason code that such verdicts carried (docs/method/review.md §2). A sign is no finding: it says
where to look. Their number is frozen with a version when it is submitted, and orders the queue.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst

from savings.claims.baselines import rebaseline, with_submitted_baselines
from savings.claims.near_amounts import near
from savings.delivery.outturn import is_so_far
from savings.models import Citation, Figure, Overlap, Version
from savings.models.choices import (
    COUNTED_ELSEWHERE,
    BaselineKind,
    EvidenceKind,
    KindOfGain,
    Line,
    Reason,
    ServiceLevel,
    State,
)

from .dated_evidence import signs_of_dates
from .grounds import MAY_COME_TO, Ground
from .overlaps import is_doubted
from .reasons import NO_REASON

STALE_AFTER = 2  # Years between the baseline and the first saving.
DOUBTS_SHOWN = 3  # Of one kind and with one reason; they are alike.
# Nothing in an account shows these: only a comparison with what happened elsewhere, or before, can.
DEPENDS_ON_WHAT_WOULD_HAVE_BEEN = (KindOfGain.AVOIDED_COST, KindOfGain.WIDER_VALUE)


@dataclass(frozen=True)
class Sign:
    """Where to look, and the reason code that it may come to."""

    code: str
    words: str


def with_facts(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The versions with all that `signs` looks at, and no more of it: it costs the same for one as for many."""
    figures = Figure.objects.only("version", "year", "line", "state", "amount", "doubts")
    cited = Citation.objects.select_related("evidence").only(
        "version",
        "evidence__kind",
        "evidence__title",
        "evidence__own_date",
        "evidence__review_by",
    )
    return versions.annotate(has_overlap=is_doubted()).prefetch_related(
        Prefetch("figures", figures), Prefetch("citations", cited), with_submitted_baselines()
    )


def signs(version: Version) -> list[Sign]:
    """The signs in what a version says. Its figures and what it cites are read once, if they have not been."""
    prefetch_related_objects([version], "figures", "citations__evidence")
    facts = _Facts(version)
    found = [Sign(code, words) for code, is_there, words in _SIGNS if is_there(facts)]
    return [*_rebaselined(version), *_doubted(facts.figures), *found, *_dated(facts)]


def _doubted(figures: Iterable[Figure]) -> Iterator[Sign]:
    """What was hard to believe as it was signed off: a sign for each kind of doubt, with what the place says of it.

    A claim that is in thousands from first to last is one matter, with one reason.
    """
    # Figures of several organisations may be doubted in the same words, which are said once.
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for figure in figures:
        for ground, because, words in figure.doubted:
            if words:
                alike.setdefault((ground, because), {})[words] = None
    for (ground, because), doubts in alike.items():
        left = len(doubts) - DOUBTS_SHOWN
        more = f" And {left} more figure{'s' * (left > 1)} like these." if left > 0 else ""
        why = f"The place says why: “{because}”" if because else f"{capfirst(NO_REASON)}."
        yield Sign(
            MAY_COME_TO[Ground(ground)], f"{' '.join(list(doubts)[:DOUBTS_SHOWN])}{more} {why}"
        )


def _rebaselined(version: Version) -> list[Sign]:
    """A baseline that was changed since the claim was first submitted, with both values and what the place says."""
    changed = rebaseline(version)
    if changed is None:
        return []
    reason = version.rebaseline_reason
    why = f"The place says why: “{reason}”" if reason else "The place gives no reason."
    return [Sign(Reason.BASELINE, f"{changed.words} {why}")]


def _dated(facts: "_Facts") -> list[Sign]:
    """What the dates of the evidence say: it is older than what it is to show, or was to be looked at again."""
    found = signs_of_dates(
        facts.evidence,
        baseline=facts.version.baseline_year,
        actual=min(facts.actual_years, default=None),
        today=timezone.localdate(),
    )
    return [Sign(code, words) for code, words in found]


class _Facts:
    """What the signs are looked for in, read once."""

    def __init__(self, version: Version):
        self.version = version
        self.figures: list[Figure] = list(version.figures.all())
        self.evidence = [citation.evidence for citation in version.citations.all()]
        self.kinds = {evidence.kind for evidence in self.evidence}
        self.is_in_money = version.kind_of_gain != KindOfGain.NOT_IN_MONEY
        savings = [figure for figure in self.figures if figure.line == Line.SAVING]
        self.years = {figure.year for figure in savings}
        self.actual_years = {f.year for f in savings if f.state == State.ACTUAL}

    def has_no_cost(self) -> bool:
        costs = [figure.amount for figure in self.figures if figure.line != Line.SAVING]
        return bool(self.years) and bool(costs) and not any(costs)

    def states_no_cost(self) -> bool:
        return bool(self.years) and all(figure.line == Line.SAVING for figure in self.figures)

    def has_later_cost_of_the_same_size(self) -> bool:
        """Whether what is saved in one year is spent once in a later one, by the same plan, forecast or actual."""
        savings = [figure for figure in self.figures if figure.line == Line.SAVING]
        return any(
            saving.amount and self._is_spent_again(saving, cost)
            for cost in self.figures
            if cost.line == Line.ONE_OFF_COST
            for saving in savings
        )

    def _is_spent_again(self, saving: Figure, cost: Figure) -> bool:
        is_later = cost.state == saving.state and cost.year > saving.year
        return is_later and near(cost.amount, saving.amount)

    def has_stale_baseline(self) -> bool:
        year = self.version.baseline_year
        if year is None or not self.years:
            return False
        return min(self.years).start - year.start > STALE_AFTER

    def has_actual_so_far(self) -> bool:
        return any(map(is_so_far, self.figures))

    def may_be_stated_twice(self) -> bool:
        """Whether other claims state money that is alike; it is read once, if it has not been."""
        if (found := getattr(self.version, "has_overlap", None)) is not None:
            return found
        of_it = Q(earlier=self.version.pk) | Q(later=self.version.pk)
        # Most claims are like no other, and of those nobody need look for what was said.
        return (
            Overlap.objects.filter(of_it).exists()
            and Version.objects.filter(is_doubted(), pk=self.version.pk).exists()
        )

    def does_not_show_the_service(self) -> bool:
        level = self.version.service_level
        return level in (ServiceLevel.WORSE, ServiceLevel.NOT_KNOWN) or (
            level in (ServiceLevel.SAME, ServiceLevel.BETTER) and not self.version.service_evidence
        )


_SIGNS: list[tuple[str, Callable[[_Facts], bool], str]] = [
    (
        Reason.NO_EVIDENCE,
        lambda f: not f.kinds - {EvidenceKind.OWN_ESTIMATE},
        "Nothing but the place’s own estimate is cited.",
    ),
    (
        Reason.NO_EVIDENCE,
        lambda f: f.has_actual_so_far(),
        "An actual figure is for a year that had not ended: it is the amount so far, not the whole year’s.",
    ),
    (
        Reason.BASELINE,
        lambda f: f.version.baseline_kind in (BaselineKind.ESTIMATE, BaselineKind.BENCHMARK),
        "What it is compared with is an estimate, or other places.",
    ),
    (
        "CEILING",
        lambda f: f.version.baseline_kind == BaselineKind.CONTRACT_MAXIMUM,
        "It is compared with a contract’s maximum, which might never have been spent. That is not a saving by itself.",
    ),
    (
        "ELSEWHERE",
        lambda f: f.version.also_counted_in in COUNTED_ELSEWHERE,
        "The place says that it is counted elsewhere too.",
    ),
    (
        Reason.DOUBLE,
        lambda f: f.may_be_stated_twice(),
        "Another claim states an amount that is alike, which may be the same money.",
    ),
    (
        Reason.BASELINE,
        lambda f: f.has_stale_baseline(),
        "What it is compared with lies more than two years before the first saving.",
    ),
    (
        Reason.NOT_NET,
        lambda f: f.is_in_money and f.has_no_cost(),
        "It is said to cost nothing at all, in any year.",
    ),
    (
        Reason.NOT_NET,
        lambda f: f.is_in_money and f.states_no_cost(),
        "No cost of it is stated, which does not say that it cost nothing.",
    ),
    (
        Reason.SERVICE,
        lambda f: f.does_not_show_the_service(),
        "Nothing shows that the service stayed as good.",
    ),
    (
        Reason.NO_BUDGET,
        lambda f: (
            f.version.kind_of_gain == KindOfGain.AVOIDED_COST
            and f.version.baseline_kind != BaselineKind.BUDGET
        ),
        "The cost avoided is not said to have been in a budget.",
    ),
    (
        Reason.DEFERRED,
        lambda f: f.has_later_cost_of_the_same_size(),
        "A one-off cost of the same size comes in a year after the saving.",
    ),
    (
        Reason.ATTRIBUTION,
        lambda f: (
            f.version.kind_of_gain in DEPENDS_ON_WHAT_WOULD_HAVE_BEEN
            and EvidenceKind.EVALUATION not in f.kinds
        ),
        "The gain turns on what would have happened anyway, and no evaluation is cited.",
    ),
    (
        Reason.ONE_OFF,
        lambda f: bool(f.version.continues) and len(f.years) == 1,
        "It is said to continue, and one year only is stated.",
    ),
]
