"""The page that ends an action, for who did it alone: what was done, what happens next and by when, who was told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from savings import workflow
from savings.models import Event, Notice, Round
from savings.pages.claim_done import CONFIRMED
from tests.savings.workflow.bystanders import Scene

TODAY = timezone.localdate()
GIVEN_UP = {
    "note": "Why?",
    "given_up_on-day": TODAY.day,
    "given_up_on-month": TODAY.month,
    "given_up_on-year": TODAY.year,
}
IS_BEFORE_SIGN_OFF = {"ask_sign_off", "send_back", "agree"}
# action: the status in which it is done, by whom, what is sent, the heading, what is said of what happens next
DONE = {
    "ask_sign_off": ("draft", "officer", {}, "Sign-off asked for", "can sign it off."),
    "send_back": (
        "asked",
        "finance",
        {"note": "Why?"},
        "Sent back",
        "with the officers of your place again",
    ),
    "submit": (
        "asked",
        "finance",
        {"has_read": "on"},
        "Signed off and submitted",
        "You signed as: a finance officer of the place.",
    ),
    "agree": (
        "asked",
        "partner",
        {},
        "Share agreed",
        "a finance officer of the place signs it off next",
    ),
    "dispute": (
        "submitted",
        "partner",
        {"note": "Why?"},
        "Share disputed",
        "you are told when its verdict is final",
    ),
    "answer": (
        "question",
        "officer",
        {"text": "By 4."},
        "Your answer is with the reviewer",
        "The reviewer has it. Your place does not need to do anything unless the reviewer asks.",
    ),
    "reply": (
        "provisional",
        "officer",
        {"text": "We have it."},
        "Your reply is with the review lead",
        "The Treasury gives the final verdict next",
    ),
    "withdraw": (
        "submitted",
        "finance",
        {"note": "Why?"},
        "Withdrawn",
        "not be in any later total",
    ),
    "abandon": ("final", "finance", GIVEN_UP, "Recorded as given up", "taken up again"),
}


def _words(response):
    return " ".join(strip_tags(response.text).split())


def _do(client, scene, action, commits=None):
    """Do the action as its page does; the address to which that leads."""
    _status, who, boxes, _title, _next = DONE[action]
    client.force_login(scene.people[who])
    address = f"/claims/{scene.version.claim.reference}/actions/{action.replace('_', '-')}/"
    seen = client.get(address).context["seen"]
    with commits(execute=True):
        response = client.post(address, {"once": str(uuid4()), "seen": seen} | boxes)
    return response.headers["Location"]


def test_each_of_them_is_tried_here():
    assert set(DONE) == set(CONFIRMED)


@pytest.mark.parametrize("action", DONE)
def test_it_says_what_was_done_what_happens_next_and_who_was_told(
    client, action, django_capture_on_commit_callbacks
):
    status, who, _boxes, title, happens_next = DONE[action]
    closes = timezone.localdate() + timedelta(days=9)
    Round.objects.create(name="Autumn", opens_on=timezone.localdate(), closes_on=closes)
    scene = Scene(status)

    address = _do(client, scene, action, django_capture_on_commit_callbacks)
    page, again = client.get(address), client.get(address)

    event = Event.objects.filter(action=action, by=scene.people[who]).latest("pk")
    assert address == f"/claims/{scene.version.claim.reference}/done/{event.pk}/"
    text = _words(page)
    assert title in text
    assert happens_next in text
    if action in IS_BEFORE_SIGN_OFF:
        assert f"To count in “Autumn” it has to be signed off by {closes:%-d %B %Y}." in text
    told = Notice.objects.filter(event=event)
    named = [notice.to.name for notice in told if not notice.to.groups.exists()]
    assert told
    assert all(name in text for name in named)
    assert "By email" in text
    assert page.text == again.text or _words(again) == text


def test_whom_the_digest_tells_is_said_to_be_told_by_it_and_nobody_of_the_treasury_is_named(
    client, django_capture_on_commit_callbacks
):
    scene = Scene("asked")

    text = _words(client.get(_do(client, scene, "submit", django_capture_on_commit_callbacks)))

    leads = scene.people["lead"], scene.people["other lead"]
    assert "Review leads: 2. On the page of notices, and in the next daily email." in text
    assert not any(lead.name in text for lead in leads)


def test_whom_it_does_not_concern_any_more_is_counted_and_not_named(
    client, django_capture_on_commit_callbacks
):
    """Nobody can tell here on which side they were."""
    scene = Scene("asked")
    address = _do(client, scene, "submit", django_capture_on_commit_callbacks)
    for who in ("lead", "other lead"):
        scene.people[who].groups.clear()

    text = _words(client.get(address))

    assert "Others, whom it does not concern any more: 2." in text
    assert not any(scene.people[who].name in text for who in ("lead", "other lead"))


def test_who_was_not_sent_a_second_notice_is_not_said_to_have_been(
    client, django_capture_on_commit_callbacks
):
    scene = Scene("draft")
    scene.perform("ask_sign_off", "other officer")

    text = _words(
        client.get(_do(client, scene, "ask_sign_off", django_capture_on_commit_callbacks))
    )

    assert "Nobody was sent a notice." in text
    assert "is not sent a second notice" in text


def test_nobody_else_sees_it_nor_whoever_did_it_once_they_may_not_see_the_claim(
    client, django_capture_on_commit_callbacks
):
    scene = Scene("asked")
    address = _do(client, scene, "agree", django_capture_on_commit_callbacks)
    elsewhere = address.replace(scene.version.claim.reference, "PL-9999")

    assert client.get(elsewhere).status_code == 404
    workflow.send_back(
        type(scene.version).objects.get(pk=scene.version.pk),
        by=scene.people["finance"],
        note="Why?",
    )
    for name, person in scene.people.items():
        if person.is_active:
            client.force_login(person)
            assert client.get(address).status_code == 404, name
