"""How a file becomes part of a place's evidence: by whom, how much, how often, and what the scanner says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from savings.evidence import store
from savings.evidence.refusals import FileRefused
from savings.evidence.scanner import Finding
from savings.models import Evidence, SentFile, StoredFile
from savings.models.choices import Scan
from savings.workflow.evidence import forget_unused, note_scan, receive, room_left
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    administrator,
    finance_of,
    officer_of,
    partner_of,
    reviewer,
)
from tests.savings.evidence.clamd import clamd
from tests.savings.evidence.made_files import EICAR, pdf

MEGABYTE = 1 << 20
VIRUS = EICAR + b"\r\n"


def cite(stored, place, officer):
    Evidence.objects.create(
        place=place, form="file", kind="contract", title="a", file=stored, file_name="a.csv", added_by=officer
    )  # fmt: skip


def _forget_all():
    """As the sweep does, a day later."""
    forget_unused(timezone.now() + timedelta(days=1))


def _partner_of(place):
    return partner_of(place, OrganisationFactory())


@pytest.mark.parametrize("person", [officer_of, finance_of, _partner_of])
def test_the_places_own_officers_add_evidence_and_its_partners_who_dispute(received, place, person):
    stored, name = receive(received("a.csv", b"Place\r\n"), place=place, by=person(place))

    assert (stored.file_type, stored.size, stored.scan, name) == ("csv", 7, "not_scanned", "a.csv")


def test_nobody_else_adds_evidence(received, place):
    others = [
        officer_of(PlaceFactory()),
        _partner_of(PlaceFactory()),
        reviewer(),
        administrator(),
    ]

    for person in others:
        with pytest.raises(PermissionDenied, match="Only an officer or finance officer"):
            receive(received("a.csv", b"Place\r\n"), place=place, by=person)
    assert not SentFile.objects.exists()


def test_the_same_bytes_are_stored_once_and_every_sending_is_on_record(received, place, officer):
    elsewhere = PlaceFactory()
    first, _ = receive(received("a.csv", b"Place\r\n"), place=place, by=officer)

    again, name = receive(
        received("b.csv", b"Place\r\n"), place=elsewhere, by=officer_of(elsewhere)
    )

    assert (again, name) == (first, "b.csv")
    assert list(store.stored_hashes()) == [first.sha256]
    assert SentFile.objects.filter(is_stored=True, sha256=first.sha256).count() == 2


def test_a_place_may_keep_only_so_much(settings, received, place, officer):
    settings.EVIDENCE_PLACE_MB = 1
    stored, _ = receive(received("a.csv", b"x\n" * 400_000), place=place, by=officer)
    cite(stored, place, officer)

    with pytest.raises(FileRefused, match=r"no room left: .* 1 MB.*Give a link") as refusal:
        receive(received("b.csv", b"y\n" * 400_000), place=place, by=officer)

    assert refusal.value.code == "place_full"
    assert SentFile.objects.get(is_stored=False).refused_because == "place_full"
    assert list(store.stored_hashes()) == [stored.sha256]


def test_what_was_stored_and_never_cited_takes_room_until_it_is_forgotten(
    settings, received, place, officer
):
    settings.EVIDENCE_PLACE_MB = 1
    before = room_left(place)
    for _ in range(2):
        receive(received("a.csv", b"x\n" * 400_000), place=place, by=officer)

    assert before - room_left(place) == 800_000
    with pytest.raises(FileRefused, match="no room left"):
        receive(received("b.csv", b"y\n" * 400_000), place=place, by=officer)

    _forget_all()
    assert room_left(place) == before


def test_what_was_refused_takes_no_room(settings, received, place, officer):
    settings.EVIDENCE_PLACE_MB = 1
    elsewhere = PlaceFactory()
    receive(received("a.csv", b"x\n" * 400_000), place=elsewhere, by=officer_of(elsewhere))
    receive(received("b.csv", b"y\n" * 400_000), place=place, by=officer)
    before = room_left(place)

    with pytest.raises(FileRefused, match="no room left"):
        receive(received("a.csv", b"x\n" * 400_000), place=place, by=officer)

    assert room_left(place) == before


def test_what_the_place_has_already_needs_no_more_room(settings, received, place, officer):
    settings.EVIDENCE_PLACE_MB = 1
    stored, _ = receive(received("a.csv", b"x\n" * 400_000), place=place, by=officer)
    cite(stored, place, officer)

    again, _ = receive(received("a.csv", b"x\n" * 400_000), place=place, by=officer)

    assert again == stored


def test_room_is_counted_by_file_and_not_by_size_or_use(received, place, officer):
    before = room_left(place)
    for content in (b"one\n", b"two\n"):
        stored, _ = receive(received("a.csv", content), place=place, by=officer)
        cite(stored, place, officer)
        cite(stored, place, officer)

    assert before - room_left(place) == 8
    assert room_left(PlaceFactory()) == before


def test_a_clean_file_is_marked_with_the_time(settings, received, place, officer):
    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        stored, _ = receive(received("a.pdf", pdf()), place=place, by=officer)

    assert stored.scan == Scan.CLEAN
    assert stored.scanned_at


def test_a_virus_is_named_to_the_officer_and_in_the_log(settings, received, place, officer, caplog):
    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        with pytest.raises(FileRefused, match=r"“Eicar-Test-Signature”.*Tell the people"):
            receive(received("a.csv", VIRUS), place=place, by=officer)

    assert "Eicar-Test-Signature" in caplog.text
    assert SentFile.objects.get().refused_because == "malware"


def test_a_file_stored_before_its_virus_was_known_is_marked_when_it_comes_again(
    settings, received, place, officer
):
    stored, _ = receive(received("a.csv", VIRUS), place=place, by=officer)

    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        with pytest.raises(FileRefused):
            receive(received("a.csv", VIRUS), place=place, by=officer)

    stored.refresh_from_db()
    assert stored.scan == Scan.INFECTED


def test_what_was_infected_once_is_refused_also_without_a_scanner(received, place, officer):
    stored, _ = receive(received("a.csv", VIRUS), place=place, by=officer)
    note_scan(stored, Finding(Scan.INFECTED, "Eicar"))

    with pytest.raises(FileRefused, match="found in this very file"):
        receive(received("a.csv", VIRUS), place=place, by=officer)


def test_a_scanner_that_does_not_answer_stops_nobody(settings, received, place, officer):
    settings.CLAMAV_SOCKET = "/nowhere/clamd.ctl"

    stored, _ = receive(received("a.csv", b"Place\r\n"), place=place, by=officer)

    assert stored.scan == Scan.NOT_SCANNED


def test_a_scan_that_did_not_take_place_changes_nothing(received, place, officer):
    stored, _ = receive(received("a.csv", b"Place\r\n"), place=place, by=officer)
    note_scan(stored, Finding(Scan.CLEAN))

    note_scan(stored, Finding(Scan.NOT_SCANNED, why="no answer"))

    assert StoredFile.objects.get().scan == Scan.CLEAN
