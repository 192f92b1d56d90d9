"""Has the site what nobody can begin without? The database is asked, before the site is opened."""

from collections.abc import Collection

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction

from .reference_data import missing_tables


@register(Tags.database, deploy=True)
def reference_data_are_loaded(
    app_configs: object = None, databases: Collection[str] | None = None, **kwargs: object
) -> list[Error]:
    """For deployment only, since `migrate` asks the other checks of a database that has no tables yet."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    try:
        with transaction.atomic():
            missing = missing_tables()
    except DatabaseError:
        return []  # It is away, or not migrated yet: whatever is asked next says so.
    if not missing:
        return []
    return [
        Error(
            f"The site has no {', no '.join(missing)}. Without themes no claim can be signed off; without the others "
            "its figures are not worked out, or nobody reads what they are used for.",
            hint="Run: python manage.py load_reference_data",
            id="savings.E001",
        )
    ]
