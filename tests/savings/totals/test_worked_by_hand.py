"""One claim worked by hand, with pencil and the printed tables: its page, its place, the board and the file agree.

A council and an ambulance trust; cash; £400,000 spent in 2009-10, one year of savings in, two to go; of the council's
savings the review accepts less than is claimed. In thousands of pounds:

                         2009-10  2010-11  2011-12  2012-13
    plan, saving               0  300+150  300+150  300+150
    plan, cost               350       30       30       30
    said, saving               0  240+120  300+150  300+150   actual, actual, forecast, forecast
    said, cost               400       30       30       30
    accepted, saving           0  200+120  250+150  250+150

Net as claimed: -400, 330, 420, 420: 770. As accepted: -400, 290, 370, 370: 630.

Both vintages of the deflator have every year; the newer one, of March 2026, is taken, in 2024-25 prices: 67.7042,
68.8561, 70.3261, 71.5454. At 3.5% from 2009-10 a year's pounds are divided by 1, 1.035, 1.071225, 1.108718.

    claimed:  -400,000 / .677042           = -590,805
               330,000 / .688561 / 1.035    =  463,053
               420,000 / .703261 / 1.071225 =  557,509
               420,000 / .715454 / 1.108718 =  529,476    together 959,234
    accepted: -590,805 + 406,926 + 491,139 + 466,443      together 773,703

Payback: 400 are spent in the first year, 330 come back in the second, the last 70 of 420 in the third: 1 + 70/420 = 1.2
years after the first; as accepted 1 + 110/370 = 1.3. Benefits over costs, each in present value: claimed 1,669,777 to
710,543, that is 2.35; accepted 1,484,246 to 710,543, that is 2.09.

At risk, by body, savings alone: council 300 - 240 = 60, trust 150 - 120 = 30: 90. What is expected is as planned.

Adjusted for optimism bias: the ledger, grade 2, backs both sides, so a forecast saving is 5% less and its cost 5% more:
twice 450 * .95 - 30 * 1.05, that is 792.
"""

import re
from decimal import Decimal
from html import unescape

import pytest

from savings import workflow
from savings.exports.files import FIGURES
from savings.models.choices import Verdict
from savings.parameters.reference_data import load_reference_data
from tests import factories
from tests.savings.exports.taken_files import rows_of

PLANNED = {
    2009: (0, 0, 350, 0),
    2010: (300, 150, 0, 30),
    2011: (300, 150, 0, 30),
    2012: (300, 150, 0, 30),
}
SPENT_AND_CAME = {2009: (0, 0, 400, 0), 2010: (240, 120, 0, 30)}
EXPECTED = {2011: (300, 150, 0, 30), 2012: (300, 150, 0, 30)}
ACCEPTED_OF_COUNCIL = {2010: 200, 2011: 250, 2012: 250}


@pytest.fixture
def version():
    load_reference_data(by="a release")
    place = factories.PlaceFactory(code="KEN")
    council = factories.lead_of(place)
    trust = factories.OrganisationFactory(name="Ambulance Trust")
    states = {"plan": PLANNED, "actual": SPENT_AND_CAME, "forecast": EXPECTED}
    figures = [
        figure
        for state, years in states.items()
        for year, thousands in years.items()
        for figure in _figures(council, trust, year, state, *thousands)
    ]
    version = factories.claim_at(
        "in_review",
        place,
        reference="KEN-0001",
        condition="D",
        figures=figures,
        evidence=[(factories.ledger(), "1"), (factories.link(), "2")],
        service_evidence="Waiting times, each month",
        baseline_amount=Decimal(90_000_000),
    )
    return _judged(version, council)


def _figures(council, trust, year, state, councils, trusts, one_off, running):
    late = "The contract began in June." if (state, year) == ("actual", 2010) else ""
    said = [
        (council, "saving", councils, late),
        (trust, "saving", trusts, late),
        (council, "one_off_cost", one_off, ""),
        (council, "running_cost", running, ""),
    ]
    return [
        factories.figure(body, 1000 * thousands, year=year, line=line, state=state, note=note)
        for body, line, thousands, note in said
    ]


def _judged(version, council):
    read = factories.reading(version, Verdict.PARTLY, ("BASELINE",))
    judged = version.figures.filter(line="saving", organisation=council).exclude(state="plan")
    read["accepted"] = {
        figure.pk: (Decimal(1000 * ACCEPTED_OF_COUNCIL[figure.year.start]), "BASELINE")
        for figure in judged
        if figure.year.start in ACCEPTED_OF_COUNCIL
    }
    workflow.decide(version, by=version.review.reviewer, **read)
    if version.review.needs_second_reading:
        workflow.second_read(version, by=factories.reviewer(), **read)
    workflow.waive_reply(version, by=factories.finance_of(version.claim.place))
    workflow.finalise(version, by=factories.lead())
    return version


def _words(page):
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


SAID = {
    "/claims/KEN-0001/": [
        "Whole life: actuals to date and forecasts to go, as claimed",
        "Net saving, in cash £770,000 Present value, in 2024-25 prices £959,234",
        "£959,234 Benefits for each £1 of cost £2.35 Payback 1.2 years",
        "Whole life: actuals to date and forecasts to go, as accepted",
        "Net saving, in cash £630,000 Present value, in 2024-25 prices £773,703",
        "£773,703 Benefits for each £1 of cost £2.09 Payback 1.3 years",
        "in 2024-25 prices. GDP deflators of 31 March 2026",
        "At risk over the years compared: £90,000 , of £1,350,000 planned",
        "Net saving As claimed £840,000 Adjusted for optimism bias £792,000",
        "Net saving As accepted £740,000",
    ],
    "/places/KEN/": [
        "2009-10 to 2012-13 £1,350,000 £1,260,000 £90,000",
        "2010-11 1 claim £320,000 £30,000 £290,000",
        "2011-12 1 claim £400,000 £30,000 £370,000",
        "2009-10 1 claim £0 £400,000 −£400,000",
    ],
    "/": [
        "2010-11 £360,000 1 claim, 1 place £30,000 1 claim, 1 place £330,000",
        "2011-12 £450,000 1 claim, 1 place £30,000 1 claim, 1 place £420,000",
        "2009-10 £0 1 claim, 1 place £400,000 1 claim, 1 place −£400,000",
    ],
}


def test_its_page_its_place_and_the_board_show_these_numbers(client, version):
    client.force_login(factories.analyst())

    for address, numbers in SAID.items():
        page = _words(client.get(address))
        for words in numbers:
            assert words in page, address


def test_the_file_adds_up_to_them(version):
    rows = rows_of(FIGURES, factories.analyst())

    def added(column, year, *lines):
        said = [row for row in rows if row["state"] != "plan" and row["financial_year"] == year]
        return sum(Decimal(row[column] or 0) for row in said if row["line"] in lines) / 1000

    costs = ("one_off_cost", "running_cost")
    years = ("2009-10", "2010-11", "2011-12", "2012-13")
    claimed, accepted, spent = (
        [added(column, year, *lines) for year in years]
        for column, lines in (
            ("amount_gbp", ["saving"]),
            ("accepted_gbp", ["saving"]),
            ("accepted_gbp", costs),
        )
    )

    assert claimed == [0, 360, 450, 450]
    assert accepted == [0, 320, 400, 400]
    assert spent == [400, 30, 30, 30]
    assert {(row["saving_grade"], row["cost_grade"]) for row in rows} == {("2", "2")}
