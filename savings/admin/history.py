"""What happened to each claim, and how far its place has opened it."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings import access
from savings.claims.history import in_words
from savings.models import ConditionChange, Event
from totalplace.admin_columns import beginning, person
from totalplace.admin_pages import ReadOnlyPage


@admin.display(description="what", ordering="action")
def what(event: Event) -> str:
    return in_words(event.action)


EVENT_COLUMNS = [what, "status_after", person("by", "by"), "by_role", "at", "note"]
CONDITION_COLUMNS = ["condition", person("by", "by"), "at", "note"]


@admin.register(Event)
class EventPage(ReadOnlyPage):
    section = "Claims"
    list_display = ["version", what, "status_after", person("by", "by"), "by_role", "at"]
    list_filter = ["status_after"]
    list_select_related = ["version__claim", "by"]
    search_fields = ["version__claim__reference", "version__claim__place__name", "by__name"]
    search_help_text = "Reference, place, or the name of who did it"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", what, "status_before", "status_after", *EVENT_COLUMNS[2:]]

    def rows_for(self, user: User) -> QuerySet[Event]:
        return access.all_events_visible_to(user)


@admin.register(ConditionChange)
class ConditionChangePage(ReadOnlyPage):
    section = "Claims"
    list_display = ["claim", *CONDITION_COLUMNS[:-1], beginning("note", "note")]
    list_filter = ["condition"]
    list_select_related = ["claim__place", "by"]
    search_fields = ["claim__reference", "claim__place__name"]
    search_help_text = "Reference or place"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["claim", *CONDITION_COLUMNS]

    def rows_for(self, user: User) -> QuerySet[ConditionChange]:
        return ConditionChange.objects.filter(
            access.among(access.claims_visible_to(user), "pk", "claim")
        )
