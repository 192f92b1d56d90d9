"""What stands behind the claims, and which version cites what."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from pilots.models import User
from pilots.signed_in import user_of
from savings import access
from savings.models import Citation, Evidence, SentFile, StoredFile
from totalplace.admin_columns import link, outward_link, person
from totalplace.admin_pages import KindOfPlace, ReadOnlyPage, Rows

from .filters import RefusedBecause


class Citations(Rows):
    model = Citation
    verbose_name_plural = "cited by"
    fields = [link("version", "version"), "page_or_cell", "backs"]


@admin.display(description="address")
def address(evidence: Evidence) -> str:
    return outward_link(evidence.url)


@admin.register(Evidence)
class EvidencePage(ReadOnlyPage):
    section = "Claims"
    list_display = ["title", "place", "kind", "form", "own_date", "added_at"]
    list_filter = ["kind", "form", ("place__kind", KindOfPlace)]
    list_select_related = ["place", "added_by", "file"]
    search_fields = ["title", "place__name", "place__code", "ledger_reference"]
    search_help_text = "Title, place, ledger reference, or reference of a claim that cites it"
    date_hierarchy = "added_at"
    ordering = ["-added_at", "-pk"]
    fields = [
        "title",
        "place",
        "kind",
        "form",
        address,
        "seen_on",
        "ledger_reference",
        "file_name",
        "file",
        "own_date",
        "review_by",
        "note",
        "is_hidden_confirmed",
        "added_at",
        person("added_by", "added by"),
    ]
    inlines = [Citations]

    def rows_for(self, user: User) -> QuerySet[Evidence]:
        return access.evidence_visible_to(user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term:
            return queryset, False
        found, _ = super().get_search_results(request, Evidence.objects.all(), search_term)
        # By the claims that the person may see: who else cites it is not to be found out.
        cited = Citation.objects.filter(
            version__in=access.all_visible_to(user_of(request)),
            version__claim__reference__icontains=search_term,
        )
        by_either = Q(pk__in=found.values("pk")) | Q(pk__in=cited.values("evidence"))
        return queryset.filter(by_either), False


@admin.register(Citation)
class CitationPage(ReadOnlyPage):
    section = "Claims"
    list_display = ["evidence", "version", "page_or_cell", "backs"]
    list_filter = ["evidence__kind", "backs", "is_preset"]
    list_select_related = ["version__claim", "evidence"]
    search_fields = ["version__claim__reference", "evidence__title"]
    search_help_text = "Reference of the claim, or title of the evidence"
    ordering = ["version__claim__reference", "-version__number", "evidence__title"]
    fields = ["evidence", "version", "page_or_cell", "backs", "is_preset"]

    def rows_for(self, user: User) -> QuerySet[Citation]:
        return Citation.objects.filter(access.hangs_on_visible(user, "version"))


@admin.register(StoredFile)
class StoredFilePage(ReadOnlyPage):
    section = "Claims"
    list_display = ["__str__", "scan", "caution", "stored_at"]
    list_filter = ["file_type", "scan"]
    search_fields = ["sha256"]
    search_help_text = "Title of the evidence, or SHA-256"
    date_hierarchy = "stored_at"
    ordering = ["-stored_at", "-pk"]
    fields = ["file_type", "size", "sha256", "scan", "scanned_at", "caution", "hidden", "stored_at"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term:
            return queryset, False
        found, _ = super().get_search_results(request, StoredFile.objects.all(), search_term)
        # By what the person may see of it: another place may hold the same file under a title of its own.
        titled = access.evidence_visible_to(user_of(request)).filter(title__icontains=search_term)
        by_either = Q(pk__in=found.values("pk")) | Q(pk__in=titled.values("file"))
        return queryset.filter(by_either), False

    def rows_for(self, user: User) -> QuerySet[StoredFile]:
        seen = access.evidence_visible_to(user)
        return StoredFile.objects.filter(access.among(seen, "file", "pk"))


@admin.register(SentFile)
class SentFilePage(ReadOnlyPage):
    section = "Claims"
    list_display = ["file_name", "place", person("by", "by"), "at", "is_stored", "refused_because"]
    list_filter = ["is_stored", RefusedBecause]
    list_select_related = ["place", "by"]
    search_fields = ["file_name", "place__name", "place__code"]
    search_help_text = "File name or place"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = [
        "file_name",
        "place",
        person("by", "by"),
        "at",
        "size",
        "sha256",
        "is_stored",
        "refused_because",
    ]

    def rows_for(self, user: User) -> QuerySet[SentFile]:
        return access.sent_files_visible_to(user)
