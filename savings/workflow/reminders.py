"""Reminding people of what waits for them: each occasion once, however often and wherever it is asked for."""

from django.db import transaction
from django.db.models import QuerySet

from pilots.models import User
from savings.models import Notice, Reminder
from savings.notices.audiences import everybody_in
from savings.notices.occasion import Occasion, RoundOccasion, reminder_of
from savings.notices.round_audiences import everybody_of
from savings.notices.words import told_of


def remind(occasion: Occasion | RoundOccasion) -> bool:
    """Put the occasion on record with a notice for each person whom it concerns; False where that has been done.

    Of two machines at once the second waits here for the first, and then finds it done.
    """
    with transaction.atomic():
        reminder, is_new = Reminder.objects.get_or_create(**occasion.row)
        if is_new:
            people = _people(reminder, occasion)
            Notice.objects.bulk_create(Notice(to=person, reminder=reminder) for person in people)
    return is_new


def would_be_reminded(occasion: Occasion | RoundOccasion) -> list[User]:
    """Whom `remind` would tell."""
    return list(_people(reminder_of(occasion), occasion))


def _people(reminder: Reminder, occasion: Occasion | RoundOccasion) -> QuerySet[User]:
    told = told_of(reminder)
    if isinstance(occasion, Occasion):
        return everybody_in(told, occasion.version)
    return everybody_of(told, occasion.place, occasion.late)
