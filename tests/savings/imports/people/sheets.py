"""Small sheets of people and of organisations, and a world for them to change."""

import pytest

from pilots import people
from pilots.models import Membership, Organisation, Partner, User
from savings.imports.errors import ImportRefused
from tests import factories

PEOPLE = "Name,Email,Role,Place,Organisation,Leaves,Successor"
BODIES = "Name,Kind,Place,Lead,Same as"


def sheet(tmp_path, *rows, titles=PEOPLE):
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def errors_of(read, path, by):
    """What is wrong with a file: row, column, code, words."""
    with pytest.raises(ImportRefused) as refused:
        read(path, by=by)
    return [(error.row, error.column, error.code, error.message) for error in refused.value.errors]


class World:
    """Kent with its council and an NHS body, Croydon, and people of each kind."""

    def __init__(self):
        council = factories.OrganisationFactory(name="Kent County Council")
        self.kent = factories.PlaceFactory(code="KEN", name="Kent", lead=council)
        self.croydon = factories.PlaceFactory(code="CRO", name="Croydon")
        self.nhs = factories.OrganisationFactory(name="NHS Kent & Medway", kind="nhs")
        Partner.objects.create(place=self.kent, organisation=self.nhs)
        self.admin = factories.administrator()
        self.ann = self._named("Ann", "ann@kent.example")
        Membership.objects.create(user=self.ann, place=self.kent, role="officer")
        self.rob = self._named("Rob", "rob@treasury.example")
        people.set_roles(self.rob, ["reviewer"], by=self.admin)
        self.gone = self._named("Gone", "gone@kent.example", is_active=False)

    def _named(self, name, email, **more):
        return factories.UserFactory(name=name, email=email, password="set", **more)


def held(email):
    """What somebody is: their roles at the Treasury, and in places, each with its organisation."""
    person = User.objects.get(email=email)
    current = person.memberships.filter(ended_at=None).order_by("place__code", "role")
    in_places = current.values_list("place__code", "role", "organisation__name")
    return people.treasury_roles(person), list(in_places)


def stored():
    """Everything that a sheet could change, with the history of it."""
    rows = [
        *User.objects.order_by("pk").values_list("email", "name", "is_active"),
        *Membership.objects.order_by("pk").values_list("user", "place", "role", "ended_at"),
        *User.groups.through.objects.order_by("pk").values_list("user", "group"),
        *Organisation.objects.order_by("pk").values_list("name", "kind"),
        *Partner.objects.order_by("pk").values_list("place", "organisation", "is_lead"),
    ]
    kept = [User, Membership, Organisation, Partner]
    return rows, [model.history.count() for model in kept]
