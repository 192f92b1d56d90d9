"""An administrator opens a round with its dates: what the page says of them, and which are refused."""

from datetime import date

import pytest
import time_machine

from savings.models import Round
from tests import factories
from tests.workspace import change, list_page, page

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture(autouse=True)
def _on_the_tenth_of_june(client):
    with time_machine.travel("2030-06-10T09:00Z", tick=False):
        client.force_login(factories.administrator())
        yield


def _round(opens_on, closes_on):
    return Round.objects.create(name="Summer", opens_on=opens_on, closes_on=closes_on)


def _add(client, opens_on, closes_on):
    sent = {"name": "Next", "opens_on": opens_on, "closes_on": closes_on}
    return client.post(page(Round, "add"), sent)


def _days(current):
    current.refresh_from_db()
    return current.opens_on, current.closes_on


def test_the_page_says_what_happens_on_the_days(client):
    text = client.get(page(Round, "add")).text

    assert "On this day the officers and finance officers of each place are told." in text
    assert "They are told again five working days before it" in text
    assert "If you change it, nobody is told at once" in text
    assert "A round is never deleted." in text


def test_a_name_that_is_taken_is_refused_in_plain_words(client):
    _round(date(2030, 6, 1), date(2030, 6, 30))

    text = change_name(client, "Summer")

    assert "There is a round of that name already. Give it another name" in text
    assert "already exists" not in text


def change_name(client, name):
    sent = {"name": name, "opens_on": "2030-07-01", "closes_on": "2030-07-31"}
    return client.post(page(Round, "add"), sent).text


def test_a_round_is_opened(client):
    response = _add(client, "2030-07-01", "2030-07-31")

    assert response.headers["Location"] == list_page(Round)
    assert _days(Round.objects.get()) == (date(2030, 7, 1), date(2030, 7, 31))


@pytest.mark.parametrize(
    ("opens_on", "closes_on"),
    [("2030-05-01", "2030-06-01"), ("2030-06-30", "2030-07-31"), ("2030-06-10", "2030-06-12")],
)
def test_a_round_that_would_be_open_on_a_day_of_another_is_refused(client, opens_on, closes_on):
    _round(date(2030, 6, 1), date(2030, 6, 30))

    text = _add(client, opens_on, closes_on).text

    assert "“Summer” is open from 1 June 2030 to 30 June 2030." in text
    assert Round.objects.count() == 1


def test_a_round_that_closes_before_it_opens_is_refused_once(client):
    text = _add(client, "2030-07-31", "2030-07-01").text

    assert text.count("The round closes before it opens.") == 1
    assert not Round.objects.exists()


@pytest.mark.parametrize("sent", [{"opens_on": ""}, {"closes_on": "soon"}, {"opens_on": "31"}])
def test_a_day_that_is_no_day_is_asked_for_again(client, sent):
    response = client.post(
        page(Round, "add"),
        {"name": "Next", "opens_on": "2030-07-01", "closes_on": "2030-07-31"} | sent,
    )

    assert response.status_code == 200
    assert not Round.objects.exists()


OPENED, COMING, CLOSED = (
    (date(2030, 6, 1), date(2030, 6, 30)),
    (date(2030, 6, 11), date(2030, 6, 30)),
    (date(2030, 5, 1), date(2030, 5, 31)),
)
# The round's days, what is sent, and what is refused of it.
CHANGES = {
    "the opening of a coming round": (COMING, {"opens_on": "2030-06-20"}, ""),
    "the opening of an open one": (OPENED, {"opens_on": "2030-06-02"}, "The round opened on 1 June 2030."),
    "of one that opens today": ((date(2030, 6, 10), date(2030, 6, 30)), {"opens_on": "2030-06-11"}, "The round opened"),
    "a later closing": (OPENED, {"closes_on": "2030-07-15"}, ""),
    "closing today": (OPENED, {"closes_on": "2030-06-10"}, ""),
    "closing yesterday": (OPENED, {"closes_on": "2030-06-09"}, "Give today or a later day."),
    "open again": (CLOSED, {"closes_on": "2030-06-20"}, ""),
    "closed on another day": (CLOSED, {"closes_on": "2030-05-30"}, "Give today or a later day."),
    "another name": (CLOSED, {"name": "Spring"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_may_be_changed_of_a_round(client, case):
    days, sent, refusal = CHANGES[case]
    current = _round(*days)

    response = change(client, current, **sent)

    if refusal:
        assert refusal in response.text
        assert _days(current) == days
    else:
        assert response.status_code == 302
        current.refresh_from_db()
        assert {name: str(getattr(current, name)) for name in sent} == sent


def test_nobody_deletes_a_round(client):
    current = _round(*OPENED)

    assert client.post(page(Round, "delete", current.pk), {"post": "yes"}).status_code == 403
    assert Round.objects.exists()
