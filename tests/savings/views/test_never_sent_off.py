"""What becomes of the room of a place for files that a partner chose for a dispute and never sent off?"""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from savings.models import StoredFile
from savings.workflow.evidence import room_left
from tests import factories

LARGE = b"Counted each month.\r\n" * 30_000  # 630,000 bytes.


@pytest.fixture(autouse=True)
def _little_room(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.EVIDENCE_PLACE_MB = 1


@pytest.fixture
def version():
    return factories.claim_at("submitted")


@pytest.fixture
def partner(client, version):
    person = factories.partner_of(version.claim.place, version.lead)
    client.force_login(person)
    return person


def _dispute(client, version, content, **boxes):
    """Send the form as it stands on the person’s screen, with a file of `content`."""
    address = f"/claims/{version.claim.reference}/actions/dispute/"
    file = BytesIO(content)
    file.name = "counts.txt"
    keys = {"once": str(uuid4()), "seen": client.get(address).context["seen"], "kind": "ledger"}
    return client.post(address, keys | {"files": file} | boxes)


def test_they_count_until_the_sweep_and_no_longer_and_the_page_says_so(client, version, partner):
    place = version.claim.place
    before = room_left(place)

    never_sent_off = _dispute(client, version, LARGE, note="")
    taken = room_left(place)
    refused = _dispute(client, version, LARGE + b"June\r\n", note="It is not ours.")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        call_command("sweep_evidence")
        freed = room_left(place)
        client.force_login(partner)
        sent = _dispute(client, version, LARGE + b"June\r\n", note="It is not ours.")

    assert never_sent_off.status_code == refused.status_code == 400
    assert taken == before - len(LARGE)
    for words in ("There is no room left", "never sent off count too", "once a day"):
        assert words in refused.text
    assert freed == before
    assert sent.status_code == 302
    assert StoredFile.objects.get().size == len(LARGE) + len(b"June\r\n")
