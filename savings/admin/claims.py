"""Which claims there are, with what the current version of each says."""

from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from pilots.models import User
from pilots.signed_in import user_of
from savings import access
from savings.claims.hardness import LABELS, HasHardness, with_hardness
from savings.models import Claim, ConditionChange, Version
from totalplace.admin_columns import list_link
from totalplace.admin_pages import KindOfPlace, ReadOnlyPage, Rows

from .bulk_actions import ManyAtOnce
from .filters import FinalVerdict, Hardness, StatusNow
from .history import CONDITION_COLUMNS
from .versions import VERSION_COLUMNS

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

BESIDE_A_CLAIM = [
    ("savings_figure", "figures"),
    ("savings_evidence", "evidence"),
    ("savings_citation", "citations"),
    ("savings_event", "history"),
]


class _HasCurrent(TypedDict):
    current: "list[WithAnnotations[Version, HasHardness]]"


class Versions(Rows):
    model = Version
    fields = VERSION_COLUMNS


class Conditions(Rows):
    model = ConditionChange
    verbose_name_plural = "use condition, step by step"
    fields = CONDITION_COLUMNS


@admin.register(Claim)
class ClaimPage(ManyAtOnce, ReadOnlyPage):
    """Found by reference, place or words."""

    section = "Claims"
    list_display = ["reference", "place", "words", "hardness", "status", "use_condition"]
    list_filter = [Hardness, StatusNow, FinalVerdict, "use_condition", ("place__kind", KindOfPlace)]
    list_select_related = ["place"]
    search_fields = ["reference", "place__name", "place__code"]
    search_help_text = "Reference, place, or words of the claim"
    date_hierarchy = "created_at"
    ordering = ["reference"]
    fields = [
        "reference",
        "place",
        "words",
        "hardness",
        "status",
        "use_condition",
        "created_at",
        "beside_it",
    ]
    inlines = [Versions, Conditions]

    def rows_for(self, user: User) -> QuerySet[Claim]:
        current = with_hardness(access.visible_to(user))
        return access.claims_visible_to(user).prefetch_related(
            Prefetch("versions", current, to_attr="current")
        )

    def versions_of(self, request: HttpRequest, rows: QuerySet) -> QuerySet[Version]:
        current = access.visible_to(user_of(request)).filter(claim__in=rows.order_by().values("pk"))
        return current.select_related("claim__place", "review__reviewer").order_by("pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term:
            return queryset, False
        found, _ = super().get_search_results(request, Claim.objects.all(), search_term)
        # Not through the relation: the words of a draft must not be found by those who may not read it.
        words = Q(what_changes__icontains=search_term) | Q(as_published__icontains=search_term)
        words |= Q(own_reference__icontains=search_term)
        saying = access.visible_to(user_of(request)).filter(words)
        by_either = Q(pk__in=found.values("pk")) | Q(pk__in=saying.values("claim"))
        return queryset.filter(by_either), False

    @admin.display(description="what changed")
    def words(self, claim: "WithAnnotations[Claim, _HasCurrent]") -> str:
        return Truncator(claim.current[0].what_changes).words(20)

    @admin.display(description="hardness")
    def hardness(self, claim: "WithAnnotations[Claim, _HasCurrent]") -> str:
        return LABELS[claim.current[0].hardness]

    @admin.display(description="status")
    def status(self, claim: "WithAnnotations[Claim, _HasCurrent]") -> str:
        return claim.current[0].get_status_display()

    @admin.display(description="beside it")
    def beside_it(self, claim: Claim) -> SafeString:
        links = ((list_link(model, words, claim.reference),) for model, words in BESIDE_A_CLAIM)
        return format_html_join(" · ", "{}", links)
