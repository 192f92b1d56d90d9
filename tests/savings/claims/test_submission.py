"""What stands between a draft and its sign-off: years that fit each other, and evidence that is really two pieces."""

import pytest
from django.utils import timezone

from savings.claims.submission import problems
from savings.views.steps import ZERO_COSTS
from tests import factories
from totalplace.financial_year import FinancialYear

TOO_LATE = "Savings are stated after the year in which it ends."
SECOND = "Add a second piece of evidence"


def _asked(version):
    return [problem.message for problem in problems(version, timezone.localdate())]


def _ends(year):
    """A draft with savings in 2010-11 and 2011-12 that says that it ends in `year`."""
    place = factories.PlaceFactory()
    body = factories.lead_of(place)
    figures = [*factories.figures_of(body, year=2010), *factories.figures_of(body, year=2011)]
    ends = {"continues": False, "last_year": FinancialYear(year)}
    return factories.draft_of(place, figures=figures, **ends)


@pytest.mark.parametrize(("year", "is_refused"), [(2009, True), (2010, True), (2011, False)])
def test_a_saving_does_not_end_before_its_last_year_with_an_amount(year, is_refused):
    assert any(words.startswith(TOO_LATE) for words in _asked(_ends(year))) is is_refused


def test_a_year_of_zero_after_the_end_is_no_saving():
    place = factories.PlaceFactory()
    body = factories.lead_of(place)
    figures = [*factories.figures_of(body, year=2010), *factories.figures_of(body, "0", year=2011)]
    ends = {"continues": False, "last_year": FinancialYear(2010)}

    assert _asked(factories.draft_of(place, figures=figures, **ends)) == []


def _large(*evidence):
    """A draft of a saving so large that two pieces of evidence are asked."""
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), "1400000.00")
    cited = [(one, f"page {number}") for number, one in enumerate(evidence)]
    return factories.draft_of(
        place, figures=figures, evidence=cited, service_evidence="Counted each month."
    )


ONE_PIECE = {
    "one file": [factories.stored_file],
    "the same file under another title": [
        factories.stored_file,
        lambda: factories.stored_file(title="Other"),
    ],
    "the same link": [factories.link, lambda: factories.link(title="Other")],
    "the same ledger reference": [factories.ledger, lambda: factories.ledger(title="Other")],
}
TWO_PIECES = {
    "two files": [factories.stored_file, lambda: factories.stored_file("another file")],
    "a link and a ledger reference": [factories.link, factories.ledger],
    "two links": [factories.link, lambda: factories.link(url="https://council.example/other")],
}


@pytest.mark.parametrize(
    ("made", "is_asked"),
    [
        *((made, True) for made in ONE_PIECE.values()),
        *((made, False) for made in TWO_PIECES.values()),
    ],
    ids=[*ONE_PIECE, *TWO_PIECES],
)
def test_a_large_saving_is_asked_for_two_pieces_of_evidence_that_differ(made, is_asked):
    version = _large(*(make() for make in made))

    assert any(words.startswith(SECOND) for words in _asked(version)) is is_asked


def test_within_a_step_the_figures_come_first_and_the_base_year_last():
    place = factories.PlaceFactory()
    size = {"kind_of_gain": "not_in_money", "as_published": ""}
    firm = {"stage": "signed", "price_basis": "real", "base_year": None, "maturity": "not_stated"}

    draft = factories.draft_of(place)
    vars(draft).update(size | firm)

    assert _asked(draft) == [
        "A gain that is not in money has no amounts in pounds. Take them out, or change the kind of gain.",
        "Say in words or units how large the gain is.",
        "Signed means a document backs it. Add the contract or another document as evidence.",
        "Enter the base year of the real prices.",
    ]


def _of_one(body, years, lines=("saving", "one_off_cost", "running_cost"), **fields):
    return [
        factories.figure(body, "0" if line != "saving" else "5", year=year, line=line, **fields)
        for year in years
        for line in lines
    ]


COSTS = ("one_off_cost", "running_cost")
NO_COSTS_OF_ITS_OWN = (
    "Wider value has no costs of its own for 2010-11. If there are none, choose “Put 0 into the cost boxes that I left "
    "empty”, or enter 0."
)
# Made for one body; what sign-off asks, step by step.
CELLS = {
    "all of them": (lambda b: _of_one(b, [2010, 2011]), []),
    "a cost in one year of three": (
        lambda b: [*_of_one(b, [2010]), *_of_one(b, [2011, 2012], ["saving"])],
        [
            (7, "Enter the one-off cost of 2011-12 to 2012-13. If it cost nothing, enter 0."),
            (8, "Enter the extra running cost of 2011-12 to 2012-13. If it cost nothing, enter 0."),
        ],
    ),
    "a cost before the savings": (
        lambda b: [*_of_one(b, [2009], ["one_off_cost"]), *_of_one(b, [2010])],
        [
            (6, "Enter the saving of 2009-10. If nothing was saved, enter 0."),
            (8, "Enter the extra running cost of 2009-10. If it cost nothing, enter 0."),
        ],
    ),
    "a year between two others": (
        lambda b: _of_one(b, [2010, 2012]),
        [
            (6, "Enter the saving of 2011-12. If nothing was saved, enter 0."),
            (7, "Enter the one-off cost of 2011-12. If it cost nothing, enter 0."),
            (8, "Enter the extra running cost of 2011-12. If it cost nothing, enter 0."),
        ],
    ),
    "a plan of savings only": (
        lambda b: [*_of_one(b, [2010]), *_of_one(b, [2010, 2013], ["saving"], state="plan")],
        [],
    ),
    "a plan alone": (lambda b: _of_one(b, [2010], ["saving"], state="plan"), []),
    "an actual without its costs": (
        lambda b: [*_of_one(b, [2010, 2011]), *_of_one(b, [2010], ["saving"], state="actual")],
        [
            (7, "Enter the one-off cost of 2010-11 (actual). If it cost nothing, enter 0."),
            (8, "Enter the extra running cost of 2010-11 (actual). If it cost nothing, enter 0."),
        ],
    ),
    "another kind of gain without costs of its own": (
        lambda b: [
            *_of_one(b, [2010]),
            *_of_one(b, [2010], ["saving"], kind_of_gain="wider_value"),
        ],
        [
            (
                7,
                NO_COSTS_OF_ITS_OWN,
            )
        ],
    ),
    "another kind of gain without one cost": (
        lambda b: [
            *_of_one(b, [2010]),
            *_of_one(b, [2010], ["saving", "one_off_cost"], kind_of_gain="wider_value"),
        ],
        [
            (
                8,
                "Enter the extra running cost of 2010-11 (wider value). If it cost nothing, enter 0.",
            )
        ],
    ),
    "costs alone": (
        lambda b: _of_one(b, [2010], COSTS),
        [(6, "Enter the saving of 2010-11. If nothing was saved, enter 0.")],
    ),
    "nothing": (
        lambda b: [],
        [
            (6, "Enter the saving for each year."),
            (7, "Enter the one-off cost. If it cost nothing, enter 0."),
            (8, "Enter the extra running cost. If it cost nothing, enter 0."),
        ],
    ),
    "costs of a plan alone": (
        lambda b: _of_one(b, [2010], COSTS, state="plan"),
        [
            (6, "Enter the saving for each year."),
            (7, "Enter the one-off cost. If it cost nothing, enter 0."),
            (8, "Enter the extra running cost. If it cost nothing, enter 0."),
        ],
    ),
}


@pytest.mark.parametrize(("made", "asked"), CELLS.values(), ids=CELLS)
def test_sign_off_asks_for_each_cell_of_what_is_expected_and_of_what_came(made, asked):
    place = factories.PlaceFactory()
    draft = factories.draft_of(
        place, figures=made(factories.lead_of(place)), evidence=[(factories.ledger(), "p. 1")]
    )

    found = [(problem.step, problem.message) for problem in problems(draft, timezone.localdate())]

    assert found == asked


def test_a_cell_is_stated_if_any_body_states_it():
    place, trust = factories.PlaceFactory(), factories.OrganisationFactory()
    figures = [*_of_one(factories.lead_of(place), [2010]), factories.figure(trust, "7")]

    assert _asked(factories.draft_of(place, figures=figures)) == []


def test_the_offer_of_zero_is_the_box_of_the_page():
    assert f"“{ZERO_COSTS['text']}”" in NO_COSTS_OF_ITS_OWN
