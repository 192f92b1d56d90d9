"""What a reader gave, as the boxes of the form hold it."""

from decimal import Decimal

from savings import workflow
from savings.forms.given_verdict import answers_of
from savings.models.choices import Verdict
from tests import factories


def test_a_zero_that_the_verdict_makes_is_not_typed_and_one_that_the_reader_gave_is():
    place = factories.PlaceFactory()
    council = factories.lead_of(place)
    figures = [
        *factories.figures_of(council),
        *factories.figures_of(council, "48000.00", state="actual", note="Late."),
    ]
    evidence = [(factories.link(), "page 4"), (factories.ledger(), "")]
    version = factories.claim_at("in_review", place, figures=figures, evidence=evidence)
    savings = version.figures.filter(line="saving")
    actual, forecast = savings.get(state="actual"), savings.get(state="forecast")
    given = factories.reading(version, Verdict.PARTLY, codes=["NOT_NET"])
    given["outcomes"]["actual"] = (Verdict.NOT_SUPPORTED, ["NOT_NET"], "")
    given["accepted"] = {forecast.pk: (Decimal(0), "NOT_NET")}
    workflow.decide(version, by=version.review.reviewer, **given)

    answers = answers_of(version.readings.get())

    assert answers[f"accepted_{forecast.pk}"] == ["0"]
    assert f"accepted_{actual.pk}" not in answers
    assert (answers["verdict_actual"], answers["verdict_forecast"]) == (
        ["not_supported"],
        ["partly"],
    )
