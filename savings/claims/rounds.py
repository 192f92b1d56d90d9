"""Which round is open, what has been confirmed in it, and which words on use hold? Asked of a day."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from savings.models import Confirmation, Round, StatementOfUse, Version


def open_round(today: date) -> Round | None:
    """The round that is open on that day; of two, the one that closes first."""
    opened = Round.objects.filter(opens_on__lte=today, closes_on__gte=today)
    return opened.order_by("closes_on", "pk").first()


def not_confirmed_in(current: Round, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of `versions` that were submitted before the round opened, and of which it has heard nothing since."""
    said = Confirmation.objects.filter(version=OuterRef("pk"), round=current)
    return versions.filter(~Exists(said), frozen_at__date__lt=current.opens_on)


def waits_for_confirmation(version: Version) -> bool:
    """Whether a round is open today in which the place has still to say what became of `version`."""
    current = open_round(timezone.localdate())
    this = Version.objects.filter(pk=version.pk)
    return current is not None and not_confirmed_in(current, this).exists()


def statement_of_use(today: date) -> StatementOfUse | None:
    """What the Treasury says on that day that it does with figures; None where it has said nothing yet."""
    return StatementOfUse.objects.filter(valid_from__lte=today).order_by("-valid_from").first()
