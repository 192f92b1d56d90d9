"""The queue as a list of the workspace: which part of it, of which place, in which order?

Its parts and orders are those of `savings.review.queue`, as the site's own page has them.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from pilots.models import Place, User
from pilots.signed_in import user_of
from savings import access
from savings.models import Version
from savings.models.choices import REVIEW_OPEN, REVIEW_OVER
from savings.pages.review_queue import EMPTY as WHILE_OPEN
from savings.review import queue
from savings.review.owing import with_what_is_owed
from savings.review.queue import ORDERS, VIEWS, View
from totalplace.admin_lists import LongList
from totalplace.admin_site import NEEDED

CLOSED = View(
    "closed",
    "Over",
    "Final, withdrawn or superseded: nothing waits for anybody.",
    lambda user: Q(status__in=REVIEW_OVER),
)
PARTS = VIEWS | {CLOSED.name: CLOSED}
EMPTY = WHILE_OPEN | {
    CLOSED.name: (
        "No claim that you may open is over yet",
        "A claim is listed here once its verdict is final, or when its place withdraws it or submits a new version.",
    )
}
_OPTION = '<option value="{}">{}</option>'
_CHOSEN = '<option value="{}" selected>{}</option>'
_FURTHER = {first: rest for _label, (first, *rest) in ORDERS.values()}


class QueueList(LongList):
    """Lists reviews by their versions, whose columns are indexed: in the orders of the queue's own page."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Version]:
        # All filters and the search narrow versions; `get_results` gives the review of each.
        self.root_queryset = access.open_to_review_by(user_of(request))
        return with_what_is_owed(super().get_queryset(request, exclude_parameters))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = [version.review for version in self.result_list]

    def apply_select_related(self, qs: QuerySet) -> QuerySet:
        return qs.select_related("claim__place")

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list:
        view = VIEWS.get(self.params.get(Queue.parameter_name, ""))
        # Of all that is open an index gives the first page only status by status.
        ordered = list(view.first) if view else ["status"]
        for name in super().get_ordering(request, queryset.order_by()):
            ordered += [name, *_FURTHER.get(str(name), [])]
        return [name for name in ordered if name not in ("pk", "-pk")] + ["pk"]

    def _get_default_ordering(self) -> Sequence[str]:
        """What the arrows in the headings show before a column is chosen."""
        return ORDERS["value"][1]


class Queue(admin.SimpleListFilter):
    """One of the views of the queue. Without a choice: all that is open, wherever it stands."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        counted = queue.counts(user_of(request), place=request.GET.get(OfPlace.parameter_name, ""))
        named = [(name, f"{view.label} ({_words(counted[name])})") for name, view in VIEWS.items()]
        return [*named, (CLOSED.name, "Over: final, withdrawn or superseded")]

    def choices(self, changelist: ChangeList) -> list:  # type: ignore[override]  # Read as any iterable.
        first, *others = super().choices(changelist)
        return [first | {"display": "All that is open"}, *others]

    def queryset(self, request: HttpRequest, versions: QuerySet[Version]) -> QuerySet[Version]:
        if self.value() == CLOSED.name:
            return versions.filter(CLOSED.condition(user_of(request)))
        if (name := self.value()) not in VIEWS:
            return versions.filter(status__in=REVIEW_OPEN)
        return queue.queue(user_of(request), name)


class OfPlace(admin.SimpleListFilter):
    """One place, by its code as in the site's addresses."""

    title = "place"
    parameter_name = "place"
    template = "admin/select_filter.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        # All of them: to look which have anything takes longer than the list.
        return list(Place.objects.order_by("name").values_list("code", "name"))

    def choices(self, changelist: ChangeList) -> list:  # type: ignore[override]  # Read as any iterable.
        given = changelist.params.items()
        self.kept = [(name, value) for name, value in given if name != self.parameter_name]
        return []  # No links: the box holds `options`.

    @property
    def options(self) -> str:
        """All places, written at once: some hundreds take a template longer than the rest of the list."""
        chosen = self.value() or ""
        named = [("", "All places"), *self.lookup_choices]
        options = "".join(_CHOSEN if code == chosen else _OPTION for code, _ in named)
        return format_html(options, *chain.from_iterable(named))

    def queryset(self, request: HttpRequest, versions: QuerySet[Version]) -> QuerySet[Version]:
        return versions.filter(claim__place__code=self.value()) if self.value() else versions


class IsChosen(admin.SimpleListFilter):
    """Chosen for review by size or by draw."""

    title = "choice for review"
    parameter_name = "chosen"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "Chosen for review"), ("no", "Not in this round"), ("open", "Not yet said")]

    def queryset(self, request: HttpRequest, versions: QuerySet[Version]) -> QuerySet[Version]:
        named = {"yes": True, "no": False, "open": None}
        if (chosen := self.value()) not in named:
            return versions
        return versions.filter(review__is_chosen=named[chosen])


def needed(user: User) -> Iterator[tuple[str, str]]:
    """For the home of the workspace: claims without their reviewer, for whoever hands them over."""
    if not user.has_perm("savings.lead_review"):
        return
    number = queue.count(queue.queue(user, "lost"))
    if number:
        address = reverse("admin:savings_review_changelist", query={Queue.parameter_name: "lost"})
        yield f"{_words(number)} claim{'' if number == 1 else 's'} without a reviewer", address


NEEDED.append(needed)


def _words(number: int) -> str:
    most = queue.COUNTED_TO
    return f"more than {most:,}" if number > most else f"{number:,}"
