"""Does each daily command run from cron, say when it ran and what came of it, and is one that does not run missed?"""

import os
import re
import subprocess
import time
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.away import no_database
from totalplace import health
from totalplace.daily import DAILY, KEPT, DailyCommand, standings
from totalplace.models import DailyRun

CRON = settings.BASE_DIR / "deploy" / "cron"


def _lines():
    """The settings of the cron file, and of each job its time, its account and its command."""
    said = [line for line in CRON.read_text().splitlines() if line and not line.startswith("#")]
    jobs = [line.split(" ", 6) for line in said if line[0].isdigit()]
    given = dict(line.split("=", 1) for line in said if not line[0].isdigit())
    return given, [(job[:5], job[5], job[6]) for job in jobs]


def test_cron_runs_each_daily_command_once_a_day_and_nothing_else(tmp_path):
    given, jobs = _lines()
    called = []
    for (minute, hour, *days), account, command in jobs:
        assert int(minute) in range(60)
        assert int(hour) in range(24)
        assert (days, account) == (["*", "*", "*"], "totalplace")
        called.append(_called(tmp_path, given, command))

    names = [arguments[1] for arguments in called]
    assert sorted(names) == sorted(DAILY)
    assert all(arguments[0] == "manage.py" for arguments in called)
    assert {len(arguments) for arguments in called if arguments[1] != "backup"} == {2}


def _called(folder, given, command, *, fails=False):
    """What the line of the cron file calls Python with: run by the shell as cron does, at a place of its own."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    makes = '[ "$2" != backup ] || touch "$3"\n' if not fails else ""
    python.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >&2\n{makes}exit {int(fails)}\n')
    python.chmod(0o755)
    assert command.startswith("cd /srv/totalplace && .venv/bin/python manage.py ")
    assert re.search(r"(?<!\\)%", command) is None  # To cron that is the end of the line.
    there = command.replace("/srv/totalplace", str(folder)).replace(r"\%", "%")
    environment = given | {"BACKUPS": str(folder)}
    ran = subprocess.run(
        [given["SHELL"], "-c", there], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == ""
    return ran.stderr.splitlines()


def test_old_backups_are_removed_only_once_there_is_a_new_one(tmp_path):
    given, jobs = _lines()
    [command] = [command for _, _, command in jobs if " backup " in command]
    old, young = tmp_path / "2026-01-01-070000.zip", tmp_path / "2026-01-02-070000.zip"
    half = tmp_path / ".2026-01-01-070000.zip.x.part"
    for path, days in ((old, int(given["DAYS"]) + 2), (young, 1.5), (half, 3)):
        path.touch()
        os.utime(path, times=(time.time() - days * 86400,) * 2)

    with pytest.raises(subprocess.CalledProcessError):
        _called(tmp_path, given, command, fails=True)
    before = old.exists()
    # It ends with 1, too, where a file of evidence is lost: the backup is made all the same.
    (tmp_path / "2026-01-03-070000.zip").touch()
    _called(tmp_path, given, command, fails=True)

    assert before
    assert not old.exists()
    assert not half.exists()
    assert young.exists()


@pytest.mark.parametrize("name", DAILY)
def test_each_daily_command_is_there_is_one_and_is_documented(name):
    command = load_command_class(get_commands()[name], name)

    assert isinstance(command, DailyCommand)
    assert f"`{name}" in (settings.BASE_DIR / "docs" / "running.md").read_text()


def _run(name, *options):
    said = StringIO()
    call_command(name, *options, stdout=said, stderr=StringIO())
    return said.getvalue().strip()


def test_each_run_is_noted_with_what_came_of_it(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path  # Without the files of other tests, of which no row is left.
    # Of a backup, which needs a database of its own, tests/savings/archive sees it.
    said = {name: _run(name) for name in DAILY if name != "backup"}

    runs = DailyRun.objects.all()
    assert {run.command: run.result for run in runs} == said
    assert all(said.values())
    assert all(run.exit_status == 0 and run.ended_at >= run.began_at for run in runs)
    assert [it.command for it in standings() if not it.is_in_order] == ["backup"]


@pytest.mark.parametrize("name", ["send_digest", "send_reminders"])
def test_what_only_says_what_it_would_do_does_not_count(name):
    assert _run(name, "--dry-run").endswith("Nothing was sent.")

    assert not DailyRun.objects.exists()


class _Failing(DailyCommand):
    fault = None

    def handle(self, *args, **options):
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "status", "result"),
    [
        (CommandError("Two were lost.", returncode=3), 3, "Two were lost."),
        (ValueError("Ann Archer"), 1, "It broke off: ValueError."),
        (KeyboardInterrupt(), 130, "It was stopped from the keyboard."),
        (CommandError("x" * 1000), 1, "x" * 300),
    ],
)
def test_a_run_that_fails_says_why_and_names_nobody(fault, status, result):
    command = _Failing()
    command.fault = fault

    with pytest.raises(type(fault)):
        call_command(command)

    run = DailyRun.objects.get()
    assert (run.command, run.exit_status) == ("test_daily", status)
    assert run.result.startswith(result)
    assert "Ann" not in run.result


def _ran(name="send_digest", *, hours_ago=0.0, status=0, result="Emails sent: 3.", ended=True):
    at = timezone.now() - timedelta(hours=hours_ago)
    ending = {"ended_at": at, "exit_status": status, "result": result} if ended else {}
    return DailyRun.objects.create(command=name, began_at=at, **ending)


def _digest():
    return next(standing for standing in standings() if standing.command == "send_digest")


WELL = {"hours_ago": 20}
STANDINGS = [
    ([], "has never run", True, False),
    ([WELL], "went well", False, True),
    ([{"hours_ago": 27}], "went well", True, False),
    ([WELL, {"hours_ago": 1, "status": 1}], "failed (1)", False, False),
    ([{"hours_ago": 1, "status": 1}], "failed (1)", True, False),
    ([WELL, {"hours_ago": 1, "ended": False}], "has begun", False, True),
    ([WELL, {"hours_ago": 3, "ended": False}], "did not end", False, False),
    ([{"hours_ago": 1, "ended": False}], "has begun", True, False),
    ([WELL, {"hours_ago": 3, "ended": False}, {"hours_ago": 1}], "went well", False, True),
]


@pytest.mark.parametrize(("runs", "state", "is_late", "is_in_order"), STANDINGS)
def test_how_it_stands_with_a_command(runs, state, is_late, is_in_order):
    for run in runs:
        _ran(**run)

    digest = _digest()

    assert (digest.state, digest.is_late, digest.is_in_order) == (state, is_late, is_in_order)


def test_two_runs_at_once_are_two_and_one_that_is_killed_hides_behind_neither():
    killed, other = _ran(hours_ago=4, ended=False), _ran(hours_ago=5)

    other.ended_at = timezone.now()
    other.save()

    killed.refresh_from_db()
    assert killed.ended_at is None
    assert not _digest().is_late


def test_runs_are_not_kept_for_ever():
    _ran(hours_ago=(KEPT + timedelta(hours=1)).total_seconds() / 3600)

    _run("send_digest")

    assert DailyRun.objects.count() == 1


def test_a_late_command_is_named_to_the_load_balancer_and_the_site_stays_ready(client):
    for name in DAILY:
        _ran(name)
    _ran("verify_evidence", status=1, result="Ann Archer’s file is lost.")
    DailyRun.objects.filter(command="send_digest").delete()

    answer = client.get("/health/ready")

    assert answer.status_code == 200
    told = {
        "send_digest": "late: send_digest has never run",
        "verify_evidence": "verify_evidence failed (1)",
    }
    lines = [line.split(", begun ")[0] for line in answer.text.splitlines()[1:]]
    assert lines == [told.get(name, f"{name} went well") for name in DAILY]
    assert "Ann" not in answer.text


def test_the_runs_are_not_asked_for_each_time(client):
    client.get("/health/ready")

    with CaptureQueriesContext(connection) as asked:
        client.get("/health/ready")

    assert not [query for query in asked if "dailyrun" in query["sql"]]


@pytest.mark.usefixtures("no_second_factor")
def test_the_administrators_home_says_what_ran_what_did_not_and_what_to_do(client):
    for name in DAILY:
        _ran(name, result=f"Result of {name}.")
    _ran("verify_evidence", status=1, result="1 of 3 stored files are not as they were.")
    DailyRun.objects.filter(command="send_digest").delete()
    client.force_login(factories.administrator())

    page = client.get("/admin/").text
    with time_machine.travel(timezone.now() + timedelta(hours=27)):
        client.force_login(factories.administrator())
        later = client.get("/admin/").text

    assert "Result of sweep_evidence." in page
    assert "It has never run." in page
    assert "It failed (1)." in page
    assert "1 of 3 stored files are not as they were." in page
    for name in ("send_digest", "verify_evidence"):
        assert f"<code>{name}</code>" in page
    assert DAILY["send_digest"] in page
    assert f"{len(DAILY) - 2} commands went well" in page
    assert "It is late." not in page
    assert "It last went well" in later
    assert "<code>sweep_evidence</code>" in later
    assert "It is late." in later


@pytest.mark.usefixtures("no_second_factor")
def test_nobody_else_is_told_of_the_runs(client):
    for role in (factories.reviewer, factories.lead, factories.analyst):
        client.force_login(role())

        assert "send_digest" not in client.get("/admin/").text


def test_a_database_that_goes_away_meanwhile_is_told(client):
    client.get("/health/ready")
    health.daily_runs.forget()

    with no_database(asked="dailyrun"):
        answer = client.get("/health/ready")

    assert (answer.status_code, answer.text) == (503, "not ready: no database\n")
