"""How does a test come to a day on which somebody is reminded, and run the command on it?"""

from datetime import date

import time_machine
from django.core.management import call_command

from savings.models import Notice
from savings.notices.reminders import occasions
from savings.workflow import remind
from tests.savings.workflow.bystanders import Scene

SITE = "https://totalplace.example"


def scene_at(status, **content):
    """A claim that comes to `status` on Monday 1 March 2027; what was told of it until then is forgotten."""
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        scene = Scene(status, **content)
    Notice.objects.all().delete()
    return scene


def run_reminders(day, **options):
    """The command on a day of March."""
    with time_machine.travel(f"2027-03-{day:02}T06:30Z", tick=False):
        call_command("send_reminders", **options)


def mailed(scene, mails):
    people = {mail.to[0] for mail in mails}
    return {name for name, person in scene.people.items() if person.email in people}


def remind_unmailed(day):
    """As a run that was stopped before it mailed."""
    with time_machine.travel(f"2027-03-{day:02}T06:30Z", tick=False):
        return [remind(occasion) for occasion in occasions(date(2027, 3, day))]
