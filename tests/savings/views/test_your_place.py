"""The start: *Your place* for the people of one, the coverage board for everybody else."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from savings import workflow
from savings.models import Round
from tests import factories
from tests.savings.views.your_places import (
    URL,
    drawn,
    part_for,
    waits,
    with_role,
    with_share,
    your_page,
)

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent", code="KEN")


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="Riverside Trust")


def test_what_is_asked_of_the_reader_comes_first_and_what_waits_for_others_is_a_line(
    client, place, trust
):
    officer, other = factories.officer_of(place), factories.officer_of(place)
    content = factories.complete_content(place)
    mine = workflow.create_claim(place, by=officer, content=content)
    for _ in range(2):
        workflow.create_claim(place, by=other, content=content)
    workflow.ask_sign_off(factories.draft_of(place), by=other)
    for status in ("question", "provisional", "final"):
        with_share(place, trust, status)

    of_officer = part_for(client, officer)
    of_finance = part_for(client, factories.finance_of(place))
    of_partner = part_for(client, factories.partner_of(place, trust))

    acts = ["Answer the question", "Reply to the provisional verdict"]
    assert waits(of_officer) == [*acts, "Finish the draft"]
    assert of_officer.waiting.first[-1].version == mine
    assert [item.by is not None for item in of_officer.waiting.first] == [True, True, False]
    assert [(line.words, line.href) for line in of_officer.of_others] == [
        ("2 drafts are being written by others", "/claims/?place=KEN&status=draft"),
        ("1 draft waits for your finance officer to sign it off", "/claims/?place=KEN&status=draft"),
    ]  # fmt: skip
    assert waits(of_finance) == [*acts, "Sign off and submit"]
    assert [line.words for line in of_finance.of_others] == ["3 drafts are being written by others"]
    assert waits(of_partner) == ["Agree or dispute your share"] * 3
    assert of_partner.of_others == []


def test_a_draft_is_theirs_too_who_wrote_in_it(client, place):
    draft = factories.draft_of(place)
    colleague = factories.officer_of(place)
    before = part_for(client, colleague)

    workflow.edit(draft, by=colleague, content={"programme": "One front desk"})

    assert (waits(before), waits(part_for(client, colleague))) == ([], ["Finish the draft"])


def test_a_long_list_shows_what_is_asked_of_the_reader_and_folds_the_rest_away(client, place):
    officer = factories.officer_of(place)
    content = factories.complete_content(place)
    for _ in range(110):
        workflow.create_claim(place, by=officer, content=content)
    factories.claim_at("question", place)

    part = part_for(client, officer)

    assert waits(part)[0] == "Answer the question"
    assert (len(part.waiting.first), len(part.waiting.rest), part.waiting.more) == (8, 92, 11)
    assert "92 more" in (text := your_page(client, officer).text)
    assert "11 more come up here as these are done." in text
    assert [(row.label, row.number) for row in part.standings] == [
        ("Draft", 110),
        ("Question asked", 1),
    ]


def test_a_place_without_a_claim_is_told_the_first_step(client, place, trust):
    factories.published(place)
    ways = {"/claims/new/", "/upload/own/"}

    for role in ("officer", "finance"):
        text = your_page(client, with_role(factories.UserFactory(), role, place)).text

        assert "No saving is stated here yet." in text
        assert all(f'href="{way}"' in text for way in ways)
        assert "Nothing waits for you." not in text
        assert "No submitted claim has figures by year yet" in text
    alone = your_page(client, factories.partner_of(place, trust)).text
    assert "No claim gives your organisation a share yet." in alone
    assert not any(f'href="{way}"' in alone for way in ways)


def test_each_place_has_a_part_of_its_own_and_links_lead_to_them(client, place, trust):
    practice = factories.PlaceFactory(name="Practice", code="PRA", kind="practice")
    person = with_role(factories.officer_of(place), "partner", practice, organisation=trust)
    factories.claim_at("submitted", place)
    with_share(practice, trust, "submitted", share="7.00")

    page = your_page(client, person)
    kent, made_up = page.context["page"].parts

    assert (kent.place.code, kent.body) == ("KEN", None)
    assert (made_up.place.code, made_up.body) == ("PRA", trust)
    assert waits(kent) == []
    assert waits(made_up) == ["Agree or dispute your share"]
    assert [row[3] for row in (*drawn(kent), *drawn(made_up))] == [250_000, 7]
    assert "Your places</h1>" in page.text
    for code in ("KEN", "PRA"):
        assert f'href="#{code}"' in page.text
        assert f'id="{code}"' in page.text
    assert "Everything here is for practice. None of it is in any total." in page.text


def test_who_is_officer_and_partner_of_one_place_sees_all_of_it(client, place, trust):
    person = with_role(factories.officer_of(place), "partner", place, organisation=trust)
    with_share(place, trust, "submitted")

    part = part_for(client, person)

    assert part.body is None
    assert part.money[0].rows[0].saving == 1000
    assert waits(part) == ["Agree or dispute your share"]


def test_the_round_is_told_with_its_last_day_and_what_is_due_or_that_none_is_open(
    client, place, trust
):
    today = timezone.localdate()
    officer, partner = factories.officer_of(place), factories.partner_of(place, trust)
    with time_machine.travel("2026-01-05T09:00Z"):
        factories.claim_at("submitted", place)
    draft = factories.draft_of(place)
    check = reverse("savings:claim_check", args=[draft.claim.reference])
    without = your_page(client, officer).text
    Round.objects.create(name="Autumn", opens_on=today, closes_on=today)

    text = your_page(client, officer).text
    checked = client.get(check).text
    workflow.ask_sign_off(factories.draft_of(place), by=officer)
    of_finance = part_for(client, factories.finance_of(place))

    # What has a day does not come before what is asked of them.
    words = "Autumn: revise it, or say that nothing has changed"
    assert waits(of_finance) == ["Sign off and submit", words]
    assert "No round is open, so nothing has to be in by a certain day." in without
    assert "The round “Autumn” closes today." in text
    assert "The round “Autumn” closes today." in checked
    assert "In the round “Autumn”, 1 claim still waits for your place" in text
    assert "The round “" not in your_page(client, partner).text


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("", "Ask a colleague in your place, or whoever added you to Total Place."),
        ("help@treasury.example", '<a class="govuk-link" href="mailto:help@treasury.example">'),
        ("The savings team, 020 7946 0000", "Ask The savings team, 020 7946 0000."),
        ("<b>Bold</b> team", "Ask &lt;b&gt;Bold&lt;/b&gt; team."),
    ],
)
def test_whom_to_ask_is_as_the_site_is_set(client, place, settings, contact, shown):
    settings.HELP_CONTACT = contact

    assert shown in your_page(client, factories.officer_of(place)).text


def test_what_becomes_of_a_day_that_is_past_is_said(client, place):
    officer = factories.officer_of(place)
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        factories.claim_at("question", place)
        factories.claim_at("provisional", place)

    with time_machine.travel("2027-03-16T09:00Z", tick=False):
        text = your_page(client, officer).text

    assert "The answer is overdue. Until it comes the claim is not yet reviewed." in text
    assert "That day has passed. You can still reply until the verdict is final." in text


def test_a_reply_that_will_not_come_and_a_word_that_was_given_wait_for_nobody(client, place, trust):
    version = factories.claim_at("provisional", place)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    shared = with_share(place, trust, "submitted")
    partner = factories.partner_of(place, trust)
    workflow.agree(shared, by=partner)

    assert waits(part_for(client, factories.officer_of(place))) == []
    assert waits(part_for(client, partner)) == []


def test_other_places_are_nowhere_on_it(client, place):
    elsewhere = factories.PlaceFactory(name="Elsewhere")
    factories.claim_at("submitted", elsewhere, condition="D", what_changes="Heron landing")
    factories.draft_of(elsewhere, what_changes="Heron landing")

    text = your_page(client, factories.officer_of(place)).text

    assert "Heron" not in text
    assert "Elsewhere" not in text


def test_many_claims_and_places_cost_as_many_queries_as_few(django_assert_num_queries, place):
    client, person = Client(), factories.officer_of(place)
    client.force_login(person)
    _of_each_kind(place)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    number = len(one.captured_queries)
    another = factories.PlaceFactory()
    with_role(person, "officer", another)
    for each in (place, another):
        _of_each_kind(each)
    client.get(URL)  # The statements for somebody with two places are built.

    with django_assert_num_queries(number):
        client.get(URL)


def _of_each_kind(place):
    factories.draft_of(place)
    for status in ("question", "provisional", "final"):
        factories.claim_at(status, place)
