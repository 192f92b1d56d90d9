"""What was asked about how people sign in: read here, and agreed or refused by an administrator who did not ask."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from pilots import account_changes
from pilots.models import AccountChange
from pilots.models.account_changes import UNDECIDED
from totalplace.admin_columns import person
from totalplace.admin_pages import ReadOnlyPage

from .confirmation import ask_first, do_each

AGREE = (
    "Agree only if you know that this is right: speak to the person first, not by email. What was asked is done at "
    "once, they are signed out everywhere, and they are told that you agreed. Roles and memberships stay."
)
STATES = {
    "open": UNDECIDED,
    "agreed": Q(agreed_at__isnull=False),
    "refused": Q(refused_at__isnull=False),
}


class State(admin.SimpleListFilter):
    title = "what came of it"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", "Waits for an answer"), ("agreed", "Agreed"), ("refused", "Refused")]

    def queryset(
        self, request: HttpRequest, changes: QuerySet[AccountChange]
    ) -> QuerySet[AccountChange]:
        return changes.filter(STATES.get(self.value() or "", Q()))


@admin.register(AccountChange)
class AccountChangePage(ReadOnlyPage):
    section = "People"
    list_display = [
        "__str__",
        "state",
        "new_address",
        person("asked_by", "asked by"),
        "asked_at",
    ]
    fields = [
        person("person", "person"),
        "kind",
        "old_address",
        "new_address",
        person("asked_by", "asked by"),
        "asked_at",
        person("agreed_by", "agreed by"),
        "agreed_at",
        person("refused_by", "refused by"),
        "refused_at",
    ]
    list_filter = [State, "kind"]
    list_select_related = ["person", "asked_by", "agreed_by", "refused_by"]
    search_fields = ["person__name", "person__email", "old_address", "new_address"]
    search_help_text = "Person or email address"
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]
    actions = ["agree", "refuse"]

    @admin.display(description="what came of it")
    def state(self, change: AccountChange) -> str:
        if change.agreed_at:
            return f"Agreed by {change.agreed_by}"
        return f"Refused by {change.refused_by}" if change.refused_at else "Waits for an answer"

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("pilots.change_user")

    @admin.action(description="Agree…", permissions=["decide"])
    def agree(self, request: HttpRequest, changes: QuerySet[AccountChange]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return ask_first(
                self, request, changes, title="Agree", means=AGREE, action="agree", words=in_words
            )
        do_each(self, request, changes, account_changes.agree, lambda c: f"{c}: agreed and done.")
        return None

    @admin.action(description="Refuse: nothing is changed", permissions=["decide"])
    def refuse(self, request: HttpRequest, changes: QuerySet[AccountChange]) -> None:
        do_each(self, request, changes, account_changes.refuse, lambda c: f"{c}: refused.")


def in_words(change: AccountChange) -> str:
    """What was asked, with the whole of both addresses."""
    return f"{change.person}, {change.old_address}: {change.asked_for}. Asked by {change.asked_by}."
