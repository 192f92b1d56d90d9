"""The people of the tests: who is of a place, who is in the treasury, and who has left."""

import factory
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils import timezone

from pilots.models import Membership, Partner, User
from totalplace.roles import ROLES


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@council.example")
    name = factory.Sequence(lambda n: f"Person {n}")


def _member(place, role, organisation=None):
    person = UserFactory()
    Membership.objects.create(user=person, place=place, role=role, organisation=organisation)
    return person


def end_memberships(person):
    """Whatever they were in any place, they are no longer; each as it is ended on the page, so that it is kept."""
    for membership in person.memberships.all():
        membership.ended_at = timezone.now()
        membership.save()


def officer_of(place):
    return _member(place, "officer")


def finance_of(place):
    return _member(place, "finance")


def partner_of(place, organisation):
    Partner.objects.get_or_create(place=place, organisation=organisation)
    return _member(place, "partner", organisation)


def _in_the_treasury(role):
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=ROLES[role].label))
    return person


def reviewer():
    return _in_the_treasury("reviewer")


def lead():
    return _in_the_treasury("lead")


def analyst():
    return _in_the_treasury("analyst")


def administrator():
    return _in_the_treasury("administrator")


def holder_of_every_page():
    """A person who may view, add, change and delete each model in the workspace, and nothing else.

    Nobody is given this. It reaches the pages that no role holds, and shows that a page opens no claim by itself.
    """
    person = UserFactory(is_staff=True)
    of_pages = Q(codename__regex="^(view|add|change|delete)_")
    person.user_permissions.set(Permission.objects.filter(of_pages | Q(codename="use_workspace")))
    return person
