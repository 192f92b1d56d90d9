"""What changed between two versions of a claim."""

from decimal import Decimal

from savings import workflow
from savings.claims.comparison import compare
from tests.factories import PlaceFactory, claim_at, figure, lead_of, link, officer_of


def _revised(place, **changes):
    before = claim_at("submitted", place)
    officer = officer_of(place)
    after = workflow.perform("revise", before, by=officer, note="Corrected.")
    if changes:
        workflow.perform("edit", after, by=officer, **changes)
    return before, after


def test_a_copy_is_no_different():
    before, after = _revised(PlaceFactory())

    assert not compare(before, after)


def test_a_changed_field_shows_both_texts_and_what_is_not_stated():
    before, after = _revised(
        PlaceFactory(), content={"caveat": "Needs a lease.", "stage": "agreed"}
    )

    found = {
        change.label: (change.before, change.after) for change in compare(before, after).fields
    }

    assert found == {
        "How firm it is": ("Identified", "Agreed"),
        "The place’s own caveat": (None, "Needs a lease."),
    }


def test_figures_are_compared_by_their_key():
    place = PlaceFactory()
    body = lead_of(place)
    figures = [
        figure(body, "260000.00"),
        figure(body, "0.00", line="running_cost"),
        figure(body, "9.00", year=2011),
    ]
    before, after = _revised(place, figures=figures)

    changes = compare(before, after).figures

    assert [(c.year, c.line, c.words, c.before, c.after) for c in changes] == [
        ("2010-11", "One-off cost", "Removed", Decimal(20000), None),
        ("2010-11", "Saving", "Changed", Decimal(250000), Decimal(260000)),
        ("2011-12", "Saving", "Added", None, Decimal(9)),
    ]


def test_evidence_cited_and_no_longer_cited_is_named():
    before, after = _revised(PlaceFactory(), evidence=[(link(title="Audit"), "cell B4")])

    found = compare(before, after)

    assert (found.cited, found.no_longer_cited) == (["Audit, cell B4"], ["Evaluation, page 4"])


def test_evidence_that_backs_something_else_is_named_with_what_it_backs():
    contract, beside = (link(kind=kind, title=kind) for kind in ("contract", "evaluation"))
    before, after = _revised(
        PlaceFactory(), evidence=[(contract, "page 1", "saving"), (beside, "", "both")]
    )

    found = compare(before, after)

    assert found.cited == ["contract, page 1, for the savings alone", "evaluation"]


def test_a_copy_backs_what_was_chosen():
    evidence = [(link(), "page 4", "saving"), (link(kind="contract"), "", "both")]
    before = claim_at("submitted", evidence=evidence)

    after = workflow.revise(before, by=officer_of(before.claim.place), note="Corrected.")

    assert not compare(before, after)
    assert [(c.backs, c.is_preset) for c in after.citations.order_by("pk")] == [
        ("saving", False),
        ("both", False),
    ]
