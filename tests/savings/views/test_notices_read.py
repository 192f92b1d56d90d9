"""When is a notice new no longer? Once its claim is opened or something done with it; not by a page fetched ahead."""

import pytest

from savings.models import Notice, Reminder
from savings.models.choices import Reminded
from tests.factories import claim_at
from tests.savings.workflow.bystanders import Scene

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def scene():
    scene = Scene("in_review", reference="PL-0001")
    scene.perform("ask", "reviewer")
    return scene


def _new(person):
    return person.notices.filter(seen_at=None).count()


def test_to_open_the_claim_makes_its_notices_read_by_whoever_opened_it(client, scene):
    client.force_login(scene.people["officer"])

    page = client.get("/claims/PL-0001/")

    assert "new)" not in page.text
    assert (_new(scene.people["officer"]), _new(scene.people["finance"])) == (0, 1)


def test_a_reminder_is_read_with_the_claim_and_so_is_nothing_of_another(client, scene):
    officer, day = scene.people["officer"], scene.version.created_at.date()
    other = claim_at("submitted", scene.version.claim.place, reference="PL-0002")
    for version in (scene.version, other):
        about = Reminder.objects.create(version=version, kind=Reminded.ANSWER_OVERDUE, on=day)
        Notice.objects.create(to=officer, reminder=about)
    client.force_login(officer)

    client.get("/claims/PL-0001/")

    new = officer.notices.filter(seen_at=None)
    assert {notice.about.version.claim for notice in new} == {other.claim}


def test_the_reading_page_opens_the_claim_too(client, scene):
    scene.perform("answer", "officer")
    client.force_login(scene.people["reviewer"])
    assert _new(scene.people["reviewer"])

    client.get("/review/PL-0001/")

    assert not _new(scene.people["reviewer"])


def test_what_somebody_does_with_the_claim_makes_what_they_were_told_read(scene):
    officer = scene.people["officer"]
    assert _new(officer)

    scene.perform("answer", "officer")

    assert not _new(officer)


@pytest.mark.parametrize("header", ["HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ"])
def test_a_page_that_a_browser_fetches_ahead_leaves_them_new(client, scene, header):
    client.force_login(scene.people["officer"])

    client.get("/claims/PL-0001/", **{header: "prefetch;prerender"})
    client.head("/claims/PL-0001/")

    assert _new(scene.people["officer"]) == 1


def test_who_may_not_see_the_claim_has_not_opened_it(client, scene):
    stranger = scene.people["analyst"]
    Notice.objects.create(to=stranger, event=scene.people["officer"].notices.get().event)
    client.force_login(stranger)

    assert client.get("/claims/PL-0001/").status_code == 404
    assert _new(stranger) == 1
