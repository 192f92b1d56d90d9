"""A year that falls short of its plan says why; a plan that was submitted is not changed in silence."""

from decimal import Decimal

import pytest
from django.utils import timezone

from savings import workflow
from savings.claims.submission import problems
from savings.imports.figures import import_figures
from savings.models import Threshold, Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead_of,
    officer_of,
)
from tests.savings.imports.figure_files import figures_file

TODAY = timezone.localdate()


@pytest.fixture
def place():
    return PlaceFactory()


def _planned(body, plan, said, note="", *, year=2011, state="forecast", **fields):
    """A year with both costs stated, its plan beside it."""
    costs = figures_of(body, said, year=year, state=state, **fields)[1:]
    saving = figure(body, said, year=year, state=state, note=note, **fields)
    return [figure(body, plan, year=year, state="plan", **fields), saving, *costs]


def _problems(place, *figures, **content):
    draft = draft_of(place, figures=list(figures), **content)
    return [str(problem) for problem in problems(Version.objects.get(pk=draft.pk), TODAY)]


def test_a_shortfall_past_the_tolerance_needs_a_reason(place):
    assert _problems(place, *_planned(lead_of(place), "200000", "160000")) == [
        "2011-12 is £40,000 (20%) below its plan. Say why in the note beside it."
    ]


def test_the_note_beside_the_year_is_the_reason(place):
    assert (
        _problems(place, *_planned(lead_of(place), "200000", "160000", "The lease ran on.")) == []
    )


@pytest.mark.parametrize("said", ["180000", "200000", "300000"])
def test_within_the_tolerance_or_above_the_plan_nothing_is_asked(place, said):
    assert _problems(place, *_planned(lead_of(place), "200000", said)) == []


def test_what_came_is_asked_about_and_not_what_was_once_expected(place):
    body = lead_of(place)
    came = figure(body, "199000", year=2011, state="actual")

    figures = _planned(body, "200000", "160000")
    found = _problems(place, *figures, came)

    assert not any("below its plan" in words for words in found)


def test_a_year_without_a_plan_or_with_nothing_beside_it_is_not_asked_about(place):
    body = lead_of(place)

    figures = [*figures_of(body, "9", year=2011), figure(body, "200000", year=2012, state="plan")]

    assert _problems(place, *figures) == []


def test_the_plan_of_another_organisation_or_kind_asks_for_nothing(place):
    body, trust = lead_of(place), OrganisationFactory()
    figures = [
        *figures_of(body, "9", year=2011),
        figure(trust, "200000", year=2011, state="plan"),
        figure(body, "200000", year=2011, state="plan", kind_of_gain="wider_value"),
    ]

    assert _problems(place, *figures, has_other_bodies=True) == []


def test_of_several_organisations_the_one_that_falls_short_is_named(place):
    trust = OrganisationFactory(name="Riverside Trust")
    figures = [*_planned(lead_of(place), "100", "100"), *_planned(trust, "100", "50")]

    assert _problems(place, *figures, has_other_bodies=True) == [
        "2011-12 (Riverside Trust, cashable) is £50 (50%) below its plan. Say why in the note beside it."
    ]


def test_a_reason_given_once_is_a_reason_for_whoever_shares_the_saving(place):
    trust = OrganisationFactory()
    figures = [
        *_planned(lead_of(place), "100", "50", "The lease ran on."),
        *_planned(trust, "100", "50"),
    ]

    assert _problems(place, *figures, has_other_bodies=True) == []


def test_the_note_of_a_spreadsheet_is_a_reason(place, tmp_path):
    body = lead_of(place)
    draft = draft_of(place, reference="PL-0001", figures=_planned(body, "200000", "160000"))
    row = f"{place.name},PL-0001,2011-12,150000,20000,The lease ran on."

    import_figures(figures_file(tmp_path, row), by=officer_of(place))

    assert set(draft.figures.filter(line="saving").values_list("state", "amount")) == {
        ("plan", 200_000),
        ("forecast", 150_000),
    }
    assert _found(draft) == []


def test_each_short_year_is_asked_about_on_the_page_of_figures(place):
    body = lead_of(place)
    figures = [*_planned(body, "100", "50"), *_planned(body, "100", "0", year=2012)]
    draft = draft_of(place, figures=figures, theme=None, evidence=[])

    found = problems(Version.objects.get(pk=draft.pk), TODAY)

    assert [problem.step for problem in found] == [2, 6, 6, 11]


def test_the_tolerance_is_that_of_the_table(place):
    Threshold.objects.create(
        name="slippage", value=Decimal(25), valid_from="2010-01-01", source="The owner"
    )

    assert _problems(place, *_planned(lead_of(place), "200000", "160000")) == []


def test_neither_asking_nor_signing_goes_past_a_shortfall_without_a_reason(place):
    draft = draft_of(place, figures=_planned(lead_of(place), "200000", "160000"))

    for action, person in (("ask_sign_off", officer_of(place)), ("submit", finance_of(place))):
        with pytest.raises(workflow.ActionError) as refused:
            workflow.perform(action, draft, by=person)

        assert refused.value.problems == [
            "2011-12 is £40,000 (20%) below its plan. Say why in the note beside it."
        ]


def _revised(place, before, **edit):
    before = claim_at("submitted", place, figures=before)
    officer = officer_of(place)
    draft = workflow.perform("revise", before, by=officer, note="New figures.")
    return workflow.perform("edit", draft, by=officer, **edit)


def _found(draft):
    return [str(problem) for problem in problems(Version.objects.get(pk=draft.pk), TODAY)]


def test_a_plan_that_was_submitted_is_not_written_over(place):
    body = lead_of(place)
    later = [*_planned(body, "150000", "150000")]

    [words] = _found(_revised(place, _planned(body, "200000", "200000"), figures=later))

    assert words.startswith(
        "The plan of 2011-12 was £200,000 when it was last submitted, and is £150,000 now."
    )


def test_a_plan_that_was_submitted_is_not_left_out(place):
    body = lead_of(place)

    [words] = _found(
        _revised(place, _planned(body, "200000", "200000"), figures=figures_of(body, year=2011))
    )

    assert words.startswith(
        "The plan of 2011-12 was £200,000 when it was last submitted, and is left out."
    )


def test_a_new_note_says_why_a_plan_was_wrong_and_an_old_one_does_not(place):
    body = lead_of(place)
    first, *others = _planned(body, "200000", "200000")
    first.note = "Board, March 2010."
    before = [first, *others]
    new, *others = _planned(body, "190000", "190000")

    new.note = "Board, March 2010."
    assert _found(_revised(place, before, figures=[new, *others])) != []


def test_a_plan_corrected_with_its_reason_may_be_submitted(place):
    body = lead_of(place)
    new, *others = _planned(body, "190000", "190000")
    new.note = "The board had approved £190,000; £200,000 was a misprint."

    assert _found(_revised(place, _planned(body, "200000", "200000"), figures=[new, *others])) == []


def test_a_plan_stays_the_plan_when_its_kind_of_gain_changes(place):
    body = lead_of(place)
    later = _planned(body, "200000", "200000", kind_of_gain="non_cashable")

    draft = _revised(
        place,
        _planned(body, "200000", "200000"),
        figures=later,
        content={"kind_of_gain": "non_cashable"},
    )

    assert _found(draft) == []


def test_a_plan_may_be_added_later(place):
    body = lead_of(place)

    assert _found(_revised(place, figures_of(body), figures=_planned(body, "100", "100"))) == []
