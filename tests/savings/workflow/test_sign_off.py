"""Sign-off is asked for, and sent back with a reason: until it is asked for again the draft is its place's alone."""

import pytest

from savings import access, workflow
from savings.claims.asked import sent_back
from savings.models import Event, Notice
from savings.pages.due import due_from
from savings.workflow import ActionError
from tests import factories
from tests.savings.workflow.bystanders import FINANCE, Scene
from tests.savings.workflow.test_actions import ROLES, _person

WHY = "The saving of 2012-13 is not in the ledger."


@pytest.fixture
def scene():
    return Scene("asked")


def _send_back(scene):
    return workflow.send_back(scene.version, by=scene.people["finance"], note=WHY)


def _due(scene, who):
    return {due.words for due in due_from(scene.people[who])}


def test_only_a_finance_officer_of_the_place_may_send_back():
    trust = factories.OrganisationFactory(name="NHS Trust")
    place = factories.PlaceFactory()
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]
    draft = factories.draft_of(place, figures=figures)
    workflow.ask_sign_off(draft, by=factories.officer_of(place))

    may = {
        role
        for role in ROLES
        if not workflow.refusal("send_back", draft, _person(role, draft, trust))
    }

    assert may == {"finance"}


def test_what_nobody_asked_for_is_not_sent_back_nor_twice(scene):
    finance = scene.people["finance"]
    fresh = factories.draft_of(scene.place)
    _send_back(scene)

    for draft in (fresh, scene.version):
        with pytest.raises(ActionError, match="Nobody has asked for sign-off"):
            workflow.send_back(draft, by=finance, note=WHY)
        assert "send_back" not in {action.name for action in workflow.available(draft, finance)}


def test_it_needs_a_reason(scene):
    with pytest.raises(ActionError, match="Say why it is sent back"):
        workflow.send_back(scene.version, by=scene.people["finance"])


def test_what_is_sent_back_is_a_draft_like_any_other_until_it_is_asked_for_again(scene):
    version, partner = scene.version, scene.people["partner"]
    assert access.all_visible_to(partner).filter(pk=version.pk).exists()
    assert _due(scene, "finance") == {"Sign off and submit"}

    _send_back(scene)

    event = sent_back(version)
    assert (event.note, event.by, version.status) == (WHY, scene.people["finance"], "draft")
    assert not access.all_visible_to(partner).filter(pk=version.pk).exists()
    for who in ("officer", "finance"):
        assert _due(scene, who) == {"Sent back: change it, then ask for sign-off again"}

    workflow.ask_sign_off(version, by=scene.people["officer"])

    assert sent_back(version) is None
    assert _due(scene, "finance") == {"Sign off and submit"}


def test_who_was_asked_before_it_was_sent_back_is_asked_anew_on_the_same_day(scene):
    scene.perform("ask_sign_off", "officer")
    scene.version.refresh_from_db()
    _send_back(scene)

    workflow.ask_sign_off(scene.version, by=scene.people["officer"])

    again = Event.objects.filter(action="ask_sign_off").latest("pk")
    assert scene.names(notice.to for notice in Notice.objects.filter(event=again)) == FINANCE | {
        "partner"
    }


def test_the_reason_is_read_by_the_place_on_its_pages_and_in_no_mail(
    client, scene, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        _send_back(scene)
    code = scene.version.claim.reference
    client.force_login(scene.people["officer"])

    for page in (
        f"/claims/{code}/",
        f"/claims/{code}/edit/",
        f"/claims/{code}/edit/check/",
        "/notices/",
    ):
        assert WHY in client.get(page).text, page
    officers = {scene.people["officer"].email, scene.people["other officer"].email}
    assert officers <= {mail.to[0] for mail in mailoutbox}
    assert not any(WHY in mail.body for mail in mailoutbox)


def test_a_partner_who_saw_it_is_told_that_and_nothing_of_what_it_says(
    client, scene, mailoutbox, django_capture_on_commit_callbacks
):
    partner, code = scene.people["partner"], scene.version.claim.reference
    with django_capture_on_commit_callbacks(execute=True):
        _send_back(scene)
    [mail] = [mail for mail in mailoutbox if mail.to == [partner.email]]
    client.force_login(partner)

    page = client.get("/notices/").text

    assert "has been sent back: it is not signed off for now." in page
    assert "You will be asked again" in page
    assert code in page
    for kept in (f"/claims/{code}/", scene.version.what_changes, WHY):
        assert kept not in page
        assert kept not in mail.body
    assert "/notices/" in mail.body
    assert client.get(f"/claims/{code}/").status_code == 404

    workflow.ask_sign_off(scene.version, by=scene.people["officer"])

    assert f'href="/claims/{code}/">{code}</a>' in client.get("/notices/").text
