"""All ways to give evidence on one page, in one form: whichever button is pressed, nothing typed or chosen is lost."""

from collections.abc import Iterable

from django.http import QueryDict

from savings.models import Version

from .evidence import ENTRIES, Entry, FileEntry, HeldEntry

CITE = "cite"  # The button that cites what is listed and not cited.


def entries_of(
    draft: Version, sent: QueryDict | None = None, refused: Iterable[str] = ()
) -> dict[str, Entry]:
    """Every entry by its name, with what was `sent`; `refused` says of each file that could not be kept why not.

    The one whose button was pressed has to give something. Each other one may, and is asked nothing if it does not.
    """
    if sent is None:
        return {name: kind(draft) for name, kind in ENTRIES.items()} | {CITE: HeldEntry(draft)}
    pressed = "" if "then" in sent else sent.get("entry", "")
    boxes = _by_their_names(sent)
    entries: dict[str, Entry] = {}
    for name, kind in ENTRIES.items():
        is_here = name in ("file", pressed) or _has_boxes(name, boxes)
        data, is_asked = boxes if is_here else None, name == pressed
        if issubclass(kind, FileEntry):
            entries[name] = kind(draft, data, refused, is_asked=is_asked)
        else:
            entries[name] = kind(draft, data, is_asked=is_asked)
    cited = {"held-item": sent[CITE]} if CITE in sent else None
    return entries | {CITE: HeldEntry(draft, cited)}


def with_refused(draft: Version, refused: Iterable[str]) -> dict[str, Entry]:
    """The entries as they are at first, once all but the refused files is stored; and why these are not."""
    entries = entries_of(draft, QueryDict())
    for words in refused:
        entries["file"].add_error("files", words)
    return entries


def are_valid(entries: dict[str, Entry]) -> bool:
    """Whether all that is given can be added; each entry has its errors then."""
    return all(form.is_valid() for form in entries.values() if form.is_bound)


def _by_their_names(sent: QueryDict) -> QueryDict:
    """What was sent, each box by the name that it has on the page: an entry sent by itself may have plain names."""
    entry = sent.get("entry", "")
    if entry in ("", "file") or _has_boxes(entry, sent):
        return sent
    named = QueryDict(mutable=True)
    for name, values in sent.lists():
        named.setlist(f"{entry}-{name}", values)
    return named


def _has_boxes(entry: str, sent: QueryDict) -> bool:
    return any(name.startswith(f"{entry}-") for name in sent)
