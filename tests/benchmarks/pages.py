"""How long do the pages that people read most take, beside a page that asks the database nothing of its own?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import User
from savings.models import Version
from savings.parameters.reference_data import load_reference_data
from tests import factories

from .measures import DEEPER, deeper, seconds

BASE = "/accessibility/"
OTHERS = 25  # Claims: a full page of the list.
YEARS = range(2010, 2013)
READS_FOR_REVIEW = ("reviewer", "lead")
# Half of what each page took beside BASE before a version was read once for its page.
LIMITS = {"claim": 8.5, "reading page": 10.5, "board": 5.5, "claims": 5.5}


@dataclass(frozen=True)
class Times:
    """The best time of a page for somebody with a role, and of BASE by turns with it."""

    page: str
    role: str
    seconds: float
    base_seconds: float

    def __str__(self) -> str:
        ratio, limit = self.seconds / self.base_seconds, LIMITS[self.page]
        above = " ABOVE THE LIMIT" if ratio > limit else ""
        return (
            f"{self.page}, {self.role}: {self.seconds * 1e3:.0f} ms; {BASE}: {self.base_seconds * 1e3:.1f} ms; "
            f"ratio {ratio:.1f} (limit {limit}){above}"
        )


def pages(repeats: int) -> Iterator[Times]:
    """Measure each page in each role that reads it: the best of `repeats` by turns with the base."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        version, people = _claims()
    code = version.claim.reference
    addresses = {
        "claim": reverse("savings:claim_detail", args=[code]),
        "reading page": reverse("savings:review_read", args=[code]),
        "board": reverse("savings:board"),
        "claims": reverse("savings:claim_list"),
    }
    with override_settings(
        ALLOWED_HOSTS=["testserver"], MFA_REQUIRED=False, SECURE_SSL_REDIRECT=False
    ):
        for role, person in people.items():
            client = Client()
            client.force_login(person)
            for page, address in addresses.items():
                if page != "reading page" or role in READS_FOR_REVIEW:
                    yield _measure(client, page, role, address, repeats)


def _claims() -> tuple[Version, dict[str, User]]:
    """A claim that its reviewer reads, among others of its place; and who may see it."""
    load_reference_data(by="benchmark")
    place = factories.PlaceFactory()
    for _ in range(OTHERS):
        factories.claim_at("submitted", place, condition="D")
    body = factories.lead_of(place)
    figures = [
        figure
        for year in YEARS
        for state in ("plan", "forecast")
        for figure in factories.figures_of(body, year=year, state=state)
    ]
    version = factories.claim_at("in_review", place, condition="D", figures=figures)
    return version, {
        "officer": factories.officer_of(place),
        "finance officer": factories.finance_of(place),
        "partner": factories.partner_of(place, body),
        "reviewer": version.review.reviewer,
        "lead": factories.lead(),
        "analyst": factories.analyst(),
    }


def _measure(client: Client, page: str, role: str, address: str, repeats: int) -> Times:
    times, base_times = [], []
    for turn in range(repeats):
        base_times.append(_seconds(client, BASE, turn * DEEPER))
        times.append(_seconds(client, address, turn * DEEPER))
    return Times(page, role, min(times), min(base_times))


def _seconds(client: Client, address: str, depth: int) -> float:
    return deeper(lambda: seconds(lambda: _open(client, address)), depth)


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
