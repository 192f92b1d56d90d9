"""Lists of the workspace, however long: how they are counted, paged through, and stepped into by their dates."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots.models import Burden, Theme, User
from savings.models import Round
from tests import factories
from tests.benchmarks.throwaway import unkept
from tests.workspace import list_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

A_PAGE = 25
DATES = re.compile(r'<nav class="toplinks">(.*?)</nav>', re.DOTALL)


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(factories.administrator())


def _themes(number):
    unkept(Theme).bulk_create(Theme(name=f"Theme {n:05}") for n in range(number))


def _words(response):
    return " ".join(response.text.split())


def _names(response):
    return re.findall(r">(Theme \d{5})</a>", response.text)


def _rounds(*days):
    for day in days:
        Round.objects.create(name=f"Round of {day}", opens_on=day, closes_on=day)


def _dates_offered(client, model, **query):
    shown = DATES.search(client.get(list_page(model, **query)).text)[1]
    return re.findall(
        r"[\w: ]+(?=</a>|\n)", re.sub(r"&lsaquo; ", "back: ", shown).replace("<a", "\n<a")
    )


def test_a_list_of_250_rows_is_counted_exactly(client):
    _themes(250)

    shown = _words(client.get(list_page(Theme)))

    assert "250 themes" in shown
    assert "more than" not in shown


def test_a_longer_list_is_counted_as_far_as_250_rows_and_says_so(client):
    _themes(251)

    first = _words(client.get(list_page(Theme)))
    found = _words(client.get(list_page(Theme, q="theme")))

    assert "more than 250 themes" in first
    assert "?p=10" in first
    assert "?p=11" not in first
    assert "more than 250 found" in found


def test_paging_on_reaches_the_last_row(client):
    _themes(280)

    at_the_limit = client.get(list_page(Theme, p=10))
    last = client.get(list_page(Theme, p=12))

    assert "280 themes" in _words(at_the_limit)
    assert "more than" not in at_the_limit.text
    assert _names(last) == [f"Theme {n:05}" for n in range(275, 280)]


def test_the_pages_together_are_the_whole_list_in_order(client):
    _themes(260)

    pages = [_names(client.get(list_page(Theme, p=p))) for p in range(1, 12)]

    assert [name for page in pages for name in page] == [f"Theme {n:05}" for n in range(260)]


@pytest.mark.parametrize("page", ["13", "0", "-1", "9" * 30, "x"])
def test_a_page_that_is_not_there_leads_back_to_the_list(client, page):
    _themes(280)

    response = client.get(list_page(Theme, p=page), follow=True)

    assert response.status_code == 200
    assert _names(response) == [f"Theme {n:05}" for n in range(A_PAGE)]


def test_the_first_page_costs_the_same_for_thirty_rows_and_for_three_thousand(client):
    _themes(30)
    client.get(list_page(Theme))
    with CaptureQueriesContext(connection) as few:
        client.get(list_page(Theme))
    unkept(Theme).bulk_create(Theme(name=f"Theme {n:05}") for n in range(30, 3_000))

    with CaptureQueriesContext(connection) as many:
        client.get(list_page(Theme))

    assert len(many) == len(few)


def test_all_rows_are_offered_to_an_action_only_where_they_are_counted(client):
    unkept(User).bulk_create(
        User(email=f"{n}@treasury.example", name=f"Person {n}", password="!") for n in range(30)
    )
    few = client.get(list_page(User)).text
    assert "Select all 31 people" in few
    assert "across all pages" in few
    unkept(User).bulk_create(
        User(email=f"{n}@treasury.example", name=f"Person {n}", password="!")
        for n in range(30, 251)
    )

    shown = client.get(list_page(User)).text

    assert "0 of 25 selected" in shown
    assert "across all pages" not in shown


def test_years_are_offered_from_the_first_to_the_last(client):
    _rounds(date(2009, 5, 1), date(2011, 2, 3))

    assert _dates_offered(client, Round) == ["2009", "2010", "2011"]


def test_a_year_leads_to_its_months_and_a_month_to_its_days(client):
    _rounds(date(2009, 5, 30), date(2009, 6, 2), date(2009, 6, 4), date(2011, 2, 3))

    months = _dates_offered(client, Round, opens_on__year=2009)
    days = _dates_offered(client, Round, opens_on__year=2009, opens_on__month=6)
    day = _dates_offered(client, Round, opens_on__year=2009, opens_on__month=6, opens_on__day=4)

    assert months == ["back: All dates", "May 2009", "June 2009"]
    assert days == ["back: 2009", "2 June", "3 June", "4 June"]
    assert day == ["back: June 2009", "4 June"]


def test_a_list_of_one_year_or_month_begins_with_what_can_be_chosen(client):
    _rounds(date(2009, 5, 30), date(2009, 6, 2))
    assert _dates_offered(client, Round) == ["back: All dates", "May 2009", "June 2009"]
    unkept(Round).filter(opens_on__month=5).update(
        opens_on=date(2009, 6, 1), closes_on=date(2009, 6, 1)
    )

    assert _dates_offered(client, Round) == ["back: 2009", "1 June", "2 June"]


def test_a_list_without_rows_offers_no_dates(client):
    assert _dates_offered(client, Round) == []


def test_a_moment_belongs_to_its_day_in_this_country(client):
    at_night = datetime(2010, 6, 30, 23, 30, tzinfo=UTC)
    unkept(User).update(date_joined=at_night)

    offered = _dates_offered(client, User)

    assert offered == ["back: 2010", "1 July"]


def test_a_search_finds_each_of_its_words_in_any_field_and_a_phrase_as_it_stands(client):
    kent = factories.PlaceFactory(name="Kent", code="KEN")
    Burden.objects.create(place=kent, place_or_body="A council", what="Returns on housing")
    Burden.objects.create(place_or_body="A council", what="Housing returns")

    def found(words):
        shown = client.get(list_page(Burden, q=words)).text
        return [what for what in ("Returns on housing", "Housing returns") if what in shown]

    assert found("returns housing") == ["Returns on housing", "Housing returns"]
    assert found("kent HOUSING") == ["Returns on housing"]
    assert found('"housing returns"') == ["Housing returns"]
    assert found("returns police") == []


def test_what_was_searched_for_is_paged_counted_and_stepped_into_like_the_whole(client):
    _rounds(date(2009, 5, 1), date(2010, 5, 2), date(2010, 6, 3))

    assert _dates_offered(client, Round, q="2010") == ["back: All dates", "May 2010", "June 2010"]
    assert "2 rounds" in _words(client.get(list_page(Round, q="2010")))


def test_a_list_with_nothing_in_it_says_so_and_offers_nothing_to_do(client):
    shown = _words(client.get(list_page(Burden)))

    assert "There is nothing here yet that you may see." in shown
    assert 'name="action"' not in shown


def test_a_list_in_which_nothing_is_found_leads_back_to_all_of_it(client):
    _themes(1)

    shown = _words(client.get(list_page(Theme, q="nonsense")))

    assert "Nothing matches your search and filters." in shown
    assert '<a href="?">Clear the search and filters</a>' in shown
    assert "nothing here yet" not in shown


def test_a_date_on_which_there_is_nothing_is_not_taken_for_an_empty_list(client):
    _rounds(date(2009, 5, 1), date(2011, 5, 1))

    shown = _words(client.get(list_page(Round, opens_on__year=2010)))

    assert "Nothing matches your search and filters." in shown
