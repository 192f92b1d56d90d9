"""A forecast corrected for optimism, and weighed by its stage: by which evidence, and for whose eyes."""

import pytest

from pilots.models import Membership
from savings import access
from savings.models import ConfidenceGrade
from tests.benchmarks.throwaway import unkept
from tests.factories import (
    PlaceFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    partner_of,
    reviewer,
)

from .appraised import appraised, claim, load_tables, row_of, table_of


@pytest.fixture
def _tables():
    load_tables()


@pytest.mark.usefixtures("_tables")
def test_a_forecast_is_corrected_beside_what_is_claimed():
    appraisal = appraised(claim("0", "110000", costs=("50000", "0")))

    row = row_of(appraisal.tables[0], "Net saving")
    assert (row.claimed.value, row.corrected.value) == ("£60,000", "£44,000")
    # Corrected first and discounted then: 0.8 of 90,000, less 55,000.
    assert row_of(appraisal.tables[0], "Present value").corrected.value == "£17,000"
    assert (
        "what backs the savings suggests grade 3, so savings are reduced by 10%"
        in appraisal.correction
    )
    assert (
        "what backs the costs suggests grade 3, so costs are raised by 10%" in appraisal.correction
    )
    assert appraisal.correction.endswith(
        "A table. The adjustments of grade 3 have not been confirmed at their source."
    )


@pytest.mark.usefixtures("_tables")
def test_a_grade_checked_at_its_source_is_not_marked():
    unkept(ConfidenceGrade).update(is_checked_at_source=True)

    assert "not been confirmed" not in appraised(claim("100")).correction


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("kinds", "grade"), [(["own_estimate"], 6), (["own_estimate", "evaluation"], 3)]
)
def test_the_strongest_evidence_gives_the_grade(kinds, grade):
    evidence = [(link(kind=kind), "") for kind in kinds]

    assert f"suggests grade {grade}," in appraised(claim("100", evidence=evidence)).correction


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("state", "why"), [("actual", "what really happened"), ("plan", "first intended")]
)
def test_what_is_no_forecast_is_not_corrected(state, why):
    place = PlaceFactory()
    figures = figures_of(lead_of(place), state=state)

    appraisal = appraised(draft_of(place, figures=figures))

    assert not appraisal.tables[0].is_corrected
    assert why in appraisal.tables[0].notes[-1]
    assert appraisal.correction == ""


@pytest.mark.usefixtures("_tables")
def test_without_a_correction_a_forecast_is_not_corrected_and_says_why():
    unkept(ConfidenceGrade).filter(grade=3).delete()
    uncorrected = appraised(draft_of(PlaceFactory()))

    assert uncorrected.correction.endswith("no adjustment is in force for grade 3.")
    assert not uncorrected.tables[0].is_corrected


# The first two are docs/method/rules.md §R29 and the review case 09: an evaluation and a contract, in either order.
CASE_09 = [
    pytest.param([("evaluation", ""), ("contract", "")], "£540,000", 10, 0, id="case 09"),
    pytest.param([("contract", ""), ("evaluation", "")], "£540,000", 10, 0, id="contract first"),
    pytest.param([("contract", "")], "£600,000", 0, 0, id="contract alone"),
    pytest.param([("contract", "cost")], "£360,000", 40, 0, id="alone, and for the costs"),
    pytest.param([("contract", "both"), ("evaluation", "")], "£600,000", 0, 0, id="chosen"),
    pytest.param([("evaluation", "saving")], "£540,000", 10, 40, id="no cost backed"),
    pytest.param([], "£360,000", 40, 40, id="nothing cited"),
]


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(("cited", "expected", "less", "more"), CASE_09)
def test_savings_and_costs_are_corrected_by_grades_of_their_own(cited, expected, less, more):
    evidence = [(link(kind=kind, title=kind), "", backs) for kind, backs in cited]
    place = PlaceFactory()
    lines = {"saving": "600000", "one_off_cost": "0", "running_cost": "0"}
    figures = [figure(lead_of(place), pounds, line=line) for line, pounds in lines.items()]

    appraisal = appraised(draft_of(place, figures=figures, evidence=evidence))

    assert row_of(appraisal.tables[0], "Net saving").corrected.value == expected
    reduced = f"reduced by {less}%" if less else "not changed"
    raised = f"raised by {more}%" if more else "not changed"
    assert f"savings are {reduced}; " in appraisal.correction
    assert f"costs are {raised}. " in appraisal.correction
    words = "nothing that has a grade backs the costs, which is grade 6"
    assert (words in appraisal.correction) == (more == 40)


@pytest.mark.usefixtures("_tables")
def test_what_is_expected_at_its_stage_stands_beside_the_unweighted_sum():
    expected = table_of(claim("80000")).expected

    assert expected.claimed.value == "£50,000"
    assert expected.means.startswith("62.5% of the net saving of £80,000")
    assert expected.source == "Weights from 1 January 2003: A table."


@pytest.mark.usefixtures("_tables")
def test_what_is_expected_of_a_loss_is_all_of_it():
    expected = table_of(claim("80000", costs=("180000", "0"))).expected

    assert expected.claimed.value == "−£100,000"
    assert expected.means.startswith("all of the net saving of −£100,000, because")


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("stage", "why_not"),
    [
        ("delivered", "What is delivered is not weighed."),
        ("agreed", "No weight is in force for this stage."),
    ],
)
def test_a_stage_without_a_weight_says_so(stage, why_not):
    place = PlaceFactory()
    body = lead_of(place)
    # What is called delivered states an actual, too.
    figures = [*figures_of(body, year=2009, state="actual"), *figures_of(body, year=2010)]
    version = claim_at("submitted", place, figures=figures, evidence=[(ledger(), "")], stage=stage)

    [expected] = [table.expected for table in appraised(version).tables if table.expected]
    assert expected.claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize("state", ["plan", "actual"])
def test_only_a_forecast_is_weighed_by_its_stage(state):
    place = PlaceFactory()
    figures = figures_of(lead_of(place), state=state)
    version = claim_at("submitted", place, figures=figures, evidence=[(ledger(), "")])

    assert table_of(version).expected is None


def _people(place):
    tied = reviewer()
    Membership.objects.create(user=tied, place=place, role="interest")
    return {
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner": partner_of(place, lead_of(place)),
        "officer elsewhere": officer_of(PlaceFactory()),
        "reviewer": reviewer(),
        "lead": lead(),
        "tied reviewer": tied,
        "analyst": analyst(),
        "administrator": administrator(),
    }


@pytest.mark.usefixtures("_tables")
def test_only_reviewers_without_a_tie_see_the_stage_weight(client):
    place = PlaceFactory()
    version = claim_at("submitted", place, condition="D")
    seen = set()
    for name, user in _people(place).items():
        client.force_login(user)
        text = client.get(version.claim.get_absolute_url()).text
        assert "What the figures come to" in text, name
        if "For internal briefing only, never published" in text or "62.5%" in text:
            seen.add(name)

    assert seen == {"reviewer", "lead"}


def test_nobody_sees_the_weight_of_a_draft():
    draft = draft_of(PlaceFactory())

    assert not access.sight_of(reviewer(), draft).sees_stage_weight
