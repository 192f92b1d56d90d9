"""The page of the round: what is due of a place, and what it says by its buttons."""

from datetime import date
from uuid import uuid4

import time_machine

from savings.models import Confirmation, NothingToReport, Round
from tests import factories
from tests.savings.views.round_pages import (
    OPEN,
    claims_before,
    confirmed,
    open_round,
    part_of,
    send_round,
    words_of,
)


def test_a_place_sees_what_is_due_and_when_it_was_last_said(client, place, spring, today):
    old, again = claims_before(place, 2)
    Round.objects.create(name="Winter", opens_on=date(2026, 2, 1), closes_on=date(2026, 2, 20))
    with time_machine.travel("2026-02-12T12:00Z", tick=False):
        third = factories.submitted_again(again)
    with time_machine.travel(OPEN, tick=False):
        factories.claim_at("submitted", place)
    today(OPEN)

    part = part_of(response := open_round(client, factories.officer_of(place)))

    assert [one.version for one in part.due] == [old, third]
    text = words_of(response)
    assert "It is open from 1 March 2026 to 31 March 2026. 21 days left." in text
    assert "2 claims wait: say that nothing has changed, or revise each." in text
    assert "Submitted on 10 February 2026, for the round “Winter”." in text
    assert "Submitted on 12 February 2026, for the round “Winter”." in text
    assert "£250,000 in its largest year." in text
    assert not any(one.is_chosen for one in part.due)


def test_nothing_has_changed_in_those_chosen_and_in_no_other(client, place, spring, today):
    chosen, other, last = claims_before(place, 3)
    officer = factories.officer_of(place)
    today(OPEN)

    answer = send_round(client, officer, spring, place, "nothing_changed", [chosen, last])
    page = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == "/round/#PL"
    assert confirmed() == {chosen, last}
    assert f"2 claims ({chosen.claim.reference}, {last.claim.reference}) of Plainville" in words_of(
        page
    )
    part = part_of(page)
    assert [one.version for one in part.due] == [other]
    assert [(line.version, line.words, line.by) for line in part.said] == [
        (last, "Unchanged", officer),
        (chosen, "Unchanged", officer),
    ]
    assert "2 claims unchanged, 1 claim still due." in words_of(page)


def test_all_are_chosen_by_a_link_and_each_stays_a_box(client, place, spring, today):
    claims_before(place, 2)
    today(OPEN)

    part = part_of(open_round(client, factories.officer_of(place), "/round/?chosen=PL"))

    assert [one.is_chosen for one in part.due] == [True, True]


def test_nothing_to_report_is_one_button_that_says_what_it_means(client, place, spring, today):
    claims = claims_before(place, 2)
    officer = factories.officer_of(place)
    today(OPEN)

    before = words_of(open_round(client, officer))
    answer = send_round(client, officer, spring, place, "nothing_to_report")
    page = client.get(answer.headers["Location"])

    assert (
        "This says of the 2 claims still due that nothing has changed, and that Plainville has no new claim in this"
        " round." in before
    )
    assert NothingToReport.objects.get().place == place
    assert confirmed() == set(claims)
    assert "You have said that Plainville has nothing to report in the round “Spring”." in words_of(
        page
    )
    assert (
        f"Nothing to report, said by {officer} on 10 March 2026, 2 claims unchanged."
        in words_of(page)
    )
    assert not part_of(page).offers_nothing


def test_a_place_without_a_claim_can_say_so_and_one_that_submitted_something_cannot(
    client, place, spring, today
):
    other = factories.PlaceFactory()
    claims_before(other, 1)
    today(OPEN)
    factories.claim_at("submitted", other)

    assert part_of(open_round(client, factories.officer_of(place))).offers_nothing
    part = part_of(open_round(client, factories.officer_of(other)))
    assert not part.offers_nothing
    assert len(part.due) == 1


def test_the_same_form_sent_twice_is_carried_out_once(client, place, spring, today):
    [claim] = claims_before(place, 1)
    officer, once = factories.officer_of(place), str(uuid4())
    today(OPEN)

    first = send_round(client, officer, spring, place, "nothing_changed", [claim], {"once": once})
    second = send_round(client, officer, spring, place, "nothing_changed", [claim], {"once": once})

    assert (first.status_code, second.status_code) == (302, 302)
    assert Confirmation.objects.count() == 1


def test_from_your_place_one_button_answers_all_and_leads_back(client, place, spring, today):
    claims = claims_before(place, 7)
    officer = factories.officer_of(place)
    today(OPEN)

    text = words_of(open_round(client, officer, "/"))
    answer = send_round(
        client, officer, spring, place, "nothing_to_report", besides={"then": "your_place"}
    )

    named = ", ".join(claim.claim.reference for claim in claims[:5])
    assert "In the round “Spring”, 7 claims still wait for your place: revise each, or say" in text
    assert f"{named} and 2 more." in text
    assert "Nothing to report in Plainville" in text
    assert answer.headers["Location"] == "/"
    assert len(confirmed()) == 7
    after = words_of(client.get("/"))
    assert f"{officer} said on 10 March 2026 that Plainville has nothing to report." in after
    assert "Nothing more is due. New and revised claims are still welcome" in after
    assert "State, revise or confirm your claims by then" not in after


def test_your_place_offers_all_that_is_left_where_something_was_submitted(
    client, place, spring, today
):
    claims = claims_before(place, 2)
    today(OPEN)
    factories.claim_at("submitted", place)

    page = open_round(client, factories.officer_of(place), "/")

    assert "Nothing has changed in all 2 in Plainville" in words_of(page)
    for claim in claims:
        assert f'name="versions" value="{claim.pk}"' in page.text
    assert "nothing_to_report" not in page.text


def test_a_claim_of_which_a_revision_is_being_written_is_still_due_and_said_to_be(
    client, place, spring, today
):
    [claim] = claims_before(place, 1)
    officer = factories.officer_of(place)
    today(OPEN)
    factories.revised(claim)

    round_page, start = open_round(client, officer), open_round(client, officer, "/")

    assert [one.has_draft for one in part_of(round_page).due] == [True]
    assert "A revision is being written." in words_of(round_page)
    assert f"/claims/{claim.claim.reference}/edit/" in round_page.text
    assert "1 claim still waits for your place" in words_of(start)
    assert "Of 1 a revision is being written." in words_of(start)
