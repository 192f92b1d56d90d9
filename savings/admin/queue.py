"""The queue as a list of the workspace: which part of it, of which place, in which order?

Its parts and orders are those of `savings.review_queue`, as the site's own page has them.
"""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef

from pilots.models import Place
from savings import access, review_queue
from savings.review_queue import OPEN, ORDERS, VIEWS

CLOSED = "closed"


def of_review(name: str) -> str:
    """A column by which versions are ordered, as reviews are ordered by it."""
    sign, bare = ("-", name[1:]) if name.startswith("-") else ("", name)
    # Each version has one review: its own column spares the list a look into the other table.
    return sign + ("version_id" if bare == "pk" else f"version__{bare}")


BY_VALUE = [of_review(name) for name in ORDERS["value"][1]]
_FURTHER = {of_review(first): rest for _label, (first, *rest) in ORDERS.values()}


class QueueList(ChangeList):
    """In the orders of the queue's own page, whichever column is chosen."""

    def get_ordering(self, request, queryset):
        chosen = super().get_ordering(request, queryset.order_by())
        view = VIEWS.get(request.GET.get(Queue.parameter_name))
        ordered = list(view.first) if view else []
        for name in chosen:
            if name not in ("pk", "-pk", "version_id"):
                ordered += [name, *map(of_review, _FURTHER.get(name, []))]
        return [name for name in ordered if name != "version_id"] + ["version_id"]


class Queue(admin.SimpleListFilter):
    """One of the views of the queue. Without a choice: all that is open, wherever it stands."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        counted = review_queue.counts(
            request.user, place=request.GET.get(OfPlace.parameter_name, "")
        )
        named = [(name, f"{view.label} ({_words(counted[name])})") for name, view in VIEWS.items()]
        return [*named, (CLOSED, "Over: final, withdrawn or superseded")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": "All that is open"}, *others]

    def queryset(self, request, reviews):
        if self.value() == CLOSED:
            return reviews.exclude(version__status__in=OPEN)
        if self.value() not in VIEWS:
            return reviews.filter(version__status__in=OPEN)
        user, view = request.user, self.value()
        versions = review_queue.queue(user, view).order_by().values("pk")
        # The status is said twice, for an index of versions that begins with it gives them in order.
        named = review_queue.statuses(user, view)
        return reviews.filter(version__in=versions, version__status__in=named)


class OfPlace(admin.SimpleListFilter):
    """One place, by its code as in the site's addresses. Offered: the places that have anything open."""

    title = "place"
    parameter_name = "place"
    template = "admin/select_filter.html"

    def lookups(self, request, model_admin):
        theirs = access.open_to_review_by(request.user).filter(claim__place=OuterRef("pk"))
        places = Place.objects.filter(Exists(theirs.filter(status__in=OPEN))).order_by("name")
        return list(places.values_list("code", "name"))

    def choices(self, changelist):
        kept = changelist.get_filters_params() | _ordered_and_searched(changelist)
        self.kept = [(name, value) for name, value in kept.items() if name != self.parameter_name]
        yield {"value": "", "display": "All places", "selected": not self.value()}
        for code, name in self.lookup_choices:
            yield {"value": code, "display": name, "selected": code == self.value()}

    def queryset(self, request, reviews):
        return reviews.filter(version__claim__place__code=self.value()) if self.value() else reviews


class IsChosen(admin.SimpleListFilter):
    """Chosen for review by size or by draw."""

    title = "choice for review"
    parameter_name = "chosen"

    def lookups(self, request, model_admin):
        return [("yes", "Chosen for review"), ("no", "Not in this round"), ("open", "Not yet said")]

    def queryset(self, request, reviews):
        named = {"yes": True, "no": False, "open": None}
        return reviews.filter(is_chosen=named[self.value()]) if self.value() in named else reviews


def _words(number: int) -> str:
    most = review_queue.COUNTED_TO
    return f"more than {most:,}" if number > most else f"{number:,}"


def _ordered_and_searched(changelist) -> dict:
    return {name: changelist.params[name] for name in ("o", "q") if name in changelist.params}
