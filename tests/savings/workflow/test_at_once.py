"""Two people at the same moment: the second waits for the first, and neither is turned away.

SQLite lets only one write at a time, so there is nothing to see there; `tests/endurance` tries both with the site.
"""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pilots import leavers
from savings import workflow
from savings.models import Claim, Round, Version
from tests import factories
from tests.workspace import opened, page, row_page

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.two_writers,
]
TABS = 4


def _send_at_once(person, address, forms):
    """Send each form from a tab of its own at the same moment; the statuses of the answers."""
    start, statuses = Barrier(len(forms)), []

    def tab(boxes):
        client = Client(raise_request_exception=False)
        client.force_login(person)
        start.wait()
        statuses.append(client.post(address, {"once": str(uuid4())} | boxes).status_code)
        connection.close()

    tabs = [Thread(target=tab, args=[boxes]) for boxes in forms]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    return statuses


def test_claims_begun_at_once_each_get_a_reference():
    officer = factories.officer_of(factories.PlaceFactory(code="PL"))
    forms = [{"what_changes": f"Tab {number}"} for number in range(TABS)]

    statuses = _send_at_once(officer, reverse("savings:claim_new"), forms)

    assert statuses == [302] * TABS
    references = Claim.objects.order_by("reference").values_list("reference", flat=True)
    assert list(references) == [f"PL-{number + 1:04}" for number in range(TABS)]


def test_evidence_added_at_once_is_all_cited():
    place = factories.PlaceFactory()
    draft = factories.draft_of(place, evidence=[])
    address = reverse("savings:claim_evidence", args=[draft.claim.reference])
    ledger = {"entry": "ledger", "kind": "ledger"}
    forms = [ledger | {"ledger_reference": f"GL {number}"} for number in range(TABS)]

    statuses = _send_at_once(factories.officer_of(place), address, forms)

    assert statuses == [302] * TABS
    assert draft.citations.count() == TABS


def test_what_somebody_does_while_they_are_let_go_is_not_done():
    place = factories.PlaceFactory()
    draft, officer = factories.draft_of(place), factories.officer_of(place)
    by, answers = factories.administrator(), []

    def write():
        try:
            workflow.perform("edit", draft, by=officer, content={"notes": "Too late"})
        except PermissionDenied:
            answers.append("refused")
        finally:
            connection.close()

    writing = Thread(target=write)
    with transaction.atomic():
        leavers.let_go(officer, by=by)
        writing.start()
        writing.join(timeout=2)
        assert writing.is_alive()  # It waits for what is done here.
    writing.join()

    assert answers == ["refused"]
    assert Version.objects.get(pk=draft.pk).notes == ""


def test_of_forms_of_the_workspace_saved_at_once_one_is_stored(settings, client):
    settings.MFA_REQUIRED = False
    administrator, theme = factories.administrator(), factories.ThemeFactory(name="Families")
    client.force_login(administrator)
    form = opened(client, theme)

    forms = [form | {"name": f"Tab {number}"} for number in range(TABS)]
    statuses = _send_at_once(administrator, row_page(theme), forms)

    assert sorted(statuses) == [302] + [409] * (TABS - 1)
    assert theme.history.count() == 2


def test_of_rounds_set_at_once_for_one_day_the_second_is_refused(settings):
    settings.MFA_REQUIRED = False
    first, second = factories.administrator(), factories.administrator()
    days = {"opens_on": "2030-07-01", "closes_on": "2030-07-31"}
    texts = []

    def send(person, name):
        client = Client()
        client.force_login(person)
        texts.append(client.post(page(Round, "add"), days | {"name": name}).text)

    def send_beside():
        send(second, "Second")
        connection.close()

    beside = Thread(target=send_beside)
    with transaction.atomic():
        send(first, "First")
        beside.start()
        beside.join(timeout=2)
        waited = beside.is_alive()
    beside.join()

    assert waited
    assert "“First” is open from 1 July 2030 to 31 July 2030." in texts[1]
    assert list(Round.objects.values_list("name", flat=True)) == ["First"]
