"""Is another day in *When did you see it?* alone taken for something typed, and the page’s own day for nothing?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories

NEEDED = "Enter the address of the page or document."


@pytest.fixture
def draft(client):
    draft = factories.draft_of(factories.PlaceFactory(), evidence=[])
    client.force_login(factories.officer_of(draft.claim.place))
    return draft


@pytest.fixture
def address(draft):
    return reverse("savings:claim_evidence", args=[draft.claim.reference])


def _boxes(page):
    """The boxes of the entry for a link, as they stand on the page."""
    form = page.context["entries"]["link"]
    day, *others = form["seen_on"], form["was_seen_on"], form["url"]
    parts = day.field.widget.parts(day.value())
    boxes = {f"{day.html_name}-{part}": said for part, said in parts.items()}
    return boxes | {box.html_name: box.value() or "" for box in others}


def _send(client, address, boxes, **more):
    return client.post(address, boxes | more | {"then": "next", "once": uuid4()})


def test_the_day_of_the_page_is_nothing_typed_though_it_was_opened_yesterday(client, address):
    boxes, yesterday = _boxes(client.get(address)), timezone.localdate() - timedelta(days=1)
    parts = {"day": yesterday.day, "month": yesterday.month, "year": yesterday.year}
    earlier = {f"link-seen_on-{part}": number for part, number in parts.items()}

    assert _send(client, address, boxes).status_code == 302
    opened_then = boxes | earlier | {"link-was_seen_on": str(yesterday)}
    assert _send(client, address, opened_then).status_code == 302


@pytest.mark.parametrize("day", ["1", "31", "x"])
def test_another_day_is_typed_and_asked_about_until_it_goes_with_an_address(
    client, draft, address, day
):
    boxes = _boxes(client.get(address))
    typed = {"link-seen_on-day": day, "link-seen_on-month": "2", "link-seen_on-year": "2010"}

    refused = _send(client, address, boxes | typed)
    again = _send(client, address, boxes | typed | _boxes(refused))

    for page in (refused, again):
        assert page.status_code == 400
        assert NEEDED in page.text
        assert f'value="{day}"' in page.text
    assert not draft.citations.exists()


def test_emptied_boxes_of_the_day_are_nothing_typed(client, address):
    boxes = _boxes(client.get(address))
    empty = {f"link-seen_on-{part}": "" for part in ("day", "month", "year")}

    assert _send(client, address, boxes | empty).status_code == 302


def test_a_link_is_stored_with_the_day_that_was_typed(client, draft, address):
    boxes = _boxes(client.get(address))
    typed = {"link-seen_on-day": "1", "link-seen_on-month": "2", "link-seen_on-year": "2010"}
    link = {"link-url": "https://x.example/", "link-kind": "monitoring"}

    assert _send(client, address, boxes | typed | link).status_code == 302
    assert str(draft.citations.get().evidence.seen_on) == "2010-02-01"
