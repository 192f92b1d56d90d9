"""Where each role begins: at its own place, or at the board."""

import pytest

from tests import factories
from tests.savings.views.your_places import BOARD, URL, with_role

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent", code="KEN")


# Who is shown what at the start, and which item of the menu is marked there. The board is everybody's.
PEOPLE = {
    "officer": ("your_place", lambda place: factories.officer_of(place)),
    "finance officer": ("your_place", lambda place: factories.finance_of(place)),
    "partner": ("your_place", lambda place: factories.partner_of(place, factories.lead_of(place))),
    "officer and reviewer": ("your_place", lambda place: with_role(factories.reviewer(), "officer", place)),
    "reviewer with an interest": ("board", lambda place: with_role(factories.reviewer(), "interest", place)),
    "reviewer": ("board", lambda place: factories.reviewer()),
    "lead": ("board", lambda place: factories.lead()),
    "analyst": ("board", lambda place: factories.analyst()),
    "administrator": ("board", lambda place: factories.administrator()),
    "nobody": ("board", lambda place: factories.UserFactory()),
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_each_role_begins_where_its_work_is_and_everybody_reaches_the_board(client, place, who):
    shown, person = PEOPLE[who]
    client.force_login(person(place))

    start, board = client.get(URL), client.get(BOARD)

    assert (start.status_code, board.status_code) == (200, 200)
    assert f"savings/{shown}.html" in [template.name for template in start.templates]
    assert "savings/board.html" in [template.name for template in board.templates]
    menu = ["Coverage"] if shown == "board" else ["Your place", "Coverage"]
    assert [item["text"] for item in start.context["menu"]][: len(menu)] == menu
    assert _marked(start) == menu[:1]
    assert _marked(board) == ["Coverage"]


def _marked(response):
    return [item["text"] for item in response.context["menu"] if item["current"]]


def test_who_is_of_no_place_any_more_begins_at_the_board(client, place):
    officer = factories.officer_of(place)
    factories.end_memberships(officer)
    client.force_login(officer)

    assert "How hard are the numbers?" in client.get(URL).text


def test_trails_begin_where_the_person_does(client, place):
    for person, words in ((factories.officer_of(place), "Your place"), (factories.lead(), "Coverage")):  # fmt: skip
        client.force_login(person)

        assert f'href="/">{words}</a>' in client.get("/places/").text
