"""How does a file become part of a place's evidence? Every attempt is kept, whatever came of it.

The slow work, examining, scanning and storing the bytes, comes first; then one short transaction writes the rows.
"""

import logging
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from pilots.models import Place, User
from savings.evidence import scanner, store
from savings.evidence.examination import Examined, examine
from savings.evidence.names import clean_name
from savings.evidence.refusals import FileRefused
from savings.evidence.scanner import Finding
from savings.evidence.upload_handler import MEGABYTE, ReceivedFile
from savings.models import Evidence, SentFile, StoredFile
from savings.models.choices import Scan
from totalplace.refused_value import quoted

from .refusals import need
from .writers import check_gives_files_to

NAMELESS = "(no name)"
# What a place says of evidence, and may say otherwise while nothing rests on it.
SAID = {"kind", "own_date", "review_by", "note"}

logger = logging.getLogger(__name__)


def receive(received: ReceivedFile, *, place: Place, by: User) -> tuple[StoredFile, str]:
    """Store what was sent to `place`; return the row of its bytes, and the name to show it under.

    FileRefused if it cannot be kept: that too is on record then, so call this outside of any transaction.
    PermissionDenied if `by` may not add evidence to the place.
    """
    check_gives_files_to(by, place)
    try:
        examined, finding = _accepted(received, place)
    except FileRefused as refusal:
        _record(received, _name_to_record(received), place, by, refused_because=refusal.code)
        raise
    store.put(received, examined.sha256)
    with transaction.atomic():
        stored = _row_of(examined, finding)
        _record(received, examined.name, place, by)
    return stored, examined.name


def file_evidence(item: Evidence, *, place: Place, by: User) -> Evidence:
    """The stored evidence: `item` itself, which joins the evidence of `place` if it is new.

    ActionError where its file holds what does not show, and nobody has confirmed that others may read it.
    """
    if item.pk is None:
        need(
            not item.is_unconfirmed,
            f"{quoted(item.file_name)} holds what does not show when it is opened. Confirm that everybody who may see "
            "the claim may read it, or choose another file.",
        )
        item.place, item.added_by = place, by
        item.full_clean()
        item.save()
    return item


def describe(item: Evidence, said: Mapping[str, Any], *, by: User) -> Evidence:
    """The evidence of which its place says this from now on; its file stays as it is.

    `item` itself, while no other version cites it and it came with nobody’s words: what they rest on is not changed
    under them. Else a copy of it. Call it for a draft whose own citations are put aside.
    """
    unknown = said.keys() - SAID
    if unknown:
        raise TypeError(f"Not what a place says of evidence: {', '.join(sorted(unknown))}")
    if all(getattr(item, name) == value for name, value in said.items()):
        return item
    if any(
        rests.exists()
        for rests in (item.citations, item.answers, item.replies, item.partner_responses)
    ):
        item = copy(item)
        item.pk, item._state.adding, item.added_by = None, True, by
    for name, value in said.items():
        setattr(item, name, value)
    item.full_clean()
    item.save()
    return item


def note_scan(stored: StoredFile, finding: Finding) -> None:
    """Write down what a scanner said of a stored file; a scanner that could not say leaves it as it was."""
    if finding.scan == Scan.NOT_SCANNED:
        return
    stored.scan, stored.scanned_at = finding.scan, timezone.now()
    stored.save(update_fields=["scan", "scanned_at"])


def forget_unused(before: datetime) -> list[str]:
    """Forget stored files that no evidence uses and nobody has sent since `before`; returns their SHA-256.

    A site that stops between storing a file and citing it leaves such a row. Their bytes are then nobody's.
    """
    sent_lately = SentFile.objects.filter(sha256=OuterRef("sha256"), at__gte=before)
    used = Evidence.objects.filter(file=OuterRef("pk"))
    unused = StoredFile.objects.filter(~Exists(used), ~Exists(sent_lately), stored_at__lt=before)
    with transaction.atomic():
        forgotten = list(unused.select_for_update().values_list("sha256", flat=True))
        StoredFile.objects.filter(~Exists(used), sha256__in=forgotten).delete()
    return forgotten


def room_left(place: Place) -> int:
    """How many bytes of evidence the place may still send. A file counts once, however often it is sent and cited."""
    used = _held_for(place).aggregate(bytes=Sum("size"))["bytes"] or 0
    return settings.EVIDENCE_PLACE_MB * MEGABYTE - used


def _held_for(place: Place) -> QuerySet[StoredFile]:
    """What is kept because the place sent it, be it evidence by now or not, as where an answer was never sent off."""
    became = Evidence.objects.filter(place=place, file=OuterRef("pk"))
    sent = SentFile.objects.filter(place=place, is_stored=True, sha256=OuterRef("sha256"))
    return StoredFile.objects.filter(Exists(became) | Exists(sent))


def _accepted(received: ReceivedFile, place: Place) -> tuple[Examined, Finding]:
    examined = examine(received, name=received.name or "")
    is_here = _held_for(place).filter(sha256=examined.sha256).exists()
    if not is_here and examined.size > room_left(place):
        raise FileRefused(
            "place_full",
            f"There is no room left: {place} may keep {settings.EVIDENCE_PLACE_MB} MB of files. Give a link to "
            "the file instead, or ask the people who run this site for more room. Files that were chosen and never "
            "sent off count too, until they are removed: that is done once a day.",
        )
    finding = scanner.scan(received)
    _refuse_virus(examined, finding)
    return examined, finding


def _refuse_virus(examined: Examined, finding: Finding) -> None:
    before = StoredFile.objects.filter(sha256=examined.sha256).first()
    if finding.scan == Scan.INFECTED:
        logger.warning("A virus was sent: %s in %s", finding.signature, examined.sha256)
        if before:  # What was clean yesterday has a name today.
            note_scan(before, finding)
        raise FileRefused(
            "malware",
            f"The virus scanner found “{finding.signature}” in the file, so it was not kept. Tell the people who "
            "look after your computer, and do not open the file.",
        )
    if before and before.scan == Scan.INFECTED and finding.scan == Scan.NOT_SCANNED:
        raise FileRefused(
            "malware",
            "A virus was found in this very file when it was sent before, so it was not kept. Tell the people who "
            "look after your computer, and do not open the file.",
        )


def _row_of(examined: Examined, finding: Finding) -> StoredFile:
    """The one row of these bytes, however often they are sent."""
    stored, _ = StoredFile.objects.get_or_create(
        sha256=examined.sha256,
        defaults={
            "size": examined.size,
            "file_type": examined.file_type,
            "caution": examined.found.caution,
            "hidden": examined.found.hidden,
        },
    )
    if not stored.hidden and examined.found.hidden:  # It was stored before this was looked for.
        stored.hidden = examined.found.hidden
        stored.save(update_fields=["hidden"])
    note_scan(stored, finding)
    return stored


def _record(
    received: ReceivedFile, name: str, place: Place, by: User, *, refused_because: str = ""
) -> None:
    SentFile.objects.create(
        place=place,
        by=by,
        file_name=name,
        sha256=received.sha256,
        size=cast(int, received.size),
        is_stored=not refused_because,
        refused_because=refused_because,
    )


def _name_to_record(received: ReceivedFile) -> str:
    try:
        return clean_name(received.name or "")
    except FileRefused:
        return NAMELESS
