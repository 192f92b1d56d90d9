"""What is asked of an administrator about a person: who they are, and what they may do."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from pilots import account_changes, people
from pilots.models import Membership, Organisation, Place, User
from totalplace.admin_pages import BoxOfRows
from totalplace.roles import PLACE_ROLES, TREASURY_ROLES

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "roles" in self.fields and self.instance.pk:
            self.initial["roles"] = people.treasury_roles(self.instance)
        if "email" in self.fields and self.instance.pk:
            self.fields["email"].help_text = CHANGE_ADDRESS

    def clean_email(self) -> str:
        email, person = self.cleaned_data["email"].lower(), self.instance
        if person.pk is None:
            people.check_address(email, of=person)
            return email
        if email != person.email.lower():
            account_changes.check_address(person, email)
            self.new_address = email
        return person.email


def _box_of(name: str) -> BoxOfRows:
    return BoxOfRows(Membership._meta.get_field(name), admin.site)


class NewPersonForm(PersonForm):
    """With their first membership, so that the mail they get can say what they are added to.

    `by` is whoever adds them, set by the page; `membership` is what is to be stored with them, or None.
    """

    by: User
    membership: Membership | None = None

    place = forms.ModelChoiceField(Place.objects, required=False, widget=_box_of("place"))
    place_role = forms.ChoiceField(
        label="Role in the place",
        choices=[("", "None"), *((role.code, role.label) for role in PLACE_ROLES)],
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects,
        required=False,
        widget=_box_of("organisation"),
        help_text=Membership._meta.get_field("organisation").help_text,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].help_text = "For people of a place choose none."
        self.fields["place"].help_text = (
            "Once you save, they get an email that says what they are added to. More places can be given "
            "afterwards."
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        place, role = given.get("place"), given.get("place_role")
        if place and not role:
            self.add_error("place_role", "Choose what they are in this place, or remove the place.")
        if (role or given.get("organisation")) and not place:
            self.add_error("place", "Choose the place in which they have this role.")
        if place and role and not self.errors:
            self.membership = self._checked(place, role, given.get("organisation"))
        return given

    def _checked(self, place: Place, role: str, organisation: Organisation | None) -> Membership:
        membership = Membership(
            user=self.instance, place=place, role=role, organisation=organisation
        )
        try:
            membership.clean()
            people.check_membership(membership, by=self.by)
        except ValidationError as refusal:
            for field, errors in refusal.error_dict.items():
                self.add_error({"role": "place_role"}.get(field, field), errors)
        return membership
