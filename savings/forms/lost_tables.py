"""What was typed and pasted for tables that the page has no more, because the lead or the kind of gain is another?

It is shown to whoever typed it, who alone can say where it belongs now.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pilots.models import Organisation
from savings.claims.options import STATES
from savings.forms.box_units import SIGNS, unit_sent
from savings.forms.pasted_figures import TITLES
from savings.forms.sent_rows import rows_sent
from savings.imports.layouts.reading import Unit
from savings.models.choices import KindOfGain, State

_SENT = re.compile(r"pasted-(?P<pasted>.+)|(?P<rows>.+)-rows|(?P<boxes>.+)-[0-9]+-[a-z_]+")
_PREFIX = re.compile(r"(?P<organisation>[0-9]{1,9})-(?P<kind>[a-z_]+)")


@dataclass(frozen=True)
class LostTable:
    """Whose table it was, its rows in words, and what stood in its box for pasting."""

    prefix: str
    caption: str
    rows: list[str]
    pasted: str


def lost_tables(data: Mapping[str, Any], shown: set[str]) -> list[LostTable]:
    """The tables with something in them that were sent and are not among those that are shown, by their prefixes."""
    sent = (_SENT.fullmatch(name) for name in data)
    prefixes = dict.fromkeys(next(filter(None, match.groups())) for match in sent if match)
    tables = (_table(data, prefix) for prefix in prefixes if prefix not in shown)
    return [table for table in tables if table]


def _table(data: Mapping[str, Any], prefix: str) -> LostTable | None:
    match = _PREFIX.fullmatch(prefix)
    rows, pasted = list(_rows(data, prefix)), str(data.get(f"pasted-{prefix}", ""))
    if not match or match["kind"] not in KindOfGain.values or not (rows or pasted.strip()):
        return None
    body = Organisation.objects.filter(pk=match["organisation"]).first()
    caption = f"{body or 'An organisation'}, {KindOfGain(match['kind']).label.lower()}"
    return LostTable(prefix, caption, rows, pasted)


def _rows(data: Mapping[str, Any], prefix: str) -> Iterator[str]:
    unit = unit_sent(data)
    in_units = "" if unit == Unit.POUNDS else f" in {SIGNS[unit]}"
    for number in range(rows_sent(data, prefix)):
        typed = {
            name: str(data.get(f"{prefix}-{number}-{name}", "")).strip()
            for name in ("year", "state", *TITLES, "note")
        }
        said = [f"{TITLES[line].lower()} {typed[line]}{in_units}" for line in TITLES if typed[line]]
        said += [f"note “{typed['note']}”"] if typed["note"] else []
        if said:
            state = typed["state"] or State.FORECAST
            about = f"{typed['year'] or 'No year'}, {STATES.get(state, state).lower()}"
            yield f"{about}: {', '.join(said)}"
