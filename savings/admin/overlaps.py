"""Money that may be stated in two claims, and what people say of it: for who may review both claims."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings import access
from savings.models import Overlap, OverlapFigure, OverlapMark
from totalplace.admin_columns import beginning, person, pounds
from totalplace.admin_pages import ReadOnlyPage, Rows


class OverlapFigures(Rows):
    model = OverlapFigure
    verbose_name_plural = "figures that are alike"
    fields = ["part", "figure", pounds("figure__amount", "claimed")]


class OverlapMarks(Rows):
    model = OverlapMark
    verbose_name_plural = "what was said of it"
    fields = ["answer", "because", person("by", "by"), "at"]


@admin.register(Overlap)
class OverlapPage(ReadOnlyPage):
    section = "Reviews"
    list_display = ["earlier", "later", "found_at"]
    list_select_related = ["earlier__claim", "later__claim"]
    search_fields = ["earlier__claim__reference", "later__claim__reference"]
    search_help_text = "Reference of either claim"
    date_hierarchy = "found_at"
    ordering = ["-found_at", "-pk"]
    fields = ["earlier", "later", "found_at", "money"]
    inlines = [OverlapFigures, OverlapMarks]

    def rows_for(self, user: User) -> QuerySet[Overlap]:
        return access.overlaps_open_to_review_by(user)


@admin.register(OverlapFigure)
class OverlapFigurePage(ReadOnlyPage):
    section = "Reviews"
    list_display = ["overlap", "figure", pounds("figure__amount", "claimed")]
    list_select_related = [
        "overlap__earlier__claim",
        "overlap__later__claim",
        "figure__version__claim",
        "figure__organisation",
    ]
    search_fields = ["overlap__earlier__claim__reference", "overlap__later__claim__reference"]
    search_help_text = "Reference of either claim"
    ordering = ["-pk"]
    fields = ["overlap", "figure", pounds("figure__amount", "claimed")]

    def rows_for(self, user: User) -> QuerySet[OverlapFigure]:
        return OverlapFigure.objects.filter(overlap__in=access.overlaps_open_to_review_by(user))


@admin.register(OverlapMark)
class OverlapMarkPage(ReadOnlyPage):
    section = "Reviews"
    list_display = ["overlap", "answer", beginning("because", "why"), person("by", "by"), "at"]
    list_filter = ["answer"]
    list_select_related = ["overlap__earlier__claim", "overlap__later__claim", "by"]
    search_fields = ["overlap__earlier__claim__reference", "overlap__later__claim__reference"]
    search_help_text = "Reference of either claim"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["overlap", "answer", "because", person("by", "by"), "at"]

    def rows_for(self, user: User) -> QuerySet[OverlapMark]:
        return OverlapMark.objects.filter(overlap__in=access.overlaps_open_to_review_by(user))
