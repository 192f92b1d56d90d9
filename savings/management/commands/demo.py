"""Load the demonstration. Safe to repeat: what is there already stays as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pilots.models import Place
from savings.demo import load
from savings.demo.people import SECOND_REVIEWER, SIGN_INS
from savings.demo.reading_room import load_claims_to_review
from savings.models import Claim


class Command(BaseCommand):
    help = (
        "Load the real places, published claims and burdens, a practice place with worked examples,"
        " and one sign-in per role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--password", default=settings.DEMO_PASSWORD, help="for every demonstration sign-in"
        )

        parser.add_argument(
            "--to-review",
            type=int,
            default=0,
            metavar="N",
            help="also submit N claims of the practice place, to practise reviewing on",
        )

    def handle(self, *args: Any, password: str, to_review: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration has sign-ins that share a password, so it is for trying out only."
                " Set DEMO=1 to load it."
            )
        if not password:
            raise CommandError("Give the sign-ins a password: demo --password …")
        load(password)
        if to_review:
            load_claims_to_review(to_review)
        self.stdout.write(
            f"{Place.objects.count()} places and {Claim.objects.count()} claims are there. Sign in as one of:"
        )
        for email, *_rest in [*SIGN_INS, SECOND_REVIEWER]:
            self.stdout.write(f"  {email}")
