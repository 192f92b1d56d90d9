"""Files to download: the page, the files, and what is refused in which words."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from savings.access import Purpose
from savings.exports.columns import CLAIM_COLUMNS
from savings.exports.figure_columns import FIGURE_COLUMNS
from tests import factories

PAGE = reverse("savings:export_list")
FILES = [reverse("savings:claims_csv"), reverse("savings:figures_csv")]
CLAIMS_CSV, FIGURES_CSV = FILES


@pytest.fixture
def reviewer(client):
    person = factories.reviewer()
    client.force_login(person)
    return person


def rows_of(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_addresses_are_the_doors_of_the_design():
    assert [PAGE, *FILES] == ["/exports/", "/exports/claims.csv", "/exports/figures.csv"]


@pytest.mark.usefixtures("reviewer")
def test_the_page_offers_each_purpose_and_explains_each_column(client):
    text = client.get(PAGE).content.decode()

    for words in [*Purpose.values, *Purpose.labels]:
        assert words in text
    for column in [*CLAIM_COLUMNS, *FIGURE_COLUMNS]:
        assert f">{column.title}</th>" in text
        assert escape(column.description) in text
    assert "Not an estimate for any other place." in text
    assert "There is a problem" not in text


@pytest.mark.usefixtures("reviewer")
def test_the_page_keeps_the_filters_of_the_list_that_led_to_it(client):
    theme = factories.ThemeFactory(name="Older people")

    plain = client.get(PAGE).content.decode()
    filtered = client.get(PAGE, {"theme": theme.name, "sort": "place"}).content.decode()

    assert '<details class="govuk-details" open>' not in plain
    assert '<details class="govuk-details" open>' in filtered
    assert '<option value="Older people" selected>' in filtered
    assert 'name="sort"' not in filtered


@pytest.mark.usefixtures("reviewer")
def test_the_page_costs_the_same_with_many_claims(client, django_assert_max_num_queries):
    for _ in range(5):
        factories.claim_at("submitted")

    with django_assert_max_num_queries(10):
        client.get(PAGE)


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("address", FILES)
def test_a_file_is_a_download_named_by_purpose_and_day(client, address):
    response = client.get(address, {"purpose": "review"})

    name = address.rsplit("/", 1)[1].removesuffix(".csv")
    today = timezone.localdate()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{name}-review-{today}.csv"'
    assert response["Cache-Control"] == "no-store"
    assert response.streaming


@pytest.mark.parametrize("address", FILES)
def test_each_row_says_for_what_and_when_it_was_taken(client, reviewer, address):
    factories.claim_at("submitted")

    rows = rows_of(client.get(address, {"purpose": "review"}))

    assert {row["purpose"] for row in rows} == {"review"}
    assert {row["as_at"] for row in rows} == {str(timezone.localdate())}
    assert len({row["export_id"] for row in rows}) == 1


REFUSED = [
    pytest.param({}, "Select what you will use the file for.", id="no purpose"),
    pytest.param(
        {"purpose": "fun"}, "“fun” is not a purpose. Select one from the list.", id="other"
    ),
    pytest.param(
        {"purpose": "review", "as_at": "2026-13-01"}, "Write the day as 2009-10-31", id="no day"
    ),
    pytest.param(
        {"purpose": "review", "as_at": "2009-10-31"}, "is not available yet", id="a day gone by"
    ),
    pytest.param(
        {"purpose": "review", "as_at": str(timezone.localdate() + timedelta(days=1))},
        "is not available yet",
        id="a day to come",
    ),
    pytest.param(
        {"purpose": "review", "hardness": "9"},
        "“9” is not one of the steps of hardness.",
        id="a filter that does not exist",
    ),
]


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_cannot_be_taken_is_refused_in_words(client, address, asked, words):
    response = client.get(address, asked)

    text = response.content.decode()
    assert response.status_code == 400
    assert words in text
    assert "There is a problem" in text
    assert "<title>Error: Download figures" in text


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("address", FILES)
def test_today_may_be_named(client, address):
    response = client.get(address, {"purpose": "review", "as_at": str(timezone.localdate())})

    assert response.status_code == 200


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("address", FILES)
def test_the_filters_of_the_list_narrow_the_file(client, address):
    kent, luton = factories.PlaceFactory(code="KEN"), factories.PlaceFactory(code="LUT")
    factories.claim_at("submitted", kent, reference="KEN-1", what_changes="One front desk")
    factories.claim_at("submitted", kent, reference="KEN-2", what_changes="Shared archive")
    factories.claim_at("submitted", luton, reference="LUT-1", what_changes="One front desk")

    rows = rows_of(
        client.get(address, {"purpose": "review", "place": "KEN", "q": "desk", "sort": "bogus"})
    )

    assert {row["reference"] for row in rows} == {"KEN-1"}


@pytest.mark.usefixtures("reviewer")
def test_in_a_file_of_figures_year_and_kind_choose_amounts_and_in_one_of_claims_claims(client):
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    first = factories.figures_of(lead, "1.00", year=2010)
    later = [
        *factories.figures_of(lead, "2.00", year=2011),
        *factories.figures_of(lead, "4.00", year=2011, kind_of_gain="avoided_cost"),
    ]
    factories.claim_at("submitted", place, figures=[*first, *later])
    factories.claim_at("submitted", place, figures=factories.figures_of(lead, "8.00", year=2010))

    def taken(address, **asked):
        return rows_of(client.get(address, {"purpose": "review"} | asked))

    def savings(**asked):
        rows = taken(FIGURES_CSV, **asked)
        return {row["amount_gbp"] for row in rows if row["line"] == "saving"}

    assert savings(year="2010-11") == {"1.00", "8.00"}
    assert savings(year="2011-12") == {"2.00", "4.00"}
    assert savings(kind="avoided_cost") == {"4.00"}
    assert savings(year="2011-12", kind="cashable") == {"2.00"}
    assert savings(year="2010-11", kind="avoided_cost") == set()
    assert savings(hardness="4") == {"1.00", "2.00", "4.00", "8.00"}
    assert [len(taken(CLAIMS_CSV, year=year)) for year in ("2010-11", "2011-12")] == [2, 1]


@pytest.mark.usefixtures("reviewer")
def test_the_page_says_what_each_filter_chooses(client):
    text = client.get(PAGE).content.decode()

    assert "hardness and status choose whole claims, with all their figures." in text
    assert "choose single amounts in figures.csv" in text
    assert "In claims.csv these three choose whole claims" in text


@pytest.mark.parametrize("address", FILES)
def test_a_file_holds_what_the_purpose_allows(client, address):
    factories.claim_at("submitted", condition="C", reference="NAMED-1")
    factories.claim_at("submitted", condition="D", reference="OPEN-1")
    client.force_login(factories.analyst())

    def seen(purpose):
        return {row["reference"] for row in rows_of(client.get(address, {"purpose": purpose}))}

    assert seen("programme_total") == {"NAMED-1", "OPEN-1"}
    assert seen("grant_allocation") == {"OPEN-1"}


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("address", FILES)
def test_a_file_is_only_read(client, address):
    assert client.post(address, {"purpose": "review"}).status_code == 405
