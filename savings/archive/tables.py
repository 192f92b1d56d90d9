"""Which tables are in a backup, with which columns? All that Django knows of, but for the few that are named here."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey
from django.db.models.options import Options

from totalplace.fields import ScaledDecimalField

LEFT_OUT = {
    "django_session": "Who is signed in, and what was typed and not yet sent: everybody signs in again.",
    "totalplace_dailyrun": "When the daily commands ran on this machine: they run anew on another.",
    "pilots_peoplesheet": "Sheets of people that wait to be confirmed hold names and addresses that nobody keeps: what "
    "was stored of one is with the people themselves.",
    "django_migrations": "Which migrations were applied: that is in this manifest.",
}
CACHE_LEFT_OUT = "Wrong passwords of the last minutes, counted; nothing else is kept there."
# What `migrate` writes by itself into an empty database. A backup brings its own.
MADE_BY_MIGRATE = {
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
}

_INTEGER, _TEXT = "integer", "text"
_KINDS = {
    "AutoField": _INTEGER,
    "BigAutoField": _INTEGER,
    "BigIntegerField": _INTEGER,
    "IntegerField": _INTEGER,
    "SmallIntegerField": _INTEGER,
    "PositiveBigIntegerField": _INTEGER,
    "PositiveIntegerField": _INTEGER,
    "PositiveSmallIntegerField": _INTEGER,
    "CharField": _TEXT,
    "TextField": _TEXT,
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "datetime",
    "UUIDField": "uuid",
    "JSONField": "json",
    "BinaryField": "binary",
}


@dataclass(frozen=True)
class Column:
    """A column by its name in the database; `kind` says how its values are written: see `values`.

    `places` is where the point belongs in a whole number: with 2 of them, 12345 stands for 123.45.
    """

    name: str
    kind: str
    places: int = 0


@dataclass(frozen=True)
class Table:
    """A table by its name in the database; `key` is the column that its rows are ordered by."""

    name: str
    key: str
    columns: tuple[Column, ...]


def backed_up() -> list[Table]:
    """Every table of the site that is not left out, in the order of their names."""
    models = apps.get_models(include_auto_created=True)
    tables = [
        _table(model._meta)
        for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]
    return sorted(tables, key=lambda table: table.name)


def left_out() -> dict[str, str]:
    """The names of the tables that no backup holds, each with the reason."""
    caches = [cache["LOCATION"] for cache in settings.CACHES.values() if _is_a_table(cache)]
    return LEFT_OUT | dict.fromkeys(caches, CACHE_LEFT_OUT)


def _is_a_table(cache: dict) -> bool:
    return cache["BACKEND"].endswith("DatabaseCache")


def _table(meta: Options) -> Table:
    columns = tuple(map(_column, meta.local_concrete_fields))
    return Table(meta.db_table, str(meta.pk.column), columns)


def _column(field: Field) -> Column:
    places = field.decimal_places if isinstance(field, ScaledDecimalField) else 0
    return Column(str(field.column), _kind(field), places)


def _kind(field: Field) -> str:
    if isinstance(field, ForeignKey):
        return _kind(field.target_field)
    return _KINDS[field.get_internal_type()]
