"""What the page of a round tells: of rounds that have closed or are announced, and to whom it shows no button."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings import workflow
from savings.models import Round, Version
from tests import factories
from tests.savings.views.round_pages import (
    LATER,
    OPEN,
    claims_before,
    open_round,
    part_of,
    words_of,
)


def test_a_round_that_has_closed_shows_what_was_said_and_what_was_not(client, place, spring, today):
    said, silent = claims_before(place, 2)
    with time_machine.travel(OPEN, tick=False):
        workflow.confirm(said, by=factories.officer_of(place))
        third = factories.claim_at("submitted", place)
    today(LATER)

    response = open_round(client, factories.officer_of(place))

    part, text = part_of(response), words_of(response)
    assert [one.version for one in part.due] == [silent]
    assert [(line.version, line.words) for line in part.said] == [
        (third, "New"),
        (said, "Unchanged"),
    ]
    assert not part.may_answer
    assert 'name="versions"' not in response.text
    assert "It was open from 1 March 2026 to 31 March 2026, and has closed." in text
    assert "No round is open now" in text
    assert "1 claim unchanged, 1 claim new, 1 claim not answered." in text


def test_the_round_before_is_told_beside_the_open_one(client, place, spring, today):
    [claim] = claims_before(place, 1)
    officer = factories.officer_of(place)
    with time_machine.travel(OPEN, tick=False):
        workflow.report_nothing(spring, place, by=officer)
    Round.objects.create(name="Summer", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 30))
    today(LATER)

    response = open_round(client, officer)

    assert [one.version for one in part_of(response).due] == [claim]
    text = words_of(response)
    assert f"In the round before, “Spring”: nothing to report, said by {officer}" in text
    assert "Nothing had changed on 10 March 2026, in the round “Spring”." in text
    older = words_of(client.get(f"/round/?round={spring.pk}"))
    assert "Open now: “Summer”, until 30 April 2026." in older


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ([], "No round has been opened yet"),
        ([("Spring", 3)], "It was open from 1 March 2026 to 28 March 2026, and has closed."),
        ([("Spring", 3), ("May", 5)], "The next round, “May”, opens on 1 May 2026."),
    ],
)
def test_where_no_round_is_open_it_says_which_was_and_which_will_be(
    client, place, today, rounds, words
):
    for name, month in rounds:
        Round.objects.create(
            name=name, opens_on=date(2026, month, 1), closes_on=date(2026, month, 28)
        )
    today(LATER)

    assert words in words_of(open_round(client, factories.officer_of(place)))


def test_a_round_that_is_announced_shows_its_days_and_nobody_is_asked_yet(client, place, today):
    claims_before(place, 1)
    may = Round.objects.create(name="May", opens_on=date(2026, 5, 1), closes_on=date(2026, 5, 31))
    today(LATER)

    response = open_round(client, factories.lead(), f"/round/?round={may.pk}")

    assert "It will be open from 1 May 2026 to 31 May 2026." in words_of(response)
    assert response.context["page"].returns is None


@pytest.mark.parametrize("asked", ["x", "-1", "", "0", "9" * 30, "²"])
def test_a_round_that_is_not_there_is_a_404(client, place, spring, asked):
    assert (
        open_round(client, factories.officer_of(place), f"/round/?round={asked}").status_code == 404
    )


def test_a_partner_sees_the_days_and_submissions_with_its_share_and_no_button(
    client, place, spring, today
):
    trust = factories.OrganisationFactory(name="Riverside Trust")
    council = factories.lead_of(place)

    def shared():
        figures = [*factories.figures_of(council), factories.figure(trust, "70.00")]
        return {"figures": figures, "has_other_bodies": True}

    claims_before(place, 1, **shared())
    today(OPEN)
    mine = factories.claim_at("submitted", place, **shared())
    factories.claim_at("submitted", place)
    workflow.confirm(Version.objects.earliest("pk"), by=factories.officer_of(place))

    response = open_round(client, factories.partner_of(place, trust))

    part = part_of(response)
    assert (part.body, part.answer, part.due) == (trust, None, [])
    assert [line.version for line in part.said] == [mine]
    assert [sum_ for _round, sum_ in part.tables[0].rows[0].sums] == [140]
    assert "nothing waits for you" in words_of(response)
    assert 'method="post"' not in response.text


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_who_is_of_no_place_and_does_not_review_sees_days_and_no_answers(
    client, place, spring, today, who
):
    claims_before(place, 1)
    today(OPEN)

    response = open_round(client, getattr(factories, who)())

    assert response.context["page"].parts == []
    assert response.context["page"].returns is None
    assert "Plainville" not in response.text
    assert ("Change this round in the workspace" in response.text) is (who == "administrator")


def test_the_administrator_is_led_to_open_the_first(client):
    page = open_round(client, factories.administrator())

    assert 'href="/admin/savings/round/add/"' in page.text


def test_many_claims_places_and_rounds_cost_as_many_queries_as_few(client, place, spring, today):
    def queries(person):
        client.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/round/").status_code == 200
        return len(asked)

    claim, _due = claims_before(place, 2)
    Round.objects.create(name="Winter", opens_on=date(2026, 2, 1), closes_on=date(2026, 2, 20))
    officer, lead = factories.officer_of(place), factories.lead()
    today(OPEN)
    factories.claim_at("submitted", place)
    workflow.confirm(claim, by=officer)
    few = queries(officer), queries(lead)
    for number in range(3):
        more = factories.PlaceFactory()
        factories.officer_of(more)
        officer.memberships.create(place=more, role="officer")
        claims_before(more, 3)
        claims_before(place, 2)
        Round.objects.create(
            name=f"Of {number}", opens_on=date(2025, 2 + number, 1), closes_on=date(2025, 8, 1)
        )

    assert (queries(officer), queries(lead)) == few
