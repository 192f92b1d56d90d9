"""What was asked, answered and replied: reviewers, places and partners on a version under review."""

from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.utils.html import format_html_join

from pilots.models import User
from savings import access
from savings.models import Evidence, PartnerResponse, Question, Reminder, Reply
from totalplace.admin_columns import NOTHING, beginning, page_link, person
from totalplace.admin_pages import ReadOnlyPage, Whether

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _HasEvidence(TypedDict):
    evidence_seen: list[Evidence]


class OnVersions(ReadOnlyPage):
    """What hangs on a version under review: found by the claim's reference or place."""

    section = "Reviews"
    search_fields = ["version__claim__reference", "version__claim__place__name"]
    search_help_text = "Reference or place"
    ordering = ["version__claim__reference", "-version__number", "pk"]

    def rows_for(self, user: User) -> QuerySet:
        followed = access.among(access.under_review_for(user), "pk", "version")
        return self.model.objects.filter(followed)


class IsAnswered(Whether):
    about, without, having = "answer", "Waits for an answer", "Answered"


@admin.register(Question)
class QuestionPage(OnVersions):
    list_display = [
        "version",
        beginning("text", "question"),
        person("asked_by", "asked by"),
        "asked_at",
        "due_on",
        "answered_at",
    ]
    list_filter = [("answered_at", IsAnswered)]
    list_select_related = ["version__claim", "asked_by", "answered_by"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]
    fields = [
        "version",
        "text",
        person("asked_by", "asked by"),
        "asked_at",
        "due_on",
        "answer",
        person("answered_by", "answered by"),
        "answered_at",
        "evidence_given",
    ]

    def rows_for(self, user: User) -> QuerySet[Question]:
        seen = Prefetch("evidence", access.evidence_visible_to(user), to_attr="evidence_seen")
        return super().rows_for(user).prefetch_related(seen)

    @admin.display(description="evidence given")
    def evidence_given(self, question: "WithAnnotations[Question, _HasEvidence]") -> str:
        links = ((page_link(evidence),) for evidence in question.evidence_seen)
        return format_html_join(", ", "{}", links) or NOTHING


@admin.register(Reply)
class ReplyPage(OnVersions):
    list_display = ["version", beginning("text", "reply"), person("by", "by"), "at"]
    list_filter = ["version__status"]
    list_select_related = ["version__claim", "by"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", "text", "pieces", person("by", "by"), "at"]

    def rows_for(self, user: User) -> QuerySet[Reply]:
        return access.all_replies_visible_to(user)


@admin.register(PartnerResponse)
class PartnerResponsePage(OnVersions):
    list_display = ["version", "organisation", "is_agreed", beginning("words", "words"), "at"]
    list_filter = ["is_agreed"]
    list_select_related = ["version__claim", "organisation", "by"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", "organisation", "is_agreed", "words", "pieces", person("by", "by"), "at"]


@admin.register(Reminder)
class ReminderPage(OnVersions):
    search_fields = [*OnVersions.search_fields, "place__name", "round__name"]
    search_help_text = "Reference, place or round"
    list_display = ["__str__", "on", "at"]
    list_filter = ["kind"]
    list_select_related = ["version__claim", "round", "place"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", "round", "place", "kind", "on", "at"]

    def rows_for(self, user: User) -> QuerySet:
        return super().rows_for(user) | access.round_reminders_visible_to(user)
