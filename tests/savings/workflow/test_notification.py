"""Who is told of which action? Never whoever did it, nor anybody who may not see it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership, User
from savings import access, workflow
from savings.models import Event, Notice
from savings.notices.addressee import Addressee
from savings.notices.audiences import Audience
from savings.notices.rows import Words
from savings.notices.words import REMINDED, TOLD
from savings.workflow import ACTIONS
from savings.workflow.notification import mark_seen, tell
from tests import factories
from tests.savings.workflow import bystanders

from .bystanders import FINANCE, PLACE, Scene


def _told(event):
    return User.objects.filter(notices__event=event)


def _last(action):
    return Event.objects.filter(action=action).latest("pk")


def test_every_action_says_who_is_told():
    assert set(TOLD) == {"create", "publish", "supersede", "mark_overlap", *ACTIONS}
    assert set(bystanders.TOLD) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_those_are_told_whom_an_action_concerns_and_nobody_else(action):
    status, who, expected = bystanders.TOLD[action]
    scene = Scene(status)

    scene.perform(action, who)

    assert scene.names(_told(_last(action))) == expected - {who}


@pytest.mark.parametrize("action", [*ACTIONS, "supersede"])
def test_each_party_is_told_what_the_table_says_and_may_see_the_version(action):
    scene, who = _with_all_parties(action)
    event = _last(action)
    told, version = _told(event), event.version

    for party, [cell] in TOLD[action].cells().items():
        people = _people_of(party, action)
        expected = people - {who} if isinstance(cell, Words) else set()
        assert scene.names(told) & people == expected, party
    for person in told:
        is_seen = access.all_visible_to(person).filter(pk=event.version_id).exists()
        is_partner = person == scene.people["partner"]
        is_kept_from = is_partner and not (version.frozen_at or version.sign_off_asked_at)
        assert is_seen != is_kept_from, person
        assert Addressee(person).words(event), person


def _with_all_parties(action):
    """A scene in which the action has been done, and everybody whom it can concern was there; and who did it."""
    if action in ("submit", "supersede"):
        scene, who = Scene("final"), "finance"
        alone = factories.figures_of(factories.lead_of(scene.place), "314159.00")
        left_out = {}
        if action == "supersede":
            left_out = {"figures": alone, "content": {"has_other_bodies": False}}
        scene.version = factories.revised(scene.version, **left_out)
        scene.perform("submit", who)
        return scene, who
    status, who, _told = bystanders.TOLD[action]
    scene = Scene(status)
    if action == "discard":
        scene.perform("ask_sign_off", "officer")
    scene.perform(action, who)
    return scene, who


def _people_of(party, action):
    is_handed_over = (party, action) == (Audience.REVIEWER, "hand_over")
    return {"other reviewer"} if is_handed_over else bystanders.BY_PARTY[party]


@pytest.mark.parametrize("table", [TOLD, REMINDED], ids=["told", "reminded"])
def test_each_party_is_told_or_it_is_said_why_not_and_never_both(table):
    for what, row in table.items():
        for party, cells in row.cells().items():
            assert len(cells) == 1, (what, party)
            assert isinstance(cells[0], Words) or cells[0].endswith("."), (what, party)


def test_beginning_a_claim_is_told_to_nobody():
    place = factories.PlaceFactory()
    factories.officer_of(place)

    factories.draft_of(place)
    factories.published(place)

    assert not Notice.objects.exists()


def test_proposing_a_use_condition_in_a_draft_is_told_to_nobody():
    scene = Scene("draft")

    scene.perform("set_condition", "finance")

    assert not _told(_last("set_condition")).exists()


def test_withdrawing_a_draft_is_told_within_its_place():
    scene = Scene("draft")

    scene.perform("withdraw", "finance")

    assert scene.names(_told(_last("withdraw"))) == PLACE - {"finance"}


def test_throwing_away_a_draft_is_told_to_those_who_were_asked_about_it():
    scene = Scene("draft")
    scene.perform("ask_sign_off", "officer")

    scene.perform("discard", "officer")

    assert scene.names(_told(_last("discard"))) == PLACE - {"officer"} | {"partner"}


def test_what_a_partner_says_before_submission_is_told_within_the_place():
    scene = Scene("draft")
    scene.perform("ask_sign_off", "officer")

    scene.perform("dispute", "partner")

    assert scene.names(_told(_last("dispute"))) == PLACE


def test_a_partner_whose_organisation_only_leads_the_claim_is_told_too():
    place = factories.PlaceFactory()
    leads = factories.partner_of(place, factories.lead_of(place))
    draft = factories.draft_of(place, figures=factories.figures_of(factories.OrganisationFactory()))

    workflow.perform("ask_sign_off", draft, by=factories.officer_of(place))

    assert leads in _told(_last("ask_sign_off"))


def test_a_reviewer_who_has_come_to_have_a_tie_is_told_nothing_more():
    scene = Scene("question")
    reviewer = scene.people["reviewer"]
    Membership.objects.create(user=reviewer, place=scene.place, role="interest")

    scene.perform("answer", "officer")

    assert not _told(_last("answer")).exists()


def test_nobody_is_told_of_what_they_did_themselves():
    scene = Scene("draft")
    Membership.objects.create(user=scene.people["finance"], place=scene.place, role="officer")

    scene.perform("submit", "finance")

    assert not scene.people["finance"].notices.exists()


def test_who_is_asked_twice_in_a_day_has_one_notice_until_it_is_read():
    scene = Scene("draft")
    finance = scene.people["finance"]

    for _ in range(2):
        scene.perform("ask_sign_off", "officer")
    assert finance.notices.count() == 1

    mark_seen(finance, newest=finance.notices.get().pk)
    scene.perform("ask_sign_off", "officer")
    assert finance.notices.count() == 2

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        scene.perform("ask_sign_off", "officer")
    assert finance.notices.count() == 3


def test_nobody_is_told_twice_of_one_event_whatever_roles_they_have():
    scene = Scene("draft")
    Membership.objects.create(user=scene.people["finance"], place=scene.place, role="officer")
    partner = {"role": "partner", "organisation": scene.trust}
    Membership.objects.create(user=scene.people["finance"], place=scene.place, **partner)

    scene.perform("ask_sign_off", "officer")

    assert Notice.objects.filter(to=scene.people["finance"]).count() == 1
    words = Addressee(scene.people["finance"]).words(_last("ask_sign_off"))
    assert words.subject == "a claim waits for your sign-off"


def test_a_lead_who_also_reviews_is_addressed_as_what_they_are_to_the_claim():
    scene = Scene("provisional")
    group = scene.people["other reviewer"].groups.get()
    scene.people["lead"].groups.add(group)

    scene.perform("reply", "officer")

    event = _last("reply")
    assert Addressee(scene.people["lead"]).words(event).can_do.startswith("You can make")
    assert "sends it back to you" in Addressee(scene.people["reviewer"]).words(event).can_do


def test_a_notice_concerns_nobody_who_has_handed_the_claim_over_since():
    scene = Scene("question")
    scene.perform("answer", "officer")

    scene.perform("hand_over", "reviewer")

    assert Addressee(scene.people["reviewer"]).words(_last("answer")) is None


def test_a_notice_concerns_nobody_whose_role_has_ended_since():
    scene = Scene("provisional")
    scene.perform("reply", "officer")
    lead, officer = scene.people["lead"], scene.people["other officer"]
    lead.groups.set(scene.people["other reviewer"].groups.all())
    scene.perform("reconsider", "other lead")
    factories.end_memberships(officer)

    assert Addressee(lead).words(_last("reply")) is None
    assert Addressee(officer).words(_last("reconsider")) is None


@pytest.mark.parametrize("more", [0, 20])
def test_telling_takes_one_query_and_one_insert_however_many_people(more):
    scene = Scene("draft")
    for _ in range(more):
        factories.finance_of(scene.place)
    scene.perform("ask_sign_off", "officer")
    event = Event.objects.select_related("version__claim").get(pk=_last("ask_sign_off").pk)
    Notice.objects.all().delete()

    with CaptureQueriesContext(connection) as queries:
        tell(event)

    assert len(queries) == 2
    assert _told(event).count() >= more + len(FINANCE)
