"""In which unit are the boxes for pounds of a page shown and read, and how does a person change it?

It is chosen once for all boxes of a claim, and is of the page alone: what is stored is pounds, whatever the unit. The
page sends it along with its boxes, so that what was typed is read as it was asked; the session keeps it for the next
time that the same person comes.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from savings.imports.layouts.reading import Unit
from savings.models.choices import Line
from totalplace.money import in_unit, parse_in_unit

SIGNS: dict[str, str] = {Unit.POUNDS: "£", Unit.THOUSANDS: "£000", Unit.MILLIONS: "£m"}
_SENT, _KEPT = "unit", "units_of_boxes"


def unit_sent(data: Mapping[str, Any]) -> Unit:
    """The unit in which what was sent was typed."""
    return _unit(data.get(_SENT))


def unit_kept(session: SessionBase, claim: str) -> Unit:
    """The unit that the person chose last for the boxes of a claim."""
    return _unit(session.get(_KEPT, {}).get(claim))


def keep_unit(session: SessionBase, claim: str, unit: Unit) -> None:
    if unit != unit_kept(session, claim):
        session[_KEPT] = session.get(_KEPT, {}) | {claim: unit.value}


def in_another_unit(data: QueryDict, wanted: str) -> QueryDict:
    """What was sent, as it is typed in another unit: the same money. What cannot be read stays as it was typed."""
    more, unit, to = data.copy(), unit_sent(data), _unit(wanted)
    for name in data:
        if name.rpartition("-")[2] in Line.values:
            more[name] = _turned(str(data[name]), int(unit), int(to))
    more[_SENT] = to.value
    return more


def _turned(typed: str, unit: int, to: int) -> str:
    try:
        return in_unit(parse_in_unit(typed, unit), to)
    except ValueError:
        return typed


def _unit(value: object) -> Unit:
    return Unit(value) if value in Unit.values else Unit.POUNDS
