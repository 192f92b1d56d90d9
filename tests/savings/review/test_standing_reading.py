"""Whatever speaks of a version's readings takes the same one for the one that stands, and the same for its second."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from savings import workflow
from savings.access import sight_of
from savings.models import AcceptedFigure, Figure, Outcome, Version
from savings.models.choices import Verdict
from savings.pages.claim_detail import claim_page, read_whole
from savings.review.agreement import readers_differ
from savings.review.figure_verdicts import accepted_amount, figure_verdict
from savings.review.owing_words import to_the_treasury_on
from savings.review.standing_reading import (
    as_they_stand,
    is_read_twice,
    of_standing_reading,
)
from tests import factories

PARTLY, FORECAST = Verdict.PARTLY, Verdict.SUPPORTED_FORECAST
FIRST, SECOND = False, True


def _read(*given):
    """A version with a provisional verdict and these readings alone, by their places in the order given."""
    version = factories.claim_at("in_review")
    workflow.perform(
        "decide",
        version,
        by=version.review.reviewer,
        **factories.reading(version, PARTLY, ["BASELINE"]),
    )
    figure = version.figures.get(line="saving")
    readings = [version.readings.get()]
    for is_second, verdict in given[1:]:
        reading = version.readings.create(
            reader=factories.reviewer(), is_second=is_second, screen_digest="0" * 64
        )
        reading.outcomes.create(state=figure.state, verdict=verdict, counted_verdict=verdict)
        for item in version.figures.all():
            less = len(readings) if item == figure else 0
            factories.accept(reading, item, item.amount - less, verdict)
        readings.append(reading)
    version.review.needs_second_reading = True
    version.review.save()
    return version, readings


@pytest.mark.parametrize(
    ("given", "stands", "seconds", "differ"),
    [
        ([(FIRST, PARTLY)], 0, [], False),
        ([(FIRST, PARTLY), (SECOND, PARTLY)], 0, [1], False),
        ([(FIRST, PARTLY), (SECOND, FORECAST)], 0, [1], True),
        ([(FIRST, PARTLY), (SECOND, PARTLY), (FIRST, FORECAST)], 2, [], False),
        ([(FIRST, PARTLY), (SECOND, FORECAST), (FIRST, FORECAST), (SECOND, PARTLY)], 2, [3], True),
        ([(FIRST, PARTLY), (FIRST, PARTLY), (SECOND, PARTLY), (SECOND, PARTLY)], 1, [2, 3], False),
    ],
)
def test_all_take_the_same_reading_for_the_one_that_stands(given, stands, seconds, differ):
    version, readings = _read(*given)
    standing, its_seconds = readings[stands], [readings[index] for index in seconds]
    lead, figure = factories.lead(), version.figures.get(line="saving")

    assert as_they_stand(reversed(readings)) == (standing, its_seconds[::-1])
    assert readers_differ(version) == differ
    assert {outcome.reading for outcome in Outcome.objects.filter(of_standing_reading())} == {
        standing
    }
    accepted = AcceptedFigure.objects.filter(of_standing_reading(), figure=figure)
    assert accepted.get().reading == standing
    assert Version.objects.filter(is_read_twice(), pk=version.pk).exists() == bool(seconds)
    is_owed = "second reader" in str(to_the_treasury_on(version, lead, version.review.reply_due_on))
    assert is_owed == (not seconds)
    read = read_whole(Version.objects.all()).get(pk=version.pk)
    page = claim_page(sight_of(lead, read))
    assert page["reading"] == standing
    assert [second.reading for second in page["second_readings"]] == its_seconds[::-1]


@pytest.mark.parametrize("stands", [0, 2])
def test_what_is_made_final_exported_and_measured_is_the_reading_that_stands(stands):
    given = [(FIRST, PARTLY), (SECOND, FORECAST), (FIRST, FORECAST), (SECOND, FORECAST)]
    version, readings = _read(*given[: stands + 2])
    officer = factories.officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="Yes.")

    workflow.perform("finalise", version, by=factories.lead())

    verdict = given[stands][1]
    figures = Figure.objects.filter(version=version, line="saving")
    assert version.verdict == verdict
    assert figures.annotate(found=figure_verdict()).get().found == verdict
    exported = figures.annotate(taken=accepted_amount()).get().taken
    assert exported == readings[stands].accepted_figures.get(figure__line="saving").amount


def test_no_other_module_asks_a_reading_whether_it_is_a_second_one():
    # The model has the field, the workspace shows it, and whoever stores a reading says it.
    homes = {
        "review/standing_reading.py",
        "models/reviews.py",
        "admin/versions.py",
        "admin/readings.py",
    }
    stores = {"workflow/readings.py", "workflow/reviews.py"}
    root = Path(settings.BASE_DIR) / "savings"
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*.py")}

    asks = {
        name
        for name, path in files.items()
        if "migrations" not in name and re.search(r"\bis_second\b", path.read_text())
    }

    assert asks - stores == homes
