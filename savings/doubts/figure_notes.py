"""How does the reason for a doubtful figure travel in a sheet and through a box? In the note, on a line of its own."""

from collections.abc import Iterable

from savings.models.figures import REASON, full_note


def parted(note: str) -> tuple[str, str]:
    """A note as it was written, and the reasons on its last lines, each a line without how it begins."""
    if REASON not in note:
        return note, ""
    lines = note.split("\n")
    words = len(lines)
    while words and lines[words - 1].startswith(REASON):
        words -= 1
    reasons = [line.removeprefix(REASON).removesuffix("\r") for line in lines[words:]]
    found = "\n".join(lines[:words]).removesuffix("\r"), "\n".join(reasons)
    # A line that gives no reason, say, is left where it is.
    reads_the_same = full_note(*found).replace("\r", "") == note.replace("\r", "")
    return found if reasons and reads_the_same else (note, "")


def with_reasons(checked_because: str, reasons: Iterable[str]) -> str:
    """`checked_because` with a line for each reason that it does not give already. Nothing of it is taken away."""
    lines = dict.fromkeys(" ".join(reason.split()) for reason in reasons)
    given = checked_because.splitlines()
    begun = [checked_because] if checked_because else []
    return "\n".join([*begun, *(line for line in lines if line not in given)])
