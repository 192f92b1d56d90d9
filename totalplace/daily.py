"""Which commands must run every day, did they, and what came of it?

`deploy/cron` runs each of them; who runs one by hand counts as much. A run that only says what it would do counts not.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Max
from django.utils import timezone

from .models import DailyRun

# Each command, and what comes of it that it does not run.
DAILY = {
    "send_reminders": "Nobody is reminded of what is due.",
    "send_digest": "Emails wait to be sent, and so do links to set a password.",
    "clearsessions": "What people typed before they were signed out is kept longer than it is needed.",
    "forget_sheets": "Sheets of people that nobody confirmed are kept longer than they are needed.",
    "verify_evidence": "Nobody would notice that evidence was lost or changed.",
    "verify_totals": "Nobody would notice that a total is not the sum of its parts.",
    "find_overlaps": "Nobody is told that two claims submitted at one moment may be the same money.",
    "sweep_evidence": "Files that nothing uses stay in the evidence store.",
    "rescan_evidence": "Files that were not scanned for viruses stay so.",
    "backup": "What people have done since the last backup would be lost with this machine.",
}
# How docs/running.md types a command.
AS_THE_SITE = "cd /srv/totalplace && runuser -u totalplace -- .venv/bin/python manage.py"
ARGUMENTS = {"backup": ' "/var/backups/totalplace/$(date +%F-%H%M%S).zip"'}
LATE = timedelta(hours=26)  # A day, and what one run may take longer than the one before.
STILL_RUNNING = timedelta(hours=2)
KEPT = timedelta(days=90)
STOPPED = 130  # The exit status of what is stopped from the keyboard.


class DailyCommand(BaseCommand):
    """A command of `DAILY`. `handle` returns in a sentence what came of it, without anybody's name: it is kept."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if options.get("dry_run"):
            return super().execute(*args, **options)
        run = _began(type(self).__module__.rpartition(".")[2])
        try:
            said = super().execute(*args, **options)
        except BaseException as fault:
            with suppress(DatabaseError):  # What it broke over is what there is to say.
                _ended(run, *_came_to(fault))
            raise
        _ended(run, 0, said or "")
        return said


def _began(command: str) -> DailyRun:
    DailyRun.objects.filter(command=command, began_at__lt=timezone.now() - KEPT).delete()
    return DailyRun.objects.create(command=command)


def _ended(run: DailyRun, exit_status: int, result: str) -> None:
    run.ended_at, run.exit_status = timezone.now(), exit_status
    run.result = result[: DailyRun._meta.get_field("result").max_length]
    run.save()


def _came_to(fault: BaseException) -> tuple[int, str]:
    """The exit status and the words for it; of a fault of ours only its kind, as its words may quote what is stored."""
    if isinstance(fault, CommandError):
        return fault.returncode, str(fault)
    if isinstance(fault, KeyboardInterrupt):
        return STOPPED, "It was stopped from the keyboard."
    return 1, f"It broke off: {type(fault).__name__}. Where is in what it wrote to standard error."


@dataclass(frozen=True)
class Standing:
    """How it stands with one daily command."""

    command: str
    last: DailyRun | None
    went_well_at: datetime | None  # The last time that it ended with status 0.
    now: datetime

    @property
    def is_late(self) -> bool:
        return self.went_well_at is None or self.now - self.went_well_at > LATE

    @property
    def is_in_order(self) -> bool:
        if self.last is None or self.is_late:
            return False
        return self.last.exit_status == 0 or self.may_be_running

    @property
    def may_be_running(self) -> bool:
        if self.last is None or self.last.ended_at is not None:
            return False
        return self.now - self.last.began_at <= STILL_RUNNING

    @property
    def state(self) -> str:
        """What came of the last run, in a few words."""
        if self.last is None:
            return "has never run"
        if self.last.ended_at is None:
            return "has begun" if self.may_be_running else "did not end"
        return f"failed ({self.last.exit_status})" if self.last.exit_status else "went well"

    @property
    def typed(self) -> str:
        """What is typed after AS_THE_SITE to run it by hand."""
        return f"{self.command}{ARGUMENTS.get(self.command, '')}"

    @property
    def without_it(self) -> str:
        return DAILY[self.command]


def standings() -> list[Standing]:
    """How it stands with each daily command, in two queries."""
    runs = DailyRun.objects.filter(command__in=DAILY).order_by().values("command")
    went_well = dict(
        runs.filter(exit_status=0).annotate(at=Max("ended_at")).values_list("command", "at")
    )
    newest = runs.annotate(newest=Max("pk")).values("newest")
    last = {run.command: run for run in DailyRun.objects.filter(pk__in=newest)}
    now = timezone.now()
    return [Standing(name, last.get(name), went_well.get(name), now) for name in DAILY]


def in_lines() -> str:
    """The same for a program: a line for each command, beginning with `late` where somebody should look."""
    return "".join(f"{_line(standing)}\n" for standing in standings())


def _line(standing: Standing) -> str:
    at = f", begun {standing.last.began_at:%Y-%m-%dT%H:%M:%SZ}" if standing.last else ""
    return f"{'late: ' if standing.is_late else ''}{standing.command} {standing.state}{at}"
