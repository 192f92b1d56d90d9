"""Django's own, refused: here nobody opens everything, and nobody chooses somebody else's password."""

from typing import Any, NoReturn

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    help = "Refused: there are no superusers here. Run create_administrator EMAIL."

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        raise CommandError(
            "There are no superusers here. To make an administrator, run: python manage.py create_administrator EMAIL"
        )
