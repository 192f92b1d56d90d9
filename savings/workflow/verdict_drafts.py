"""A verdict half written is kept for its reader until they give it. It tells nobody else anything: it is no event."""

from collections.abc import Mapping

from pilots.models import User
from savings.models import VerdictDraft, Version

from .refusals import ActionError
from .transitions import available_on

VERDICTS = ("decide", "second_read")
NOT_NOW = "You cannot give a verdict on this claim now, so nothing of it is kept."


def keep_verdict(
    version: Version, answers: Mapping[str, list[str]], *, screen: str, by: User
) -> None:
    """Keep what the boxes of the form hold, by their names, instead of what was kept before; nothing, if all are blank.

    `screen`: the digest of what was read. ActionError where this person cannot give a verdict now.
    """
    if not available_on([version], by, VERDICTS)[version.pk]:
        raise ActionError(NOT_NOW)
    if not answers:
        VerdictDraft.objects.filter(version=version, reader=by).delete()
        return
    VerdictDraft.objects.update_or_create(
        version=version,
        reader=by,
        defaults={"answers": dict(answers), "screen_digest": screen},
    )
