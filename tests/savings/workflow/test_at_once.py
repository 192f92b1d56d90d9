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
from savings.models import Claim, Version
from tests import factories
from tests.workspace import opened, row_page

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
