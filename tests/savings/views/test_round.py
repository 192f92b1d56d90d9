"""The round’s page: what is due of a place, what it says by its buttons, and what became of it, round by round."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from savings import workflow
from savings.models import Confirmation, NothingToReport, Round, Version
from tests import factories

BEFORE, OPEN, LATER = "2026-02-10T12:00Z", "2026-03-10T12:00Z", "2026-04-10T12:00Z"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def spring():
    return Round.objects.create(
        name="Spring", opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31)
    )


@pytest.fixture
def today():
    """Return a function that lets it be a day, from then on to the end of the test."""
    travels = []

    def be(when):
        travels.append(time_machine.travel(when, tick=False))
        travels[-1].start()

    yield be
    for travel in reversed(travels):
        travel.stop()


def _words(response):
    return " ".join(strip_tags(response.text).split())


def _claims(place, number, **fields):
    with time_machine.travel(BEFORE, tick=False):
        return [factories.claim_at("submitted", place, **fields) for _ in range(number)]


def _page(client, person, address="/round/"):
    client.force_login(person)
    return client.get(address)


def _part(response):
    [part] = response.context["page"].parts
    return part


def _send(client, person, current, place, do, versions=(), besides=()):
    """`besides`: boxes that were sent otherwise than the page draws them."""
    client.force_login(person)
    boxes = {
        "once": str(uuid4()),
        "round": current.pk,
        "place": place.code,
        "do": do,
        "versions": [version.pk for version in versions],
    } | dict(besides)
    return client.post("/round/", boxes)


def _confirmed():
    return {one.version for one in Confirmation.objects.select_related("version")}


def test_a_place_sees_what_is_due_and_when_it_was_last_said(client, place, spring, today):
    old, again = _claims(place, 2)
    Round.objects.create(name="Winter", opens_on=date(2026, 2, 1), closes_on=date(2026, 2, 20))
    with time_machine.travel("2026-02-12T12:00Z", tick=False):
        third = factories.submitted_again(again)
    with time_machine.travel(OPEN, tick=False):
        factories.claim_at("submitted", place)
    today(OPEN)

    part = _part(response := _page(client, factories.officer_of(place)))

    assert [one.version for one in part.due] == [old, third]
    text = _words(response)
    assert "It is open from 1 March 2026 to 31 March 2026. 21 days left." in text
    assert "2 claims wait: say that nothing has changed, or revise each." in text
    assert "Submitted on 10 February 2026, for the round “Winter”." in text
    assert "Submitted on 12 February 2026, for the round “Winter”." in text
    assert "£250,000 in its largest year." in text
    assert not any(one.is_chosen for one in part.due)


def test_nothing_has_changed_in_those_chosen_and_in_no_other(client, place, spring, today):
    chosen, other, last = _claims(place, 3)
    officer = factories.officer_of(place)
    today(OPEN)

    answer = _send(client, officer, spring, place, "nothing_changed", [chosen, last])
    page = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == "/round/#KEN"
    assert _confirmed() == {chosen, last}
    assert "You have said that nothing has changed in 2 claims of Kent" in _words(page)
    part = _part(page)
    assert [one.version for one in part.due] == [other]
    assert [(line.version, line.words, line.by) for line in part.said] == [
        (last, "Nothing has changed", officer),
        (chosen, "Nothing has changed", officer),
    ]
    assert "2 claims unchanged, 1 claim still due." in _words(page)


def test_all_are_chosen_by_a_link_and_each_stays_a_box(client, place, spring, today):
    _claims(place, 2)
    today(OPEN)

    part = _part(_page(client, factories.officer_of(place), "/round/?chosen=KEN"))

    assert [one.is_chosen for one in part.due] == [True, True]


def test_nothing_to_report_is_one_button_that_says_what_it_means(client, place, spring, today):
    claims = _claims(place, 2)
    officer = factories.officer_of(place)
    today(OPEN)

    before = _words(_page(client, officer))
    answer = _send(client, officer, spring, place, "nothing_to_report")
    page = client.get(answer.headers["Location"])

    assert (
        "This says of the 2 claims still due that nothing has changed, and that Kent has no new claim in this round."
        in before
    )
    assert NothingToReport.objects.get().place == place
    assert _confirmed() == set(claims)
    assert "You have said that Kent has nothing to report in the round “Spring”." in _words(page)
    assert f"Nothing to report, said by {officer} on 10 March 2026, 2 claims unchanged." in _words(
        page
    )
    assert not _part(page).offers_nothing


def test_a_place_without_a_claim_can_say_so_and_one_that_submitted_something_cannot(
    client, place, spring, today
):
    other = factories.PlaceFactory()
    _claims(other, 1)
    today(OPEN)
    factories.claim_at("submitted", other)

    assert _part(_page(client, factories.officer_of(place))).offers_nothing
    part = _part(_page(client, factories.officer_of(other)))
    assert not part.offers_nothing
    assert len(part.due) == 1


def test_the_same_form_sent_twice_is_carried_out_once(client, place, spring, today):
    [claim] = _claims(place, 1)
    officer, once = factories.officer_of(place), str(uuid4())
    today(OPEN)

    first = _send(client, officer, spring, place, "nothing_changed", [claim], {"once": once})
    second = _send(client, officer, spring, place, "nothing_changed", [claim], {"once": once})

    assert (first.status_code, second.status_code) == (302, 302)
    assert Confirmation.objects.count() == 1


def test_from_your_place_one_button_answers_all_and_leads_back(client, place, spring, today):
    claims = _claims(place, 7)
    officer = factories.officer_of(place)
    today(OPEN)

    text = _words(_page(client, officer, "/"))
    answer = _send(
        client, officer, spring, place, "nothing_to_report", besides={"then": "your_place"}
    )

    named = ", ".join(claim.claim.reference for claim in claims[:5])
    assert "In the round “Spring”, 7 claims still wait for your place: revise each, or say" in text
    assert f"{named} and 2 more." in text
    assert "Nothing to report in Kent" in text
    assert answer.headers["Location"] == "/"
    assert len(_confirmed()) == 7
    assert "No claim has to be confirmed in the round “Spring”." in _words(client.get("/"))


def test_your_place_offers_all_that_is_left_where_something_was_submitted(
    client, place, spring, today
):
    claims = _claims(place, 2)
    today(OPEN)
    factories.claim_at("submitted", place)

    page = _page(client, factories.officer_of(place), "/")

    assert "Nothing has changed in all 2 in Kent" in _words(page)
    for claim in claims:
        assert f'name="versions" value="{claim.pk}"' in page.text
    assert "nothing_to_report" not in page.text


def test_a_claim_of_which_a_revision_is_being_written_is_still_due_and_said_to_be(
    client, place, spring, today
):
    [claim] = _claims(place, 1)
    officer = factories.officer_of(place)
    today(OPEN)
    factories.revised(claim)

    round_page, start = _page(client, officer), _page(client, officer, "/")

    assert [one.has_draft for one in _part(round_page).due] == [True]
    assert "A revision is being written." in _words(round_page)
    assert f"/claims/{claim.claim.reference}/edit/" in round_page.text
    assert "1 claim still waits for your place" in _words(start)
    assert "Of 1 a revision is being written." in _words(start)


def _refused(client, officer, spring, place, versions, besides=()):
    answer = _send(client, officer, spring, place, "nothing_changed", versions, besides)
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
    claims = _claims(place, 2)
    today(OPEN)

    answer = _refused(client, factories.officer_of(place), spring, place, claims, sent)

    assert answer.status_code == 400
    assert words in _words(answer)


def test_the_ticks_stay_where_an_answer_is_refused(client, place, spring, today):
    mine, _other = _claims(place, 2)
    today(OPEN)

    answer = _refused(
        client, factories.officer_of(place), spring, place, [mine], {"place": "NOWHERE"}
    )

    assert [one.is_chosen for one in _part(answer).due] == [True, False]


def test_nobody_answers_for_another_place(client, place, spring, today):
    [theirs] = _claims(factories.PlaceFactory(), 1)
    [own] = _claims(place, 1)
    officer = factories.officer_of(place)
    today(OPEN)

    assert _refused(client, officer, spring, place, [own, theirs]).status_code == 400
    assert _refused(client, officer, spring, theirs.claim.place, [theirs]).status_code == 400


@pytest.mark.parametrize("who", ["partner", "reviewer", "lead", "analyst", "administrator"])
def test_who_writes_for_no_place_answers_nothing(client, place, spring, today, who):
    [claim] = _claims(place, 1)
    person = (
        factories.partner_of(place, factories.OrganisationFactory())
        if who == "partner"
        else getattr(factories, who)()
    )
    today(OPEN)

    for do in ("nothing_changed", "nothing_to_report"):
        assert _send(client, person, spring, place, do, [claim]).status_code == 403
    assert Confirmation.objects.count() == NothingToReport.objects.count() == 0


def test_what_a_colleague_said_first_is_told_and_the_rest_stays_chosen(
    client, place, spring, today
):
    first, second = _claims(place, 2)
    today(OPEN)
    workflow.confirm(first, by=factories.officer_of(place))

    answer = _send(
        client, factories.officer_of(place), spring, place, "nothing_changed", [first, second]
    )

    assert answer.status_code == 409
    assert f"{first.claim.reference}: This has been said in the round “Spring” already." in _words(
        answer
    )
    assert [(one.version, one.is_chosen) for one in _part(answer).due] == [(second, True)]
    assert _confirmed() == {first}


def test_a_page_of_a_round_that_has_closed_says_nothing_to_the_next(client, place, spring, today):
    [claim] = _claims(place, 1)
    Round.objects.create(name="Next", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 30))
    today(LATER)

    for do in ("nothing_changed", "nothing_to_report"):
        answer = _send(client, factories.officer_of(place), spring, place, do, [claim])
        assert answer.status_code == 400
        assert "The round “Spring” is not open any more." in _words(answer)
    assert Confirmation.objects.count() == NothingToReport.objects.count() == 0


def test_a_round_that_has_closed_shows_what_was_said_and_what_was_not(client, place, spring, today):
    said, silent = _claims(place, 2)
    with time_machine.travel(OPEN, tick=False):
        workflow.confirm(said, by=factories.officer_of(place))
        third = factories.claim_at("submitted", place)
    today(LATER)

    response = _page(client, factories.officer_of(place))

    part, text = _part(response), _words(response)
    assert [one.version for one in part.due] == [silent]
    assert [(line.version, line.words) for line in part.said] == [
        (third, "New"),
        (said, "Nothing has changed"),
    ]
    assert not part.may_answer
    assert 'name="versions"' not in response.text
    assert "It was open from 1 March 2026 to 31 March 2026, and has closed." in text
    assert "No round is open now" in text
    assert "1 claim unchanged, 1 claim new, 1 claim not answered." in text


def test_the_round_before_is_told_beside_the_open_one(client, place, spring, today):
    [claim] = _claims(place, 1)
    officer = factories.officer_of(place)
    with time_machine.travel(OPEN, tick=False):
        workflow.report_nothing(spring, place, by=officer)
    Round.objects.create(name="Summer", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 30))
    today(LATER)

    response = _page(client, officer)

    assert [one.version for one in _part(response).due] == [claim]
    text = _words(response)
    assert f"In the round before, “Spring”: nothing to report, said by {officer}" in text
    assert "Nothing had changed on 10 March 2026, in the round “Spring”." in text
    older = _words(client.get(f"/round/?round={spring.pk}"))
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

    assert words in _words(_page(client, factories.officer_of(place)))


def test_a_round_that_is_announced_shows_its_days_and_nobody_is_asked_yet(client, place, today):
    _claims(place, 1)
    may = Round.objects.create(name="May", opens_on=date(2026, 5, 1), closes_on=date(2026, 5, 31))
    today(LATER)

    response = _page(client, factories.lead(), f"/round/?round={may.pk}")

    assert "It will be open from 1 May 2026 to 31 May 2026." in _words(response)
    assert response.context["page"].returns is None


@pytest.mark.parametrize("asked", ["x", "-1", "", "0", "9" * 30, "²"])
def test_a_round_that_is_not_there_is_a_404(client, place, spring, asked):
    assert _page(client, factories.officer_of(place), f"/round/?round={asked}").status_code == 404


def test_a_partner_sees_the_days_and_submissions_with_its_share_and_no_button(
    client, place, spring, today
):
    trust = factories.OrganisationFactory(name="Riverside Trust")
    council = factories.lead_of(place)

    def shared():
        figures = [*factories.figures_of(council), factories.figure(trust, "70.00")]
        return {"figures": figures, "has_other_bodies": True}

    _claims(place, 1, **shared())
    today(OPEN)
    mine = factories.claim_at("submitted", place, **shared())
    factories.claim_at("submitted", place)
    workflow.confirm(Version.objects.earliest("pk"), by=factories.officer_of(place))

    response = _page(client, factories.partner_of(place, trust))

    part = _part(response)
    assert (part.body, part.answer, part.due) == (trust, None, [])
    assert [line.version for line in part.said] == [mine]
    assert [sum_ for _round, sum_ in part.tables[0].rows[0].sums] == [140]
    assert "nothing waits for you" in _words(response)
    assert 'method="post"' not in response.text


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_who_is_of_no_place_and_does_not_review_sees_days_and_no_answers(
    client, place, spring, today, who
):
    _claims(place, 1)
    today(OPEN)

    response = _page(client, getattr(factories, who)())

    assert response.context["page"].parts == []
    assert response.context["page"].returns is None
    assert "Kent" not in response.text
    assert ("Change this round in the workspace" in response.text) is (who == "administrator")


def test_the_administrator_is_led_to_open_the_first(client):
    page = _page(client, factories.administrator())

    assert 'href="/admin/savings/round/add/"' in page.text


def test_many_claims_places_and_rounds_cost_as_many_queries_as_few(client, place, spring, today):
    def queries(person):
        client.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/round/").status_code == 200
        return len(asked)

    claim, _due = _claims(place, 2)
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
        _claims(more, 3)
        _claims(place, 2)
        Round.objects.create(
            name=f"Of {number}", opens_on=date(2025, 2 + number, 1), closes_on=date(2025, 8, 1)
        )

    assert (queries(officer), queries(lead)) == few
