"""Into which boxes of the page does what was pasted go, and what is said of it before it is saved?

A row goes to the boxes of its own year and state. A blank cell leaves its box as it is, and a first plan stays.
"""

from django.http import QueryDict
from django.utils.text import get_text_list

from savings.claims.options import STATES
from savings.forms.box_units import SIGNS, unit_sent
from savings.forms.pasted_cells import PasteRefused, year_in
from savings.forms.pasted_figures import TITLES, Cursor, Pasted, PastedRow
from savings.forms.sent_rows import MOST_ROWS, WAY_OUT, has_room, rows_sent
from savings.imports.layouts.reading import Unit
from savings.models.choices import State
from totalplace.money import parse_in_unit
from totalplace.refused_value import quoted

_BOX, _CURSOR = "pasted-", "cursor-"


def tables_pasted_into(data: QueryDict) -> list[str]:
    """The tables for which something is to be put into the boxes: by the button, or because it was left in the box."""
    left = [
        name.removeprefix(_BOX)
        for name, text in data.items()
        if name.startswith(_BOX) and str(text).strip()
    ]
    asked = data.get("paste")
    return left if asked is None or asked in left else [asked, *left]


def cursor_of(data: QueryDict, prefix: str) -> Cursor | None:
    """Where the cursor stood as cells were pasted straight into a table; None where they came by the box for it."""
    row, _, line = data.get(f"{_CURSOR}{prefix}", "").rpartition("-")
    number = row.removeprefix(f"{prefix}-")
    if line not in TITLES or not number.isdecimal():
        return None
    return Cursor(data.get(f"{row}-year", ""), data.get(f"{row}-state", State.FORECAST), line)


def with_pasted(data: QueryDict, prefix: str, pasted: Pasted) -> tuple[QueryDict, list[str]]:
    """What was sent, with pasted rows in the boxes of their year and state, or below the last; and what is said of it.

    PasteRefused if they are too many, or would go over a first plan: then none is put anywhere.
    """
    more = data.copy()
    more[f"{_BOX}{prefix}"] = more[f"{_CURSOR}{prefix}"] = ""
    filled, replaced, unit = [], [], unit_sent(data)
    for row in pasted.rows:
        name = f"{prefix}-{_number_of(more, prefix, row)}"
        more[f"{name}-year"], more[f"{name}-state"] = row.year, row.state
        amounts = {line: typed for line, typed in row.amounts.items() if typed}
        before = {line: more.get(f"{name}-{line}", "").strip() for line in amounts}
        changed = {
            line: typed
            for line, typed in before.items()
            if typed and not _is_same(typed, amounts[line], unit)
        }
        if changed and row.state == State.PLAN:
            raise PasteRefused(_plan_stands(row, changed))
        for line, typed in amounts.items():
            more[f"{name}-{line}"] = typed
        filled += [_said(row, amounts)] if amounts else []
        replaced += [_said(row, changed)] if changed else []
    return more, _sentences(filled, replaced, pasted.left_out, unit)


def _number_of(data: QueryDict, prefix: str, row: PastedRow) -> int:
    """The row of the table for a pasted row, which is made if there is none."""
    count = rows_sent(data, prefix)
    number = next((n for n in range(count) if _is_for(data, f"{prefix}-{n}", row)), count)
    if number == count and not has_room(data, prefix):
        raise PasteRefused(
            f"The table has no room for {row.year} and what is below it: it holds {MOST_ROWS} rows. {WAY_OUT}"
        )
    data[f"{prefix}-rows"] = str(max(count, number + 1))
    return number


def _is_for(data: QueryDict, name: str, row: PastedRow) -> bool:
    state = data.get(f"{name}-state", State.FORECAST)
    return year_in(data.get(f"{name}-year", "")) == row.year and state == row.state


def _is_same(one: str, other: str, unit: Unit) -> bool:
    try:
        return parse_in_unit(one, int(unit)) == parse_in_unit(other, int(unit))
    except ValueError:
        return one == other


def _plan_stands(row: PastedRow, changed: dict[str, str]) -> str:
    return (
        f"{row.year} has a first plan already: {_amounts_said(changed)}. A first plan stays "
        "beside the forecast and the actual. Paste the forecast into a row of its own, or change the plan in its "
        "box if it was "
        "entered wrongly."
    )


def _sentences(
    filled: list[str], replaced: list[str], left_out: list[str], unit: Unit
) -> list[str]:
    in_units = "" if unit == Unit.POUNDS else f", in {SIGNS[unit]}"
    said = [
        f"Put into the boxes below{in_units}, and not saved yet. Look at them, then save the page.",
        *filled,
    ]
    if replaced:
        said.append(f"They replaced {'; '.join(replaced)}.")
    if left_out:
        said.append(f"Not taken: {get_text_list([quoted(words) for words in left_out], 'and')}.")
    return said


def _said(row: PastedRow, amounts: dict[str, str]) -> str:
    return f"{row.year}, {STATES[row.state].lower()}: {_amounts_said(amounts)}"


def _amounts_said(amounts: dict[str, str]) -> str:
    return get_text_list(
        [f"{TITLES[line].lower()} {typed}" for line, typed in amounts.items()], "and"
    )
