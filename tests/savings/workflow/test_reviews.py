"""What the table of actions cannot say: readings that fit, readers who differ, replies that count, due dates."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.models import Version
from savings.models.choices import REVIEW_TESTS
from savings.workflow import ActionError, StaleError
from savings.workflow.readings import needs_second
from tests import factories


@pytest.fixture
def version():
    return factories.claim_at("in_review")


def _decide(version, verdict="supported_forecast", codes=(), **more):
    reading = factories.reading(version, verdict, codes) | more
    return workflow.perform("decide", version, by=version.review.reviewer, **reading)


def _differing(version):
    """The verdict, and a second reading that gives another."""
    _decide(version)
    second = factories.reading(version, "partly", ["BASELINE"])
    workflow.perform("second_read", version, by=factories.reviewer(), **second)


def test_a_verdict_on_another_screen_is_a_conflict(version):
    with pytest.raises(StaleError):
        _decide(version, screen="another")

    assert not version.readings.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"tests": dict.fromkeys(range(1, 9), "met")}, "Answer test 9"),
        ({"tests": dict.fromkeys(REVIEW_TESTS, "good")}, "Answer test 1"),
        ({"outcomes": {}}, "Give a verdict on the forecast figures"),
        ({"outcomes": {"actual": ("supported", [], "")}}, "forecast figures"),
        ({"outcomes": {"forecast": ("fine", [], "")}}, "Choose one of the verdicts"),
        ({"outcomes": {"forecast": ("supported", [], "")}}, "at best “Supported as a forecast”"),
        ({"outcomes": {"forecast": ("partly", [], "")}}, "at least one reason"),
        ({"outcomes": {"forecast": ("partly", ["WHIM"], "")}}, "at least one reason"),
        (
            {"outcomes": {"forecast": ("partly", ["BASELINE"], "")}, "departures": {}},
            "The tests suggest “Supported as a forecast”",
        ),
        ({"accepted": {0: (1, "")}}, "beside a figure that you judge"),
    ],
)
def test_a_reading_that_does_not_fit_is_refused_whole(version, more, words):
    with pytest.raises(ActionError) as refused:
        _decide(version, **more)

    assert words in " ".join([str(refused.value), *refused.value.problems])
    assert not version.readings.exists()


def test_what_is_not_supported_is_accepted_as_zero(version):
    saving = version.figures.get(line="saving")
    codes = ["NO_EVIDENCE"]

    with pytest.raises(ActionError, match="accepted as 0"):
        _decide(version, "not_supported", codes, accepted={saving.pk: (5, "NO_EVIDENCE")})
    _decide(version, "not_supported", codes)

    accepted = version.readings.get().accepted_figures
    assert accepted.get(figure=saving).amount == 0
    assert accepted.exclude(figure=saving).filter(reason="").count() == 2


_PARTLY = ("partly", ["BASELINE"], "")
_IN_WORDS = ("partly", ["BASELINE"], "Cautious, but nobody checked it.")


@pytest.mark.parametrize(
    ("outcome", "accepted", "words"),
    [
        (("supported_forecast", [], ""), {"saving": (0, "BASELINE")}, "more than 0 of each saving"),
        (_PARTLY, {}, "you accept all of it"),
        (_PARTLY, {"saving": (250_000, "")}, "you accept all of it"),
        (_PARTLY, {"saving": (0, "BASELINE")}, "you accept nothing of it"),
        (_PARTLY, {"one_off_cost": (60_001, "NOT_NET")}, "£60,001 of a cost that was claimed as"),
        (_PARTLY, {"running_cost": (1, "NOT_NET")}, "say in your words on the forecast figures"),
        (_PARTLY, {"saving": (None, "BASELINE")}, "not what you accept of it"),
        (_PARTLY, {"running_cost": (None, "NOT_NET")}, "not what you accept of it"),
        (_PARTLY, {"running_cost": (-1, "NOT_NET")}, "cannot be less than 0"),
    ],
)
def test_a_verdict_that_its_amounts_contradict_is_refused_to_either_reader(
    version, outcome, accepted, words
):
    sent = _sent(version, outcome, accepted)

    with pytest.raises(ActionError, match=words) as refused:
        _decide(version, **sent)
    _decide(version)
    second = factories.reading(version) | sent
    with pytest.raises(ActionError, match=words):
        workflow.perform("second_read", version, by=factories.reviewer(), **second)

    assert refused.value.problems == []
    assert version.readings.count() == 1


@pytest.mark.parametrize(
    ("outcome", "accepted"),
    [
        (("supported_forecast", [], ""), {"saving": (1, "BASELINE")}),
        (_PARTLY, {"saving": (250_000, "BASELINE")}),
        (_PARTLY, {"one_off_cost": (60_000, "NOT_NET")}),
        (_IN_WORDS, {}),
        (_IN_WORDS, {"saving": (0, "BASELINE"), "running_cost": (90_000, "NOT_NET")}),
    ],
)
def test_a_verdict_that_says_why_may_be_unusual(version, outcome, accepted):
    _decide(version, **_sent(version, outcome, accepted))

    assert version.status == "provisional"


def _sent(version, outcome, accepted):
    """`accepted` is by the line of the figure."""
    beside = {version.figures.get(line=line).pk: said for line, said in accepted.items()}
    return {"outcomes": {"forecast": outcome}, "accepted": beside}


def test_why_a_saving_is_not_supported_is_kept_beside_its_zero(version):
    saving = version.figures.get(line="saving")
    accepted = {saving.pk: (None, "NO_BUDGET")}

    _decide(version, "not_supported", ["NO_EVIDENCE"], accepted=accepted)

    kept = version.readings.get().accepted_figures.get(figure=saving)
    assert (kept.amount, kept.reason) == (0, "NO_BUDGET")


def test_notes_on_tests_are_kept(version):
    _decide(version, notes={3: "Fitting out is left out."})

    results = version.readings.get().results
    assert results.get(test=3).note == "Fitting out is left out."
    assert results.exclude(note="").count() == 1


def test_a_large_claim_not_supported_needs_a_second_reading():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    evidence = [(factories.link(), "1"), (factories.ledger(), "2")]
    # Two million over four years, and never a million in one: plan and forecast are not added either.
    small = [
        figure
        for year in range(2010, 2014)
        for state in ("plan", "forecast")
        for figure in factories.figures_of(lead, "500000.00", year=year, state=state)
    ]
    large = factories.figures_of(lead, "1000000.00")

    def needs_second(figures):
        version = factories.claim_at(
            "in_review", place, figures=figures, evidence=evidence, service_evidence="Counted."
        )
        _decide(version, "not_supported", ["NO_EVIDENCE"])
        return version.review.needs_second_reading

    assert not needs_second(small)
    evidence = [(factories.link(), "1"), (factories.ledger(), "2")]
    assert needs_second(large)


def test_a_second_reading_can_follow_the_reply(version):
    _decide(version)
    workflow.perform("reply", version, by=factories.officer_of(version.claim.place), text="No.")

    workflow.perform("second_read", version, by=factories.reviewer(), **factories.reading(version))

    assert version.status == "reply"
    assert version.readings.filter(is_second=True).count() == 1


def test_where_readers_agree_nothing_goes_back_before_the_reply(version):
    _decide(version)
    workflow.perform("second_read", version, by=factories.reviewer(), **factories.reading(version))

    with pytest.raises(ActionError, match="Neither is there"):
        workflow.perform("reconsider", version, by=factories.lead(), note="A doubt.")


def test_where_readers_differ_the_lead_may_send_it_back_at_once(version):
    _differing(version)
    lead = factories.lead()

    assert "reconsider" in {action.name for action in workflow.available(version, lead)}
    workflow.perform("reconsider", version, by=lead, note="The readers differ.")

    assert version.status == "in_review"


def test_a_reply_to_an_earlier_verdict_is_none_to_the_next(version):
    place, lead = version.claim.place, factories.lead()
    _decide(version)
    workflow.perform("reply", version, by=factories.officer_of(place), text="No.")
    workflow.perform("reconsider", version, by=lead, note="The place is right.")
    _decide(version)

    with pytest.raises(ActionError, match="The place may reply until"):
        workflow.perform("finalise", version, by=lead)

    workflow.perform("reply", version, by=factories.officer_of(place), text="Yes.")
    if version.review.needs_second_reading:
        second = factories.reading(version)
        workflow.perform("second_read", version, by=factories.reviewer(), **second)
    workflow.perform("finalise", version, by=lead)
    assert version.status == "final"


def test_silence_past_the_date_lets_the_verdict_be_final_and_not_before():
    version = factories.claim_at("provisional")
    due, lead = version.review.reply_due_on, factories.lead()

    def on(day):
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return time_machine.travel(noon, tick=False)

    with on(due), pytest.raises(ActionError, match="The place may reply until"):
        workflow.perform("finalise", version, by=lead)
    with on(due + timedelta(days=1)):
        workflow.perform("finalise", version, by=lead)

    assert version.verdict == "supported_forecast"


def test_a_question_that_is_overdue_is_no_verdict():
    version = factories.claim_at("question")
    reader = version.review.reviewer
    later = timezone.now() + timedelta(days=400)

    with time_machine.travel(later):
        offered = {action.name for action in workflow.available(version, reader)}
        with pytest.raises(ActionError, match="Question asked"):
            _decide(version)

    assert "decide" not in offered
    assert version.verdict == ""


def test_a_plan_is_judged_only_where_it_is_all_there_is():
    place = factories.PlaceFactory()
    lead = factories.lead_of(place)
    plan = factories.figures_of(lead, state="plan")
    forecast = factories.figures_of(lead)

    def judged(figures):
        version = factories.claim_at("in_review", place, figures=figures)
        _decide(version)
        reading = version.readings.get()
        assert reading.accepted_figures.count() == 3
        return set(reading.outcomes.values_list("state", flat=True))

    assert judged([*plan, *forecast]) == {"forecast"}
    assert judged(factories.figures_of(lead, state="plan")) == {"plan"}


def test_a_claim_of_which_no_value_was_kept_can_be_found_not_supported():
    # As of one that was submitted without figures before a site kept the value of each.
    version = Version(claimed=None)

    assert not needs_second(version, {"not_supported"})
