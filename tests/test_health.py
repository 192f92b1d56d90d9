"""Does a load balancer hear that people's work cannot be stored, and is trying it out cheap?"""

from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.away import full_after, no_database, read_only_database
from totalplace import health
from totalplace.remembered import Remembered
from totalplace.views import database_in_use

READY, LIVE = "/health/ready", "/health/live"
NOT = "not ready: nothing can be written to"


@pytest.fixture
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def no_store(root):
    root.write_bytes(b"A file is no folder.")


def _answers(client):
    ready, live = client.get(READY), client.get(LIVE)
    assert live.status_code == 200
    assert (ready.status_code == 200) is ("Retry-After" not in ready)
    return ready.status_code, ready.text


def test_where_everything_can_be_stored_the_site_is_ready(client, root):
    status, words = _answers(client)
    assert status == 200
    assert words.startswith(f"ready: {database_in_use()}\n")
    assert [path.name for path in root.rglob("*")] == ["incoming"]


def test_before_the_files_of_its_pages_are_collected_the_site_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(staticfiles_storage, "hashed_files", {}, raising=False)

    assert _answers(client) == (
        503,
        "not ready: the files that pages are made of are not collected\n",
    )


def test_without_its_database_the_site_is_not_ready(client):
    with no_database():
        assert _answers(client) == (503, f"{NOT} the database\n")


def test_with_a_database_that_is_only_read_from_the_site_is_not_ready(client):
    with read_only_database():
        assert _answers(client) == (503, f"{NOT} the database\n")


@pytest.mark.usefixtures("no_store")
def test_without_its_evidence_store_the_site_is_not_ready(client):
    assert _answers(client) == (503, f"{NOT} the evidence store\n")


def test_with_a_full_disk_the_site_is_not_ready(client, root):
    with full_after(0):
        assert _answers(client) == (503, f"{NOT} the evidence store\n")
    assert [path.name for path in root.rglob("*")] == ["incoming"]


@pytest.mark.usefixtures("no_store")
def test_each_that_fails_is_named(client):
    with no_database():
        assert _answers(client) == (503, f"{NOT} the database and the evidence store\n")


@pytest.mark.usefixtures("no_store")
def test_what_cannot_be_written_to_is_in_the_log_with_its_trace(client, caplog):
    client.get(READY)

    [record] = [record for record in caplog.records if record.name == "totalplace.health"]
    assert record.levelname == "ERROR"
    assert record.exc_info


def test_it_is_tried_once_however_often_it_is_asked(client):
    client.get(READY)
    [row] = Session.objects.filter(pk=health.KEY)

    with CaptureQueriesContext(connection) as asked:
        client.get(READY)

    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert Session.objects.get(pk=health.KEY).expire_date == row.expire_date


def test_nobody_can_sign_in_with_the_row_that_is_written(client, settings):
    client.get(READY)
    client.cookies[settings.SESSION_COOKIE_NAME] = health.KEY

    assert client.get("/").status_code == 302


def test_an_answer_is_asked_for_again_once_it_is_old():
    answers = iter("abc")
    always, seldom = Remembered(lambda: next(answers), seconds=0), Remembered(object, seconds=60)

    assert [always(), always()] == ["a", "b"]
    assert seldom() is seldom()


def test_while_one_asks_the_others_have_the_answer_before():
    asked, may_answer = Event(), Event()
    answers = iter(["before", "after"])

    def ask():
        answer = next(answers)
        if answer == "after":
            asked.set()
            assert may_answer.wait(10)
        return answer

    remembered = Remembered(ask, seconds=0)
    remembered()
    thread = Thread(target=remembered)
    thread.start()
    assert asked.wait(10)
    meanwhile = remembered()
    may_answer.set()
    thread.join()

    assert meanwhile == "before"
    assert remembered._answer == "after"


def test_a_try_that_breaks_is_not_remembered():
    answers = iter([1, 0])
    remembered = Remembered(lambda: 1 // next(answers), seconds=60)
    broken = Remembered(lambda: 1 // 0, seconds=60)

    with pytest.raises(ZeroDivisionError):
        broken()
    with pytest.raises(ZeroDivisionError):
        broken()
    assert remembered() == 1
