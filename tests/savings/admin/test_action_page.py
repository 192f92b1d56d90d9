"""An action in the workspace succeeds where the workflow's does, and leaves what the site's own page leaves."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from pilots.models import Membership
from savings import workflow
from savings.admin.action_page import FORMS
from savings.forms.verdict import VERDICT_FORMS
from savings.models import Event, Notice, Review, Version
from savings.models.choices import REVIEW_OPEN, Status
from savings.workflow import ACTIONS, ActionError
from tests import factories
from tests.savings.views.verdicts import filled
from tests.savings.workflow.test_actions import _claim_at as claim_at
from tests.savings.workflow.test_actions import _person as person_of
from tests.savings.workflow.test_actions import _undone as undone
from tests.workspace import row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

ROLES = [
    "reviewer",
    "the_reviewer",
    "tied_reviewer",
    "lead",
    "tied_lead",
    "analyst",
    "administrator",
]
# What each action is sent: whatever it needs, complete.
SENT = {
    "take": lambda version: {},
    "ask": lambda version: {"text": "Why?"},
    "decide": filled,
    "second_read": filled,
    "hand_over": lambda version: {"to": factories.reviewer().pk},
    "triage": lambda version: {"is_chosen": "yes", "because": "It is large."},
    "reconsider": lambda version: {"note": "The reply has new figures."},
    "finalise": lambda version: {},
}


def address(version, action):
    return f"/admin/savings/version/{version.pk}/actions/{ACTIONS[action].url_name}/"


def on_the_site(version, action):
    if action in VERDICT_FORMS:
        return f"/review/{version.claim.reference}/"
    return f"/claims/{version.claim.reference}/actions/{ACTIONS[action].url_name}/"


def _traces(since):
    """What has been written since: events in full, and how many people were told."""
    events = Event.objects.filter(pk__gt=since).order_by("pk")
    fields = ("version", "action", "status_before", "status_after", "by", "by_role", "note")
    return list(events.values_list(*fields)), Notice.objects.filter(event__in=events).count()


def _newest_event():
    return Event.objects.latest("pk").pk


def _by_the_workflow(version, action, person, sent):
    form = FORMS[action](version, sent)
    details = form.details() if form.is_valid() else sent
    try:
        workflow.perform(action, version, by=person, **details)
    except (PermissionDenied, ActionError):
        return False
    return True


def test_every_action_of_the_review_is_tried_here():
    assert set(SENT) == set(FORMS)


def roles_to_try(status):
    """All, where something is open to somebody; else those to whom most is open: nothing is, to them."""
    return ROLES if status in REVIEW_OPEN else ["the_reviewer", "lead"]


@pytest.mark.parametrize("status", Status.values)
def test_an_action_succeeds_where_the_workflow_lets_it_and_leaves_the_same(client, status):
    trust = factories.OrganisationFactory(name="NHS Trust")
    made = claim_at(status, factories.PlaceFactory(), trust)

    for role in roles_to_try(status):
        with undone():
            person = person_of(role, _read(made), trust)
            client.force_login(person)
            for action, sent in SENT.items():
                with undone():
                    _compare(client, made, action, person, sent(_read(made)))


def _compare(client, made, action, person, boxes):
    case = (action, person.groups.first().name)
    since = _newest_event()
    with undone():
        is_allowed = _by_the_workflow(_read(made), action, person, boxes)
    with undone():
        answer = client.post(address(made, action), boxes)
        in_the_workspace = _traces(since)
    assert (answer.status_code == 302) is is_allowed, case
    if not is_allowed:
        assert answer.status_code in (403, 404, 409), case
        assert in_the_workspace == ([], 0), case
        return
    with undone():
        client.post(on_the_site(made, action), boxes)
        assert in_the_workspace == _traces(since), case


def _read(version):
    return Version.objects.select_related("claim__place", "review__reviewer").get(pk=version.pk)


@pytest.mark.parametrize("status", ["submitted", "in_review", "provisional", "reply", "final"])
def test_the_buttons_are_what_the_workflow_offers(client, status):
    version = factories.claim_at(status)
    for person in (factories.reviewer(), _read(version).review.reviewer, factories.lead()):
        if person is None:
            continue
        client.force_login(person)
        offered = [action.label for action in workflow.available(_read(version), person)]

        for page in (row_page(version), row_page(version.review)):
            buttons = client.get(page).context["buttons"]
            assert [label for label, _href in buttons] == offered
            for label, href in buttons:
                assert label in ("Give a verdict", "Give a second reading") or (
                    client.get(href).status_code == 200
                )


def test_a_verdict_is_given_in_the_workspace_and_the_reading_page_is_one_step_away(client):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)

    page = client.get(address(version, "decide")).text
    answer = client.post(address(version, "decide"), filled(version))

    version.refresh_from_db()
    assert f'href="/review/{version.claim.reference}/"' in page
    assert answer.status_code == 302
    assert version.status == "provisional"


def test_a_verdict_on_another_screen_is_refused_here_too_and_what_was_typed_stays(client):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)
    sent = filled(version, seen="another screen", words_forecast="Well kept books.")

    answer = client.post(address(version, "decide"), sent)

    assert answer.status_code == 409
    assert "Well kept books." in answer.text
    assert not version.readings.exists()


def test_a_verdict_that_its_amounts_contradict_is_refused_here_too_and_stays(client):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)
    saving = version.figures.get(line="saving")
    sent = filled(version, **{f"accepted_{saving.pk}": "0", f"why_{saving.pk}": "NO_DETAIL"})

    answer = client.post(address(version, "decide"), sent)

    assert answer.status_code == 400
    assert "accepts more than 0 of each saving" in answer.text
    assert '<option value="NO_DETAIL" selected>' in answer.text
    assert not version.readings.exists()


def test_what_a_place_does_leads_to_the_places_own_pages(client):
    version = factories.claim_at("submitted")
    lead = factories.lead()
    Membership.objects.create(user=lead, place=version.claim.place, role="finance")
    client.force_login(lead)

    text = client.get(row_page(version)).text

    assert f'href="{on_the_site(version, "withdraw")}"' in text
    assert client.get(address(version, "withdraw")).status_code == 404


def test_the_page_says_what_the_action_means_and_asks_what_it_needs(client):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)

    text = client.get(address(version, "ask")).text

    assert "silence is not a verdict" in text
    assert '<label for="id_text">' in text


def test_a_form_that_lacks_something_comes_back_with_the_way_to_it(client):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)

    answer = client.post(address(version, "ask"), {"text": ""})

    assert answer.status_code == 400
    assert "Error: " in answer.text
    assert '<a href="#id_text">Write the question.</a>' in answer.text
    assert 'aria-describedby="id_text_helptext id_text_error"' in answer.text


def test_a_form_sent_twice_is_done_once(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.reviewer())
    sent = {"once": str(uuid4())}

    first, second = (client.post(address(version, "take"), sent) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"] == row_page(version.review)
    assert version.events.filter(action="take").count() == 1


def test_who_may_not_do_it_is_told_who_may(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.reviewer())

    answer = client.post(address(version, "triage"), SENT["triage"](version))

    assert answer.status_code == 403
    assert "Only a review lead with no tie to the place can do this" in answer.text


def test_what_is_not_the_time_for_it_is_a_conflict_in_words(client):
    version = factories.claim_at("in_review")
    client.force_login(factories.reviewer())

    answer = client.get(address(version, "take"))

    assert answer.status_code == 409
    assert "while the claim’s status is “In review”" in answer.text


def test_a_verdict_whose_reply_window_is_open_says_until_when(client):
    version = factories.claim_at("provisional")
    client.force_login(factories.lead())

    answer = client.post(address(version, "finalise"))

    assert answer.status_code == 409
    assert f"until {version.review.reply_due_on:%-d %B %Y}" in answer.text


def test_somebody_faster_is_a_conflict_in_words(client, monkeypatch):
    version = factories.claim_at("submitted")
    client.force_login(factories.reviewer())
    other, check = factories.reviewer(), workflow.check

    def taken_meanwhile(name, read, by):
        check(name, read, by)
        monkeypatch.setattr(workflow, "check", check)
        workflow.perform("take", Version.objects.get(pk=version.pk), by=other)

    monkeypatch.setattr(workflow, "check", taken_meanwhile)
    answer = client.post(address(version, "take"))

    assert answer.status_code == 409
    assert "Somebody else has changed this claim" in answer.text
    assert Review.objects.get(version=version).reviewer == other


@pytest.mark.parametrize("action", ["nonsense", "edit", "withdraw"])
def test_an_action_that_has_no_page_here_is_not_found(client, action):
    version = factories.claim_at("in_review")
    client.force_login(version.review.reviewer)

    there = f"/admin/savings/version/{version.pk}/actions/{action}/"

    assert client.post(there, {"note": "A reason"}).status_code == 404


@pytest.mark.parametrize("key", ["999", "99999999999999999999", "x"])
def test_a_version_that_is_not_there_is_not_found(client, key):
    client.force_login(factories.reviewer())

    assert client.get(f"/admin/savings/version/{key}/actions/take/").status_code == 404


def test_whoever_has_no_workspace_acts_on_nothing_here(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.finance_of(version.claim.place))

    answer = client.post(address(version, "take"), follow=True)

    assert answer.status_code == 403
    assert not version.events.filter(action="take").exists()


def test_the_lead_reads_verdict_and_reply_before_making_it_final(client):
    version = factories.claim_at("reply")
    client.force_login(factories.lead())

    text = client.get(address(version, "finalise")).text

    assert "Supported as a forecast" in text
    assert "We agree." in text
