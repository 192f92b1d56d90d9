"""How long does the queue's first page take with many claims, beside the same page with none?"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import User
from savings.review_queue import ORDERS, VIEWS

from .measures import Ratio, seconds
from .review_sample import under_review
from .sample import places_with_councils

_BARE = "the page with no rows"


def review_queue(claims: int, by: User, repeats: int) -> Iterator[Ratio]:
    """Measure each view in each order as `by`, a reviewer, sees it: the best of `repeats`, and one for warming up."""
    places_with_councils()  # They are in the page's filter, with claims or without.
    # The same page on every machine, however its door is set.
    with override_settings(
        ALLOWED_HOSTS=["testserver"], MFA_REQUIRED=False, SECURE_SSL_REDIRECT=False
    ):
        client = Client()
        client.force_login(by)
        bare = _best(client, {}, repeats)
        under_review(claims, by)
        for view in VIEWS:
            for order in ORDERS:
                best = _best(client, {"view": view, "order": order}, repeats)
                yield Ratio(f"/review/ {view} by {order}", claims, best, _BARE, bare)


def _best(client: Client, asked: dict, repeats: int) -> float:
    address = f"{reverse('savings:review_queue')}?{urlencode(asked)}"
    return min(seconds(lambda: _open(client, address)) for _ in range(repeats + 1))


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
