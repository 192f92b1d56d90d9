"""How much is asked? A typical claim by its pages in order: pages opened, and answers that nobody has filled in before.

The limits are those of the owner: 14 pages and 25 answers for a large claim, 8 and 12 for a small one.
"""

import pytest
from django.utils import timezone

from savings.claims.submission import problems
from savings.models import Version
from tests import factories

from .entering import Officer, state


@pytest.fixture
def officer(client):
    return Officer(client, factories.officer_of(factories.PlaceFactory()))


def _is_complete():
    return problems(Version.objects.get(), timezone.localdate()) == []


def test_a_small_claim_takes_8_pages_and_12_answers(officer):
    page = state(officer, "60,000", factories.ThemeFactory().pk)
    page = officer.cite(page, "ledger", ledger_reference="4711")
    page = officer.go_on(page)
    page = officer.send(page)

    assert page.request["PATH_INFO"].endswith("/edit/check/")
    assert _is_complete()
    assert "Ask for sign-off" in page.text
    assert (officer.pages, officer.answers) == (8, 12)


def test_a_large_claim_stays_within_14_pages_and_25_answers(client, officer):
    theme = factories.ThemeFactory().pk
    page = state(officer, "1,600,000", theme, service_evidence="82% before, 85% after")
    page = officer.cite(page, "ledger", ledger_reference="4711")
    page = officer.cite(page, "link", url="https://council.example/b", kind="evaluation")
    page = officer.go_on(page)
    page = officer.send(page, has_other_bodies="no")
    page = officer.send(page)
    assert _is_complete()

    draft = Version.objects.get()
    client.force_login(factories.finance_of(draft.claim.place))
    page = officer.open(f"/claims/{draft.claim.reference}/actions/submit/")
    officer.send(page, has_read="on", signs_as="section_151")

    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert officer.pages <= 14
    assert officer.answers <= 25
