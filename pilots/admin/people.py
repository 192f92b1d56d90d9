"""People and their roles. Administrators add people and let them go; nobody changes their own rights."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from pilots import account_changes, leaving, password_links, people
from pilots.models import Membership, User
from totalplace.admin_columns import page_link
from totalplace.admin_pages import ReferencePage, Rows
from totalplace.roles import TREASURY_ROLES

from .confirming import ask_first, do_each
from .letting_go import How, ask_and_let_go, give_roles, take_roles

TOLD = ["waiting", "give_membership", "is_active", "date_joined", "last_login"]
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
    "For people who have lost their phone and their codes. Each is asked by mail, and nothing is ended until they "
    "agree, or another administrator does. Then their authenticator app, passkeys, security keys and recovery codes "
    "end, they are signed out everywhere, and they sign in with their password to set up a new one. Their roles stay."
)
CHANGE_ADDRESS = (
    "Another address is asked for, and stored once the person agrees, or another administrator."
)
ROLE_CHOICES = [(role.code, role.label) for role in TREASURY_ROLES]


class PersonForm(forms.ModelForm):
    """Who the person is, and their Treasury roles: nothing else can be sent."""

    roles = forms.MultipleChoiceField(
        label="Treasury roles",
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For people of a place choose none, and give a membership of the place.",
    )

    new_address = ""  # Asked for: the stored one stays until somebody agrees.

    class Meta:
        model = User
        fields = ["email", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "roles" in self.fields and self.instance.pk:
            self.initial["roles"] = people.treasury_roles(self.instance)
        if "email" in self.fields and self.instance.pk:
            self.fields["email"].help_text = CHANGE_ADDRESS

    def clean_email(self):
        email, person = self.cleaned_data["email"].lower(), self.instance
        if person.pk is None:
            people.check_address(email, of=person)
            return email
        if email != person.email.lower():
            account_changes.check_address(person, email)
            self.new_address = email
        return person.email


class Memberships(Rows):
    model = Membership
    fields = ["place", "role", "organisation", "started_at", "ended_at"]


class HoldsRole(admin.SimpleListFilter):
    title = "Treasury role"
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [*ROLE_CHOICES, ("none", "No role in the Treasury")]

    def queryset(self, request, users):
        if self.value() == "none":
            return users.filter(groups=None)
        label = dict(ROLE_CHOICES).get(self.value())
        return users.filter(groups__name=label) if label else users


@admin.register(User)
class PersonPage(ReferencePage):
    """Without passwords: a person sets their own, by a link sent to their address."""

    section = "People"
    form = PersonForm
    list_display = ["name", "email", "roles", "waiting", "is_active", "last_login"]
    list_filter = ["is_active", HoldsRole]
    search_fields = ["name", "email"]
    search_help_text = "Name or e-mail address"
    date_hierarchy = "date_joined"
    ordering = ["name", "email"]
    inlines = [Memberships]
    actions = ["send_link", "end_second_factor", "deactivate", "reactivate"]

    def rows_for(self, user):
        waiting = Prefetch("account_changes", account_changes.open_changes(), to_attr="asked")
        return User.objects.prefetch_related("groups", waiting)

    def get_fields(self, request, obj=None):
        told = TOLD if obj else []
        return ["name", "email", "roles", *told]

    def get_readonly_fields(self, request, obj=None):
        told = TOLD
        mine = obj is not None and obj == request.user
        return [*told, "roles"] if mine else told

    @admin.display(description="Treasury roles")
    def roles(self, person):
        labels = sorted(group.name for group in person.groups.all())
        return ", ".join(labels) or "–"

    @admin.display(description="waits for an answer")
    def waiting(self, person):
        links = [(page_link(change, change.asked_for),) for change in person.asked]
        return format_html_join(", ", "{}", links) or "–"

    @admin.display(description="places")
    def give_membership(self, person):
        address = reverse("admin:pilots_membership_add", query={"user": person.pk})
        return format_html('<a href="{}">Give a membership of a place</a>', address)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "roles" in form.changed_data:
            give_roles(obj, form.cleaned_data["roles"], by=request.user)
        if form.new_address:
            self._ask_address(request, obj, form.new_address)
        if not change:
            self._send_links(request, User.objects.filter(pk=obj.pk))

    def response_change(self, request, obj):
        """A role is taken away on a page of its own, which asks who takes over what they hold."""
        kept = set(request.POST.getlist("roles"))
        taken = [code for code in people.treasury_roles(obj) if code not in kept]
        if taken and obj != request.user:
            address = reverse(
                "admin:pilots_user_roles", args=[obj.pk], query=[("role", code) for code in taken]
            )
            return redirect(address)
        return super().response_change(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.roles_view)
        return [
            path("<path:object_id>/roles/", view, name="pilots_user_roles"),
            *super().get_urls(),
        ]

    def roles_view(self, request, object_id):
        return take_roles(self, request, object_id)

    def _ask_address(self, request, person, address):
        asked = f"{person} was mailed at {person.email}, and signs in with that until a change to {address} is agreed."
        do_each(
            self,
            request,
            [person],
            partial(account_changes.ask_address, address=address),
            lambda person: f"{asked} {_who_agrees(request)}",
        )

    def has_edit_people_permission(self, request):
        return request.user.has_perm("pilots.change_user")

    @admin.action(description="Send a link to set a password", permissions=["edit_people"])
    def send_link(self, request, users):
        self._send_links(request, users)

    @admin.action(
        description="End the second factor: their phone is lost…", permissions=["edit_people"]
    )
    def end_second_factor(self, request, users):
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
            lambda person: f"{person} was mailed at {person.email}. {_who_agrees(request)}",
        )
        return None

    @admin.action(description="Deactivate: they have left…", permissions=["edit_people"])
    def deactivate(self, request, users):
        return ask_and_let_go(self, request, [leaving.everything(user) for user in users], LEAVING)

    @admin.action(description="Reactivate: they are back", permissions=["edit_people"])
    def reactivate(self, request, users):
        left = users.filter(is_active=False)
        back = "is back, without roles or memberships. Give those that are needed."
        do_each(self, request, left, people.reactivate, lambda person: f"{person} {back}")

    def _ask_first(self, request, users, **asked):
        return ask_first(self, request, users, words=lambda p: f"{p.name}, {p.email}", **asked)

    def _send_links(self, request, users):
        def send():
            password_links.send_links(users)
            for person in users.filter(is_active=True):
                self._tell_of_link(request, person)

        # Robust: the person is stored whether or not the mail server answers.
        transaction.on_commit(send, robust=True)

    def _tell_of_link(self, request, person):
        if person.link_waits_since:
            told = (
                f"The mail server did not take the link for {person.email}. It goes out with the next daily digest; "
                "to try again before, send a link from the list of people."
            )
            self.message_user(request, told, messages.WARNING)
        else:
            told = f"A link to set a password has been sent to {person.email}."
            self.message_user(request, told, messages.SUCCESS)


def _who_agrees(request):
    if account_changes.may_agree_instead(request.user):
        return (
            "They agree or refuse by the link in that mail; another administrator can do so here."
        )
    return (
        "They agree or refuse by the link in that mail: there is no other administrator to do so."
    )
