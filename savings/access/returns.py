"""Which places' answers to a round may somebody see: what was due of them, what they said, and whether it is late?"""

from django.db.models import Q, QuerySet

from pilots.models import Place, User
from savings.models import NothingToReport, Notice, Reminder

from .visible import own_places, tied_places


def places_returning_to(user: User) -> QuerySet[Place]:
    """The places whose answers to rounds `user` may see: their own; as a reader for review, all but those of a tie."""
    return Place.objects.filter(_answers_seen(user))


def nothing_to_report_visible_to(user: User) -> QuerySet[NothingToReport]:
    """What these places have said of rounds in which they had nothing to report."""
    return NothingToReport.objects.filter(_answers_seen(user, "place__"))


def round_reminders_visible_to(user: User) -> QuerySet[Reminder]:
    """What these places were reminded of about a round; and that some were late, for whoever may know of each of them.

    Whoever has a tie sees that if they were told it: then one was late to which they have none.
    """
    of_all = Q(place=None) if sees_answers_of_others(user) else Q(pk__in=[])
    if tied_places(user):
        of_all &= Q(pk__in=Notice.objects.filter(to=user).values("reminder"))
    of_places = Q(_answers_seen(user, "place__"), place__isnull=False)
    return Reminder.objects.filter(of_places | of_all, round__isnull=False)


def sees_answers_of_others(user: User) -> bool:
    """Whether `user` may see those of places that are not their own: who reads for review."""
    return user.is_active and user.has_perm("savings.read_for_review")


def sees_drafts_of(user: User, place: Place) -> bool:
    """Whether `user` is told that the place has drafts: those who write them alone."""
    return place.pk in own_places(user)


def _answers_seen(user: User, at: str = "") -> Q:
    """The condition on a place, or on what hangs on one: `at` is the path to it, ending in `__`."""
    seen = Q(**{f"{at}pk__in": own_places(user)})
    if sees_answers_of_others(user):
        seen |= ~Q(**{f"{at}pk__in": tied_places(user)})
    return seen
