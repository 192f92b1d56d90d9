"""A row of the reviewers' queue: what it says, who owes what, and what may be done from it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from savings import workflow
from savings.models import Review
from savings.review import owing, queue
from savings.review.owing_words import to_the_treasury
from tests import factories
from tests.factories import PlaceFactory, claim_at, sized

from .queue_pages import page, rows

READ_ONCE = "REPLY"  # Such a reference is not drawn for a second reading.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_row_says_what_waits_where_how_large_how_long_and_why(client):
    place = PlaceFactory(name="Kent", code="KEN")
    with time_machine.travel(MORNING - timedelta(days=12), tick=False):
        version = sized(
            "KEN-0007", "240000.00", place, what_changes="One front desk", baseline_kind="estimate"
        )
    workflow.perform(
        "triage", version, by=factories.lead(), is_chosen=True, because="Asked for by the board."
    )

    with time_machine.travel(MORNING, tick=False):
        text = page(client, factories.reviewer()).text

    for words in (
        ">KEN-0007</a>",
        "Kent",
        "One front desk",
        "Largest saving of one year",
        "£240,000",
        "Cashable, as claimed",
        "Nobody has it. Submitted 12 days ago.",
        "Waits for a reviewer to take it.",
        "Chosen: Asked for by the board.",
        "What it is compared with is an estimate, or other places.",
    ):
        assert words in text


_NOT_DRAWN = "Not drawn. It stays not yet reviewed. This says nothing against it."


@pytest.mark.parametrize(
    ("status", "choice", "words"),
    [
        ("submitted", (None, ""), "Not decided yet."),
        ("in_review", (False, _NOT_DRAWN), f"Not chosen: {_NOT_DRAWN}"),
        (
            "provisional",
            (False, _NOT_DRAWN),
            "Not chosen: Not drawn. It was reviewed all the same.",
        ),
        ("reply", (None, ""), "Reviewed without being chosen."),
        ("reply", (True, "Large."), "Chosen: Large."),
    ],
)
def test_what_was_not_chosen_is_not_called_unreviewed_once_it_has_a_verdict(
    client, status, choice, words
):
    claim_at(status)
    Review.objects.update(is_chosen=choice[0], chosen_because=choice[1])
    view = "waiting" if status == "submitted" else status

    assert rows(client, factories.reviewer(), f"?view={view}")[0].chosen == words


def test_a_claim_without_figures_by_year_has_no_value_rather_than_zero(client):
    claim_at("submitted", figures=[], kind_of_gain="not_in_money", as_published="Better lives")

    row = rows(client, factories.reviewer())[0]

    assert row.value is None


def test_a_claim_leads_to_its_reading_with_the_queue_it_stands_in(client):
    place = PlaceFactory(code="KEN")
    claim_at("submitted", place, reference="KEN-0001")

    href = rows(client, factories.reviewer(), "?view=waiting&order=age&place=KEN")[0].href

    assert urlparse(href).path == reverse("savings:review_read", args=["KEN-0001"])
    assert parse_qs(urlparse(href).query) == {
        "view": ["waiting"],
        "order": ["age"],
        "place": ["KEN"],
    }


_OWED = [
    ("submitted", 0, "Waits for a reviewer to take it."),
    ("in_review", 0, "Rowan reads it."),
    ("question", 0, "The place has to answer by 8 December 2026."),
    ("question", 14, "The place has to answer by 8 December 2026."),
    (
        "question",
        15,
        "Overdue. The answer was due by 8 December 2026. It stays not yet reviewed until the place answers.",
    ),
    ("provisional", 14, "The place may reply until 8 December 2026."),
    (
        "provisional",
        15,
        "The time to reply ended on 8 December 2026. The review lead can make the verdict final.",
    ),
    (
        "reply",
        0,
        "The place has replied. The review lead makes the verdict final, or sends it back.",
    ),
]


@pytest.mark.parametrize(("status", "days", "words"), _OWED)
def test_a_row_says_who_owes_what(client, status, days, words):
    with time_machine.travel(MORNING, tick=False):
        version = claim_at(status)
    if status != "submitted":
        version.review.reviewer.name = "Rowan"
        version.review.reviewer.save()
    Review.objects.update(needs_second_reading=False)
    view = "waiting" if status == "submitted" else status

    with time_machine.travel(MORNING + timedelta(days=days), tick=False):
        owed = rows(client, factories.reviewer(), f"?view={view}")[0].owed

    assert f"{owed.marked} {owed.words}".strip() == words


def test_to_its_own_reviewer_a_row_speaks_of_you(client):
    version = claim_at("in_review")

    row = rows(client, version.review.reviewer)[0]

    assert row.owed.words == "You read it: ask the place, or give a verdict."
    assert row.has_it == "You have it."


@pytest.mark.parametrize("mine", [True, False])
def test_what_was_handed_over_and_not_taken_says_so(mine):
    version = claim_at("submitted")
    sam = factories.reviewer()
    sam.name = "Sam"
    sam.save()
    workflow.perform("hand_over", version, by=factories.lead(), to=sam)

    versions = owing.with_what_is_owed(queue.queue(sam, "mine"))
    person = sam if mine else factories.reviewer()
    owed = to_the_treasury(versions.get(), person, MORNING.date())

    words = "It is with you: take it to begin."
    assert owed.words == (words if mine else "It is with Sam, who has not taken it yet.")


@pytest.mark.parametrize("status", ["provisional", "reply"])
def test_a_verdict_that_needs_a_second_reading_waits_for_it(client, status):
    claim_at(status, reference=READ_ONCE)
    Review.objects.update(needs_second_reading=True)

    words = rows(client, factories.reviewer(), f"?view={status}")[0].owed.words

    assert words.endswith("Waits for a second reader.")


def test_a_place_that_will_not_reply_is_not_waited_for(client):
    version = claim_at("provisional")
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
    Review.objects.update(needs_second_reading=False)

    words = rows(client, factories.reviewer(), "?view=provisional")[0].owed.words

    assert words == (
        "The place has said that no reply will come. The review lead can make the verdict final."
    )


def test_a_claim_is_taken_by_one_click_and_its_reading_is_next(client):
    version = claim_at("submitted", reference="KEN-0001")
    person = factories.reviewer()
    text = page(client, person).text
    address = reverse("savings:claim_action", args=["KEN-0001", "take"])

    sent = {"once": str(uuid4()), "then": "reading", "claim": "KEN-0001"}
    response = client.post(address, sent)

    version.review.refresh_from_db()
    assert f'formaction="{address}?view=waiting&amp;order=value"' in text
    assert 'name="claim" value="KEN-0001"' in text
    assert 'name="then" value="reading"' in text
    assert response.headers["Location"] == reverse("savings:review_read", args=["KEN-0001"])
    assert version.review.reviewer == person


def test_taking_what_one_has_already_leads_on_to_its_reading(client):
    version = claim_at("submitted", reference="KEN-0001")

    def take(person):
        client.force_login(person)
        address = reverse("savings:claim_action", args=["KEN-0001", "take"])
        return client.post(address, {"once": str(uuid4())})

    person = factories.reviewer()
    first, again, other = take(person), take(person), take(factories.reviewer())

    reading = reverse("savings:review_read", args=["KEN-0001"])
    assert [answer.status_code for answer in (first, again, other)] == [302, 409, 409]
    assert '<h1 class="govuk-heading-l">You have it already</h1>' in again.text
    assert f'href="{reading}">Go on reading</a>' in again.text
    assert "You have it already" not in other.text
    assert version.events.filter(action="take").count() == 1


def test_two_claims_taken_by_one_form_are_two(client):
    first, second = claim_at("submitted"), claim_at("submitted")
    person, once = factories.reviewer(), str(uuid4())
    client.force_login(person)

    for version in (first, second):
        address = reverse("savings:claim_action", args=[version.claim.reference, "take"])
        client.post(address, {"once": once, "claim": version.claim.reference})

    taken = Review.objects.filter(reviewer=person)
    assert set(taken.values_list("version", flat=True)) == {first.pk, second.pk}


_OFFERED = [
    ("submitted", "reviewer", (True, False)),
    ("submitted", "lead", (False, True)),
    ("in_review", "reviewer", (False, False)),
    ("in_review", "its reviewer", (False, True)),
    ("in_review", "lead", (False, True)),
    ("provisional", "its reviewer", (False, True)),
    ("reply", "lead", (False, True)),
]


@pytest.mark.parametrize(("status", "who", "offered"), _OFFERED)
def test_only_what_the_workflow_offers_is_offered(client, status, who, offered):
    version = claim_at(status)
    person = version.review.reviewer if who == "its reviewer" else getattr(factories, who)()
    view = "waiting" if status == "submitted" else status

    row = rows(client, person, f"?view={view}")[0]

    assert (row.may_take, row.may_hand_over) == offered
