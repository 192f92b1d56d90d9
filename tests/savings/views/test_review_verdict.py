"""A verdict given on the reading page: what it needs, where it leads, and when it is refused."""

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


def test_a_verdict_is_given_and_leads_to_the_next_claim(client, place, version, reader):
    other = factories.claim_at("submitted", place)
    workflow.perform("take", other, by=reader)
    client.force_login(reader)

    response = client.post(address(version, "?view=mine"), filled(version))

    version.refresh_from_db()
    assert response.headers["Location"].startswith(f"/review/{other.claim.reference}/?view=mine")
    assert version.status == "provisional"
    assert version.events.filter(action="decide", by=reader).count() == 1
    assert set(version.readings.get().results.values_list("result", flat=True)) == {"met"}


def test_after_the_last_claim_comes_the_queue(client, version, reader):
    client.force_login(reader)

    response = client.post(address(version), filled(version))

    assert response.headers["Location"].startswith("/review/?view=mine")


def test_a_verdict_sent_twice_is_given_once(client, version, reader):
    client.force_login(reader)
    form = filled(version)

    first, second = (client.post(address(version), form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert version.readings.count() == 1


def test_an_empty_form_says_all_that_is_missing_and_stores_nothing(client, version, reader):
    client.force_login(reader)
    seen = filled(version)["seen"]

    response = client.post(address(version), {"seen": seen})

    assert response.status_code == 400
    for number in range(1, 10):
        assert f"Answer test {number}:" in response.text
    assert "Give a verdict on the forecast figures." in response.text
    assert not Reading.objects.exists()


def test_leaving_the_suggestion_needs_a_reason(client, version, reader):
    client.force_login(reader)
    boxes = {
        "tests": {5: "not_met"},
        "reasons_forecast": ["BASELINE"],
        "words_forecast": "All of it, in a year.",
    }

    refused = client.post(address(version), filled(version, "partly", **boxes))
    given = client.post(
        address(version), filled(version, "partly", departure_forecast="It was cut since.", **boxes)
    )

    outcome = version.readings.get().outcomes.get()
    assert refused.status_code == 400
    assert "The tests suggest “Not supported on present evidence”" in refused.text
    assert given.status_code == 302
    assert (outcome.suggested, outcome.departure) == ("not_supported", "It was cut since.")


def test_following_the_suggestion_needs_none_and_keeps_none(client, version, reader):
    client.force_login(reader)
    form = filled(
        version,
        "partly",
        tests={4: "partly"},
        reasons_forecast=["SERVICE"],
        words_forecast="Nobody counted complaints.",
        departure_forecast="Typed and not needed.",
    )

    client.post(address(version), form)

    assert version.readings.get().outcomes.get().departure == ""


def test_what_is_accepted_stands_beside_the_claim(client, version, reader):
    client.force_login(reader)
    saving = version.figures.get(line="saving")
    boxes = {
        "tests": {3: "partly"},
        "reasons_forecast": ["NOT_NET"],
        f"accepted_{saving.pk}": "£200,000",
        f"why_{saving.pk}": "NOT_NET",
    }

    response = client.post(address(version), filled(version, "partly", **boxes))

    accepted = version.readings.get().accepted_figures
    assert response.status_code == 302
    assert str(accepted.get(figure=saving).amount) == "200000.00"
    assert str(version.figures.get(line="saving").amount) == "250000.00"
    assert accepted.filter(reason="").count() == 2


@pytest.mark.parametrize(
    ("accepted", "why", "words"),
    [
        ("300000", "NOT_NET", "The accepted saving can be from 0 to what was claimed."),
        ("200000", "", "Say why the accepted figure differs."),
        ("", "NOT_NET", "You say why this figure differs, but not what you accept of it."),
        ("0", "NOT_NET", "accepts more than 0 of each saving"),
        ("1.2m", "", "1.2m"),
        ("-5", "NOT_NET", "minus"),
    ],
)
def test_an_accepted_figure_that_cannot_be_is_refused(
    client, version, reader, accepted, why, words
):
    client.force_login(reader)
    saving = version.figures.get(line="saving")
    boxes = {f"accepted_{saving.pk}": accepted, f"why_{saving.pk}": why}

    response = client.post(address(version), filled(version, **boxes))

    assert response.status_code == 400
    assert words in response.text
    assert f'value="{accepted}"' in response.text or not accepted
    assert f'<option value="{why}" selected>' in response.text
    assert not Reading.objects.exists()


def test_partly_supported_in_full_says_why_in_the_reviewers_words(client, version, reader):
    client.force_login(reader)
    boxes = {"reasons_forecast": ["NOT_NET"], "departure_forecast": "A doubt."}

    refused = client.post(address(version), filled(version, "partly", **boxes))
    given = client.post(
        address(version), filled(version, "partly", words_forecast="It is cautious.", **boxes)
    )

    assert refused.status_code == 400
    assert 'href="#id_words_forecast"' in refused.text
    assert "A doubt." in refused.text
    assert given.status_code == 302


def test_a_forecast_can_be_no_more_than_supported_as_a_forecast(client, version, reader):
    client.force_login(reader)

    response = client.post(address(version), filled(version, "supported"))

    assert response.status_code == 400
    assert not Reading.objects.exists()


def test_a_verdict_on_another_screen_is_refused_and_what_was_typed_stays(client, version, reader):
    client.force_login(reader)
    form = filled(version, seen="what it said before", words_forecast="Well kept books.")

    response = client.post(address(version), form)

    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text
    assert "Well kept books." in response.text
    assert not Reading.objects.exists()


def test_an_answer_that_came_meanwhile_is_shown_and_the_verdict_refused(client, version, reader):
    form = filled(version)
    workflow.perform("ask", version, by=reader, text="Where is it booked?")
    officer = factories.officer_of(version.claim.place)
    workflow.perform("answer", version, by=officer, text="In the ledger, code 6120.")
    client.force_login(reader)

    response = client.post(address(version), form)

    assert response.status_code == 409
    assert "In the ledger, code 6120." in response.text
    assert not Reading.objects.exists()


def test_a_version_superseded_meanwhile_gets_no_verdict(client, version, reader):
    form = filled(version, words_forecast="Well kept books.")
    officer = factories.officer_of(version.claim.place)
    later = workflow.perform("revise", version, by=officer, note="New figures.")
    workflow.perform("edit", later, by=officer, content={"what_changes": "Two payrolls"})
    workflow.perform("submit", later, by=factories.finance_of(version.claim.place))
    client.force_login(reader)

    response = client.post(address(version), form)

    assert response.status_code == 409
    assert "Two payrolls" in response.text
    assert "Well kept books." in response.text
    assert not Reading.objects.exists()


def test_who_does_not_have_it_gives_no_verdict(client, version):
    for person in (factories.reviewer(), factories.lead()):
        client.force_login(person)

        response = client.post(address(version), filled(version))

        assert response.status_code == 403
        assert "the reviewer who has it" in response.text
    assert not Reading.objects.exists()


def test_a_verdict_at_the_wrong_time_is_a_conflict_in_words(client, version, reader):
    workflow.perform("ask", version, by=reader, text="Where is it booked?")
    client.force_login(reader)

    response = client.post(address(version), filled(version))

    assert response.status_code == 409
    assert "while the claim’s status is “Question asked”" in response.text


def test_what_is_accepted_net_is_worked_out_and_nothing_stored(client, version, reader):
    client.force_login(reader)
    saving = version.figures.get(line="saving")
    boxes = {f"accepted_{saving.pk}": "200,000", "work_out": "1"}

    before = client.get(address(version))
    response = client.post(
        address(version), {"seen": filled(version)["seen"], "note_3": "Fitting out"} | boxes
    )

    nets = [
        [
            (year.saving, year.costs, year.net)
            for year in page.context["form"].accepted_net()[0].years
        ]
        for page in (before, response)
    ]
    assert nets == [[(250_000, 20_000, 230_000)], [(200_000, 20_000, 180_000)]]
    assert response.status_code == 200
    assert "£180,000" in response.text
    assert "Fitting out" in response.text
    assert "There is a problem" not in response.text
    assert not Reading.objects.exists()


def test_an_amount_that_cannot_be_read_is_told_before_it_is_worked_out(client, version, reader):
    client.force_login(reader)
    saving = version.figures.get(line="saving")
    boxes = {f"accepted_{saving.pk}": "1.2m", "work_out": "1"}

    response = client.post(address(version), {"seen": filled(version)["seen"]} | boxes)

    assert f'href="#id_accepted_{saving.pk}"' in response.text
    assert "Answer test 1" not in response.text
