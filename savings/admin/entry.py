"""How claims came in: statements of use, sign-offs, and what was sent."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings import access
from savings.models import (
    Abandonment,
    Confirmation,
    FigureSheet,
    Layout,
    Notice,
    SentForm,
    SignOff,
    SignOffRequest,
    StatementOfUse,
    TimeTaken,
    VerdictDraft,
)
from totalplace.admin_columns import beginning, person
from totalplace.admin_pages import ReadOnlyPage, ReferencePage


@admin.register(StatementOfUse)
class StatementOfUsePage(ReferencePage):
    section = "Rounds and sign-off"
    list_display = ["__str__", "valid_from", beginning("text", "text")]
    date_hierarchy = "valid_from"
    search_fields = ["text", "source"]
    search_help_text = "Words of the text or its source"
    ordering = ["-valid_from"]


class OfVersion(ReadOnlyPage):
    """What hangs on a version is seen by those who see the version."""

    section = "Rounds and sign-off"
    list_select_related = ["version__claim"]
    search_fields = ["version__claim__reference"]
    search_help_text = "Reference"
    ordering = ["-pk"]

    def rows_for(self, user: User) -> QuerySet:
        return self.model.objects.filter(access.among(access.all_visible_to(user), "pk", "version"))


@admin.register(SignOff)
class SignOffPage(OfVersion):
    list_display = ["version", "signs_as", person("by", "by"), "at"]
    list_filter = ["signs_as"]
    list_select_related = ["version__claim", "by"]
    date_hierarchy = "at"
    fields = ["version", "signs_as", person("by", "by"), "at", "statement_date", "statement"]


@admin.register(SignOffRequest)
class SignOffRequestPage(OfVersion):
    """What a draft said stays with its place, whoever sees it once it is submitted."""

    list_display = ["version", person("by", "by"), "at"]
    list_select_related = ["version__claim", "by"]
    date_hierarchy = "at"
    fields = ["version", person("by", "by"), "at"]

    def rows_for(self, user: User) -> QuerySet[SignOffRequest]:
        return SignOffRequest.objects.filter(version__in=access.own_versions(user))


@admin.register(Confirmation)
class ConfirmationPage(OfVersion):
    list_display = ["version", "round", person("by", "by"), "at"]
    list_filter = ["round"]
    list_select_related = ["version__claim", "round", "by"]
    date_hierarchy = "at"
    fields = ["version", "round", person("by", "by"), "at"]


@admin.register(Abandonment)
class AbandonmentPage(OfVersion):
    list_display = ["version", "given_up_on", person("by", "by"), "at"]
    list_select_related = ["version__claim", "by"]
    date_hierarchy = "at"
    fields = ["version", "given_up_on", "because", person("by", "by"), "at"]


@admin.register(TimeTaken)
class TimeTakenPage(OfVersion):
    list_display = ["version", "seconds"]
    fields = ["version", "seconds"]

    def rows_for(self, user: User) -> QuerySet[TimeTaken]:
        return TimeTaken.objects.filter(version__in=access.own_versions(user))


class PrivatePage(ReadOnlyPage):
    """What passes between the site and one person: nobody's to read here. The rows are kept for that person alone."""

    owner: str

    section = "Rounds and sign-off"
    search_fields = ["pk"]
    search_help_text = "Number"
    ordering = ["-pk"]

    def rows_for(self, user: User) -> QuerySet:
        return self.model.objects.filter(**{self.owner: user.pk})


@admin.register(Notice)
class NoticePage(PrivatePage):
    owner = "to"
    list_display = ["about", "made_at", "mailed_at", "seen_at"]
    list_select_related = [
        "event__version__claim",
        "reminder__version__claim",
        "reminder__round",
        "reminder__place",
    ]
    fields = ["about", "made_at", "mailed_at", "seen_at"]


@admin.register(SentForm)
class SentFormPage(PrivatePage):
    owner = "by"
    list_display = ["__str__", "at"]
    fields = ["at", "led_to"]


@admin.register(VerdictDraft)
class VerdictDraftPage(PrivatePage):
    owner = "reader"
    list_display = ["version", "stored_at"]
    list_select_related = ["version__claim"]
    fields = ["version", "stored_at"]


@admin.register(FigureSheet)
class FigureSheetPage(PrivatePage):
    owner = "by"
    list_display = ["name", "at", "summary"]
    fields = ["name", "at", "stored_at", "summary"]


@admin.register(Layout)
class LayoutPage(PrivatePage):
    owner = "by"
    list_display = ["place", "at"]
    list_select_related = ["place"]
    fields = ["place", "at", "reading"]
