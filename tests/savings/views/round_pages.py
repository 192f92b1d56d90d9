"""How does a test bring a place to a round, open its page, and send what it says?"""

from uuid import uuid4

import time_machine
from django.utils.html import strip_tags

from savings.models import Confirmation
from tests import factories

BEFORE, OPEN, LATER = "2026-02-10T12:00Z", "2026-03-10T12:00Z", "2026-04-10T12:00Z"


def words_of(response):
    return " ".join(strip_tags(response.text).split())


def claims_before(place, number, **fields):
    with time_machine.travel(BEFORE, tick=False):
        return [factories.claim_at("submitted", place, **fields) for _ in range(number)]


def open_round(client, person, address="/round/"):
    client.force_login(person)
    return client.get(address)


def part_of(response):
    [part] = response.context["page"].parts
    return part


def send_round(client, person, current, place, do, versions=(), besides=()):
    """`besides`: boxes that were sent otherwise than the page draws them."""
    client.force_login(person)
    boxes = {
        "once": str(uuid4()),
        "round": current.pk,
        "place": place.code,
        "do": do,
        "versions": [version.pk for version in versions],
    } | dict(besides)
    return client.post("/round/", boxes)


def confirmed():
    return {one.version for one in Confirmation.objects.select_related("version")}
