"""Who is told of which action and reminded of what, in which words, when, and why nobody else? One table.

`audiences` finds the people of a row; `mailing` sends them the words, `inbox` shows them. docs/notices.md is made
from it.
"""

from savings.models import Event, Reminder

from .audiences import Audience
from .place_rows import PLACE_ROWS
from .reminder_rows import OF_VERSIONS
from .review_rows import REVIEW_ROWS
from .round_rows import OF_ROUNDS
from .rows import Words

TOLD = PLACE_ROWS | REVIEW_ROWS
REMINDED = OF_VERSIONS | OF_ROUNDS


# Of these a person is told who may not see the version any more: its page, and what it says, are kept from them.
TOLD_UNSEEN = [action for action, row in TOLD.items() if Audience.NAMED in row.told]


def told_of(about: Event | Reminder) -> dict[Audience, Words]:
    """Whom an event or a reminder concerns, and what to tell each."""
    row = REMINDED[about.kind] if isinstance(about, Reminder) else TOLD[about.action]
    return row.told_of(about)


__all__ = ["REMINDED", "TOLD", "TOLD_UNSEEN", "told_of"]
