"""A verdict half written is kept for its reader until they give it. It tells nobody else anything: it is no event."""

from collections.abc import Mapping

from pilots.models import User
from savings.models import VerdictDraft, Version

from .refusals import ActionError
from .transitions import available_on

VERDICTS = ("decide", "second_read")
NOT_NOW = "You cannot give a verdict on this claim now, so nothing of it is kept."


def keep_verdict(
    version: Version, answers: Mapping[str, list[str]], *, screen: str, drawn: str, by: User
) -> str:
    """Keep what the boxes of the form hold, by their names; returns the mark of what is kept, empty where nothing is.

    `screen`: the digest of what was read. `drawn`: the mark of what was kept when the form was drawn. Where something
    else is kept by now, as from another tab, what was not blank there stays beside what is sent. ActionError where this
    person cannot give a verdict now.
    """
    if not available_on([version], by, VERDICTS)[version.pk]:
        raise ActionError(NOT_NOW)
    kept = VerdictDraft.objects.filter(version=version, reader=by).first()
    answers = dict(answers)
    if kept and kept.mark != drawn:
        answers = kept.answers | answers
    if not answers:
        VerdictDraft.objects.filter(version=version, reader=by).delete()
        return ""
    kept, _is_new = VerdictDraft.objects.update_or_create(
        version=version,
        reader=by,
        defaults={"answers": answers, "screen_digest": screen},
    )
    return kept.mark
