"""All that a reviewer reads of a version before a verdict: what it says, what backs it, and where to look first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from pilots.models import User
from savings.access import Sight
from savings.claims.comparison import Comparison, compare
from savings.claims.digests import version_digest
from savings.doubts.risk import signs
from savings.models import Version
from savings.review import queue
from savings.review.earlier_verdict import Earlier

from .claim_detail import claim_page
from .shown_evidence import shown

# Taking it is a button of its own.
OF_THE_REVIEW = ("ask", "hand_over", "triage", "reconsider", "finalise")


@dataclass(frozen=True)
class PlaceInQueue:
    """Where the reader is in the queue: which view, and the claims before and after, with the way to each."""

    view: queue.View
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


def reading_page(sight: Sight, asked: QueryDict) -> dict:
    """The context of the page on which a version (facts from `with_hardness`) is read; `asked` is its query."""
    version, user = sight.version, sight.user
    page = claim_page(sight)
    reviewed = last_reviewed(sight)
    return page | {
        "shown": [shown(item, user, asked) for item in page["cited"]],
        "signs": signs(version),
        "reviewed": reviewed,
        "changes": _changes(reviewed, version, page["earlier"]),
        "may_take": any(link.name == "take" for link in page["links"]),
        "links": [link for link in page["links"] if link.name in OF_THE_REVIEW],
        "place": place_in_queue(version, user, asked),
        "review": version.review,
        "seen": _on_screen(page),
    }


def _on_screen(page: dict) -> str:
    """The fingerprint of what the page shows, of which a verdict says that it was read."""
    version = page["version"]
    return version_digest(
        version,
        citations=[item.citation for item in page["cited"] if item.citation],
        questions=[one.question for one in page["thread"] if one.version == version],
    )


def place_in_queue(version: Version, user: User, asked: QueryDict) -> PlaceInQueue:
    """Where `version` stands in the view of the queue that the reader came from; theirs, where they say none."""
    view = asked.get("view", "")
    view = view if view in queue.VIEWS else "mine"
    order = asked.get("order", "")
    order = order if order in queue.ORDERS else "value"
    place = asked.get("place", "")
    before, after = queue.neighbours(user, version, view, place=place, order=order)
    query = {"view": view, "order": order} | ({"place": place} if place else {})
    return PlaceInQueue(queue.VIEWS[view], before, after, urlencode(query))


def last_reviewed(sight: Sight) -> Version | None:
    """The newest older version of the claim on which a verdict was given that the reader may know."""
    older = [
        v.pk for v in sight.versions if v.number < sight.version.number and v.pk in sight.openly
    ]
    read = Version.objects.filter(pk__in=older, readings__isnull=False)
    return read.order_by("-number").first()


def _changes(
    reviewed: Version | None, version: Version, earlier: Earlier | None
) -> Comparison | None:
    if earlier and earlier.version == reviewed:
        return earlier.changes
    return compare(reviewed, version) if reviewed else None
