"""What did a draft say when its sign-off was asked for, what has changed since, and was it sent back?"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import Field, Model, OuterRef, Q, Subquery, Value
from django.db.models.lookups import Exact

from pilots.models import Organisation
from savings.models import Event, Figure, SignOffRequest, Version
from savings.models.choices import Status
from savings.models.claims import CONTENT_FIELDS

from .comparison import Comparison, Stated, comparison, stated_in_versions

_ASKED, _SENT_BACK = "ask_sign_off", "send_back"
_BEFORE = "before"  # What a request keeps of the one before it, which was sent back.
_OF_A_FIGURE = (
    "year",
    "line",
    "state",
    "kind_of_gain",
    "organisation",
    "amount",
    "note",
    "doubts",
)
_GONE = "An organisation that is no longer listed"


def as_it_says(version: Version) -> dict[str, Any]:
    """All that a draft says now, to be kept: its answers, its figures, and what it cites in words."""
    stated = stated_in_versions({version.pk: version})[version.pk]
    return {
        "answers": _kept(version, CONTENT_FIELDS),
        "figures": [_kept(figure, _OF_A_FIGURE) for figure in stated.figures],
        "cited": [[list(key), words] for key, words in stated.cited.items()],
    }


def to_be_kept(version: Version) -> dict[str, Any]:
    """What a request for sign-off keeps of a draft: all that it says now, and all that it said when it was last asked
    for and then sent back, so that whoever sent it back sees what has been done about it, however often it is asked.
    """
    said, earlier = as_it_says(version), SignOffRequest.objects.filter(version=version.pk).first()
    if earlier is None:
        return said
    # Asking is undone by sending back alone.
    if version.sign_off_asked_at is None:
        return said | {_BEFORE: {name: earlier.said[name] for name in said}}
    return said | {name: earlier.said[name] for name in [_BEFORE] if name in earlier.said}


def changes_since_asked(version: Version, request: SignOffRequest) -> Comparison:
    """What the draft says now that it did not when its sign-off was asked for, and the reverse."""
    return _changes(version, request.said, "When it was asked for")


def changes_since_sent_back(version: Version, request: SignOffRequest) -> Comparison | None:
    """The same of the earlier asking that was sent back; None where there is none, or what it said was not kept."""
    earlier = request.said.get(_BEFORE)
    return _changes(version, earlier, "When it was asked for before") if earlier else None


def _changes(version: Version, said: Mapping[str, Any], title: str) -> Comparison:
    then = Version(claim=version.claim, number=version.number)
    _put(then, said["answers"])
    cited = {tuple(key): words for key, words in said["cited"]}
    old = Stated(_figures(said["figures"]), cited)
    now = stated_in_versions({version.pk: version})[version.pk]
    return comparison(then, version, old, now, titles=(title, "Now"))


def last_sent_back(version: Version) -> Event | None:
    """That a draft was sent back, by whom and why, though its sign-off has been asked for again since."""
    said = version.events.filter(action=_SENT_BACK).select_related("by")
    return said.order_by("-pk").first()


def sent_back(version: Version) -> Event | None:
    """That a draft was sent back, by whom and why, until its sign-off is asked for again; else None."""
    if version.status != Status.DRAFT or version.sign_off_asked_at:
        return None
    said = version.events.filter(action__in=[_ASKED, _SENT_BACK]).select_related("by")
    return sent_back_among(said.order_by("pk"))


def sent_back_among(events: Iterable[Event]) -> Event | None:
    """The same of all `events` of a draft, oldest first."""
    said = [event for event in events if event.action in (_ASKED, _SENT_BACK)]
    return said[-1] if said and said[-1].action == _SENT_BACK else None


def is_sent_back() -> Q:
    """The same as a condition on versions."""
    said = Event.objects.filter(version=OuterRef("pk"), action__in=[_ASKED, _SENT_BACK])
    last = Subquery(said.order_by("-pk").values("action")[:1])
    return Q(status=Status.DRAFT) & Q(Exact(last, Value(_SENT_BACK)))


def _kept(row: Model, names: Iterable[str]) -> dict[str, Any]:
    # Each of the names is that of a column, not of what hangs on the row.
    fields = [cast(Field, row._meta.get_field(name)) for name in names]
    return {
        field.name: None if field.value_from_object(row) is None else field.value_to_string(row)
        for field in fields
    }


def _put(row: Model, kept: Mapping[str, Any]) -> None:
    """Give a row what was kept of one. What is asked since was not stated then."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    for name in kept.keys() & fields.keys():
        field, value = fields[name], kept[name]
        if value is not None:
            value = field.to_python(value)
        if field.is_relation and value is not None:
            # It may have gone since: then it is stated no more.
            related = cast(type[Model], field.related_model)
            setattr(row, name, related._default_manager.filter(pk=value).first())
        else:
            setattr(row, field.attname, value)


def _figures(kept: Iterable[Mapping[str, Any]]) -> list[Figure]:
    bodies = Organisation.objects.in_bulk({int(each["organisation"]) for each in kept})
    figures = []
    for each in kept:
        figure = Figure(
            organisation=bodies.get(int(each["organisation"]), Organisation(name=_GONE))
        )
        _put(figure, {name: value for name, value in each.items() if name != "organisation"})
        figures.append(figure)
    return figures
