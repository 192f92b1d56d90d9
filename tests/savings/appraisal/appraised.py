"""Claims and dated tables whose appraisal can be followed in the head."""

from datetime import date
from decimal import Decimal

from savings.access import sight_of
from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    StageWeight,
    Version,
)
from savings.pages.appraisal import appraisal_of
from savings.pages.optimism import with_grades
from tests.factories import PlaceFactory, claim_at, figure, lead_of, reviewer
from totalplace.financial_year import FinancialYear

SPRING_2013 = date(2013, 3, 27)
INDEX = {2009: "95", 2010: "100", 2011: "110", 2012: "121"}


def load_tables():
    """The tables a person has loaded: numbers that can be followed in the head."""
    vintage(SPRING_2013, INDEX, forecasts={2012})
    since = {"source": "A table", "valid_from": date(2003, 1, 1)}
    DiscountRate.objects.create(from_year=0, to_year=30, rate_percent=Decimal(25), **since)
    EvidenceGrade.objects.create(kind="contract", grade=1, **since)
    EvidenceGrade.objects.create(kind="evaluation", grade=3, **since)
    EvidenceGrade.objects.create(kind="own_estimate", grade=6, **since)
    for grade, percent in ((1, 0), (3, 10), (6, 40)):
        ConfidenceGrade.objects.create(
            grade=grade,
            benefit_reduction_percent=Decimal(percent),
            cost_uplift_percent=Decimal(percent),
            **since,
        )
    StageWeight.objects.create(stage="identified", weight_percent=Decimal("62.50"), **since)


def vintage(day, index, forecasts=(), base=2010):
    for start, number in index.items():
        Deflator.objects.create(
            financial_year=FinancialYear(start),
            index=Decimal(number),
            base_year=FinancialYear(base),
            vintage_date=day,
            is_forecast=start in forecasts,
            source=f"Annex A, {day.year}",
        )


def claim(*amounts, costs=("0", "0"), first=2010, **content):
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


def appraised(version, user=None):
    read = with_grades(Version.objects.filter(pk=version.pk)).get()
    figures = list(read.figures.select_related("organisation"))
    return appraisal_of(sight_of(user or reviewer(), read), figures)


def table_of(version, user=None):
    (table,) = appraised(version, user).tables
    return table


def row_of(table, label):
    (row,) = [row for row in table.rows if row.label == label]
    return row


def values_of(table):
    return {row.label: row.claimed.value or row.claimed.why_not for row in table.rows}
