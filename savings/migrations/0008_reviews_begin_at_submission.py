"""Each submitted version gets its review and the value it is listed by.

Signs of risk are worked out when a version is submitted: none are worked out for those submitted before.
"""

from collections import defaultdict
from decimal import Decimal

from django.db import migrations


def begin(apps, schema_editor):
    version_model, review = (apps.get_model("savings", name) for name in ("Version", "Review"))
    submitted = version_model.objects.filter(frozen_at__isnull=False, is_published=False)
    review.objects.bulk_create(
        review(version_id=pk) for pk in submitted.filter(review=None).values_list("pk", flat=True)
    )
    for version, claimed in _largest(apps, submitted).items():
        version_model.objects.filter(pk=version).update(claimed=claimed, risk=0)


def _largest(apps, submitted):
    figures = apps.get_model("savings", "Figure").objects.filter(
        version__in=submitted, line="saving"
    )
    by_year = defaultdict(Decimal)
    for version, state, year, amount in figures.values_list(
        "version_id", "state", "year", "amount"
    ):
        by_year[version, state, year] += amount
    # A plan gives a claim its size only where it is all that is stated.
    stated = {version for version, state, _year in by_year if state != "plan"}
    largest = dict.fromkeys(submitted.values_list("pk", flat=True), Decimal(0))
    for (version, state, _year), amount in by_year.items():
        if state != "plan" or version not in stated:
            largest[version] = max(largest[version], amount)
    return largest


def end(apps, schema_editor):
    """The rows stay: who has a review and who has only been given one cannot be told apart."""


class Migration(migrations.Migration):
    dependencies = [("savings", "0007_review_queue_and_draws")]

    operations = [migrations.RunPython(begin, end)]
