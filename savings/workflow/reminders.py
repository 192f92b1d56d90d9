"""Reminding people of what waits for them: each occasion once, however often and wherever it is asked for."""

from django.db import transaction

from pilots.models import User
from savings.models import Notice, Reminder
from savings.notices.audiences import everybody_in
from savings.notices.reminders import Occasion
from savings.notices.words import told_of


def remind(occasion: Occasion) -> bool:
    """Put the occasion on record with a notice for each person whom it concerns; False where that has been done.

    Of two machines at once the second waits here for the first, and then finds it done.
    """
    with transaction.atomic():
        reminder, is_new = Reminder.objects.get_or_create(
            version=occasion.version, kind=occasion.kind, on=occasion.on
        )
        if is_new:
            people = everybody_in(told_of(reminder), occasion.version)
            Notice.objects.bulk_create(Notice(to=person, reminder=reminder) for person in people)
    return is_new


def would_be_reminded(occasion: Occasion) -> list[User]:
    """Whom `remind` would tell."""
    reminder = Reminder(version=occasion.version, kind=occasion.kind, on=occasion.on)
    return list(everybody_in(told_of(reminder), occasion.version))
