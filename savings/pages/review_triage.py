"""What the pages of triage and of a draw show: groups of claims with what becomes of them, and the draws there were."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from pilots.models import User
from savings.access import open_to_review_by
from savings.models import Draw
from savings.review import draws, triage
from savings.review.triage import Line, Plan

SHOWN = 50  # Lines of a group, before it is stored.
LINES_A_PAGE = 50

LABELS = {
    draws.ABOVE: "From the upper threshold",
    draws.CERTAIN: "Too large for the draw to miss",
    draws.DRAWN: "Drawn",
    triage.LEFT: "Not drawn",
    triage.TOO_SMALL: "Too small to be drawn",
}


@dataclass(frozen=True)
class Group:
    """The claims that have the same thing become of them: how many, why, and the largest of them."""

    way: str
    label: str
    because: str
    count: int
    lines: list[Line]

    @property
    def is_chosen(self) -> bool:
        return triage.is_chosen(self.way)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def groups(plan: Plan) -> list[Group]:
    """What would become of each claim of the pool, or became of it."""
    return [
        Group(way, LABELS[way], plan.because(way), len(lines), lines[:SHOWN])
        for way, lines in plan.groups.items()
    ]


def draws_made() -> QuerySet[Draw]:
    """All draws, the newest first, without the claims in them."""
    return Draw.objects.select_related("by").defer("pool", "chosen").order_by("-pk")


def draw_page(draw: Draw, user: User, page: str | None) -> dict:
    """The context of the page of `draw`: how it was made, whether it can be repeated, and its claims."""
    plan = Plan.of(draw)
    open_to_them = set(
        open_to_review_by(user).filter(review__draw=draw).values_list("claim__reference", "number")
    )
    lines = [line for lines in plan.groups.values() for line in lines]
    shown = [line for line in lines if (line.reference, line.number) in open_to_them]
    return {
        "draw": draw,
        "plan": plan,
        "groups": groups(plan),
        "is_repeated": plan.chosen == [tuple(claim) for claim in draw.chosen],
        "page": _page(shown, page),
        "tied": len(lines) - len(shown),
    }


def _page(lines: Iterable[Line], page: str | None) -> Page:
    labelled = [(line, LABELS[line.way]) for line in lines]
    return Paginator(labelled, LINES_A_PAGE).get_page(page)
