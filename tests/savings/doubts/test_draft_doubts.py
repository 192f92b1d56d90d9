"""What is doubted in a draft, with which reason, from round to round and through every door?"""

import pytest

from savings import workflow
from savings.claims.digests import share_digest
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.reasons import Reason
from savings.doubts.risk import signs, with_facts
from savings.models import Version
from tests import factories
from tests.factories import figures_of, lead_of, officer_of

BECAUSE = "Counted by hand: it is £2,010."
YEAR_WORDS = "2010-11 saving (forecast) of £2,010 looks like a year."


@pytest.fixture
def place():
    return factories.PlaceFactory()


def _draft(place, amount="2010.00", **draft):
    return factories.draft_of(place, figures=figures_of(lead_of(place), amount), **draft)


def _said(draft):
    return {(doubt.ground, doubt.line): doubt.because for doubt in doubts_of(draft)}


def _answer(draft, because=BECAUSE):
    """Give a reason for each doubt, as the page does."""
    reasons = [Reason.for_doubt(doubt, because) for doubt in doubts_of(draft)]
    return workflow.edit(draft, by=officer_of(draft.claim.place), reasons=reasons)


def _submitted(draft):
    return workflow.submit(draft, by=factories.finance_of(draft.claim.place))


def _revised(version):
    return workflow.revise(version, by=officer_of(version.claim.place), note="Anew.")


def _signs(version):
    return [sign.words for sign in signs(version) if "£2,010" in sign.words]


def test_each_doubt_has_a_reason_of_its_own_and_a_note_is_none(place):
    draft = _draft(place, reference="PL-2010")
    workflow.edit(
        draft,
        by=officer_of(place),
        figures=figures_of(lead_of(place), "2010.00", note="We are sure of it."),
    )
    unit, reference = doubts_of(draft)[::-1]
    assert _said(draft) == {(Ground.REFERENCE, "saving"): "", (Ground.YEAR, "saving"): ""}

    reasons = [Reason.for_doubt(unit, BECAUSE)]
    workflow.edit(draft, by=officer_of(place), reasons=reasons)

    assert _said(draft) == {(reference.ground, "saving"): "", (unit.ground, "saving"): BECAUSE}


def test_where_a_claim_has_several_organisations_a_doubt_names_its_own(place):
    police = factories.OrganisationFactory(name="Police")
    both = [*figures_of(lead_of(place), "2010.00"), *figures_of(police, "2010.00")]
    alone, together = _draft(place), factories.draft_of(place, figures=both)

    of_year = [
        [doubt.words for doubt in doubts_of(draft) if doubt.ground == Ground.YEAR]
        for draft in (alone, together)
    ]

    assert of_year[0] == [YEAR_WORDS]
    assert sorted(of_year[1]) == sorted(
        [f"{lead_of(place)}, {YEAR_WORDS}", f"Police, {YEAR_WORDS}"]
    )


def test_two_doubts_of_one_figure_on_one_ground_are_one_with_one_reason(place):
    place.mapped_spend = "2000.00"
    place.save()
    draft = _draft(place, "2500.00", baseline_amount="2400.00")

    [doubt] = doubts_of(draft)

    assert doubt.ground == Ground.SPENDING
    assert "compared with, £2,400. " in doubt.words
    assert "all spending mapped" in doubt.words


@pytest.mark.parametrize(
    ("because", "tells"),
    [(BECAUSE, f"The place says why: “{BECAUSE}”"), ("", "No reason given.")],
)
def test_doubt_and_reason_are_signed_off_read_as_a_sign_and_frozen(place, because, tells):
    draft = _draft(place)
    if because:
        draft = _answer(draft)
    agreed = share_digest(draft, draft.figures.all(), lead_of(place).pk)

    version = _submitted(draft)

    assert _signs(version) == [f"{YEAR_WORDS} {tells}"]
    assert version.risk == len(signs(version))
    [read] = with_facts(Version.objects.filter(pk=version.pk))
    assert _signs(read) == [f"{YEAR_WORDS} {tells}"]
    # What a partner has agreed is the amount.
    assert share_digest(version, version.figures.all(), lead_of(place).pk) == agreed


def test_many_doubts_of_a_kind_with_one_reason_are_one_sign(place):
    years = [f for y in range(2010, 2015) for f in figures_of(lead_of(place), "2010.00", year=y)]
    version = _submitted(_answer(factories.draft_of(place, figures=years)))

    [sign] = _signs(version)

    assert sign.count("looks like a year.") == 3
    assert sign.endswith(f"And 2 more figures like these. The place says why: “{BECAUSE}”")


def test_that_another_claim_of_the_place_says_the_same_is_told_to_the_place_alone(place):
    """Neither that there is a draft nor its amount: what readers may know of two claims is found by what they see."""
    other = _draft(place, "250000.00")
    draft = _draft(place, "250000.00")
    told = [doubt.words for doubt in doubts_of(draft)]

    version = _submitted(draft)

    assert any(other.claim.reference in words for words in told)
    assert [sign.words for sign in signs(version) if "another claim" in sign.words] == []
    assert [figure.doubts for figure in version.figures.all()] == [[], [], []]


def test_a_revision_takes_doubt_and_reason_over_while_the_amount_stands(place):
    version = _submitted(_answer(_draft(place)))

    draft = _revised(version)
    same = _said(draft)
    workflow.edit(draft, by=officer_of(place), content={"caveat": "Early days."})
    again = _submitted(draft)
    draft = _revised(again)
    workflow.edit(draft, by=officer_of(place), figures=figures_of(lead_of(place), "2011.00"))

    assert same == {(Ground.YEAR, "saving"): BECAUSE}
    assert len(_signs(again)) == 1
    assert _said(draft) == {(Ground.YEAR, "saving"): ""}


def test_a_doubt_without_a_reason_is_asked_again_in_a_revision(place):
    draft = _revised(_submitted(_draft(place)))

    assert _said(draft) == {(Ground.YEAR, "saving"): ""}
    assert _said(_answer(draft)) == {(Ground.YEAR, "saving"): BECAUSE}


def test_a_change_since_a_round_before_the_last_is_none(place):
    first = _submitted(_draft(place, "250000.00"))
    draft = _revised(first)
    workflow.edit(draft, by=officer_of(place), figures=figures_of(lead_of(place), "500000.00"))
    draft = _answer(draft)
    assert _said(draft) == {(Ground.CHANGE, "saving"): BECAUSE}
    second = _submitted(draft)
    [sign] = [s.words for s in signs(second) if "version before" in s.words]
    assert sign.endswith(f"100% more than in the version before. The place says why: “{BECAUSE}”")

    draft = _revised(second)
    workflow.edit(draft, by=officer_of(place), content={"caveat": "Early days."})

    assert _said(draft) == {}
    assert not [s for s in signs(_submitted(draft)) if "version before" in s.words]


def test_one_reason_that_was_given_for_a_row_is_recorded_for_each_of_its_doubts(place):
    figures = figures_of(lead_of(place), "2010.00", doubts=[["any", "As counted.", ""]])
    draft = factories.draft_of(place, figures=figures, reference="PL-2010")

    version = _submitted(draft)

    recorded = version.figures.get(line="saving").doubts
    assert [(ground, because) for ground, because, _ in recorded] == [
        ("any", "As counted."), ("reference", "As counted."), ("year", "As counted."),
    ]  # fmt: skip
