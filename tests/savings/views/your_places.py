"""How does a test open *Your place*, and read its parts?"""

from django.urls import reverse

from pilots.models import Membership
from tests import factories

URL, BOARD = reverse("savings:your_place"), reverse("savings:board")


def your_page(client, user):
    client.force_login(user)
    response = client.get(URL)
    assert response.status_code == 200
    return response


def parts_for(client, user):
    return your_page(client, user).context["page"].parts


def part_for(client, user):
    [part] = parts_for(client, user)
    return part


def waits(part):
    return [item.words for item in part.waiting.first]


def with_role(person, role, place, **also):
    Membership.objects.create(user=person, place=place, role=role, **also)
    return person


def with_share(place, trust, status, share="100.00"):
    council = factories.lead_of(place)
    figures = [
        factories.figure(council, "900.00"),
        factories.figure(council, "40.00", line="one_off_cost"),
        factories.figure(council, "0.00", line="running_cost"),
        factories.figure(trust, share),
    ]
    return factories.claim_at(status, place, figures=figures, has_other_bodies=True)


def drawn(part):
    return [
        (set_.label, row.year, row.is_accepted, row.saving, row.costs, row.net)
        for set_ in part.money
        for row in set_.rows
    ]
