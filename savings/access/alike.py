"""What somebody may see, by a statement that is built once for all who are alike.

Alike are people who hold the same permissions, and as many ties of the same kinds. What they may see differs by keys
alone: their own, and those of the places and organisations to which they are tied. The rules of `visible` are given
anyone of that kind, who has blanks for keys and nothing else that a rule could go by.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any, Protocol, cast

from django.db import connection
from django.db.models import QuerySet

from pilots.models import Membership, User
from pilots.people import memberships
from totalplace.kept_statement import KeptStatement, blank

_KEPT = 256  # Statements of each `build`: some kilobytes each.
_FEW = 100  # Keys: the statement with more is longer, and for hardly anything else.
_OF_THE_PERSON = 2**32  # Blanks from here on are theirs; those before it are the caller's.
_ENDED = datetime(2009, 4, 1, tzinfo=UTC)  # Of what has ended it is the same when.


@dataclass(frozen=True)
class _Kind:
    """`ties`: of each membership its role, whether it is for an organisation, and whether it has ended."""

    is_active: bool
    permissions: frozenset[str]
    ties: tuple[tuple[str, bool, bool], ...]


class _Anyone:
    """Somebody of a kind, as far as `visible` looks at a person."""

    def __init__(self, kind: _Kind) -> None:
        self.pk, self.is_active = blank(_OF_THE_PERSON), kind.is_active
        self._permissions = kind.permissions
        self._memberships = [
            Membership(
                role=role,
                place_id=blank(_OF_THE_PERSON + 2 * number - 1),
                organisation_id=blank(_OF_THE_PERSON + 2 * number) if is_for_body else None,
                ended_at=_ENDED if has_ended else None,
            )
            for number, (role, is_for_body, has_ended) in enumerate(kind.ties, 1)
        ]

    def has_perm(self, permission: str) -> bool:
        return self.is_active and permission in self._permissions


class Kept(Protocol):
    """Gives the rows of a statement to a person: `pattern` as it is built from, `keys` for its blanks from 0 on."""

    def __call__(self, user: User, *pattern: Any, keys: Sequence[int] = ()) -> list[Any]: ...


def kept(build: Callable[..., QuerySet]) -> Kept:
    """Make of `build(user, *pattern)`, which gives a queryset, a function that gives its rows.

    The statement is built once for each pattern and kind of person. So it turns on these alone: on no day, and on no
    row that was read. Where a queryset is in the pattern, it is built anew.
    """

    @lru_cache(maxsize=_KEPT)
    def statement(vendor: str, kind: _Kind, *pattern: Hashable) -> KeptStatement:
        return KeptStatement(build(cast(User, _Anyone(kind)), *pattern))

    @wraps(build)
    def rows(user: User, *pattern: Any, keys: Sequence[int] = ()) -> list[Any]:
        if any(isinstance(each, QuerySet) for each in pattern):
            return list(build(user, *pattern))
        find = statement if len(keys) <= _FEW else statement.__wrapped__
        found = find(connection.vendor, _kind(user), *pattern)
        return found.run(dict(enumerate(keys)) | _keys(user))

    return rows


def _kind(user: User) -> _Kind:
    ties = (
        (held.role, held.organisation_id is not None, held.ended_at is not None)
        for held in memberships(user)
    )
    return _Kind(user.is_active, frozenset(user.get_all_permissions()), tuple(ties))


def _keys(user: User) -> dict[int, int]:
    """By the blanks of `_Anyone`; where a membership is for no organisation, there is none."""
    ties = ((held.place_id, held.organisation_id or 0) for held in memberships(user))
    return dict(enumerate([user.pk, *(key for tie in ties for key in tie)], _OF_THE_PERSON))
