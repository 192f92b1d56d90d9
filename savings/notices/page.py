"""The table of notices as a page for people: who is told of what and when, and why nobody else."""

from collections.abc import Mapping

from savings.claims.history import in_words
from savings.models.choices import Reminded

from .audiences import PARTIES, Audience
from .rows import Row, Words
from .words import REMINDED, TOLD

_HEAD = """# Who is told of what

Made from the tables in `savings/notices/` by `python3 -m totalplace manage draw_workflow`; a test fails when it is
stale. **At once** is an email to whoever has had none for 24 hours; **in the digest** is the one email a day with all
that has happened. Either way it is on the page of notices. Nobody is told of what they did themselves, nor of a version
that they may not see: of a draft nobody outside its place hears, but for the partners that it names once sign-off is
asked for. When it is sent back they are told that, and what becomes of it if it is then thrown away or withdrawn, and
see neither the draft nor what it says.
Partners are those whose organisation the version names. No email holds a figure, a reason or the name of a claim.
"""
_NOBODY = """
Nobody is told of these:
"""
_REMINDERS = """
## Reminders

Each is sent once for its occasion; that of an overdue answer on the first working day after it was due, and again every
five working days until it comes. Of a round each place is told on the day it opens, once more in the last five working
days, and once after it has closed; of what it has done already it is not told.
"""


def notices_page() -> str:
    """The whole of docs/notices.md."""
    done = {in_words(action): row for action, row in TOLD.items()}
    told = {what: row for what, row in done.items() if row.told}
    untold = [f"- {what}. {_reasons(row)}" for what, row in done.items() if not row.told]
    reminded = {Reminded(kind).label: row for kind, row in REMINDED.items()}
    return "\n".join([_HEAD, *_table(told), _NOBODY, *untold, _REMINDERS, *_table(reminded), ""])


def _reasons(row: Row) -> str:
    return " ".join(dict.fromkeys(row.not_told.values()))


def _table(rows: Mapping[str, Row]) -> list[str]:
    titles = [party.value[:1].upper() + party.value[1:] for party in PARTIES]
    head = ["", *titles]
    return [_line(head), _line(["---"] * len(head)), *(_row(what, rows[what]) for what in rows)]


def _row(what: str, row: Row) -> str:
    return _line([what, *(_cell(row, party) for party in PARTIES)])


def _cell(row: Row, party: Audience) -> str:
    return " ".join(
        _told(cell) if isinstance(cell, Words) else f"No. {cell}" for cell in row.cells()[party]
    )


def _told(words: Words) -> str:
    how = "**In the digest**" if words.in_digest else "**At once**"
    when = f", {words.when.words}" if words.when else ""
    return f"{how}{when}: {words.happened}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
