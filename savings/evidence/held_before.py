"""Has a place given the very same bytes before? A file is known by its SHA-256, under whatever name it comes."""

from collections.abc import Iterable

from django.utils import timezone

from pilots.models import Place
from savings.models import Evidence, StoredFile
from totalplace.refused_value import quoted


def held_before(place: Place, files: Iterable[StoredFile]) -> dict[int, Evidence]:
    """The first evidence of the place that each file (its key) became; none of those that are new to it."""
    held = Evidence.objects.filter(place=place, file__in=list(files)).order_by("-added_at", "-pk")
    return {item.file_id: item for item in held if item.file_id}


def have_it(name: str, held: Evidence) -> str:
    """That the place has the file of this name already, and since when."""
    return f"You have {quoted(name)} already, {since(name, held)}."


def since(name: str, held: Evidence) -> str:
    """From when the place has the file of this name, and under which other name."""
    other = "" if held.file_name == name else f", as {quoted(held.file_name)}"
    return f"from {timezone.localdate(held.added_at):%-d %B %Y}{other}"
