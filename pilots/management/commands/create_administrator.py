"""Make the first administrator of a new site. They add everybody else in the workspace."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from pilots import password_links
from pilots.first_administrator import make_administrator
from pilots.link_tokens import lives
from pilots.models import User
from totalplace.direction import contained


class Command(BaseCommand):
    help = (
        "Makes the person of this email address an administrator, emails them a link to set a password, and prints the "
        "link. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's email address: they sign in with it")
        parser.add_argument(
            "--name", default="", help="their name, as others read it; else their address is shown"
        )

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            person, is_new = make_administrator(email, name)
        except ValidationError as error:
            raise CommandError(f"Nothing was stored. {' '.join(error.messages)}") from error
        now = "is an administrator now" if is_new else "is an administrator already"
        self._say(f"{person.name} ({person.email}) {now}.")
        if person.has_usable_password():
            again = settings.SITE_URL + reverse("account_reset_password")
            self._say(f"They have a password. If it is forgotten, they get a new one at {again}")
        else:
            self._give_link(person)

    def _give_link(self, person: User) -> None:
        posted = password_links.send_marked([person.pk])
        self._say(
            f"A link to set a password was emailed to {person.email}."
            if posted.sent
            else "The email server did not take the email with the link. See EMAIL_URL; send_digest tries again."
        )
        self._say(
            f"If the email does not arrive, they can open this link instead, within {lives(person).days} days. It "
            "works once. Whoever opens it can become this administrator: give it to nobody else.\n"
        )
        self._say(password_links.link(person))

    def _say(self, words: str) -> None:
        self.stdout.write(contained(words))
