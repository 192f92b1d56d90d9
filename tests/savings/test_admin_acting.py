"""An action in the workspace succeeds where the workflow's does, and leaves what the site's own page leaves."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.admin.acting import FORMS
from savings.forms.verdict import VERDICT_FORMS
from savings.models import Event, Notice, Review, Version
from savings.models.choices import Status
from savings.workflow import ACTIONS, ActionError
from tests import factories
from tests.savings.evidence_files.made_files import pdf
from tests.workspace import reviewed_claim, row_page

from .test_workflow import _claim_at as claim_at
from .test_workflow import _person as person_of
from .test_workflow import _undone as undone
from .views.verdicts import filled

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


@pytest.mark.parametrize("status", Status.values)
def test_an_action_succeeds_where_the_workflow_lets_it_and_leaves_the_same(client, status):
    trust = factories.OrganisationFactory(name="NHS Trust")
    made = claim_at(status, factories.PlaceFactory(), trust)

    for role in ROLES:
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

    assert "silence is no verdict" in text
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
    assert "cannot be done while the claim is “in review”" in answer.text


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


def test_a_reviews_page_has_all_that_is_read_before_a_verdict(client):
    version = reviewed_claim()
    client.force_login(factories.lead())

    text = client.get(row_page(version.review)).text

    for words in (
        "One front desk for six services",
        "£250,000",
        "Evaluation",
        "Is this net of costs?",
        "It is.",
        "We agree.",
        "Second reading",
        "Made the verdict final",
        "Signed off and submitted",
        "agrees",
        version.claim.get_absolute_url(),
        f"/review/{version.claim.reference}/",
        row_page(version),
        row_page(version.claim),
    ):
        assert words in text, words
    for code in ("one_off_cost", "supported_forecast", "in_review", "None", "True", "False"):
        assert f">{code}<" not in text
        assert f'alt="{code}"' not in text


def test_a_second_reader_meets_no_verdict_on_the_page_of_the_review(client):
    version = factories.claim_at("provisional")
    client.force_login(factories.reviewer())

    text = client.get(row_page(version.review)).text

    assert "None that you may see" in text
    assert "Supported as a forecast" not in text


def _with_file(name, content, page="page 2"):
    place = factories.PlaceFactory()
    evidence = [(factories.sent_file(place, name, content), page), (factories.link(), "")]
    return factories.claim_at("submitted", place, evidence=evidence)


def test_the_page_that_is_cited_is_shown_as_a_picture(client):
    version = _with_file("case.pdf", pdf(pages=3))
    client.force_login(factories.reviewer())
    evidence = version.citations.first().evidence

    for page in (row_page(version), row_page(version.review)):
        text = client.get(page).text
        assert f'src="/evidence/{evidence.pk}/preview/?image=1&amp;page=2" loading="lazy"' in text
        assert 'alt="Page 2 of case.pdf, as a picture.' in text
        assert f'href="/evidence/{evidence.pk}/"' in text
        assert f'href="/evidence/{evidence.pk}/preview/?page=2"' in text


def test_the_first_lines_of_a_text_are_shown(client):
    version = _with_file("count.txt", b"Counted each month.\r\n", "")
    client.force_login(factories.reviewer())

    assert "Counted each month." in client.get(row_page(version.review)).text


def test_a_file_that_the_store_has_lost_is_said_to_be_lost(client):
    version = factories.claim_at("submitted", evidence=[(factories.stored_file(), "p. 1")])
    client.force_login(factories.reviewer())

    answer = client.get(row_page(version.review))

    assert answer.status_code == 200
    assert "The file is not in the store." in answer.text


def test_a_file_with_a_virus_is_not_shown(client):
    version = _with_file("case.pdf", pdf())
    file = version.citations.first().evidence.file
    type(file).objects.filter(pk=file.pk).update(scan="infected", scanned_at=timezone.now())
    client.force_login(factories.reviewer())

    text = client.get(row_page(version.review)).text

    assert "<img" not in text
    assert "it is not shown" in text


def test_what_came_with_an_answer_is_shown_once(client):
    version = reviewed_claim()
    client.force_login(factories.lead())

    titles = [shown.item.evidence.title for shown in _evidence(client, version)]
    assert titles == ["Evaluation"]

    version = factories.claim_at("question")
    place = version.claim.place
    given = factories.sent_file(place)
    given.place, given.added_by = place, factories.officer_of(place)
    given.save()
    workflow.perform("answer", version, by=given.added_by, text="Here.", evidence=[given])

    titles = [shown.item.evidence.title for shown in _evidence(client, version)]
    assert titles == ["Evaluation", "case.txt"]


def _evidence(client, version):
    return client.get(row_page(version.review)).context["evidence"]


def test_the_claims_page_leads_to_its_review_for_whoever_may_open_it_there(client):
    version = factories.claim_at("submitted", condition="D")
    tied = factories.reviewer()
    Membership.objects.create(user=tied, place=version.claim.place, role="interest")
    there = row_page(version.review)

    led = {}
    for name, person in {
        "reviewer": factories.reviewer(),
        "lead": factories.lead(),
        "tied": tied,
        "analyst": factories.analyst(),
        "administrator": factories.administrator(),
        "officer": factories.officer_of(version.claim.place),
    }.items():
        client.force_login(person)
        led[name] = there in client.get(version.claim.get_absolute_url()).text

    assert [name for name, is_led in led.items() if is_led] == ["reviewer", "lead"]


def test_the_page_of_a_review_costs_the_same_however_long_its_history(client):
    version = factories.claim_at("in_review")
    client.force_login(factories.lead())
    page = row_page(version.review)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)

    reader, officer = version.review.reviewer, factories.officer_of(version.claim.place)
    for number in range(4):
        workflow.perform("ask", version, by=reader, text=f"Question {number}")
        workflow.perform("answer", version, by=officer, text="Answered.")

    with CaptureQueriesContext(connection) as many:
        client.get(page)
    # What came with answers is read for all of them, and listed, once there is one.
    assert len(many) <= len(few) + 2
