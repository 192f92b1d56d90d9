"""A claim over its whole life: one line for each kind of gain, beside the tables by state."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from savings.claims.flows import flows_of
from savings.models import DiscountRate
from savings.pages.whole_life import lives_of
from tests.factories import PlaceFactory, claim_at, draft_of, figure, lead_of, ledger, officer_of
from tests.savings.appraisal.appraised import SPRING_2013, appraised, row_of, values_of, vintage

IN_2013 = {2009: "95.389", 2010: "97.978", 2011: "100.000"}
LAST_MINUTE = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)
FIRST_OF_APRIL = datetime(2027, 3, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def _tables():
    """The deflators of March 2013 and 3.5% a year."""
    vintage(SPRING_2013, IN_2013, base=2011)
    since = {"source": "The Green Book", "valid_from": date(2003, 1, 1)}
    DiscountRate.objects.create(from_year=0, to_year=30, rate_percent=Decimal("3.5"), **since)


def _year(body, year, state, saving, one_off="0", running="0", **fields):
    """What a body states of one year; None is left blank."""
    lines = {"saving": saving, "one_off_cost": one_off, "running_cost": running}
    return [
        figure(body, pounds, year=year, line=line, state=state, **fields)
        for line, pounds in lines.items()
        if pounds is not None
    ]


def _forecast(body, *years, saving="300000"):
    return [f for year in years for f in _year(body, year, "forecast", saving)]


def _lines(*figures, place, **content):
    draft = draft_of(place, figures=list(figures), evidence=[(ledger(), "")], **content)
    return appraised(draft).whole_life


def _numbers(line):
    """By heading, without the prices that it names."""
    return {heading.partition(", in ")[0]: number.value for heading, number in line.numbers}


# tests/cases/review/03-whole-life-split-by-state.md
@pytest.mark.usefixtures("_tables")
def test_actuals_to_date_and_forecasts_to_go_are_one_line():
    place = PlaceFactory()
    body = lead_of(place)
    spent = _year(body, 2009, "actual", "0", "500000")

    [line] = _lines(*spent, *_forecast(body, 2010, 2011), place=place)

    assert line.kind == "Cashable"
    assert _numbers(line) == {
        "Net saving": "£100,000",
        "Present value": "£51,721",
        "Benefits for each £1 of cost": "£1.10",
        "Payback": "1.7 years",
    }
    assert line.notes[:2] == ["Actual: 2009-10.", "Forecast: 2010-11 to 2011-12."]
    assert line.notes[2].startswith(
        "Present value: worth in 2009-10, the first of these years, in 2011-12 prices."
    )


# tests/cases/review/01-cost-year-with-blank-saving.md
@pytest.mark.usefixtures("_tables")
def test_a_cost_whose_saving_is_blank_is_never_left_out_of_a_net():
    place = PlaceFactory()
    body = lead_of(place)

    def table(saving, running):
        spent = _year(body, 2009, "forecast", saving, "500000", running)
        [found] = appraised(draft_of(place, figures=[*spent, *_forecast(body, 2010, 2011)])).tables
        return found

    blank, stated = table(None, None), table("0", "0")

    assert (blank.rows, blank.expected) == ([], None)
    assert blank.notes[:2] == [
        "Not stated: the saving and the extra running cost of 2009-10.",
        "Left out, since there is no net without them: savings of £600,000 and costs of £500,000.",
    ]
    values = values_of(stated)
    assert (values["Net saving"], values["Present value"]) == ("£100,000", "£51,721")
    assert (values["Benefits for each £1 of cost"], values["Payback"]) == ("£1.10", "1.7 years")


def test_one_state_alone_is_its_own_table():
    place = PlaceFactory()
    body = lead_of(place)

    def beside_a_plan(*figures):
        return _lines(*figures, figure(body, year=2010, state="plan"), place=place)

    assert beside_a_plan(*_forecast(body, 2010)) == []
    assert beside_a_plan(*_year(body, 2010, "actual", "5")) == []


def test_forecasts_that_an_actual_replaces_are_named_with_their_amounts():
    place = PlaceFactory()
    body = lead_of(place)

    [line] = _lines(
        *_year(body, 2010, "actual", "200000"), *_forecast(body, 2010, 2011), place=place
    )

    assert _numbers(line)["Net saving"] == "£500,000"
    assert line.notes[:3] == [
        "Actual: 2010-11.",
        "Forecast: 2011-12.",
        "Forecasts left out, because their year has its actual: 2010-11, savings of £300,000 and costs of £0.",
    ]


def test_what_an_actual_leaves_blank_is_missing_and_not_its_forecast():
    place = PlaceFactory()
    body = lead_of(place)

    [line] = _lines(
        *_year(body, 2010, "actual", "200000", running=None),
        *_forecast(body, 2010, 2011),
        place=place,
    )

    assert set(_numbers(line).values()) == {""}
    assert "Not stated: the extra running cost of 2010-11." in line.notes


def test_an_actual_without_a_saving_is_named_and_not_counted():
    place = PlaceFactory()
    body = lead_of(place)
    cost = figure(body, "7", year=2010, line="one_off_cost", state="actual")

    [line] = _lines(cost, *_forecast(body, 2010, 2011), place=place)

    assert _numbers(line)["Net saving"] == "£600,000"
    assert line.notes[-1].endswith("beside them: 2010-11, costs of £7.")


def test_kinds_of_gain_have_a_line_each():
    place = PlaceFactory()
    body = lead_of(place)
    other = {"kind_of_gain": "wider_value"}
    figures = [
        f
        for fields in ({}, other)
        for f in (
            *_year(body, 2010, "actual", "1", **fields),
            *_year(body, 2011, "forecast", "2", **fields),
        )
    ]

    lines = _lines(*figures, place=place)

    assert [(line.kind, _numbers(line)["Net saving"]) for line in lines] == [
        ("Cashable", "£3"),
        ("Wider value", "£3"),
    ]


@pytest.mark.parametrize(
    ("frozen_at", "saving"), [(LAST_MINUTE, 300_000), (FIRST_OF_APRIL, 200_000)]
)
def test_a_year_is_over_as_the_first_of_april_begins_in_london(frozen_at, saving):
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*_year(body, 2026, "actual", "200000"), *_forecast(body, 2026)]
    version = draft_of(place, figures=figures)
    version.frozen_at = frozen_at

    [life] = lives_of(flows_of(version.figures.all()))

    assert life.cells.saving == saving


@pytest.mark.parametrize(("now", "saving"), [(LAST_MINUTE, 300_000), (FIRST_OF_APRIL, 200_000)])
def test_a_draft_counts_as_frozen_now(monkeypatch, now, saving):
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*_year(body, 2026, "actual", "200000"), *_forecast(body, 2026)]
    draft = draft_of(place, figures=figures)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    [life] = lives_of(flows_of(draft.figures.all()))

    assert life.cells.saving == saving


def test_a_payback_that_is_lost_again_says_so():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [
        *_year(body, 2009, "forecast", "0", "10"),
        *_year(body, 2010, "forecast", "20"),
        *_year(body, 2011, "forecast", "0", "40"),
    ]

    [table] = appraised(draft_of(place, figures=figures)).tables

    payback = row_of(table, "Payback").claimed.value
    assert payback == "0.5 years, but below zero again by the end of 2011-12"


@pytest.mark.usefixtures("_tables")
def test_the_page_has_the_line_beside_the_tables(client):
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*_year(body, 2009, "actual", "0", "500000"), *_forecast(body, 2010, 2011)]
    version = claim_at("submitted", place, figures=figures, evidence=[(ledger(), "p. 1")])
    client.force_login(officer_of(place))

    text = client.get(version.claim.get_absolute_url()).text

    assert "Whole life: actuals to date and forecasts to go, as claimed" in text
    assert "£51,721" in text
    assert "1.7 years" in text
