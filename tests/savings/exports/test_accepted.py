"""Which accepted amounts stand in the files: of the reading that counts, once its verdict is final."""

from decimal import Decimal

from savings import workflow
from savings.exports.files import FIGURES
from savings.models import Version
from savings.models.choices import Verdict
from tests import factories
from tests.savings.exports.taken_files import one_saving, rows_of


def test_the_accepted_amount_stands_once_the_verdict_is_final():
    version = factories.claim_at("in_review")
    saving = version.figures.get(line="saving")
    reading = factories.reading(version, Verdict.PARTLY, ["BASELINE"])
    accepted = {saving.pk: (Decimal("200000.00"), "BASELINE")}
    reviewer = version.review.reviewer
    workflow.perform("decide", version, by=reviewer, **reading, accepted=accepted)

    before = one_saving(rows_of(FIGURES, reviewer))
    workflow.perform("reply", version, by=factories.officer_of(version.claim.place), text="Yes.")
    workflow.perform("finalise", version, by=factories.lead())
    after = one_saving(rows_of(FIGURES, reviewer))

    assert (before["verdict"], before["accepted_gbp"]) == ("", "")
    assert (after["verdict"], after["accepted_gbp"]) == ("partly", "200000.00")
    assert (after["amount_gbp"], after["hardness"]) == ("250000.00", "Supported")


def test_a_second_reading_does_not_replace_the_first():
    version = factories.claim_at("in_review")
    reading = factories.reading(version)
    workflow.perform("decide", version, by=version.review.reviewer, **reading)
    saving = version.figures.get(line="saving")
    second = version.readings.create(reader=factories.reviewer(), is_second=True)
    factories.accept(second, saving, 1)
    Version.objects.filter(pk=version.pk).update(status="final", verdict="partly")

    rows = rows_of(FIGURES, factories.reviewer())

    assert one_saving(rows)["accepted_gbp"] == "250000.00"


def test_what_only_a_second_reading_accepts_is_not_shown():
    version = factories.claim_at("in_review")
    second = version.readings.create(reader=factories.reviewer(), is_second=True)
    saving = version.figures.get(line="saving")
    factories.accept(second, saving, 1)
    Version.objects.filter(pk=version.pk).update(status="final", verdict="partly")

    rows = rows_of(FIGURES, factories.reviewer())

    assert one_saving(rows)["accepted_gbp"] == ""


def test_the_latest_of_two_first_readings_stands():
    version = factories.claim_at("in_review")
    saving = version.figures.get(line="saving")
    for amount in (1, 2):
        reading = version.readings.create(reader=factories.reviewer())
        factories.accept(reading, saving, amount)
    Version.objects.filter(pk=version.pk).update(status="final", verdict="partly")

    rows = rows_of(FIGURES, factories.reviewer())

    assert one_saving(rows)["accepted_gbp"] == "2.00"
