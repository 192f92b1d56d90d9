"""The dated tables hold no number and no day that can never be right, whoever writes them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    Round,
    StageWeight,
    StatementOfUse,
    Threshold,
)
from savings.models.parameters import (
    THRESHOLDS_IN_DAYS,
    THRESHOLDS_IN_PERCENT,
    THRESHOLDS_IN_POUNDS,
)
from tests import factories
from tests.workspace import change, page
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.usefixtures("no_second_factor")

SINCE = {"valid_from": date(2011, 1, 1), "source": "A table"}
# A row of each that is right, as it is written and as it is typed.
RIGHT = {
    Deflator: {
        "financial_year": "2010-11",
        "base_year": "2010-11",
        "index": Decimal(100),
        "vintage_date": date(2011, 1, 1),
        "source": "A table",
    },
    DiscountRate: {"from_year": 0, "to_year": 30, "rate_percent": Decimal("3.5")} | SINCE,
    ConfidenceGrade: {
        "grade": 1,
        "cost_uplift_percent": Decimal(5),
        "benefit_reduction_percent": Decimal(5),
    }
    | SINCE,
    EvidenceGrade: {"kind": "contract", "grade": 1} | SINCE,
    StageWeight: {"stage": "agreed", "weight_percent": Decimal(70)} | SINCE,
    Threshold: {"name": "small_claim", "value": Decimal(5)} | SINCE,
    StatementOfUse: {"text": "Figures are read."} | SINCE,
    Round: {"name": "Spring", "opens_on": date(2011, 1, 1), "closes_on": date(2011, 2, 1)},
}
BASE = {"base_year": FinancialYear(2010)}
A_RATE = "Give a discount rate from 0 to 100 percent."
A_REDUCTION = "Give a benefit reduction from 0 to 100 percent."
AN_UPLIFT = "Give a cost uplift from 0 to 1,000 percent."
AN_INDEX = "Give an index over 0 and up to 10,000."
A_SHARE = "Give a percentage from 0 to 100."
DAYS = "Give a whole number of days from 1 to 365."
A_DAY = "Give a date from "  # Which days are right for whom: see test_days.
NEVER_RIGHT = [
    (Deflator, {"index": Decimal(0)}, AN_INDEX),
    (Deflator, {"index": Decimal("10000.001")}, AN_INDEX),
    (DiscountRate, {"rate_percent": Decimal("-100")}, A_RATE),
    (DiscountRate, {"rate_percent": Decimal("100.01")}, A_RATE),
    (DiscountRate, {"to_year": 1001}, "Give a last year up to 1,000 years from the base year."),
    (ConfidenceGrade, {"cost_uplift_percent": Decimal("-0.01")}, AN_UPLIFT),
    (ConfidenceGrade, {"cost_uplift_percent": Decimal("1000.01")}, AN_UPLIFT),
    (ConfidenceGrade, {"benefit_reduction_percent": Decimal("-0.01")}, A_REDUCTION),
    (ConfidenceGrade, {"benefit_reduction_percent": Decimal("100.01")}, A_REDUCTION),
    *(
        (Threshold, {"name": name, "value": Decimal(value)}, words)
        for names, values, words in (
            (THRESHOLDS_IN_DAYS, ("0", "10.5", "366", "999999999"), DAYS),
            (THRESHOLDS_IN_PERCENT, ("-0.01", "100.01"), A_SHARE),
            (THRESHOLDS_IN_POUNDS, ("-0.01",), "Give pounds of 0 or more."),
        )
        for name in names
        for value in values
    ),
    *(
        (model, {field: day}, A_DAY)
        for model, row in RIGHT.items()
        for field, written in row.items()
        if isinstance(written, date)
        for day in (date(1, 1, 1), date(2101, 1, 1))
        # A round that closes before it opens is wrong for another reason.
        if (field, day.year) not in (("opens_on", 2101), ("closes_on", 1))
    ),
]


@pytest.mark.parametrize(("model", "wrong", "words"), NEVER_RIGHT)
def test_a_value_that_can_never_be_right_is_refused_on_the_form_in_words(
    client, model, wrong, words
):
    client.force_login(factories.administrator())

    answer = client.post(page(model, "add"), RIGHT[model] | wrong)

    assert words in answer.text
    assert not model.objects.exists()


@pytest.mark.parametrize(("model", "wrong", "words"), NEVER_RIGHT)
def test_a_value_that_can_never_be_right_is_refused_by_the_database(model, wrong, words):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**RIGHT[model] | wrong)


@pytest.mark.parametrize(
    ("model", "edge"),
    [
        *((model, {}) for model in RIGHT),
        (Deflator, {"index": Decimal("0.001")}),
        (Deflator, {"index": Decimal(10_000)}),
        (DiscountRate, {"rate_percent": Decimal(0)}),
        (DiscountRate, {"rate_percent": Decimal(100)}),
        (ConfidenceGrade, {"cost_uplift_percent": Decimal(1000)}),
        (Threshold, {"name": "reply_days", "value": Decimal(1)}),
        (Threshold, {"name": "answer_days", "value": Decimal(365)}),
        (Threshold, {"name": "slippage", "value": Decimal("2.5")}),
        (Threshold, {"name": "read_all", "value": Decimal(10**12)}),
        (Threshold, {"valid_from": date(1900, 1, 1)}),
    ],
)
def test_a_value_up_to_its_limit_is_taken(client, model, edge):
    client.force_login(factories.administrator())

    client.post(page(model, "add"), RIGHT[model] | edge)

    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "wrong", "words"),
    [
        (DiscountRate, {"from_year": 31}, "The last year is before the first."),
        (ConfidenceGrade, {"grade": 7}, "Give a grade from 1 to 6."),
        (EvidenceGrade, {"grade": 0}, "Give a grade from 1 to 6."),
        (StageWeight, {"weight_percent": Decimal(101)}, "Give a weight from 0 to 100 percent."),
        (Round, {"closes_on": date(2010, 12, 31)}, "The round closes before it opens."),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(client, model, wrong, words):
    client.force_login(factories.administrator())

    answer = client.post(page(model, "add"), RIGHT[model] | wrong)

    assert words in answer.text
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Deflator, "This vintage has an index of this year already."),
        (DiscountRate, "A rate of this date starts in this year already."),
        (ConfidenceGrade, "This grade has a row of this date already."),
        (EvidenceGrade, "This kind has a grade of this date already."),
        (StageWeight, "This stage has a weight of this date already."),
        (Threshold, "This number has a value of this date already."),
    ],
)
def test_a_second_row_for_the_same_is_refused_in_words(client, model, words):
    model.objects.create(**RIGHT[model])
    client.force_login(factories.administrator())

    answer = client.post(page(model, "add"), RIGHT[model])

    assert words in answer.text
    assert model.objects.count() == 1


@pytest.mark.parametrize("span", [(5, 10), (30, 40), (31, 80)])
def test_a_rate_of_years_that_have_one_already_is_refused_in_words(client, span):
    DiscountRate.objects.create(**RIGHT[DiscountRate])
    DiscountRate.objects.create(**RIGHT[DiscountRate] | {"from_year": 76, "to_year": 125})
    client.force_login(factories.administrator())
    sent = RIGHT[DiscountRate] | {"from_year": span[0], "to_year": span[1]}

    answer = client.post(page(DiscountRate, "add"), sent)

    assert "have a rate of this date already. Give years that no other rate has." in answer.text
    assert DiscountRate.objects.count() == 2


@pytest.mark.parametrize("other", [{"from_year": 31, "to_year": 75}, {"valid_from": "2012-01-01"}])
def test_a_rate_of_other_years_or_of_another_date_is_taken(client, other):
    DiscountRate.objects.create(**RIGHT[DiscountRate])
    client.force_login(factories.administrator())

    client.post(page(DiscountRate, "add"), RIGHT[DiscountRate] | other)

    assert DiscountRate.objects.count() == 2


def test_a_rate_may_change_its_own_years(client):
    rate = DiscountRate.objects.create(**RIGHT[DiscountRate])
    client.force_login(factories.administrator())

    change(client, rate, **RIGHT[DiscountRate] | {"from_year": 1})

    rate.refresh_from_db()
    assert rate.from_year == 1


def test_a_rate_without_its_years_is_asked_for_them(client):
    client.force_login(factories.administrator())

    answer = client.post(page(DiscountRate, "add"), RIGHT[DiscountRate] | {"to_year": ""})

    assert "Enter “To year”." in answer.text


def test_each_threshold_counts_one_thing():
    counted = [*THRESHOLDS_IN_DAYS, *THRESHOLDS_IN_PERCENT, *THRESHOLDS_IN_POUNDS]

    assert sorted(counted) == sorted(Threshold.Name)


@pytest.fixture
def deflators(client):
    """Two years of one vintage, and an administrator to change them."""
    client.force_login(factories.administrator())
    return [
        Deflator.objects.create(**RIGHT[Deflator] | {"financial_year": FinancialYear(start)} | BASE)
        for start in (2009, 2010)
    ]


def test_a_vintage_that_lacks_years_of_the_one_before_it_is_warned_of(client, deflators):
    sent = RIGHT[Deflator] | {"vintage_date": date(2012, 3, 21)}

    partial = client.post(page(Deflator, "add"), sent, follow=True)
    whole = client.post(page(Deflator, "add"), sent | {"financial_year": "2009-10"}, follow=True)

    assert "The deflators of 21 March 2012 have none for 2009-10. A claim with" in partial.text
    assert "Add the missing years with this date." in partial.text
    assert "have none for" not in whole.text
    assert Deflator.objects.count() == 4


def test_a_vintage_that_loses_a_year_to_another_is_warned_of(client, deflators):
    sent = RIGHT[Deflator] | {"vintage_date": date(2012, 3, 21)}

    answer = change(client, deflators[1], **sent, follow=True)

    assert "The deflators of 21 March 2012 have none for 2009-10. A claim with" in answer.text
    assert (
        "The deflators of 1 January 2011 have none for 2010-11. None of them is used until there is one for 2010-11, "
        "their base year."
    ) in answer.text


def test_a_deflator_in_the_prices_of_another_year_than_its_vintage_is_refused(client, deflators):
    sent = RIGHT[Deflator] | {"financial_year": "2011-12", "base_year": "2011-12"}

    answer = client.post(page(Deflator, "add"), sent)

    assert "The others of this vintage are in prices of 2010-11. Give that base year" in answer.text
    assert "Enter “Base year”." in client.post(page(Deflator, "add"), sent | {"base_year": ""}).text
    assert Deflator.objects.count() == 2


def test_the_base_year_of_a_vintage_is_put_right_row_by_row(client, deflators):
    right = RIGHT[Deflator] | {"base_year": "2009-10"}

    first = change(client, deflators[0], **right | {"financial_year": "2009-10"}, follow=True)
    last = change(client, deflators[1], **right, follow=True)

    assert "name more than one base year: 2009-10 and 2010-11. None of them is used" in first.text
    assert "base year:" not in last.text
    assert set(Deflator.objects.values_list("base_year", flat=True)) == {FinancialYear(2009)}
