from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SavingsConfig(AppConfig):
    name = "savings"
    verbose_name = "Claims and reviews"

    def ready(self) -> None:
        # Importing registers the checks.
        import_module("savings.evidence.checks")
        import_module("savings.parameters.checks")
        # Django writes permissions after each migration; the groups that hold them follow at once, on every database.
        post_migrate.connect(_write_roles, sender=self)
        from pilots.leavers import LEDGERS

        from .workflow import holdings

        LEDGERS.append(holdings)


def _write_roles(using: str, **kwargs: object) -> None:
    from django.contrib.auth.management import create_permissions

    from pilots.people import write_roles

    if using != "default":  # a replica follows by itself
        return
    for label in ("pilots", "savings"):
        # Django's own receiver may come after this one; it finds nothing left to do.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    write_roles()
