"""All that a page of the review queue shows: its views with their counts, and each claim's row, for one person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from pilots.models import Place, User
from savings.access import open_to_review_by
from savings.doubts.risk import Sign, signs, with_facts
from savings.models import Version
from savings.models.choices import Line
from savings.review.earlier_verdict import Earlier, earlier_of
from savings.review.owing import days_waiting, with_what_is_owed
from savings.review.owing_words import Said, to_the_treasury
from savings.review.queue import COUNTED_TO, VIEWS, View, counts, queue
from savings.review.triage import has_verdict, why
from savings.workflow import available_on
from totalplace.paging import KeysFirstPaginator

CLAIMS_A_PAGE = 20
OFFERED = ("take", "hand_over")

# What a view, or the queue as a whole, says when it holds nothing: a heading, and what to do about it.
EMPTY = {
    "": (
        "There are no claims for you to review",
        "Claims appear here when places submit them. Those of a place to which you have a tie are never listed.",
    ),
    "mine": ("You have no claim under review", "Take one from those that are not taken."),
    "waiting": (
        "Nothing waits to be taken",
        "Claims appear here when places submit them. Those of a place to which you have a tie are never listed.",
    ),
    "chosen": (
        "No chosen claim waits to be taken",
        "Review leads choose claims by size and by draw. Any claim that is not taken may be taken all the same.",
    ),
    "lost": (
        "Every claim has a reviewer",
        "A claim is listed here when whoever had it leaves, until somebody else has it.",
    ),
    "in_review": ("Nobody is reading a claim now", "Take one from those that are not taken."),
    "question": (
        "No question is open",
        "A claim is listed here from the day its reviewer asks until its place answers.",
    ),
    "second": (
        "No claim waits for you as a second reader",
        "Large claims that are not supported come here, and a sample of those that are. What you have read does not.",
    ),
    "provisional": (
        "No place is thinking about a reply",
        "A claim is listed here from its provisional verdict until its place replies, or the verdict is final.",
    ),
    "reply": (
        "No reply waits for the review lead",
        "A claim is listed here from its place’s reply until the verdict is final or goes back to its reviewer.",
    ),
}


@dataclass(frozen=True)
class ViewLink:
    """A view of the queue, and how many claims it holds, in words."""

    view: View
    count: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """A claim that waits, for `days` since it was submitted. `value` is None where no saving by year is stated."""

    version: Version
    query: str
    value: Decimal | None
    days: int | None
    chosen: str
    signs: list[Sign]
    earlier: Earlier | None
    owed: Said
    has_it: str
    may_take: bool
    may_hand_over: bool

    @property
    def reference(self) -> str:
        return self.version.claim.reference

    @property
    def href(self) -> str:
        """The reading page, which goes on through the same part of the queue."""
        return f"{reverse('savings:review_read', args=[self.reference])}?{self.query}"

    @property
    def take_href(self) -> str:
        return f"{reverse('savings:claim_action', args=[self.reference, 'take'])}?{self.query}"

    @property
    def place(self) -> Place:
        return self.version.claim.place

    @property
    def waited(self) -> str:
        if self.days == 0:
            return "Submitted today."
        return f"Submitted {self.days} day{'' if self.days == 1 else 's'} ago."

    @property
    def draw(self) -> str:
        """The address of the draw that it was in; empty where it was in none."""
        draw = self.version.review.draw_id
        return reverse("savings:draw_detail", args=[draw]) if draw else ""


def queue_page(user: User, asked: dict, page: str | None) -> dict:
    """The context of the queue as `asked`: `view`, `place` and `order`, each empty where it was not said."""
    counted = counts(user, place=asked["place"])
    name = asked["view"] or ("mine" if counted["mine"] else "waiting")
    asked = asked | {"view": name, "order": asked["order"] or "value"}
    listed = queue(user, name, place=asked["place"], order=asked["order"])
    shown = _page(listed, counted[name], page)
    heading, text = EMPTY[name]
    return {
        "view": VIEWS[name],
        "links": [_link(view, counted, asked) for view in VIEWS.values()],
        "count": in_words(counted[name]),
        "is_capped": counted[name] > COUNTED_TO,
        "counted_to": COUNTED_TO,
        "page": shown,
        "rows": _rows(list(shown), user, urlencode(_said(asked))),
        "empty_heading": heading,
        "empty_text": text,
    }


def in_words(count: int) -> str:
    """A number counted by `review_queue.count`: `250+` where it was not counted to its end."""
    return f"{COUNTED_TO:,}+" if count > COUNTED_TO else f"{count:,}"


def _page(listed: QuerySet[Version], counted: int, page: str | None) -> Page:
    paginator = KeysFirstPaginator(with_facts(with_what_is_owed(listed)), CLAIMS_A_PAGE)
    # Known already, and no more than can be leafed through: the paginator would count all there are.
    paginator.count = min(counted, COUNTED_TO)
    return paginator.get_page(page)


def _rows(versions: list[Version], user: User, query: str) -> list[Row]:
    offered = available_on(versions, user, OFFERED)
    today = timezone.localdate()
    earlier = earlier_of(versions, open_to_review_by(user))
    return [
        _row(
            version,
            user,
            today,
            query,
            {action.name for action in offered[version.pk]},
            earlier.get(version.pk),
        )
        for version in versions
    ]


def _row(
    version: Version,
    user: User,
    today: date,
    query: str,
    offered: set[str],
    earlier: Earlier | None,
) -> Row:
    return Row(
        version=version,
        query=query,
        value=_value(version),
        days=days_waiting(version, today),
        chosen=_chosen(version),
        signs=signs(version),
        earlier=earlier,
        owed=to_the_treasury(version, user, today),
        has_it=_has_it(version, user),
        may_take="take" in offered,
        may_hand_over="hand_over" in offered,
    )


def _value(version: Version) -> Decimal | None:
    is_stated = any(figure.line == Line.SAVING for figure in version.figures.all())
    return version.claimed if is_stated else None


def _has_it(version: Version, user: User) -> str:
    reviewer = version.review.reviewer
    if reviewer is None:
        return "Nobody has it."
    if version.is_lost:  # type: ignore[attr-defined]  # Of `with_what_is_owed`.
        return ""  # Who had it is among what is owed.
    return "You have it." if reviewer == user else f"{reviewer} has it."


def _chosen(version: Version) -> str:
    review = version.review
    if review.is_chosen is None:
        return "Reviewed without being chosen." if has_verdict(review) else "Not decided yet."
    return f"{'Chosen' if review.is_chosen else 'Not chosen'}: {why(review)}"


def _link(view: View, counted: dict[str, int], asked: dict) -> ViewLink:
    query = urlencode(_said(asked | {"view": view.name}))
    return ViewLink(view, in_words(counted[view.name]), f"?{query}", view.name == asked["view"])


def _said(asked: dict) -> dict:
    return {name: asked[name] for name in ("view", "order", "place") if asked[name]}
