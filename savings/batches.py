"""How are the rows of many keys read, however wrongly the database guesses the sizes of its tables?

Right after a large import PostgreSQL may believe that a table has one row, and then joins it row by row: minutes in
place of a moment. A list of keys is looked up and never joined, and SQLite takes only so many in one query.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import QuerySet

KEYS_AT_ONCE = 500
Key = TypeVar("Key")


def rows_of(queryset: QuerySet, field: str, keys: Iterable[int]) -> Iterator:
    """The rows of `queryset` whose `field` is one of `keys`, in the order of the keys' batches."""
    for batch in batches(keys):
        yield from queryset.filter(**{f"{field}__in": batch})


def batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys, in their order, as many at a time as one statement takes."""
    keys = iter(keys)
    while batch := list(islice(keys, KEYS_AT_ONCE)):
        yield batch
