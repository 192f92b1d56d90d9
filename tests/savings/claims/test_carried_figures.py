"""Figures go along with what their claim says of kind and lead, by whichever door it is said."""

import pytest
from django.utils import timezone

from savings import workflow
from savings.claims.carried_figures import Subject, move_along
from savings.claims.submission import problems
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.models import Figure
from tests import factories
from tests.factories import figure, figures_of, lead_of, officer_of

COUNCIL, POLICE, TRUST = 1, 2, 3
CASH, TIME, UNSAID, NONE = "cashable", "non_cashable", "not_stated", "not_in_money"

# What the claim said and says, the figures under (kind, organisation), and under what they are then; None: all stay.
MOVES = [
    ((CASH, COUNCIL), (CASH, POLICE), [(CASH, COUNCIL)], [(CASH, POLICE)]),
    ((UNSAID, COUNCIL), (CASH, COUNCIL), [(UNSAID, COUNCIL)], [(CASH, COUNCIL)]),
    ((CASH, COUNCIL), (TIME, POLICE), [(CASH, COUNCIL)], [(TIME, POLICE)]),
    (
        (CASH, COUNCIL),
        (TIME, POLICE),
        [(TIME, COUNCIL), (CASH, TRUST)],
        [(TIME, POLICE), (TIME, TRUST)],
    ),
    (
        (CASH, COUNCIL),
        (CASH, POLICE),
        [(CASH, COUNCIL), (CASH, TRUST)],
        [(CASH, POLICE), (CASH, TRUST)],
    ),
    ((CASH, COUNCIL), (CASH, POLICE), [(CASH, COUNCIL), (CASH, POLICE)], None),
    ((CASH, COUNCIL), (TIME, COUNCIL), [(CASH, COUNCIL), (TIME, COUNCIL)], None),
    ((CASH, COUNCIL), (UNSAID, None), [(CASH, COUNCIL)], [(CASH, COUNCIL)]),
    ((CASH, COUNCIL), (NONE, COUNCIL), [(CASH, COUNCIL)], [(CASH, COUNCIL)]),
    ((CASH, None), (CASH, POLICE), [(CASH, COUNCIL)], [(CASH, COUNCIL)]),
]


@pytest.mark.no_database
@pytest.mark.parametrize(("before", "after", "stated", "wanted"), MOVES)
def test_figures_go_along_unless_one_would_meet_another(before, after, stated, wanted):
    figures = [
        Figure(pk=number, year=2010, line="saving", kind_of_gain=kind, organisation_id=body)
        for number, (kind, body) in enumerate(stated, start=1)
    ]

    moved = move_along(figures, Subject(*before), Subject(*after))

    said = [(one.kind_of_gain, one.organisation_id) for one in figures]
    assert said == (stated if wanted is None else wanted)
    assert (moved is None) is (wanted is None)
    changed = [one for one, was in zip(figures, stated, strict=True) if said[one.pk - 1] != was]
    assert (moved or []) == changed


def test_another_year_line_or_state_is_not_met():
    others = [{"year": 2011}, {"line": "one_off_cost"}, {"state": "actual"}]
    keys = [{"kind_of_gain": CASH, "organisation_id": COUNCIL}] + [
        {"kind_of_gain": CASH, "organisation_id": POLICE} | other for other in others
    ]
    figures = [
        Figure(pk=number, **({"year": 2010, "line": "saving"} | key))
        for number, key in enumerate(keys, start=1)
    ]

    assert move_along(figures, Subject(CASH, COUNCIL), Subject(CASH, POLICE)) == figures[:1]


def _edited(draft, **content):
    workflow.edit(draft, by=officer_of(draft.claim.place), content=content)


def _in_bulk(draft, **content):
    workflow.edit_drafts([(draft, content)], by=officer_of(draft.claim.place), note="A sheet")


@pytest.mark.parametrize("door", [_edited, _in_bulk])
def test_each_door_carries_them(door):
    draft = factories.draft_of(factories.PlaceFactory())
    police = factories.OrganisationFactory()
    before = {(one.pk, one.amount) for one in draft.figures.all()}

    door(draft, lead=police, kind_of_gain="non_cashable")

    after = draft.figures.all()
    assert {(one.organisation_id, one.kind_of_gain) for one in after} == {(police.pk, TIME)}
    assert {(one.pk, one.amount) for one in after} == before


def test_what_is_given_with_the_answers_is_stored_as_it_is_given():
    draft = factories.draft_of(factories.PlaceFactory())
    council, police = draft.lead, factories.OrganisationFactory()

    figures = figures_of(council)
    officer = officer_of(draft.claim.place)
    workflow.edit(draft, by=officer, content={"lead": police}, figures=figures)

    assert set(draft.figures.values_list("organisation", flat=True)) == {council.pk}


UNKNOWN = "do not state their kind of gain"


@pytest.mark.parametrize(("kind", "is_refused"), [("cashable", True), ("not_stated", False)])
def test_figures_without_a_kind_are_not_signed_under_a_claim_that_states_one(kind, is_refused):
    place = factories.PlaceFactory()
    figures = figures_of(lead_of(place), kind_of_gain="not_stated")
    draft = factories.draft_of(place, figures=figures, kind_of_gain=kind)

    found = problems(draft, timezone.localdate())

    assert any(UNKNOWN in problem.message for problem in found) is is_refused


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"body": True}, "under another organisation too"),
        ({"kind": TIME}, "as another kind of gain too"),
        (
            {"body": True, "kind": TIME},
            "under another organisation and as another kind of gain too",
        ),
        ({"body": True, "amount": "250001.00"}, ""),
        ({"body": True, "year": 2011}, ""),
        ({"body": True, "state": "actual"}, ""),
        ({"body": True, "amount": "0.00", "own": "0.00"}, ""),
    ],
)
def test_the_same_saving_stated_twice_in_a_claim_is_doubted(other, words):
    place = factories.PlaceFactory()
    lead = lead_of(place)
    body = factories.OrganisationFactory() if "body" in other else lead
    more = {name: other[name] for name in ("year", "state") if name in other}
    figures = [
        figure(lead, other.get("own", "250000.00")),
        figure(
            body, other.get("amount", "250000.00"), kind_of_gain=other.get("kind", CASH), **more
        ),
    ]
    draft = factories.draft_of(place, figures=figures)

    doubts = [one.words for one in doubts_of(draft) if one.ground == Ground.SAME_MONEY]

    assert len(doubts) == (2 if words else 0)
    assert all(words in doubt for doubt in doubts)
