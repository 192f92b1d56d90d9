"""The site as a Django application: it brings the templates' words and the system checks."""

from importlib import import_module

from django.apps import AppConfig


class TotalplaceConfig(AppConfig):
    name = "totalplace"

    def ready(self):
        # Importing registers the checks; there is no other moment at which Django asks for them.
        import_module("totalplace.checks")
