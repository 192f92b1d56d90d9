"""Who may have the bytes of evidence that they may see? It turns on the scan, and on whose evidence it is."""

import pytest
from django.utils import timezone

from savings.access import evidence_of
from savings.evidence.download import may_have_file
from savings.models import StoredFile
from tests import factories

SCANNER, NO_SCANNER = "127.0.0.1:3310", ""


@pytest.mark.parametrize(
    ("scan", "scanner", "to_own_place", "to_others"),
    [
        ("clean", SCANNER, True, True),
        ("clean", NO_SCANNER, True, True),
        ("not_scanned", SCANNER, True, False),
        ("not_scanned", NO_SCANNER, True, True),
        ("infected", SCANNER, False, False),
        ("infected", NO_SCANNER, False, False),
    ],
)
def test_who_gets_the_bytes_turns_on_the_scan(settings, scan, scanner, to_own_place, to_others):
    settings.CLAMAV_SOCKET = scanner
    place = factories.PlaceFactory()
    draft = factories.draft_of(place, evidence=[(factories.stored_file(), "")])
    scanned_at = None if scan == "not_scanned" else timezone.now()
    StoredFile.objects.update(scan=scan, scanned_at=scanned_at)
    evidence = evidence_of(place).select_related("file").get(citations__version=draft)
    elsewhere = factories.officer_of(factories.PlaceFactory())

    for own in (factories.officer_of(place), factories.finance_of(place)):
        assert may_have_file(own, evidence) == to_own_place
    for other in (factories.reviewer(), elsewhere, _until_today(place)):
        assert may_have_file(other, evidence) == to_others


def _until_today(place):
    person = factories.officer_of(place)
    factories.end_memberships(person)
    return person


def test_a_place_has_its_own_evidence_and_nobody_elses():
    place = factories.PlaceFactory()
    factories.draft_of(place, evidence=[(factories.link(), ""), (factories.ledger(), "")])
    factories.draft_of(factories.PlaceFactory(), evidence=[(factories.link(), "")])

    assert {item.form for item in evidence_of(place)} == {"link", "ledger"}
    assert evidence_of(place).count() == 2
