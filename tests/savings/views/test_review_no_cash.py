"""A verdict that a saving is real but no cash: what it becomes, what of it is accepted."""

import pytest

from savings import workflow
from savings.models import Reading
from tests import factories

from .verdicts import address, filled

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def version(place):
    """A claim that a reviewer has taken."""
    return factories.claim_at("in_review", place, what_changes="One payroll", caveat="Before tax.")


@pytest.fixture
def reader(version):
    return version.review.reviewer


NOT_CASH = {"tests": {5: "partly"}, "reasons_forecast": ["NOT_CASH"]}


def test_what_is_real_but_no_cash_says_what_it_becomes(client, version, reader):
    client.force_login(reader)

    refused = client.post(address(version), filled(version, "not_cash", **NOT_CASH))
    given = client.post(
        address(version),
        filled(version, "not_cash", becomes_forecast="avoided_cost", **NOT_CASH),
    )

    reading = version.readings.get()
    assert refused.status_code == 400
    assert "Say which kind of gain the forecast saving is" in refused.text
    assert 'href="#id_becomes_forecast"' in refused.text
    assert given.status_code == 302
    assert reading.outcomes.get().becomes == "avoided_cost"
    assert set(reading.accepted_figures.values_list("kind_of_gain", flat=True)) == {"avoided_cost"}


@pytest.mark.parametrize("becomes", ["cashable", "not_in_money", "not_stated", "gold"])
def test_what_is_no_cash_becomes_no_cash_and_nothing_without_pounds(
    client, version, reader, becomes
):
    client.force_login(reader)

    form = filled(version, "not_cash", becomes_forecast=becomes, **NOT_CASH)

    assert client.post(address(version), form).status_code == 400
    assert not Reading.objects.exists()


def test_what_it_becomes_is_kept_only_with_that_verdict(client, version, reader):
    client.force_login(reader)

    client.post(address(version), filled(version, becomes_forecast="avoided_cost"))

    reading = version.readings.get()
    assert reading.outcomes.get().becomes == ""
    assert set(reading.accepted_figures.values_list("kind_of_gain", flat=True)) == {"cashable"}


def test_real_but_no_cash_accepts_some_of_it(client, version, reader):
    client.force_login(reader)
    saving = version.figures.get(line="saving")
    boxes = NOT_CASH | {f"accepted_{saving.pk}": "0", f"why_{saving.pk}": "NO_EVIDENCE"}

    form = filled(version, "not_cash", becomes_forecast="avoided_cost", **boxes)
    response = client.post(address(version), form)

    assert response.status_code == 400
    assert "and you accept nothing of it. Accept more, or choose" in response.text
    assert not Reading.objects.exists()


def test_only_what_is_claimed_as_cash_can_be_no_cash(client, place):
    figures = factories.figures_of(factories.lead_of(place), kind_of_gain="avoided_cost")
    version = factories.claim_at("in_review", place, figures=figures, kind_of_gain="avoided_cost")
    client.force_login(version.review.reviewer)

    page = client.get(address(version)).text
    response = client.post(address(version), filled(version, "not_cash", **NOT_CASH))

    assert 'value="not_cash"' not in page
    assert "only for savings that are claimed as cashable" in response.text
    with pytest.raises(workflow.ActionError, match="is said of savings that are claimed as cash"):
        workflow.perform(
            "decide",
            version,
            by=version.review.reviewer,
            **factories.reading(version, "not_cash", ["NOT_CASH"]),
        )
    assert not Reading.objects.exists()
