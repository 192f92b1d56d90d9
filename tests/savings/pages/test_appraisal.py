"""The appraisal numbers of a version: per kind and state, and in words where there is none."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.access import sight_of
from savings.appraisal.words import years_in_words
from savings.claims.flows import flows_of
from savings.models import Version
from savings.pages.appraisal import appraisal_of
from savings.pages.optimism import with_grades
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    ledger,
    link,
    officer_of,
    reviewer,
)
from tests.savings.appraisal.appraised import (
    appraised,
    claim,
    load_tables,
    row_of,
    table_of,
    values_of,
)
from totalplace.financial_year import FinancialYear


@pytest.fixture
def _tables():
    load_tables()


@pytest.mark.usefixtures("_tables")
def test_the_numbers_of_a_claim_in_cash():
    version = claim("0", "110000", "121000", costs=("100000", "0"))

    assert values_of(table_of(version)) == {
        "Net saving": "£131,000",
        "In real terms": "£100,000",
        # 0.8 and 0.64 of 100,000 each, less 100,000.
        "Present value": "£44,000",
        "Payback": "0.9 years",
        "Benefits for each £1 of cost": "£1.44",
        "Switching value": "30.6% fall",
    }


@pytest.mark.usefixtures("_tables")
def test_each_number_says_its_years_and_the_tables_it_was_worked_out_with():
    table = table_of(claim("110000", "121000", first=2011))

    assert "over 2011-12 to 2012-13 (2 years), in cash" in row_of(table, "Net saving").means
    assert row_of(table, "In real terms").source == (
        "GDP deflators of 27 March 2013: Annex A, 2013. Forecast there: 2012-13."
    )
    assert row_of(table, "Present value").means == (
        "What it is worth in 2011-12, the first year of the claim: later years count for less. "
        "In 2010-11 prices, as in real terms."
    )
    assert table.working.headings[-1] == "Present value, in 2010-11 prices"
    assert row_of(table, "Present value").source == (
        "Discount rates from 1 January 2003, 25.0% a year: A table."
    )


@pytest.mark.usefixtures("_tables")
def test_kinds_of_gain_and_states_are_never_added():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [
        *figures_of(body, "100.00"),
        *figures_of(body, "200.00", kind_of_gain="avoided_cost"),
        *figures_of(body, "300.00", state="actual"),
        *figures_of(body, "400.00", state="plan"),
    ]

    appraisal = appraised(draft_of(place, figures=figures))

    nets = {table.caption: row_of(table, "Net saving").claimed.value for table in appraisal.tables}
    assert nets == {
        "Cashable, plan": "−£19,600",
        "Cashable, forecast": "−£19,900",
        "Cashable, actual": "−£19,700",
        "Avoided cost, forecast": "−£19,800",
    }


@pytest.mark.usefixtures("_tables")
def test_where_a_cell_is_not_stated_nothing_is_worked_out_and_what_is_left_out_is_named():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*figures_of(body), figure(body, year=2011), *figures_of(body, year=2013)]

    table = table_of(draft_of(place, figures=figures), reviewer())

    assert table.notes[:2] == [
        "Not stated: the saving of 2012-13, and the one-off cost and the extra running cost of 2011-12 to 2012-13.",
        "Left out, since there is no net without them: savings of £750,000 and costs of £40,000.",
    ]
    assert (table.rows, table.working, table.expected, table.bodies) == ([], None, None, [])


@pytest.mark.usefixtures("_tables")
def test_a_longer_plan_does_not_end_the_net_of_the_forecast():
    place = PlaceFactory()
    body = lead_of(place)
    plan = [figure(body, year=year, state="plan") for year in (2010, 2011, 2012)]

    planned, expected = appraised(draft_of(place, figures=[*plan, *figures_of(body)])).tables

    assert planned.rows == []
    assert row_of(expected, "Net saving").claimed.value == "£230,000"


@pytest.mark.usefixtures("_tables")
def test_without_a_net_no_body_has_one_of_its_own():
    place, trust = PlaceFactory(), OrganisationFactory(name="A Trust")
    figures = [*figures_of(lead_of(place)), figure(trust, "60.00", year=2011)]
    draft = draft_of(place, figures=figures)

    [flows] = flows_of(draft.figures.select_related("organisation"))

    assert flows.bodies() == table_of(draft).bodies == []


def test_without_figures_there_is_no_table():
    assert appraised(claim_at("published")).tables == []


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("amount", "cost", "payback", "ratio", "switching"),
    [
        (
            "100000",
            "0",
            "Nothing to pay back",
            "It is stated to cost nothing, so there is nothing to compare the benefits with.",
            "It is stated to cost nothing, so there is nothing to compare the benefits with.",
        ),
        (
            "100",
            "100",
            "Within the first year",
            "£1.00",
            "0.0% fall",
        ),
        (
            "0",
            "100",
            "Not within the years stated: by the end of 2010-11 it is £100 short.",
            "£0.00",
            "No saving above zero is stated.",
        ),
    ],
)
def test_one_side_of_zero_is_said_in_words(amount, cost, payback, ratio, switching):
    values = values_of(table_of(claim(amount, costs=(cost, "0"))))

    assert values["Payback"] == payback
    assert values["Benefits for each £1 of cost"] == ratio
    assert values["Switching value"] == switching


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"continues": True}, "Ongoing: the place says it continues."),
        ({"continues": None}, "Ongoing: no end year is stated."),
        (
            {"continues": False, "last_year": FinancialYear(2012)},
            "Ongoing: from 2010-11 to 2012-13, at least two full years after its first.",
        ),
        (
            {"continues": False, "last_year": FinancialYear(2011)},
            "One-off: from 2010-11 to 2011-12, not two full years after its first.",
        ),
        (
            {"continues": True, "recurrence": "one_off"},
            "Ongoing: the place says it continues. Its headline says one-off.",
        ),
        (
            {"continues": True, "recurrence": "recurring"},
            "Ongoing: the place says it continues.",
        ),
    ],
)
def test_ongoing_or_one_off_is_told_from_the_years(content, words):
    assert words in table_of(draft_of(PlaceFactory(), **content)).notes


def test_a_saving_of_zero_neither_lasts_nor_ends():
    notes = table_of(claim("0")).notes

    assert not [note for note in notes if note.startswith(("Ongoing", "One-off"))]


def test_who_gains_and_who_pays_add_up_to_the_net():
    place, trust = PlaceFactory(), OrganisationFactory(name="A Trust")
    figures = [*figures_of(lead_of(place), "100.00"), figure(trust, "60.00")]

    table = table_of(draft_of(place, figures=figures, has_other_bodies=True))

    bodies = {body.name: (body.gains, body.pays, body.net) for body in table.bodies}
    assert bodies == {
        "A Trust": (Decimal(60), None, Decimal(60)),
        lead_of(place).name: (Decimal(100), Decimal(20000), Decimal(-19900)),
    }
    assert row_of(table, "Net saving").claimed.value == "−£19,840"


def test_one_body_is_not_split():
    assert table_of(draft_of(PlaceFactory())).bodies == []


@pytest.mark.usefixtures("_tables")
def test_many_tables_cost_as_many_queries_as_one(django_assert_num_queries):
    place, user = PlaceFactory(), reviewer()
    one = claim_at("submitted", place)
    body = lead_of(place)
    figures = [
        each
        for kind in ("cashable", "avoided_cost")
        for state in ("forecast", "actual")
        for year in (2010, 2011, 2012)
        for each in figures_of(body, year=year, kind_of_gain=kind, state=state)
    ]
    many = claim_at("submitted", place, figures=figures, evidence=[(link(), ""), (ledger(), "")])
    read = with_grades(Version.objects.filter(pk__in=[one.pk, many.pk])).order_by("pk")
    figures_of_each = [list(v.figures.select_related("organisation")) for v in read]
    sights = [sight_of(user, version) for version in read]
    with CaptureQueriesContext(connection) as few:
        appraisal_of(sights[0], figures_of_each[0])

    with django_assert_num_queries(len(few.captured_queries)):
        appraisal_of(sights[1], figures_of_each[1])


@pytest.mark.usefixtures("_tables")
def test_the_page_shows_the_numbers_beside_their_meaning(client):
    place = PlaceFactory()
    version = claim_at("submitted", place)
    client.force_login(officer_of(place))

    text = client.get(version.claim.get_absolute_url()).text

    assert "Adjusted for optimism bias" in text
    assert "Year by year" in text
    assert ">£230,000</td>" in text


def test_a_claim_without_a_net_says_that_nothing_can_be_worked_out(client):
    place = PlaceFactory()
    draft = draft_of(place, figures=[figure(lead_of(place))])
    client.force_login(officer_of(place))

    text = client.get(draft.claim.get_absolute_url()).text

    assert "There is no net saving, present value, payback or ratio" in text
    assert "Not stated: the one-off cost and the extra running cost of 2010-11." in text


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ([2010], "2010-11"),
        ([2010, 2011], "2010-11 to 2011-12"),
        ([2010, 2012], "2010-11 and 2012-13"),
        ([2008, 2010, 2011, 2013], "2008-09, 2010-11 to 2011-12 and 2013-14"),
    ],
)
def test_years_are_said_in_runs(starts, words):
    assert years_in_words(map(FinancialYear, starts)) == words
