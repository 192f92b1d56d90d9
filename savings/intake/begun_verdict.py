"""With what does the form of a verdict begin: with what its reader has half written, or gave and was sent back?"""

from dataclasses import dataclass

from django.http import QueryDict

from pilots.models import User
from savings.access import verdict_draft_of
from savings.forms.given_verdict import answers_of
from savings.forms.verdict import half_written
from savings.models import VerdictDraft, Version
from savings.review.sent_back import SentBack, sent_back_to


@dataclass(frozen=True)
class BegunVerdict:
    """What is half written goes before what was given earlier: it was begun with that."""

    half: VerdictDraft | None = None
    sent_back: SentBack | None = None

    def answers(self) -> QueryDict | None:
        """What the boxes hold; None where nothing has been written."""
        if self.half:
            return half_written(self.half.answers)
        if self.sent_back and self.sent_back.reading:
            return half_written(answers_of(self.sent_back.reading))
        return None


def begun_verdict(user: User, version: Version, *, is_sent: bool) -> BegunVerdict:
    """`is_sent`: the form comes filled with what is sent, so what is half written is not asked for."""
    half = None if is_sent else verdict_draft_of(user, version)
    return BegunVerdict(half, sent_back_to(user, version))
