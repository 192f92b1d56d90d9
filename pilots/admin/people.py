"""People and their roles. Administrators add people and let them go; nobody changes their own rights."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from pilots import password_links, people
from pilots.models import Membership, User
from totalplace.admin_pages import ReferencePage, Rows
from totalplace.roles import TREASURY_ROLES

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

    class Meta:
        model = User
        fields = ["email", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "roles" in self.fields and self.instance.pk:
            self.initial["roles"] = people.treasury_roles(self.instance)

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        other = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).first()
        if other:
            way = "" if other.is_active else " They have left: reactivate them instead."
            raise ValidationError(f"{other.name} has this e-mail address.{way}")
        return email


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
    list_display = ["name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", HoldsRole]
    search_fields = ["name", "email"]
    search_help_text = "Name or e-mail address"
    date_hierarchy = "date_joined"
    ordering = ["name", "email"]
    inlines = [Memberships]
    actions = ["send_link", "deactivate", "reactivate"]

    def rows_for(self, user):
        return User.objects.prefetch_related("groups")

    def get_fields(self, request, obj=None):
        told = ["give_membership", "is_active", "date_joined", "last_login"] if obj else []
        return ["name", "email", "roles", *told]

    def get_readonly_fields(self, request, obj=None):
        told = ["give_membership", "is_active", "date_joined", "last_login"]
        mine = obj is not None and obj == request.user
        return [*told, "roles"] if mine else told

    @admin.display(description="Treasury roles")
    def roles(self, person):
        labels = sorted(group.name for group in person.groups.all())
        return ", ".join(labels) or "–"

    @admin.display(description="places")
    def give_membership(self, person):
        address = reverse("admin:pilots_membership_add", query={"user": person.pk})
        return format_html('<a href="{}">Give a membership of a place</a>', address)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "roles" in form.changed_data:
            people.set_roles(obj, form.cleaned_data["roles"], by=request.user)
        if change and "email" in form.changed_data:
            people.forget_addresses(obj)
        if not change:
            self._send_links(request, User.objects.filter(pk=obj.pk))

    def has_edit_people_permission(self, request):
        return request.user.has_perm("pilots.change_user")

    @admin.action(description="Send a link to set a password", permissions=["edit_people"])
    def send_link(self, request, users):
        self._send_links(request, users)

    @admin.action(description="Deactivate: they have left", permissions=["edit_people"])
    def deactivate(self, request, users):
        if "confirmed" not in request.POST:
            return self._ask_first(request, users)
        for person in users:
            self._try(request, people.deactivate, person, "can no longer sign in.")
        return None

    @admin.action(description="Reactivate: they are back", permissions=["edit_people"])
    def reactivate(self, request, users):
        for person in users.filter(is_active=False):
            self._try(
                request,
                people.reactivate,
                person,
                "is back, without roles or memberships. Give those that are needed.",
            )

    def _try(self, request, change, person, done):
        try:
            change(person, by=request.user)
        except PermissionDenied as refusal:
            self.message_user(request, f"{person}: {refusal}", messages.ERROR)
        else:
            self.message_user(request, f"{person} {done}", messages.SUCCESS)

    def _ask_first(self, request, users):
        page = {
            **self.admin_site.each_context(request),
            "title": "Deactivate",
            "opts": self.opts,
            "people": users,
            "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/pilots/user/deactivate.html", page)

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
