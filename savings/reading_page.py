"""All that a reviewer reads of a version before a verdict: what it says, what backs it, and where to look first."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from pilots.models import User

from . import access, review_queue
from .claim_page import claim_page
from .comparison import Comparison, compare
from .evidence_list import Cited
from .evidence_page import Preview, preview_of
from .models import Version
from .risk import signs

# Taking it is a button of its own.
OF_THE_REVIEW = ("ask", "hand_over", "triage", "reconsider", "finalise")


@dataclass(frozen=True)
class Shown:
    """A piece of evidence with as much of it as can be shown here; `links` lead to its other pages."""

    item: Cited
    preview: Preview | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def picture(self) -> str:
        if not (self.preview and self.preview.pages):
            return ""
        address = reverse("savings:evidence_preview", args=[self.item.evidence.pk])
        return f"{address}?{urlencode({'image': 1, 'page': self.preview.page})}"


@dataclass(frozen=True)
class Place:
    """Where the reader is in the queue: which view, and the claims before and after, with the way to each."""

    view: review_queue.View
    before: str
    after: str
    query: str

    def address(self, reference: str) -> str:
        return f"{reverse('savings:review_read', args=[reference])}?{self.query}"

    @property
    def before_href(self) -> str:
        return self.address(self.before) if self.before else ""

    @property
    def after_href(self) -> str:
        return self.address(self.after) if self.after else ""

    @property
    def queue_href(self) -> str:
        return f"{reverse('savings:review_queue')}?{self.query}"


def reading_page(version: Version, user: User, asked: QueryDict) -> dict:
    """The context of the page on which `user` reads `version` (annotated by `with_hardness`); `asked` is its query."""
    page = claim_page(version, user)
    reviewed = last_reviewed(version, user)
    return page | {
        "shown": [_shown(item, user, asked) for item in page["cited"]],
        "signs": signs(version),
        "reviewed": reviewed,
        "changes": _changes(reviewed, version),
        "may_take": any(action.name == "take" for action in page["buttons"]),
        "buttons": [action for action in page["buttons"] if action.name in OF_THE_REVIEW],
        "place": place_in_queue(version, user, asked),
        "review": version.review,
    }


def place_in_queue(version: Version, user: User, asked: QueryDict) -> Place:
    """Where `version` stands in the view of the queue that the reader came from; theirs, where they say none."""
    view = asked.get("view", "")
    view = view if view in review_queue.VIEWS else "mine"
    order = asked.get("order", "")
    order = order if order in review_queue.ORDERS else "value"
    place = asked.get("place", "")
    before, after = review_queue.neighbours(user, version, view, place=place, order=order)
    query = {"view": view, "order": order} | ({"place": place} if place else {})
    return Place(review_queue.VIEWS[view], before, after, urlencode(query))


def last_reviewed(version: Version, user: User) -> Version | None:
    """The newest older version of the claim on which a verdict was given that the reader may know."""
    readings = access.all_readings_visible_to(user)
    older = access.all_visible_to(user).filter(claim=version.claim_id, number__lt=version.number)
    return older.filter(pk__in=readings.values("version")).order_by("-number").first()


def _changes(reviewed: Version | None, version: Version) -> Comparison | None:
    return compare(reviewed, version) if reviewed else None


def _shown(item: Cited, user: User, asked: QueryDict) -> Shown:
    file = item.evidence.file
    if file is None:
        return Shown(item)
    if not access.may_have_file(user, item.evidence):
        return Shown(item, Preview(why_not=f"{file.get_scan_display()}: it is not shown yet."))
    name = f"page-{item.evidence.pk}"
    wanted = asked.get(name) or _cited_page(item.page_or_cell)
    shown = preview_of(file, int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 1)
    turns = (("Page before", shown.before), ("Next page", shown.after))
    links = tuple((words, _with(asked, name, page)) for words, page in turns if page > 0)
    return Shown(item, shown, links)


def _cited_page(words: str) -> str:
    """The page that the place cites, where its words name one: 4 of “page 4”, of “pp. 4-6”, of “4”."""
    found = re.fullmatch(r"\s*(?:p|pp|pages?)?\.?\s*([0-9]{1,3})\b.*", words, re.IGNORECASE)
    return found.group(1) if found else ""


def _with(asked: QueryDict, name: str, page: int) -> str:
    """The page's own address with another page of one piece of evidence, and down at that piece."""
    query = asked.copy()
    query[name] = str(page)
    return f"?{query.urlencode()}#evidence-{name.removeprefix('page-')}"
