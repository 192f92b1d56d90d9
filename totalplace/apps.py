"""The site as a Django application: it brings the templates' words, the system checks and the cache's table."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

from .financial_year import FinancialYear


class TotalplaceConfig(AppConfig):
    name = "totalplace"

    def ready(self) -> None:
        _set_years()
        # Importing registers the checks; there is no other moment at which Django asks for them.
        import_module("totalplace.checks")
        post_migrate.connect(_make_cache_table, sender=self)


def _set_years() -> None:
    """Before any form or template of a spreadsheet offers a year."""
    try:
        FinancialYear.set_range(settings.FIRST_YEAR, settings.LAST_YEAR)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"FIRST_YEAR and LAST_YEAR: {error} See docs/running.md."
        ) from error


def _make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the cache's table unless it is there, or the cache is kept elsewhere: `migrate` is all that is to be run."""
    if using == DEFAULT_DB_ALIAS:  # a replica follows by itself
        call_command("createcachetable", database=using, verbosity=0)
