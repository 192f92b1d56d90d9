"""Who is what in which place. A membership is given and ended, never edited, so that its history reads straight."""

from collections import defaultdict
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from pilots import leavers, people
from pilots.models import Membership, User
from pilots.signed_in import user_of
from totalplace.admin_pages import KindOfPlace, ReferencePage, Whether

from .invitations import invite_where_due
from .leavers import How, ask_and_let_go

ENDING = How(
    title="End the membership",
    means="It ends at once and stays on record. Whoever was ever of a place never reviews its claims.",
    done=lambda departure: f"{departure}.",
    action="end",
    rows=lambda departure: [held.pk for held in departure.memberships],
)


class MembershipForm(forms.ModelForm):
    """`by` is whoever gives it, set by the page."""

    by: User

    class Meta:
        model = Membership
        fields = ["user", "place", "role", "organisation"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors:
            people.check_membership(Membership(**given), by=self.by)
        return given


class HasEnded(Whether):
    about, without, having = "end", "Held now", "Ended"


@admin.register(Membership)
class MembershipPage(ReferencePage):
    section = "People"
    form = MembershipForm
    list_display = ["user", "place", "role", "organisation", "started_at", "ended_at"]
    list_filter = ["role", ("ended_at", HasEnded), ("place__kind", KindOfPlace)]
    list_select_related = ["user", "place", "organisation"]
    search_fields = ["user__name", "user__email", "place__name", "place__code"]
    search_help_text = "Person or place"
    autocomplete_fields = ["user", "place", "organisation"]
    filled_from_address = ["user"]  # From a person's page, which leads here.
    date_hierarchy = "started_at"
    ordering = ["user__name", "place__name", "-started_at"]
    readonly_fields = ["started_at", "ended_at"]
    actions = ["end"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list:
        when = ["started_at", "ended_at"] if obj else []
        return ["user", "place", "role", "organisation", *when]

    def get_form(
        self,
        request: HttpRequest,
        obj: Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        form = cast(type[MembershipForm], super().get_form(request, obj, change, **kwargs))
        form.by = user_of(request)
        return form

    def save_model(
        self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        people.tell_of_memberships([obj], by=user_of(request))
        invite_where_due(self, request, obj.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("pilots.change_membership")

    @admin.action(description="End now…", permissions=["end"])
    def end(self, request: HttpRequest, memberships: QuerySet[Membership]) -> HttpResponse | None:
        held = defaultdict(list)
        for membership in memberships.filter(ended_at=None):
            held[membership.user].append(membership.pk)
        departures = [leavers.memberships_of(user, keys) for user, keys in held.items()]
        return ask_and_let_go(self, request, departures, ENDING)
