"""How does the reason for a doubtful figure travel with it? In the figure's note, on a line of its own."""

from collections.abc import Iterable

REASON = "Checked: "  # How such a line begins.


def with_reasons(note: str, reasons: Iterable[str]) -> str:
    """`note` with a line for each reason that it does not give already. Nothing of it is taken away."""
    lines = dict.fromkeys(REASON + " ".join(reason.split()) for reason in reasons)
    given = note.splitlines()
    return "\n".join([*([note] if note else []), *(line for line in lines if line not in given)])
