"""What would be chosen for review of all that waits to be chosen from, and why? Nothing is stored here.

The arithmetic is in `savings.review.draws`; `savings.workflow.bulk_triage` stores what was shown.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from pilots.models import User
from savings.access import hangs_on_open_to_review
from savings.models import Draw, Review, Threshold
from savings.models.choices import AWAITING_VERDICT
from savings.thresholds import threshold
from totalplace.money import format_pounds

from . import draws

LEFT, TOO_SMALL = "left", "too_small"
# In the order in which they are shown.
WAYS = (draws.ABOVE, draws.CERTAIN, draws.DRAWN, LEFT, TOO_SMALL)

STAYS = "It stays not yet reviewed. This says nothing against it."


def has_verdict(review: Review) -> bool:
    """Whether a verdict was given, provisional or final: from then on the place may reply."""
    return review.reply_due_on is not None


def why(review: Review) -> str:
    """Why a claim was chosen, or not, as far as it still holds: what was not chosen may be reviewed all the same."""
    if review.is_chosen is False and has_verdict(review):
        return f"{review.chosen_because.removesuffix(STAYS).strip()} It was reviewed all the same."
    return review.chosen_because


def is_chosen(way: str) -> bool:
    return way not in (LEFT, TOO_SMALL)


@dataclass(frozen=True)
class Line:
    """A claim of the pool, its value in pounds, and what becomes of it: one of WAYS."""

    reference: str
    number: int
    value: Decimal
    way: str


@dataclass(frozen=True)
class Plan:
    """A pool, the rule and the seed, and so what is chosen. `pool` is in pence, as `draws.chosen` takes it."""

    seed: str
    number: int
    read_all: Decimal
    read_none: Decimal
    pool: list[draws.Valued]

    @classmethod
    def of(cls, draw: Draw) -> "Plan":
        """The plan that a stored draw was made by, to be worked out again."""
        pool = [tuple(claim) for claim in draw.pool]
        return cls(draw.seed, draw.number, draw.read_all, draw.read_none, pool)

    @property
    def has_a_rule(self) -> bool:
        """Whether the thresholds agree with each other."""
        return self.read_none <= self.read_all

    @property
    def contradiction(self) -> str:
        """What is wrong where they do not, and who can put it right."""
        return (
            f"Every claim from {format_pounds(self.read_all)} a year is read, and none below"
            f" {format_pounds(self.read_none)} is drawn: these thresholds contradict each other. An administrator can"
            " put them right."
        )

    @cached_property
    def chosen(self) -> list[draws.Chosen]:
        return draws.chosen(self.pool, seed=self.seed, number=self.number, **self._thresholds)

    @cached_property
    def lines(self) -> list[Line]:
        """Every claim of the pool and what becomes of it, by reference."""
        how = {reference: way for reference, _, way in self.chosen}
        return [
            Line(reference, number, pounds(pence), how.get(reference) or self._passed_over(pence))
            for reference, number, pence in sorted(self.pool)
        ]

    @property
    def groups(self) -> dict[str, list[Line]]:
        """The lines of each of WAYS, largest first."""
        largest = sorted(self.lines, key=lambda line: (-line.value, line.reference))
        return {way: [line for line in largest if line.way == way] for way in WAYS}

    @property
    def digest(self) -> str:
        """What a lead has on the screen: another pool or another rule has another."""
        rule = [self.seed, self.number, str(self.read_all), str(self.read_none)]
        return hashlib.sha256(json.dumps([rule, sorted(self.pool)]).encode()).hexdigest()

    def because(self, way: str) -> str:
        """Why a claim is chosen, or not, in the words that stay with its review."""
        words = {
            draws.ABOVE: f"{format_pounds(self.read_all)} a year or more: every such claim is read.",
            draws.CERTAIN: "So large among those drawn from that no draw could miss it.",
            draws.DRAWN: "Drawn in proportion to its value.",
            LEFT: f"Not drawn. {STAYS}",
            TOO_SMALL: f"Below {format_pounds(self.read_none)} a year: the smallest are not drawn from.",
        }
        return words[way]

    @property
    def _thresholds(self) -> dict[str, int]:
        return {"read_all": pence(self.read_all), "read_none": pence(self.read_none)}

    def _passed_over(self, value: int) -> str:
        return TOO_SMALL if draws.is_too_small(value, **self._thresholds) else LEFT


def plan(user: User, *, seed: str, number: int) -> Plan:
    """What would be chosen now of all that `user` may review and that nobody has chosen from yet."""
    return plan_of(waiting(user), seed=seed, number=number)


def plan_of(reviews: Sequence[Review] | QuerySet[Review], *, seed: str, number: int) -> Plan:
    """The same, of these reviews, which come with their version and claim."""
    pool = [
        (
            review.version.claim.reference,
            review.version.number,
            pence(review.version.claimed or Decimal(0)),
        )
        for review in reviews
    ]
    read_all, read_none = thresholds()
    return Plan(seed, number, read_all, read_none, sorted(pool))


def waiting(user: User) -> QuerySet[Review]:
    """The reviews of which it has not been said whether they are chosen, of claims that `user` may review."""
    is_open = hangs_on_open_to_review(user, "version")
    reviews = Review.objects.filter(is_open, is_chosen=None, version__status__in=AWAITING_VERDICT)
    return (
        reviews.select_related("version__claim")
        .order_by("pk")
        .only(
            "is_chosen",
            "version__status",
            "version__revision",
            "version__number",
            "version__claimed",
            "version__claim__reference",
            "version__claim__place",
        )
    )


def thresholds() -> tuple[Decimal, Decimal]:
    """From how many pounds a year every claim is read, and below how many none is drawn."""
    return threshold(Threshold.Name.READ_ALL), threshold(Threshold.Name.READ_NONE)


def pence(amount: Decimal) -> int:
    return int(amount * 100)


def pounds(value: int) -> Decimal:
    return Decimal(value) / 100
