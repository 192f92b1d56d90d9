"""The page of notices: what concerns a person, newest first; new until it is marked as read, by a button alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings.models import Notice, Reminder
from savings.models.choices import Reminded
from tests import factories
from tests.savings.workflow.bystanders import Scene


@pytest.fixture
def scene():
    return Scene("in_review", reference="PL-0001", what_changes="One front desk")


def _page(client, person, query=""):
    client.force_login(person)
    return client.get(f"/notices/{query}")


def _mark(client, newest):
    return client.post("/notices/", {"newest": newest}, follow=True)


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get("/notices/").status_code == 302


def test_without_notices_the_page_says_when_there_will_be_some(client, scene):
    page = _page(client, scene.people["analyst"])

    assert "No notices" in page.text
    assert "Mark all as read" not in page.text


def test_a_notice_says_what_happened_to_which_claim_and_what_to_do(client, scene):
    scene.perform("ask", "reviewer")

    text = _page(client, scene.people["officer"]).text

    assert "A reviewer has asked a question about a claim of your place." in text
    assert '<a class="govuk-link" href="/claims/PL-0001/">PL-0001</a> One front desk' in text
    assert "New" in text


def test_the_newest_comes_first(client, scene):
    scene.perform("ask", "reviewer")
    scene.perform("dispute", "partner")

    told = _page(client, scene.people["officer"]).context["told"]

    assert [item.notice.event.action for item in told] == ["dispute", "ask"]


def test_a_reminder_stands_among_them(client, scene):
    scene.perform("ask", "reviewer")
    reminder = Reminder.objects.create(
        version=scene.version, kind=Reminded.ANSWER_OVERDUE, on=timezone.localdate()
    )
    Notice.objects.create(to=scene.people["officer"], reminder=reminder)

    text = _page(client, scene.people["officer"]).text

    assert "The answer to a question about a claim of your place is overdue." in text


def test_looking_at_the_page_marks_nothing(client, scene):
    scene.perform("ask", "reviewer")

    for _ in range(2):
        page = _page(client, scene.people["officer"])

    assert "Notices (1 new)" in page.text
    assert scene.people["officer"].notices.get().seen_at is None


def test_the_button_marks_what_was_on_the_page_and_nobody_elses(client, scene):
    scene.perform("ask", "reviewer")
    officer = scene.people["officer"]
    newest = _page(client, officer).context["newest"]
    scene.perform("dispute", "partner")

    page = _mark(client, newest)

    assert "are marked as read" in page.text
    assert "Notices (1 new)" in page.text
    assert [item.is_new for item in page.context["told"]] == [True, False]
    assert not scene.people["finance"].notices.exclude(seen_at=None).exists()


def test_once_all_is_read_there_is_nothing_to_mark(client, scene):
    scene.perform("ask", "reviewer")
    newest = _page(client, scene.people["officer"]).context["newest"]

    page = _mark(client, newest)

    assert "Mark all as read" not in page.text
    assert "new)" not in page.text


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 30])
def test_a_form_that_does_not_say_which_marks_none(client, scene, newest):
    scene.perform("ask", "reviewer")
    client.force_login(scene.people["officer"])

    assert client.post("/notices/", {"newest": newest}).status_code == 400
    assert scene.people["officer"].notices.get().seen_at is None


def test_what_does_not_concern_a_person_any_more_is_not_shown(client, scene):
    scene.perform("ask", "reviewer")
    factories.end_memberships(scene.people["officer"])

    page = _page(client, scene.people["officer"])

    assert page.context["told"] == []
    assert "PL-0001" not in page.text


def test_there_are_25_a_page_and_a_page_that_is_not_there_is_the_last(client, scene):
    for _ in range(27):
        scene.perform("dispute", "partner")
    officer = scene.people["officer"]

    first, last = _page(client, officer), _page(client, officer, "?page=99")

    assert (len(first.context["told"]), len(last.context["told"])) == (25, 2)
    assert "Notices (27 new)" in first.text


def test_more_than_can_be_counted_are_said_to_be_many(client, scene):
    scene.perform("dispute", "partner")
    officer = scene.people["officer"]
    event = officer.notices.get().event
    events = [type(event)(**_fields(event)) for _ in range(100)]
    Notice.objects.bulk_create(
        Notice(to=officer, event=made) for made in type(event).objects.bulk_create(events)
    )

    assert "Notices (more than 99 new)" in _page(client, officer).text


def _fields(event):
    names = ("version_id", "action", "status_before", "status_after", "by_id", "by_role")
    return {name: getattr(event, name) for name in names}


def test_many_cost_as_many_queries_as_one(client, scene, django_assert_num_queries):
    officer = scene.people["officer"]
    scene.perform("dispute", "partner")
    _page(client, officer)
    with CaptureQueriesContext(connection) as one:
        client.get("/notices/")
    for _ in range(20):
        scene.perform("dispute", "partner")

    with django_assert_num_queries(len(one.captured_queries)):
        client.get("/notices/")
