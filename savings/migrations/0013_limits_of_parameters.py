"""Numbers and days that can never be right are kept out of the dated tables, and out of rounds."""

from datetime import date
from decimal import Decimal

from django.db import migrations, models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.lookups import Exact

PART_OF_A_DAY = ExpressionWrapper(F("value") % 100, output_field=models.BigIntegerField())
DAYS = ("reply_days", "answer_days")
PERCENT = ("second_sample", "change", "slippage")
POUNDS = ("second_reading", "small_claim", "large_claim", "read_all", "read_none")


def _limit(model, name, condition, words):
    constraint = models.CheckConstraint(
        condition=condition, name=f"{model}_{name}", violation_error_message=words
    )
    return migrations.AddConstraint(model_name=model, constraint=constraint)


def _within(model, name, field, least, most, words):
    return _limit(model, name, Q(**{f"{field}__gte": least, f"{field}__lte": most}), words)


def _dated(model, field, label):
    days = (date(1900, 1, 1), date(2100, 12, 31))
    words = f"{label}: give a date from 1 January 1900 to 31 December 2100."
    return _within(model, f"{field}_is_in_range", field, *days, words)


class Migration(migrations.Migration):
    dependencies = [("savings", "0012_queue_in_order_of_an_index")]

    operations = [
        migrations.RemoveConstraint(model_name="deflator", name="deflator_index_is_positive"),
        _within(
            "deflator",
            "index_is_in_range",
            "index",
            Decimal("0.001"),
            10_000,
            "Give an index over 0 and up to 10,000.",
        ),
        _within(
            "discountrate",
            "years_are_in_range",
            "to_year",
            0,
            1_000,
            "Give a last year up to 1,000 years from the base year.",
        ),
        _within(
            "discountrate",
            "is_a_share",
            "rate_percent",
            0,
            100,
            "Give a discount rate from 0 to 100 percent.",
        ),
        _within(
            "confidencegrade",
            "uplift_is_in_range",
            "cost_uplift_percent",
            0,
            1_000,
            "Give a cost uplift from 0 to 1,000 percent.",
        ),
        _within(
            "confidencegrade",
            "reduction_is_a_share",
            "benefit_reduction_percent",
            0,
            100,
            "Give a benefit reduction from 0 to 100 percent.",
        ),
        _limit(
            "threshold",
            "days_are_whole",
            ~Q(name__in=DAYS) | Q(Exact(PART_OF_A_DAY, 0), value__gte=1, value__lte=365),
            "Give a whole number of days from 1 to 365.",
        ),
        _limit(
            "threshold",
            "percent_is_a_share",
            ~Q(name__in=PERCENT) | Q(value__gte=0, value__lte=100),
            "Give a percentage from 0 to 100.",
        ),
        _limit(
            "threshold",
            "pounds_are_not_negative",
            ~Q(name__in=POUNDS) | Q(value__gte=0),
            "Give pounds of 0 or more.",
        ),
        _dated("deflator", "vintage_date", "Vintage date"),
        _dated("discountrate", "valid_from", "Valid from"),
        _dated("confidencegrade", "valid_from", "Valid from"),
        _dated("evidencegrade", "valid_from", "Valid from"),
        _dated("stageweight", "valid_from", "Valid from"),
        _dated("threshold", "valid_from", "Valid from"),
        _dated("statementofuse", "valid_from", "Valid from"),
        _dated("round", "opens_on", "Opens on"),
        _dated("round", "closes_on", "Closes on"),
    ]
