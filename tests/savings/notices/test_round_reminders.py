"""Reminders of a round: that it has opened, closes soon, has closed; once, to whom it concerns, while owed."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pilots.models import Membership, Place
from savings import workflow
from savings.models import Notice, Reminder, Round
from savings.models.choices import Reminded
from savings.notices.addressee import Addressee
from savings.notices.inbox import concerning, in_words, unseen
from savings.notices.reminders import occasions
from savings.notices.words import REMINDED
from tests import factories, workspace
from tests.savings.workflow.bystanders import LEADS, PLACE, Scene

SITE = "https://totalplace.example"
# From Monday 8 to Tuesday 23 March 2027: five working days before it closes is Tuesday 16.
OPENS, CLOSES = date(2027, 3, 8), date(2027, 3, 23)
OPENED, CLOSING, LATE = Reminded.ROUND_OPENED, Reminded.ROUND_CLOSES, Reminded.ROUND_LATE


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture(autouse=True)
def _the_first_of_march():
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        yield


@pytest.fixture
def spring():
    return Round.objects.create(name="Spring", opens_on=OPENS, closes_on=CLOSES)


@pytest.fixture
def scene(spring):
    """A claim that was submitted before the round, and one of everybody whom it could concern."""
    scene = Scene("submitted")
    factories.end_memberships(scene.people["officer elsewhere"])
    Notice.objects.all().delete()
    return scene


def _on(day):
    return time_machine.travel(f"2027-03-{day:02}T06:30Z", tick=False)


def _run(*days, **options):
    for day in days:
        with _on(day):
            call_command("send_reminders", **options)


def _kinds(**of):
    rows = Reminder.objects.filter(round__isnull=False, **of).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def _mailed(scene, mails):
    people = {mail.to[0] for mail in mails}
    return {name for name, person in scene.people.items() if person.email in people}


def _each(people, *kinds):
    return {name: list(kinds) for name in people}


def _told(scene, day):
    """Who of the scene reads a notice of a round on that day, and of which kinds."""
    with _on(day):
        return {
            name: [told.notice.reminder.kind for told in _read(person)]
            for name, person in scene.people.items()
            if _read(person)
        }


def _read(person):
    addressee = Addressee(type(person).objects.get(pk=person.pk))
    found = list(concerning(addressee).filter(reminder__round__isnull=False))
    told = in_words(addressee, found)
    # What is asked of the database and what is said in words agree.
    assert [each.notice for each in told] == found
    return told


def test_a_place_is_told_that_the_round_has_opened_once(scene, mailoutbox):
    _run(5)
    assert mailoutbox == []
    _run(8)
    assert _mailed(scene, mailoutbox) == PLACE
    sent = len(mailoutbox)
    _run(9, 10)

    assert len(mailoutbox) == sent
    assert _kinds() == [OPENED]


def test_the_places_and_then_the_leads_hear_of_it_as_time_goes_by(scene):
    _run(8)
    assert _told(scene, 8) == _each(PLACE, OPENED)

    _run(15)
    assert _kinds() == [OPENED]
    _run(16, 17)
    assert _told(scene, 17) == _each(PLACE, CLOSING, OPENED)

    _run(23)
    assert _kinds() == [OPENED, CLOSING]
    _run(24, 25)
    assert _kinds() == [OPENED, CLOSING, LATE, LATE]
    # That it has opened, and closes soon, is told no more.
    assert _told(scene, 25) == _each(PLACE | LEADS, LATE)


def test_of_what_closed_long_ago_nobody_is_reminded(scene):
    with time_machine.travel("2027-04-09T06:30Z", tick=False):
        assert [o.kind for o in occasions(date(2027, 4, 8))] == [LATE, LATE]
        assert occasions(date(2027, 4, 9)) == []


def _confirm(scene):
    workflow.confirm(scene.version, by=scene.people["officer"])


def _report_nothing(scene):
    workflow.report_nothing(Round.objects.get(), scene.place, by=scene.people["officer"])


def _revise(scene):
    factories.submitted_again(scene.version)


def _withdraw(scene):
    workflow.withdraw(scene.version, by=scene.people["finance"], note="No longer planned.")


@pytest.mark.parametrize("say", [_confirm, _report_nothing, _revise, _withdraw])
def test_who_has_said_what_became_of_all_claims_hears_no_more(scene, say):
    _run(8)
    assert _told(scene, 9)
    with _on(9):
        # The withdrawn version is of another revision by now.
        scene.version.refresh_from_db()
        say(scene)

    assert _told(scene, 9) == {}
    _run(16, 24)
    assert _kinds(place=scene.place) == [OPENED]


def test_a_place_that_has_no_claims_is_told_until_it_says_so(spring):
    place = factories.PlaceFactory()
    officer = factories.officer_of(place)
    _run(8, 16)
    assert _kinds(place=place) == [OPENED, CLOSING]

    with _on(17):
        assert unseen(officer) == 2
        workflow.report_nothing(spring, place, by=officer)
        assert unseen(officer) == 0

    _run(24)
    assert _kinds() == [OPENED, CLOSING]


def test_a_place_where_nobody_is_left_is_told_to_the_leads(scene):
    for person in {held.user for held in Membership.objects.filter(place=scene.place)}:
        factories.end_memberships(person)

    _run(8, 24)

    assert _kinds() == [LATE]
    assert set(_told(scene, 24)) == LEADS


def test_a_place_without_people_or_claims_is_told_nothing(spring):
    factories.PlaceFactory()

    _run(8, 16, 24)

    assert _kinds() == []


def test_of_a_practice_place_its_own_people_alone_hear(spring):
    practice = factories.PlaceFactory(kind=Place.Kind.PRACTICE)
    officer, lead = factories.officer_of(practice), factories.lead()

    _run(24)

    assert _kinds(place=practice) == _kinds() == [LATE]
    with _on(24):
        assert (unseen(officer), unseen(lead)) == (1, 0)


def test_a_later_closing_date_is_told_anew(scene, spring):
    _run(16)
    spring.closes_on += timedelta(days=7)
    spring.save()

    _run(17, 18, 23)

    assert _kinds() == [OPENED, CLOSING, CLOSING]


def test_the_next_round_ends_what_the_last_one_waited_for(scene):
    _run(24)
    assert "lead" in _told(scene, 25)
    Round.objects.create(name="Next", opens_on=date(2027, 3, 30), closes_on=date(2027, 4, 30))

    assert "lead" not in _told(scene, 30)


def test_a_mail_leads_to_the_round_and_names_no_claim_figure_or_day(scene, mailoutbox):
    _run(24)

    mail = next(m for m in mailoutbox if m.to == [scene.people["officer"].email])
    assert mail.subject == "Total Place: the round has closed, and something is due"
    leads_to = SITE + Round.objects.get().get_absolute_url()
    assert f"Place: {scene.place}\nRound: {leads_to}" in mail.body
    assert scene.version.claim.reference not in mail.body
    said = mail.body.split("Sign in to read the rest")[0].replace(str(scene.place), "")
    assert not re.search(r"\d", re.sub(r"Round: \S+", "", said))


def test_a_lead_is_told_of_all_places_together(scene, mailoutbox):
    other = factories.PlaceFactory()
    factories.officer_of(other)

    _run(24)

    of_lead = [m for m in mailoutbox if m.to == [scene.people["lead"].email]]
    assert len(of_lead) == 1
    assert "Place: All places\nRound: " in of_lead[0].body


def test_two_notices_come_in_one_mail(scene, mailoutbox):
    _run(16)

    mail = next(m for m in mailoutbox if m.to == [scene.people["officer"].email])
    assert "A round has opened" in mail.body
    assert "The round closes soon" in mail.body


def test_the_page_of_notices_links_to_the_round(client, scene):
    _run(8)

    with _on(8):
        client.force_login(scene.people["officer"])
        page = client.get("/notices/")

    assert page.status_code == 200
    leads_to = Round.objects.get().get_absolute_url()
    assert f'<a class="govuk-link" href="{leads_to}">Spring</a>' in page.text
    assert "A round has opened" in page.text


def test_a_dry_run_names_the_place(scene, capsys):
    _run(8, dry_run=True)

    assert f": {scene.place}, a round has opened\n" in capsys.readouterr().out
    assert _kinds() == []


def test_many_places_are_found_with_as_many_queries_as_one(scene):
    with CaptureQueriesContext(connection) as one:
        assert len(occasions(CLOSES)) == 2
    for _ in range(3):
        factories.claim_at("submitted")

    with CaptureQueriesContext(connection) as many:
        assert len(occasions(CLOSES)) == 8
    assert len(many) == len(one)


@pytest.mark.parametrize("about", ["both", "neither", "a place alone"])
def test_a_reminder_is_about_a_version_or_a_round(scene, spring, about):
    rows = {
        "both": {"version": scene.version, "round": spring},
        "neither": {},
        "a place alone": {"place": scene.place},
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(kind=LATE, on=CLOSES, **rows[about])


@pytest.mark.parametrize("of_a_place", [True, False])
def test_an_occasion_is_stored_once(scene, spring, of_a_place):
    row = {
        "round": spring,
        "place": scene.place if of_a_place else None,
        "kind": LATE,
        "on": CLOSES,
    }
    Reminder.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**row)


def test_every_kind_about_a_round_is_tried_here():
    assert {kind for kind in REMINDED if kind.startswith("round_")} == {OPENED, CLOSING, LATE}


def test_the_workspace_shows_of_what_places_were_reminded_to_who_reads_for_review_there(scene):
    tied = factories.lead()
    Membership.objects.create(user=tied, place=scene.place, role="interest")
    _run(24)

    def seen(person):
        rows = workspace.rows_for(person, Reminder).order_by("pk")
        return [row.place for row in rows.select_related("place")]

    assert seen(scene.people["lead"]) == [scene.place, None]
    assert seen(tied) == []
    assert seen(scene.people["analyst"]) == []
