"""Versions as they were read: one by one or many at once, each is held and taken to its next revision, or refused."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from savings.batches import batches
from savings.models import Version

from .refusals import StaleError


def hold(versions: Sequence[Version]) -> None:
    """Keep everybody else from changing the versions until this is done; StaleError where somebody has changed one."""
    # SQLite lets only one write at a time, and passes over the lock.
    held = (len(same.select_for_update().values_list("pk")) for same in _as_read(versions))
    if sum(held) != len(versions):
        raise StaleError


def move_on(versions: Sequence[Version], **changes: Any) -> None:
    """Take each version to its next revision, with `changes`; StaleError where somebody has changed one."""
    # Testing and setting in one statement: of two people acting at once, one succeeds, on any database.
    changes |= {"revision": F("revision") + 1, "updated_at": timezone.now()}
    if sum(same.update(**changes) for same in _as_read(versions)) != len(versions):
        raise StaleError
    for version in versions:
        version.revision += 1


def _as_read(versions: Sequence[Version]) -> Iterator[QuerySet[Version]]:
    """Those that are still as they were read: in a few statements, for most of many are of one status and revision."""
    alike = defaultdict(list)
    for version in versions:
        alike[version.status, version.revision].append(version.pk)
    for (status, revision), keys in alike.items():
        for batch in batches(keys):
            yield Version.objects.filter(pk__in=batch, status=status, revision=revision)
