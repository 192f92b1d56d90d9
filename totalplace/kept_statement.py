"""How is a statement built once, and run many times with other keys?

Django takes far longer to build some statements than a database to answer them. What differs from one run to the next
stands in a kept statement as a number that no rule has, a `blank`, and is bound when it is run.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

_FIRST = -(2**62)


def blank(place: int) -> int:
    """Stands in a query for the key that is given by the name of this number when it is run."""
    return _FIRST - place


class KeptStatement:
    """What a queryset asks, as SQL: none of its rows is kept, and what is asked anew is answered anew.

    What hangs on its rows by `prefetch_related` is not read.
    """

    def __init__(self, rows: QuerySet) -> None:
        self._rows, self._compiler = rows, rows.query.get_compiler(rows.db)
        try:
            self._sql, self._params = self._compiler.as_sql()
        except EmptyResultSet:  # Whatever the keys are, it has no row.
            self._sql, self._params = "", ()
        self._blanks = [at for at, param in enumerate(self._params) if _is_blank(param)]
        vars(self._compiler).pop("connection")  # It is the thread's that came first.

    def run(self, keys: Mapping[int, int]) -> list[Any]:
        """The rows, with the key of each blank in its place."""
        if not self._sql:
            return []
        params = list(self._params)
        for at in self._blanks:
            param = params[at]  # The number, as the type that its database takes.
            params[at] = type(param)(keys[_FIRST - param])
        return list(self._with(params))

    def _with(self, params: list) -> QuerySet:
        """The queryset as it was built, but for what it would ask: the statement with these parameters."""
        compiler, query, using = copy(self._compiler), copy(self._rows.query), self._rows.db
        vars(compiler).update(connection=connections[using], as_sql=lambda: (self._sql, params))
        vars(query).update(get_compiler=lambda *args, **named: compiler)
        asked = self._rows.using(using)
        asked.query, asked._iterable_class = query, self._rows._iterable_class
        return asked


def _is_blank(param: object) -> bool:
    return isinstance(param, int) and param <= _FIRST
