"""The appraisal numbers of a version: per kind and state, by dated tables, and in words where there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership
from savings import access
from savings.appraisal_page import appraisal_of
from savings.appraisal_words import years_in_words
from savings.models import ConfidenceGrade, Deflator, DiscountRate, EvidenceGrade, StageWeight
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    partner_of,
    reviewer,
)
from totalplace.financial_year import FinancialYear

SPRING_2013 = date(2013, 3, 27)
INDEX = {2009: "95", 2010: "100", 2011: "110", 2012: "121"}


@pytest.fixture
def _tables():
    """The tables a person has loaded: numbers that can be followed in the head."""
    _vintage(SPRING_2013, INDEX, forecasts={2012})
    since = {"source": "A table", "valid_from": date(2003, 1, 1)}
    DiscountRate.objects.create(from_year=0, to_year=30, rate_percent=Decimal(25), **since)
    EvidenceGrade.objects.create(kind="evaluation", grade=3, **since)
    EvidenceGrade.objects.create(kind="own_estimate", grade=6, **since)
    for grade, percent in ((3, 10), (6, 40)):
        ConfidenceGrade.objects.create(
            grade=grade,
            benefit_reduction_percent=Decimal(percent),
            cost_uplift_percent=Decimal(percent),
            **since,
        )
    StageWeight.objects.create(stage="identified", weight_percent=Decimal("62.50"), **since)


def _vintage(day, index, forecasts=()):
    for start, number in index.items():
        Deflator.objects.create(
            financial_year=FinancialYear(start),
            index=Decimal(number),
            base_year=FinancialYear(2010),
            vintage_date=day,
            is_forecast=start in forecasts,
            source=f"Annex A, {day.year}",
        )


def _claim(*amounts, costs=("0", "0"), first=2010, **content):
    """A submitted claim of one body: a saving each year, costs in the first, none later."""
    place = PlaceFactory()
    body = lead_of(place)
    figures = []
    for number, amount in enumerate(amounts):
        one_off, running = costs if number == 0 else ("0", "0")
        lines = {"saving": amount, "one_off_cost": one_off, "running_cost": running}
        figures += [
            figure(body, pounds, year=first + number, line=line)
            for line, pounds in lines.items()
            if pounds is not None
        ]
    return claim_at("submitted", place, figures=figures, **content)


def _appraised(version, user=None):
    figures = list(version.figures.select_related("organisation"))
    return appraisal_of(version, user or reviewer(), figures)


def _table(version, user=None):
    (table,) = _appraised(version, user).tables
    return table


def _row(table, label):
    (row,) = [row for row in table.rows if row.label == label]
    return row


def _values(table):
    return {row.label: row.claimed.value or row.claimed.why_not for row in table.rows}


@pytest.mark.usefixtures("_tables")
def test_the_numbers_of_a_claim_in_cash():
    version = _claim("0", "110000", "121000", costs=("100000", "0"))

    assert _values(_table(version)) == {
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
    table = _table(_claim("110000", "121000", first=2011))

    assert "over 2011-12 to 2012-13 (2 years), in cash" in _row(table, "Net saving").means
    assert _row(table, "In real terms").source == (
        "GDP deflators of 27 March 2013: Annex A, 2013. Forecast there: 2012-13."
    )
    assert "in 2011-12, the first year of the claim" in _row(table, "Present value").means
    assert _row(table, "Present value").source == (
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

    appraisal = _appraised(draft_of(place, figures=figures))

    nets = {table.caption: _row(table, "Net saving").claimed.value for table in appraisal.tables}
    assert nets == {
        "Cashable, plan": "−£19,600",
        "Cashable, forecast": "−£19,900",
        "Cashable, actual": "−£19,700",
        "Avoided cost, forecast": "−£19,800",
    }


@pytest.mark.usefixtures("_tables")
def test_a_year_whose_costs_are_not_stated_has_no_net_and_the_total_says_so():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [*figures_of(body), figure(body, year=2011), *figures_of(body, year=2013)]

    table = _table(draft_of(place, figures=figures))

    assert table.notes[:2] == [
        "2011-12 has no net saving and is left out: the one-off cost and the running cost are not stated.",
        "2012-13 has no net saving and is left out: nothing is stated.",
    ]
    assert "over 2010-11 and 2013-14 (2 years)" in _row(table, "Net saving").means
    for label in ("Payback", "Benefits for each £1 of cost", "Switching value"):
        assert _row(table, label).claimed.why_not == (
            "A year is left out, and it may hold the costs."
        )


@pytest.mark.usefixtures("_tables")
def test_without_a_net_in_any_year_nothing_is_worked_out():
    place = PlaceFactory()

    table = _table(draft_of(place, figures=[figure(lead_of(place))]))

    assert (table.rows, table.working, table.expected) == ([], None, None)


def test_without_figures_there_is_no_table():
    assert _appraised(claim_at("published")).tables == []


@pytest.mark.usefixtures("_tables")
def test_the_newest_vintage_that_covers_all_years_is_used_alone():
    _vintage(date(2014, 3, 19), {2010: "100", 2011: "200"})

    covered, beyond = _table(_claim("0", "220000")), _table(_claim("0", "0", "121000"))

    assert _row(covered, "In real terms").claimed.value == "£110,000"
    assert "19 March 2014" in _row(covered, "In real terms").source
    assert _row(beyond, "In real terms").claimed.value == "£100,000"
    assert "27 March 2013" in _row(beyond, "In real terms").source


@pytest.mark.usefixtures("_tables")
def test_a_vintage_to_come_is_not_in_force():
    _vintage(timezone.localdate() + timedelta(days=1), INDEX | {2011: "1"})

    assert _row(_table(_claim("0", "110000")), "In real terms").claimed.value == "£100,000"


@pytest.mark.usefixtures("_tables")
def test_a_year_outside_the_table_gives_no_real_terms_and_cash_is_not_discounted():
    table = _table(_claim("0", "110000", "121000", "1000"))

    assert _values(table) | {"Net saving": "", "Payback": ""} == {
        "Net saving": "",
        "In real terms": (
            "No deflators in force cover all years: the newest, of 27 March 2013, have none for 2013-14."
        ),
        "Present value": "There are no real terms, and cash is never discounted.",
        "Payback": "",
        "Benefits for each £1 of cost": "It is worked out from the present value.",
        "Switching value": "It is worked out from the present value.",
    }
    assert table.working.headings == ["Net saving"]


def test_without_any_tables_the_net_stands_alone():
    table = _table(_claim("250000", costs=("20000", "0")))

    assert _row(table, "Net saving").claimed.value == "£230,000"
    assert _row(table, "In real terms").claimed.why_not == (
        "No table of deflators is in force for these years."
    )


@pytest.mark.usefixtures("_tables")
def test_amounts_in_real_terms_stay_in_the_prices_they_are_stated_in():
    version = _claim("0", "100000", price_basis="real", base_year=FinancialYear(2008))

    table = _table(version)

    assert _row(table, "In real terms").claimed.value == "£100,000"
    assert "in 2008-09 prices" in _row(table, "In real terms").means
    assert _row(table, "In real terms").source == ""
    assert _row(table, "Present value").claimed.value == "£80,000"
    assert table.working.headings[1] == "In 2008-09 prices"


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("basis", "why_not"),
    [
        ("real", "The claim says real terms, and not of which year."),
        ("not_stated", "The claim does not say whether its amounts are in cash or in real terms."),
    ],
)
def test_prices_that_are_not_stated_are_not_guessed(basis, why_not):
    place = PlaceFactory()

    table = _table(draft_of(place, price_basis=basis))

    assert _row(table, "In real terms").claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("rates", "why_not"),
    [
        ([], "No discount rates are in force."),
        ([(1, 1)], "The discount rates do not reach so many years."),
    ],
)
def test_without_rates_that_reach_every_year_there_is_no_present_value(rates, why_not):
    DiscountRate.objects.all().delete()
    for first, last in rates:
        DiscountRate.objects.create(
            from_year=first,
            to_year=last,
            rate_percent=Decimal(3),
            valid_from=date(2003, 1, 1),
            source="A table",
        )

    table = _table(_claim("0", "110000", "121000"))

    assert _row(table, "In real terms").claimed.value == "£200,000"
    assert _row(table, "Present value").claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
def test_only_the_newest_rates_in_force_are_used():
    for valid_from, percent in ((date(2004, 1, 1), 100), (timezone.localdate() + timedelta(1), 0)):
        DiscountRate.objects.create(
            from_year=1,
            to_year=30,
            rate_percent=Decimal(percent),
            valid_from=valid_from,
            source="Newer",
        )

    assert _row(_table(_claim("0", "110000")), "Present value").claimed.value == "£50,000"


@pytest.mark.usefixtures("_tables")
def test_two_tables_of_rates_are_never_mixed():
    DiscountRate.objects.create(
        from_year=1,
        to_year=1,
        rate_percent=Decimal(3),
        valid_from=date(2004, 1, 1),
        source="Newer, and shorter",
    )

    table = _table(_claim("0", "110000", "121000"))

    assert _row(table, "Present value").claimed.why_not == (
        "The discount rates do not reach so many years."
    )


@pytest.mark.usefixtures("_tables")
def test_a_saving_that_never_pays_for_itself_says_how_much_is_short():
    table = _table(_claim("0", "110000", costs=("150000", "0")))

    assert _row(table, "Payback").claimed.why_not == (
        "Not within the years stated: by the end of 2011-12 it is £40,000 short."
    )
    # 80,000 of benefits against 150,000 of costs.
    assert _row(table, "Switching value").claimed.value == "87.5% rise"


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
            "0",
            "100",
            "Not within the years stated: by the end of 2010-11 it is £100 short.",
            "£0.00",
            "No saving above nought is stated.",
        ),
    ],
)
def test_one_side_of_nought_is_said_in_words(amount, cost, payback, ratio, switching):
    values = _values(_table(_claim(amount, costs=(cost, "0"))))

    assert values["Payback"] == payback
    assert values["Benefits for each £1 of cost"] == ratio
    assert values["Switching value"] == switching


@pytest.mark.usefixtures("_tables")
def test_a_forecast_is_corrected_beside_what_is_claimed():
    appraisal = _appraised(_claim("0", "110000", costs=("50000", "0")))

    row = _row(appraisal.tables[0], "Net saving")
    assert (row.claimed.value, row.corrected.value) == ("£60,000", "£44,000")
    # Corrected first and discounted then: 0.8 of 90,000, less 55,000.
    assert _row(appraisal.tables[0], "Present value").corrected.value == "£17,000"
    assert "confidence grade 3 of 6" in appraisal.correction
    assert "savings are reduced by 10% and costs raised by 10%" in appraisal.correction
    assert appraisal.correction.endswith("A table. Grade recalled, not checked at its source.")


@pytest.mark.usefixtures("_tables")
def test_a_grade_checked_at_its_source_is_not_marked():
    ConfidenceGrade.objects.update(is_checked_at_source=True)

    assert "recalled" not in _appraised(_claim("100")).correction


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("kinds", "grade"), [(["own_estimate"], 6), (["own_estimate", "evaluation"], 3)]
)
def test_the_strongest_evidence_gives_the_grade(kinds, grade):
    evidence = [(link(kind=kind), "") for kind in kinds]

    assert f"grade {grade} of 6" in _appraised(_claim("100", evidence=evidence)).correction


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("state", "why"), [("actual", "no optimism left"), ("plan", "first intended")]
)
def test_what_is_no_forecast_is_not_corrected(state, why):
    place = PlaceFactory()
    figures = figures_of(lead_of(place), state=state)

    appraisal = _appraised(draft_of(place, figures=figures))

    assert not appraisal.tables[0].is_corrected
    assert why in appraisal.tables[0].notes[-1]
    assert appraisal.correction == ""


@pytest.mark.usefixtures("_tables")
def test_without_a_grade_or_a_correction_a_forecast_is_not_corrected_and_says_why():
    place = PlaceFactory()
    ungraded = _appraised(draft_of(place, evidence=[]))
    ConfidenceGrade.objects.all().delete()
    uncorrected = _appraised(draft_of(place))

    assert "nothing that is cited has a confidence grade" in ungraded.correction
    assert "no correction is in force for grade 3" in uncorrected.correction
    assert not ungraded.tables[0].is_corrected
    assert not uncorrected.tables[0].is_corrected


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
    assert words in _table(draft_of(PlaceFactory(), **content)).notes


def test_a_saving_of_nought_neither_lasts_nor_ends():
    notes = _table(_claim("0")).notes

    assert not [note for note in notes if note.startswith(("Ongoing", "One-off"))]


def test_who_gains_and_who_pays_add_up_to_the_net():
    place, trust = PlaceFactory(), OrganisationFactory(name="A Trust")
    figures = [*figures_of(lead_of(place), "100.00"), figure(trust, "60.00")]

    table = _table(draft_of(place, figures=figures, has_other_bodies=True))

    bodies = {body.name: (body.gains, body.pays, body.net) for body in table.bodies}
    assert bodies == {
        "A Trust": (Decimal(60), Decimal(0), Decimal(60)),
        lead_of(place).name: (Decimal(100), Decimal(20000), Decimal(-19900)),
    }
    assert _row(table, "Net saving").claimed.value == "−£19,840"


def test_one_body_is_not_split():
    assert _table(draft_of(PlaceFactory())).bodies == []


@pytest.mark.usefixtures("_tables")
def test_what_is_expected_at_its_stage_stands_beside_the_unweighted_sum():
    expected = _table(_claim("80000")).expected

    assert expected.claimed.value == "£50,000"
    assert expected.means.startswith("62.5% of the net saving of £80,000")
    assert expected.source == "Weights from 1 January 2003: A table."


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("stage", "why_not"),
    [
        ("delivered", "What is delivered is not weighed."),
        ("agreed", "No weight is in force for this stage."),
    ],
)
def test_a_stage_without_a_weight_says_so(stage, why_not):
    assert _table(_claim("80000", stage=stage)).expected.claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize("state", ["plan", "actual"])
def test_only_a_forecast_is_weighed_by_its_stage(state):
    place = PlaceFactory()
    figures = figures_of(lead_of(place), state=state)
    version = claim_at("submitted", place, figures=figures, evidence=[(ledger(), "")])

    assert _table(version).expected is None


def _people(place):
    tied = reviewer()
    Membership.objects.create(user=tied, place=place, role="interest")
    return {
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner": partner_of(place, lead_of(place)),
        "officer elsewhere": officer_of(PlaceFactory()),
        "reviewer": reviewer(),
        "lead": lead(),
        "tied reviewer": tied,
        "analyst": analyst(),
        "administrator": administrator(),
    }


@pytest.mark.usefixtures("_tables")
def test_only_reviewers_without_a_tie_see_the_stage_weight(client):
    place = PlaceFactory()
    version = claim_at("submitted", place, condition="D")
    seen = set()
    for name, user in _people(place).items():
        client.force_login(user)
        text = client.get(version.claim.get_absolute_url()).text
        assert "What the figures come to" in text, name
        if "For internal briefing only, never published" in text or "62.5%" in text:
            seen.add(name)

    assert seen == {"reviewer", "lead"}


def test_nobody_sees_the_weight_of_a_draft():
    draft = draft_of(PlaceFactory())

    assert not access.may_see_stage_weight(reviewer(), draft)


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
    figures_of_each = [list(v.figures.select_related("organisation")) for v in (one, many)]
    appraisal_of(one, user, figures_of_each[0])  # The permissions of the person are read once.
    with CaptureQueriesContext(connection) as few:
        appraisal_of(one, user, figures_of_each[0])

    with django_assert_num_queries(len(few.captured_queries)):
        appraisal_of(many, user, figures_of_each[1])


@pytest.mark.usefixtures("_tables")
def test_the_page_shows_the_numbers_beside_their_meaning(client):
    place = PlaceFactory()
    version = claim_at("submitted", place)
    client.force_login(officer_of(place))

    text = client.get(version.claim.get_absolute_url()).text

    assert "Corrected for optimism" in text
    assert "Year by year" in text
    assert ">£230,000</td>" in text


def test_a_claim_without_a_net_says_that_nothing_can_be_worked_out(client):
    place = PlaceFactory()
    draft = draft_of(place, figures=[figure(lead_of(place))])
    client.force_login(officer_of(place))

    text = client.get(draft.claim.get_absolute_url()).text

    assert "Nothing can be worked out: no year has a net saving." in text


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
