"""People and their roles. Administrators add people and let them go; nobody changes their own rights."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pilots import account_changes, invitations, leavers, password_links, people
from pilots.invitations import HasStage
from pilots.models import AccountChange, Membership, User
from pilots.signed_in import user_of
from totalplace.admin_columns import page_link
from totalplace.admin_pages import ReferencePage, Rows

from .confirmation import ask_first, do_each
from .invitations import HowFar, invite_added, invite_chosen, invite_where_due, send_and_tell
from .leavers import MOST, How, ask_and_let_go, take_roles
from .people_forms import ROLE_CHOICES, NewPersonForm, PersonForm

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

TOLD = ["begun", "waiting", "give_membership", "is_active", "date_joined", "last_login"]
LEAVING = How(
    title="Deactivate",
    means=(
        "They will not be able to sign in. Their sessions end at once and their memberships of places end today. "
        "What they did stays on record under their name."
    ),
    done=lambda departure: f"{departure.person} can no longer sign in.",
    action="deactivate",
    rows=lambda departure: [departure.person.pk],
)
END_SECOND_FACTOR = (
    "For people who have lost their phone and their codes. Each is asked by email, and nothing is "
    "ended until they agree, or another administrator does. Then their authenticator app, passkeys, security keys "
    "and recovery codes "
    "end, they are signed out everywhere, and they sign in with their password to set up a new one. Their roles stay."
)
NEW_PERSON = [
    (None, {"fields": ["name", "email"]}),
    ("In the Treasury", {"fields": ["roles"]}),
    ("In a place", {"fields": ["place", "place_role", "organisation"]}),
]


class _HasAsked(TypedDict):
    asked: list[AccountChange]


class Memberships(Rows):
    model = Membership
    fields = ["place", "role", "organisation", "started_at", "ended_at"]


class HoldsRole(admin.SimpleListFilter):
    title = "Treasury role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*ROLE_CHOICES, ("none", "No role in the Treasury")]

    def queryset(self, request: HttpRequest, users: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "none":
            return users.filter(groups=None)
        label = dict(ROLE_CHOICES).get(self.value() or "")
        return users.filter(groups__name=label) if label else users


@admin.register(User)
class PersonPage(ReferencePage):
    """Without passwords: a person sets their own, by a link sent to their address."""

    section = "People"
    form = PersonForm
    list_display = ["name", "email", "roles", "begun", "waiting", "is_active", "last_login"]
    list_filter = ["is_active", HowFar, HoldsRole]
    search_fields = ["name", "email"]
    search_help_text = "Name or email address"
    date_hierarchy = "date_joined"
    ordering = ["name", "email"]
    inlines = [Memberships]
    actions = ["send_invitation", "send_link", "end_second_factor", "deactivate", "reactivate"]

    def rows_for(self, user: User) -> QuerySet[User]:
        waiting = Prefetch("account_changes", account_changes.open_changes(), to_attr="asked")
        people = User.objects.prefetch_related("groups", waiting)
        return invitations.with_stage(people)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        if obj is None:
            return NEW_PERSON
        return [(None, {"fields": ["name", "email", "roles", *TOLD]})]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[InlineModelAdmin]]:
        return self.inlines if obj else []

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, **kwargs | {"form": NewPersonForm})
        new_person_form = cast(type[NewPersonForm], form)
        new_person_form.by = user_of(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        told = TOLD
        mine = obj is not None and obj == request.user
        return [*told, "roles"] if mine else told

    @admin.display(description="Treasury roles")
    def roles(self, person: User) -> str:
        labels = sorted(group.name for group in person.groups.all())
        return ", ".join(labels) or "–"

    @admin.display(description="has begun")
    def begun(self, person: "WithAnnotations[User, HasStage]") -> str:
        return invitations.how_far(person)

    @admin.display(description="waits for an answer")
    def waiting(self, person: "WithAnnotations[User, _HasAsked]") -> str:
        links = [(page_link(change, change.asked_for),) for change in person.asked]
        return format_html_join(", ", "{}", links) or "–"

    @admin.display(description="places")
    def give_membership(self, person: User) -> SafeString:
        address = reverse("admin:pilots_membership_add", query={"user": person.pk})
        return format_html('<a href="{}">Give a membership of a place</a>', address)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "roles" in form.changed_data:
            # Those that are no longer chosen are taken away by `take_roles` alone.
            people.give_roles(obj, form.cleaned_data["roles"], by=user_of(request))
        if form.new_address:
            self._ask_address(request, obj, form.new_address)
        if change:
            invite_where_due(self, request, obj)
            return
        if form.membership:
            form.membership.save()
            people.tell_of_memberships([form.membership], by=user_of(request))
        invite_added(self, request, obj)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """A role is taken away on a page of its own, which asks who takes over what they hold."""
        kept = set(request.POST.getlist("roles"))
        taken = [code for code in people.treasury_roles(obj) if code not in kept]
        if taken and obj != request.user:
            address = reverse(
                "admin:pilots_user_roles", args=[obj.pk], query=[("role", code) for code in taken]
            )
            return redirect(address)
        return super().response_change(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.roles_view)
        return [
            path("<path:object_id>/roles/", view, name="pilots_user_roles"),
            *super().get_urls(),
        ]

    def roles_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return take_roles(self, request, object_id)

    def _ask_address(self, request: HttpRequest, person: User, address: str) -> None:
        asked = (
            f"{person} was sent an email at {person.email}, and signs in with that until a change to {address} is "
            "agreed."
        )
        do_each(
            self,
            request,
            [person],
            partial(account_changes.ask_address, address=address),
            lambda person: f"{asked} {_who_agrees(request)}",
        )

    def has_edit_people_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("pilots.change_user")

    @admin.action(
        description="Send the invitation again: they have not begun", permissions=["edit_people"]
    )
    def send_invitation(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        invite_chosen(self, request, users)
        # The button on a person's own page sends this too, and leads back there.
        if "from_page" in request.POST and users:
            return redirect(reverse("admin:pilots_user_change", args=[users[0].pk]))
        return None

    @admin.action(
        description="Send a link for a new password: they forgot it", permissions=["edit_people"]
    )
    def send_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        active = users.filter(is_active=True)
        send_and_tell(self, request, active, lambda: password_links.send_links(active))

    @admin.action(
        description="End the second factor: their phone is lost…", permissions=["edit_people"]
    )
    def end_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return self._ask_first(
                request,
                account_changes.with_second_factor(users),
                title="End the second factor",
                means=END_SECOND_FACTOR,
                action="end_second_factor",
            )
        do_each(
            self,
            request,
            users,
            account_changes.ask_end_of_second_factor,
            lambda person: f"{person} was sent an email at {person.email}. {_who_agrees(request)}",
        )
        return None

    @admin.action(description="Deactivate: they have left…", permissions=["edit_people"])
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        # Who has left already is left out: a second click finds nothing to do.
        here = users.filter(is_active=True)[: MOST + 1]
        return ask_and_let_go(self, request, [leavers.everything(user) for user in here], LEAVING)

    @admin.action(description="Reactivate: they are back", permissions=["edit_people"])
    def reactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        left = users.filter(is_active=False)
        back = "is back, without roles or memberships. Give those that are needed."
        do_each(self, request, left, people.reactivate, lambda person: f"{person} {back}")

    def _ask_first(self, request: HttpRequest, users: Iterable[User], **asked: Any) -> HttpResponse:
        return ask_first(self, request, users, words=lambda p: f"{p.name}, {p.email}", **asked)


def _who_agrees(request: HttpRequest) -> str:
    if account_changes.may_agree_instead(user_of(request)):
        return (
            "They agree or refuse by the link in that email; another administrator can do so here."
        )
    return (
        "They agree or refuse by the link in that email: there is no other administrator to do so."
    )
