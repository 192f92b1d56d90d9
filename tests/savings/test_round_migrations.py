"""What going back before rounds were reminded of forgets: reminders about rounds and their notices, and no others."""

from importlib import import_module

from django.apps import apps
from django.db import connection
from django.utils import timezone

from savings.models import Notice, Reminder, Round
from savings.models.choices import Reminded
from tests import factories

ROUNDS = import_module("savings.migrations.0043_reminders_of_rounds")


def test_reminders_about_rounds_go_and_those_about_versions_stay():
    today, officer = timezone.localdate(), factories.UserFactory()
    current = Round.objects.create(name="Autumn", opens_on=today, closes_on=today)
    version = factories.claim_at("submitted")
    kept = Reminder.objects.create(version=version, kind=Reminded.ANSWER_DUE, on=today)
    of_round = Reminder.objects.create(round=current, kind=Reminded.ROUND_LATE, on=today)
    of_events = set(Notice.objects.all())
    told = Notice.objects.create(to=officer, reminder=kept)
    Notice.objects.create(to=officer, reminder=of_round)

    ROUNDS.forget_rounds(apps, connection.schema_editor())

    assert list(Reminder.objects.all()) == [kept]
    assert of_events
    assert set(Notice.objects.all()) == {*of_events, told}
