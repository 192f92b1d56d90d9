"""The queue of the review, and each claim in it: all that a reviewer reads and does, in the workspace."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from pilots.models import User
from pilots.signed_in import user_of
from savings import access
from savings.claims.history import in_words
from savings.claims.partners_words import latest_words
from savings.doubts import risk
from savings.evidence.cited import evidence_list, questions_of, said_with_evidence
from savings.models import Review, Version
from savings.pages.shown_evidence import shown
from savings.pages.verdict import verdict_of
from savings.pages.workspace_links import reading_href
from savings.review.earlier_verdict import earlier_of
from savings.review.owing import days_waiting, with_what_is_owed
from savings.review.owing_words import to_the_treasury
from totalplace.admin_columns import NOTHING, link, page_link, person, pounds
from totalplace.admin_pages import ReadOnlyPage

from . import queue
from .action_page import buttons
from .bulk_actions import ManyAtOnce
from .versions import choice

VALUE = pounds("version__claimed", "value", order="claimed")
REVIEWER = person("reviewer", "reviewer", order="review__reviewer__name")
OF_A_PAGE = Version.objects.select_related("claim__place", "theme")


@admin.register(Review)
class ReviewPage(ManyAtOnce, ReadOnlyPage):
    """Each version under review that the person may open: never of a place to which they have a tie."""

    section = "Reviews"
    change_form_template = "admin/savings/review/read.html"
    change_list_template = "admin/savings/review/queue.html"
    list_display = [
        "claim",
        "place",
        "words",
        VALUE,
        "days",
        "number_of_signs",
        REVIEWER,
        "next_step",
    ]
    list_filter = [queue.Queue, queue.OfPlace, queue.IsChosen]
    list_select_related = ["version__claim__place", "reviewer", "draw"]
    # The list is one of versions, and so are its search and the columns that it is ordered by: see `queue`.
    search_fields = ["claim__reference", "claim__place__name"]
    search_help_text = "Reference or place"
    ordering = []
    fields = [
        "claim_and_version",
        "place",
        "status",
        "next_step",
        "last_verdict",
        VALUE,
        "days",
        "signs",
        REVIEWER,
        choice,
        link("draw", "draw"),
        "reply",
        "second_reading",
    ]

    def rows_for(self, user: User) -> QuerySet[Review]:
        return Review.objects.filter(access.hangs_on_open_to_review(user, "version"))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Review | None:
        review = cast(Review | None, super().get_object(request, object_id, from_field))
        if review:
            review.version = with_what_is_owed(OF_A_PAGE).get(pk=review.version_id)
        return review

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, *more: Any
    ) -> HttpResponse | None:
        reviews = Review.objects.filter(version__in=queryset.order_by().values("pk"))
        return super().response_action(request, reviews, *more)

    def versions_of(self, request: HttpRequest, rows: QuerySet) -> QuerySet[Version]:
        versions = Version.objects.filter(review__in=rows.order_by().values("pk"))
        return versions.select_related("claim__place", "review__reviewer").order_by("pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[queue.QueueList]:
        return queue.QueueList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        name = request.GET.get(queue.Queue.parameter_name, "")
        # Neither an order, a page nor an empty box leaves anything out.
        asked = {key for key, value in request.GET.items() if value} - {ORDER_VAR, PAGE_VAR}
        is_whole = asked <= {queue.Queue.parameter_name}
        told = {
            "title": "Reviews",
            "view": queue.PARTS.get(name),
            "empty": queue.EMPTY.get(name) if is_whole else None,
        }
        return super().changelist_view(request, told | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= _read(kwargs["obj"].version, user_of(request))
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="claim", ordering="claim__reference")
    def claim(self, review: Review) -> str:
        number = review.version.number
        again = f", version {number}" if number > 1 else ""
        return f"{review.version.claim.reference}{again}"

    @admin.display(description="claim")
    def claim_and_version(self, review: Review) -> SafeString:
        claim, version = page_link(review.version.claim), page_link(review.version)
        return format_html("{} · {}", claim, version)

    @admin.display(description="place", ordering="claim__place__name")
    def place(self, review: Review) -> str:
        return review.version.claim.place.name

    @admin.display(description="what changed")
    def words(self, review: Review) -> str:
        return Truncator(review.version.what_changes).words(16)

    @admin.display(description="days waiting", ordering="-frozen_at")
    def days(self, review: Review) -> str:
        days = days_waiting(review.version, timezone.localdate())
        return NOTHING if days is None else str(days)

    @admin.display(description="signs of risk", ordering="risk")
    def number_of_signs(self, review: Review) -> str:
        return str(review.version.risk)  # Their words are on the page of the review.

    @admin.display(description="signs of risk")
    def signs(self, review: Review) -> str:
        found = risk.signs(review.version)
        words = format_html_join("", "<li>{}</li>", ((sign.words,) for sign in found))
        return format_html('{}<ul class="signs">{}</ul>', len(found), words) if found else "0"

    @admin.display(description="status")
    def status(self, review: Review) -> str:
        return review.version.get_status_display()

    @admin.display(description="last final verdict")
    def last_verdict(self, review: Review) -> str:
        """Of an older version, which stands beside this one until its own is final; and what differs since."""
        # Whoever may open a review may open those of all versions of its claim.
        found = earlier_of([review.version], Version.objects.all()).get(review.version_id)
        if not found:
            return NOTHING
        return f"{found.verdict}, on version {found.version.number}. Since then: {found.changes.summary}"

    @admin.display(description="right of reply")
    def reply(self, review: Review) -> str:
        if review.is_reply_waived:
            return "The place has said that no reply will come."
        due = review.reply_due_on
        return f"Until {due:%-d %B %Y}." if due else "From the provisional verdict on."

    @admin.display(description="second reading")
    def second_reading(self, review: Review) -> str:
        if not review.needs_second_reading:
            return "Not asked for."
        lacks_it = review.version.lacks_second_reading  # type: ignore[attr-defined]  # Of `with_what_is_owed`.
        return "Needed, and not yet given." if lacks_it else "Given."

    @admin.display(description="what is next")
    def next_step(self, review: Review) -> str:
        return str(to_the_treasury(review.version, None, timezone.localdate()))


def _read(version: Version, user: User) -> dict:
    """All that is read of a version before a verdict, and what the person can do about it."""
    sight = access.sight_of(user, version)
    events = sight.events().select_related("version", "by").order_by("-pk")
    figures = version.figures.select_related("organisation")
    return {
        "version": version,
        "buttons": buttons(version, user),
        "reading_href": reading_href(version),
        "figures": figures.order_by("year", "line", "state", "pk"),
        "evidence": [
            shown(item, user, {})
            for item in evidence_list(version, questions_of(sight), said_with_evidence(sight))
        ],
        "responses": latest_words(version),
        "events": [(event, in_words(event.action)) for event in events],
        **verdict_of(sight),
    }
