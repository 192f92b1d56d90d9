"""Who may see a verdict that is half written: its reader alone, whatever else they and others may see."""

from pilots.models import User
from savings.models import VerdictDraft, Version


def verdict_draft_of(user: User, version: Version) -> VerdictDraft | None:
    """What this person has written of their verdict on a version, where they have not given it yet."""
    return VerdictDraft.objects.filter(version=version, reader=user).first()
