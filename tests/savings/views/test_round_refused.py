"""What the page of a round refuses: what cannot be read, what is not for whoever sends it, what comes too late."""

from datetime import date

import pytest

from savings import workflow
from savings.models import Confirmation, NothingToReport, Round
from tests import factories
from tests.savings.views.round_pages import (
    LATER,
    OPEN,
    claims_before,
    confirmed,
    part_of,
    send_round,
    words_of,
)


def _refused(client, officer, spring, place, versions, besides=()):
    answer = send_round(client, officer, spring, place, "nothing_changed", versions, besides)
    assert Confirmation.objects.count() == 0
    return answer


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"versions": []}, "Choose the claims in which nothing has changed."),
        ({"versions": ["x"]}, "One of the claims is not one that you can answer for."),
        ({"versions": ["9" * 30]}, "One of the claims is not one that you can answer for."),
        ({"do": "everything"}, "The form did not say what to do."),
        ({"round": "x"}, "The form did not say what to do."),
        ({"round": "9" * 30}, "The form did not say what to do."),
        ({"place": "NOWHERE"}, "You do not answer for this place."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_stored(
    client, place, spring, today, sent, words
):
    claims = claims_before(place, 2)
    today(OPEN)

    answer = _refused(client, factories.officer_of(place), spring, place, claims, sent)

    assert answer.status_code == 400
    assert words in words_of(answer)


def test_the_ticks_stay_where_an_answer_is_refused(client, place, spring, today):
    mine, _other = claims_before(place, 2)
    today(OPEN)

    answer = _refused(
        client, factories.officer_of(place), spring, place, [mine], {"place": "NOWHERE"}
    )

    assert [one.is_chosen for one in part_of(answer).due] == [True, False]


def test_nobody_answers_for_another_place(client, place, spring, today):
    [theirs] = claims_before(factories.PlaceFactory(), 1)
    [own] = claims_before(place, 1)
    officer = factories.officer_of(place)
    today(OPEN)

    assert _refused(client, officer, spring, place, [own, theirs]).status_code == 400
    assert _refused(client, officer, spring, theirs.claim.place, [theirs]).status_code == 400


@pytest.mark.parametrize("who", ["partner", "reviewer", "lead", "analyst", "administrator"])
def test_who_writes_for_no_place_answers_nothing(client, place, spring, today, who):
    [claim] = claims_before(place, 1)
    person = (
        factories.partner_of(place, factories.OrganisationFactory())
        if who == "partner"
        else getattr(factories, who)()
    )
    today(OPEN)

    for do in ("nothing_changed", "nothing_to_report"):
        assert send_round(client, person, spring, place, do, [claim]).status_code == 403
    assert Confirmation.objects.count() == NothingToReport.objects.count() == 0


def test_what_a_colleague_said_first_is_told_and_the_rest_stays_chosen(
    client, place, spring, today
):
    first, second = claims_before(place, 2)
    today(OPEN)
    workflow.confirm(first, by=factories.officer_of(place))

    answer = send_round(
        client, factories.officer_of(place), spring, place, "nothing_changed", [first, second]
    )

    assert answer.status_code == 409
    assert (
        f"{first.claim.reference}: This has been said in the round “Spring” already."
        in words_of(answer)
    )
    assert [(one.version, one.is_chosen) for one in part_of(answer).due] == [(second, True)]
    assert confirmed() == {first}


def test_where_all_was_said_already_it_is_a_notice_and_no_error(client, place, spring, today):
    first, _second = claims_before(place, 2)
    colleague = factories.officer_of(place)
    today(OPEN)
    workflow.confirm(first, by=colleague)

    answer = send_round(
        client, factories.officer_of(place), spring, place, "nothing_changed", [first]
    )
    page = client.get(answer.headers["Location"])

    assert f"Already answered: nothing more to do. {colleague} said in the round" in words_of(page)
    assert "There is a problem" not in words_of(page)
    assert confirmed() == {first}


def test_where_none_is_ticked_the_error_leads_to_the_first_box(client, place, spring, today):
    first, _second = claims_before(place, 2)
    today(OPEN)

    answer = _refused(client, factories.officer_of(place), spring, place, [])

    words = "Choose the claims in which nothing has changed."
    assert f'<a href="#due-{first.pk}">{words}</a>' in answer.text
    assert f'id="due-{first.pk}"' in answer.text
    assert 'aria-describedby="PL-unticked"' in answer.text
    assert words_of(answer).count(words) == 2


def test_a_page_of_a_round_that_has_closed_says_nothing_to_the_next(client, place, spring, today):
    [claim] = claims_before(place, 1)
    Round.objects.create(name="Next", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 30))
    today(LATER)

    for do in ("nothing_changed", "nothing_to_report"):
        answer = send_round(client, factories.officer_of(place), spring, place, do, [claim])
        assert answer.status_code == 400
        assert "The round “Spring” is not open any more." in words_of(answer)
    assert Confirmation.objects.count() == NothingToReport.objects.count() == 0


def test_what_is_chosen_is_of_the_place_that_the_form_names(client, place, spring, today):
    [theirs] = claims_before(factories.PlaceFactory(), 1)
    officer = factories.officer_of(place)
    officer.memberships.create(place=theirs.claim.place, role="officer")
    today(OPEN)

    assert _refused(client, officer, spring, place, [theirs]).status_code == 400
