from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SavingsConfig(AppConfig):
    name = "savings"
    verbose_name = "Claims and reviews"

    def ready(self):
        # Django writes permissions after each migration; the groups that hold them follow at once, on every database.
        post_migrate.connect(_write_roles, sender=self)


def _write_roles(**kwargs):
    from pilots.people import write_roles

    write_roles()
