"""Do two claims say what changed in the same words, or have they the place's own reference in common?"""

from collections.abc import Callable

from pilots.models import Place
from savings.models import Claim, Version
from savings.models.choices import CURRENT
from totalplace.seen_text import folded


def same_words(sentence: str) -> str:
    """What two sentences have in common that differ in capitals, blanks, look-alike marks and the full stop alone."""
    return folded(sentence).rstrip(". ")


def said_already(place: Place, sentence: str, *, besides: Claim | None = None) -> Claim | None:
    """The first claim of `place`, but for `besides`, that says what changed in the words of `sentence`; None if none.

    As it is being written, as it stands, or as its words were published.
    """
    words = same_words(sentence)
    return _first(place, besides, lambda version: same_words(version.what_changes) == words)


def referred_to_already(
    place: Place, reference: str, *, besides: Claim | None = None
) -> Claim | None:
    """The same of the place's own `reference`, however it is written."""
    wanted = folded(reference)
    return _first(place, besides, lambda version: folded(version.own_reference) == wanted)


def _first(
    place: Place, besides: Claim | None, is_the_same: Callable[[Version], bool]
) -> Claim | None:
    others = Version.objects.filter(claim__place=place, status__in=CURRENT).exclude(claim=besides)
    said = others.select_related("claim__place").order_by("claim__reference", "number")
    return next((one.claim for one in said if is_the_same(one)), None)
