"""How much is asked? A typical claim by its pages in order: pages opened, and answers that nobody has filled in before.

The limits are those of the owner: 14 pages and 25 answers for a large claim, 8 and 12 for a small one.
"""

from uuid import uuid4

import pytest
from django.utils import timezone

from savings.models import Version
from savings.submission import problems
from tests import factories


class Officer:
    """Goes from page to page as the redirects lead, and counts."""

    def __init__(self, client, person):
        self.client, self.pages, self.answers = client, 0, 0
        client.force_login(person)

    def open(self, address):
        page = self.client.get(address, follow=True)
        assert page.status_code == 200, address
        self.pages += 1
        return page

    def send(self, page, **answers):
        """Fill in `answers`, leave what stands on the page, and go where it leads."""
        self.answers += len(answers)
        boxes = self._standing(page) | answers
        response = self.client.post(page.request["PATH_INFO"], boxes | {"once": str(uuid4())})
        assert response.status_code == 302, response.text
        return self.open(response.headers["Location"])

    def _standing(self, page):
        form = page.context.get("form")
        boxes = {"seen": page.context.get("seen", "")}
        for box in form or []:
            value = box.value()
            if value not in (None, ""):
                boxes[box.html_name] = getattr(value, "pk", value)
        return boxes

    def cite(self, page, entry, **answers):
        self.answers += len(answers)
        boxes = {}
        for box in page.context["entries"][entry]:
            if box.is_date:
                parts = box.field.widget.parts(box.value())
                boxes |= {f"{box.html_name}-{part}": value for part, value in parts.items()}
            elif box.value():
                boxes[box.html_name] = box.value()
        sent = boxes | answers | {"entry": entry, "once": str(uuid4())}
        response = self.client.post(page.request["PATH_INFO"], sent)
        assert response.status_code == 302, response.text
        return self.client.get(response.headers["Location"])

    def go_on(self, page):
        response = self.client.post(page.request["PATH_INFO"], {"then": "next"})
        return self.open(response.headers["Location"])


@pytest.fixture
def officer(client):
    return Officer(client, factories.officer_of(factories.PlaceFactory()))


def _state(officer, saving, **service):
    """The pages as far as the evidence."""
    theme = factories.ThemeFactory().pk
    page = officer.open("/claims/new/")
    page = officer.send(page, what_changes="One desk", theme=theme, kind_of_gain="cashable")
    page = officer.send(page, service_level="same", **service)
    page = officer.send(page, baseline_amount="9,000,000", baseline_kind="budget")
    row = page.context["form"].tables[0].prefix + "-0"
    amounts = {"saving": saving, "one_off_cost": "0", "running_cost": "0"}
    page = officer.send(page, **{f"{row}-{line}": typed for line, typed in amounts.items()})
    return officer.send(page, continues="yes", stage="identified")


def _is_complete():
    return problems(Version.objects.get(), timezone.localdate()) == []


def test_a_small_claim_takes_8_pages_and_12_answers(officer):
    page = _state(officer, "60,000")
    page = officer.cite(page, "ledger", ledger_reference="4711")
    page = officer.go_on(page)
    page = officer.send(page)

    assert page.request["PATH_INFO"].endswith("/edit/check/")
    assert _is_complete()
    assert "Ask for sign-off" in page.text
    assert (officer.pages, officer.answers) == (8, 12)


def test_a_large_claim_stays_within_14_pages_and_25_answers(client, officer):
    page = _state(officer, "1,600,000", service_evidence="82% before, 85% after")
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
