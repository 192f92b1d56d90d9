"""The round as the Treasury sees it: every place, what is late and since when, in any round there was."""

from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from pilots.models import Place
from savings import workflow
from savings.models import Round
from tests import factories

BEFORE, OPEN, LATER = "2026-02-10T12:00Z", "2026-03-10T12:00Z", "2026-04-10T12:00Z"


def _place(name, claims=0, kind=Place.Kind.PILOT):
    """With an officer, since before the round."""
    place = factories.PlaceFactory(name=name, kind=kind)
    with time_machine.travel(BEFORE, tick=False):
        officer = factories.officer_of(place)
        place.stated = [factories.claim_at("submitted", place) for _ in range(claims)]
    place.officer = officer
    return place


@pytest.fixture
def places(spring):
    """One that has said nothing of three claims, one of one of two, one without any, and two that have answered."""
    silent, part, none = _place("Silent", 3), _place("Part", 2), _place("None")
    all_said, nothing = _place("All", 1), _place("Nothing", 2)
    with time_machine.travel(OPEN, tick=False):
        workflow.confirm(part.stated[0], by=part.officer)
        factories.submitted_again(all_said.stated[0])
        factories.claim_at("submitted", all_said)
        workflow.report_nothing(spring, nothing, by=nothing.officer)
    return {"silent": silent, "part": part, "none": none, "all": all_said, "nothing": nothing}


def _page(client, person, when, address="/round/"):
    with time_machine.travel(when, tick=False):
        client.force_login(person)
        return client.get(address)


def _words(response):
    return " ".join(strip_tags(response.text).split())


def _rows(response):
    """Of each place: how it stands, then due, unchanged, revised, ended, still due and new."""
    return [
        (
            row.answer.place.name,
            row.state,
            *(
                getattr(row.answer, name)
                for name in ("due", "confirmed", "revised", "ended", "still_due", "new")
            ),
        )
        for row in response.context["page"].returns.rows
    ]


def test_while_it_is_open_those_that_owe_most_come_first(client, places):
    response = _page(client, factories.lead(), OPEN)

    assert _rows(response) == [
        ("Silent", "Not answered yet", 3, 0, 0, 0, 3, 0),
        ("None", "No claim due: has not said whether it has anything to report", 0, 0, 0, 0, 0, 0),
        ("Part", "Answered in part", 2, 1, 0, 0, 1, 0),
        ("All", "Answered", 1, 0, 1, 0, 0, 1),
        ("Nothing", "Nothing to report", 2, 2, 0, 0, 0, 0),
    ]
    assert (
        "2 of 5 places have answered. 3 have not answered yet, with 4 claims still due."
        in _words(response)
    )
    officer = places["nothing"].officer
    assert f"Said by {officer} on 10 March 2026" in _words(response)


def test_once_it_has_closed_what_is_late_is_said_with_since_when(client, places, spring):
    response = _page(client, factories.lead(), LATER)

    assert [row[:2] for row in _rows(response)] == [
        ("Silent", "Late since 1 April 2026"),
        ("None", "Late since 1 April 2026"),
        ("Part", "Late since 1 April 2026"),
        ("All", "Answered"),
        ("Nothing", "Nothing to report"),
    ]
    assert (
        "2 of 5 places have answered. 3 are late since 1 April 2026, with 4 claims not answered."
        in _words(response)
    )
    for place in places.values():
        assert f'href="{place.get_absolute_url()}"' in response.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), "0 of 1 place have answered. 1 has not answered yet, with 1 claim still due."),
        (("confirm",), "1 of 1 place has answered."),
    ],
)
def test_one_place_is_spoken_of_in_the_singular(client, spring, said, words):
    place = _place("Kent", 1)
    if said:
        with time_machine.travel(OPEN, tick=False):
            workflow.confirm(place.stated[0], by=place.officer)

    assert words in _words(_page(client, factories.lead(), OPEN))


def test_an_earlier_round_is_chosen_by_its_link(client, places, spring):
    Round.objects.create(name="April", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 30))
    lead = factories.lead()

    now = _page(client, lead, LATER)
    before = _page(client, lead, LATER, f"/round/?round={spring.pk}")

    assert f'href="/round/?round={spring.pk}"' in now.text
    assert not any(row[1].startswith("Late") for row in _rows(now))
    assert _rows(before)[0][:2] == ("Silent", "Late since 1 April 2026")


def test_a_place_of_a_tie_and_the_practice_place_are_not_listed(client, places):
    lead = factories.lead()
    _place("Made up", 1, kind=Place.Kind.PRACTICE)
    lead.memberships.create(place=places["silent"], role="interest")

    assert [row[0] for row in _rows(_page(client, lead, OPEN))] == [
        "None",
        "Part",
        "All",
        "Nothing",
    ]


def test_a_reviewer_sees_the_list_too_and_an_officer_of_a_place_only_their_own(client, places):
    assert len(_rows(_page(client, factories.reviewer(), OPEN))) == 5

    page = _page(client, places["part"].officer, OPEN).context["page"]

    assert page.returns is None
    assert [part.place for part in page.parts] == [places["part"]]


def test_who_reviews_and_is_of_a_place_has_that_apart(client, places):
    reviewer = factories.reviewer()
    reviewer.memberships.create(place=places["part"], role="officer")

    response = _page(client, reviewer, OPEN)

    assert [part.place.name for part in response.context["page"].parts] == ["Part"]
    assert "Part" not in [row[0] for row in _rows(response)]


def test_a_place_that_nobody_can_answer_for_says_so(client, spring):
    place = _place("Kent", 1)
    for person in place.memberships.all():
        factories.end_memberships(person.user)

    assert "Nobody there can answer: it has no officer" in _words(
        _page(client, factories.lead(), OPEN)
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, ""),
        (1, "1 place has nobody who can answer, and is not asked."),
        (2, "2 places have nobody who can answer, and are not asked."),
    ],
)
def test_places_that_are_not_asked_are_a_number_without_those_of_a_tie(
    client, spring, number, words
):
    _place("Kent", 1)
    for _ in range(number):
        factories.PlaceFactory()
    lead = factories.lead()
    lead.memberships.create(place=factories.PlaceFactory(), role="interest")

    response = _page(client, lead, OPEN)

    assert response.context["page"].returns.not_asked == words
    assert words in _words(response)
    assert "0 of 1 place have answered." in _words(response)


def test_forty_places_are_one_list(client, spring):
    for number in range(40):
        _place(f"Place {number:02}")

    assert len(_rows(_page(client, factories.lead(), OPEN))) == 40


def test_the_page_of_a_place_shows_its_plans_by_round_to_whoever_sees_its_claims(client, places):
    place = places["all"]

    seen = _page(client, factories.lead(), OPEN, place.get_absolute_url())
    unseen = _page(client, factories.analyst(), OPEN, place.get_absolute_url())

    assert "Plan, forecast and actual by round" in seen.text
    assert "2010-11, forecast" in _words(seen)
    assert "by round" not in unseen.text


def test_the_queue_the_board_and_the_workspace_lead_there(client, spring):
    lead, administrator = factories.lead(), factories.administrator()
    at = f"/admin/savings/round/{spring.pk}/change/"

    assert 'href="/round/"' in _page(client, lead, OPEN, "/review/").text
    assert 'href="/round/"' in _page(client, lead, OPEN, "/board/").text
    assert f'href="/round/?round={spring.pk}"' in _page(client, administrator, OPEN, at).text
