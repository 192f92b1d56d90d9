"""How long does the queue's first page take at many claims, beside the same page with no rows?"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import Place, User
from savings.review.queue import ORDERS, VIEWS

from .measures import DEEPER, Ratio, deeper, seconds
from .review_sample import under_review

_SILENT = "SILENT"  # A place without claims: its queue is the page with no rows.


def review_queue(claims: int, by: User, repeats: int) -> Iterator[Ratio]:
    """Measure each view in each order as `by`, a reviewer, sees it: the best of `repeats` by turns with the base."""
    under_review(claims, by)
    Place.objects.create(code=_SILENT, name="Silent place", kind="pilot")
    # The same page on every machine, however its door is set.
    with override_settings(
        ALLOWED_HOSTS=["testserver"], MFA_REQUIRED=False, SECURE_SSL_REDIRECT=False
    ):
        client = Client()
        client.force_login(by)
        for view in VIEWS:
            for order in ORDERS:
                yield _measure(client, view, order, claims, repeats)


def _measure(client: Client, view: str, order: str, claims: int, repeats: int) -> Ratio:
    asked = {"view": view, "order": order}
    times, bare_times = [], []
    for turn in range(repeats):
        bare_times.append(_page(client, asked | {"place": _SILENT}, turn * DEEPER))
        times.append(_page(client, asked, turn * DEEPER))
    name = f"/review/ {view} by {order}"
    return Ratio(name, claims, min(times), "the page with no rows", min(bare_times))


def _page(client: Client, asked: dict, depth: int) -> float:
    address = f"{reverse('savings:review_queue')}?{urlencode(asked)}"
    return deeper(lambda: seconds(lambda: _open(client, address)), depth)


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
