"""A verdict lasts until something changes: what says the same as what stands is no new version."""

import pytest

from savings import workflow
from savings.claims.comparison import compare
from savings.doubts.grounds import Ground
from savings.doubts.reasons import Reason, row_of
from savings.workflow import ActionError
from tests import factories
from tests.factories import claim_at, figure, figures_of, finance_of, lead_of, link, officer_of


def _revise(version):
    officer = officer_of(version.claim.place)
    return workflow.perform("revise", version, by=officer, note="As before.")


def _ask(draft):
    return workflow.perform("ask_sign_off", draft, by=officer_of(draft.claim.place))


def _submit(draft):
    finance = finance_of(draft.claim.place)
    return workflow.perform("submit", draft, by=finance, signs_as="section_151")


@pytest.mark.parametrize("act", [_ask, _submit])
@pytest.mark.parametrize("status", ["submitted", "in_review", "question", "provisional", "reply"])
def test_a_revision_that_changes_nothing_is_refused_wherever_the_review_stands(status, act):
    standing = claim_at(status)
    draft = _revise(standing)

    with pytest.raises(
        ActionError, match=r"differs from version 1, so version 1 stays in force\. There is"
    ):
        act(draft)

    standing.refresh_from_db()
    draft.refresh_from_db()
    assert (standing.status, draft.status, draft.sign_off_asked_at) == (status, "draft", None)


@pytest.mark.parametrize("act", [_ask, _submit])
def test_a_final_verdict_is_not_shaken_off_by_saying_the_same_again(act):
    standing = claim_at("final")

    with pytest.raises(ActionError) as refused:
        act(_revise(standing))

    assert str(refused.value) == (
        "Nothing in this draft differs from version 1, so version 1 stays in force, with its verdict: “Supported as a"
        " forecast”. There is nothing to sign off. Change what has changed, or throw the draft away."
    )


def _figures(place, **more):
    body = lead_of(place)
    return [*figures_of(body, **more), *figures_of(body, year=2011, **more)]


def _reason(figure):
    return Reason(row_of(figure), figure.line, Ground.YEAR, figure.amount, "Seen twice, in 2011.")


# What an officer changes of a revision, and what the pages say of it.
DIFFERENCES = {
    "an amount": (
        lambda place: {"figures": [*_figures(place)[1:], figure(lead_of(place), "240000.00")]},
        "Figures differ: 1 changed.",
    ),
    "a year more": (
        lambda place: {"figures": [*_figures(place), *figures_of(lead_of(place), year=2012)]},
        "Figures differ: 3 added.",
    ),
    "a year instead of another": (
        lambda place: {"figures": [*_figures(place)[3:], *figures_of(lead_of(place), year=2012)]},
        "Figures differ: 3 removed, 3 added.",
    ),
    "what is said of figures": (
        lambda place: {"figures": _figures(place, note="As in the ledger.")},
        "Only wording differs: the notes on 6 figures. No figure, number or evidence does.",
    ),
    "why a figure is right": (
        lambda place: {"reasons": [_reason(_figures(place)[0])]},
        "Answers differ: the note on a figure.",
    ),
    "a choice": (
        lambda place: {"content": {"stage": "agreed"}},
        "Answers differ: how firm it is.",
    ),
    "a sum in the answers": (
        lambda place: {
            "content": {"baseline_amount": "2500000.00", "rebaseline_reason": "A newer budget."}
        },
        "Answers differ: spending before. Wording differs: why the spending before has changed.",
    ),
    "a corrected spelling": (
        lambda place: {"content": {"what_changes": "One front desk for six Services"}},
        "Only wording differs: what changed. No figure, number or evidence does.",
    ),
    "a number within words": (
        lambda place: {"content": {"what_changes": "One front desk for 7 services"}},
        "Answers differ: what changed.",
    ),
    "words and a choice": (
        lambda place: {"content": {"caveat": "A lease is needed.", "stage": "agreed"}},
        "Answers differ: how firm it is. Wording differs: the place’s own caveat.",
    ),
    "other evidence": (
        lambda place: {"evidence": [(link(title="Audit"), "page 4")]},
        "Evidence differs: 1 now cited, 1 no longer cited.",
    ),
    "another page of the evidence": (
        lambda place: {"evidence": [(link(), "page 5")]},
        "Evidence differs: 1 now cited, 1 no longer cited.",
    ),
    "what the evidence backs": (
        lambda place: {"evidence": [(link(), "page 4", "saving")]},
        "Evidence differs: 1 now cited, 1 no longer cited.",
    ),
    "a looser use condition": (
        lambda place: {"content": {"proposed_condition": "C"}},
        "Answers differ: what the Treasury may use it for.",
    ),
}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_whatever_differs_reopens_and_is_named(what):
    changes, words = DIFFERENCES[what]
    place = factories.PlaceFactory()
    standing = claim_at("final", place, figures=_figures(place))
    draft = factories.revised(standing, **changes(place))

    found = compare(standing, draft)
    _submit(draft)

    standing.refresh_from_db()
    assert (standing.status, draft.status) == ("superseded", "submitted")
    assert found.summary == words


def test_the_same_evidence_given_anew_is_no_difference():
    draft = factories.revised(claim_at("final"), evidence=[(link(), "page 4")])

    with pytest.raises(ActionError, match="Nothing in this draft differs"):
        _submit(draft)


def test_what_was_changed_and_changed_back_is_no_difference():
    standing = claim_at("final")
    draft = factories.revised(standing, content={"stage": "agreed"})
    officer = officer_of(standing.claim.place)
    workflow.perform("edit", draft, by=officer, content={"stage": standing.stage})

    with pytest.raises(ActionError, match="Nothing in this draft differs"):
        _submit(draft)


def test_a_use_condition_that_was_loosened_meanwhile_is_the_claims_and_no_difference():
    standing = claim_at("final")
    finance = finance_of(standing.claim.place)
    workflow.perform("set_condition", standing, by=finance, condition="C")

    with pytest.raises(ActionError, match="Nothing in this draft differs"):
        _submit(_revise(standing))


def test_what_is_no_revision_of_what_stands_is_submitted_as_it_is():
    withdrawn = claim_at("withdrawn")

    again = _submit(_revise(withdrawn))

    assert (again.status, again.number) == ("submitted", 2)


def test_published_words_are_submitted_by_their_place_as_they_are():
    place = factories.PlaceFactory()
    content = factories.complete_content(place)
    words = factories.published(place, **content)
    finance = finance_of(place)
    draft = workflow.perform("adopt", words, by=finance)
    figures, evidence = figures_of(lead_of(place)), [(link(), "page 4")]
    workflow.perform("edit", draft, by=finance, figures=figures, evidence=evidence)

    assert _submit(draft).status == "submitted"


def test_neither_button_is_offered_while_nothing_has_changed():
    draft = _revise(claim_at("final"))
    officer, finance = officer_of(draft.claim.place), finance_of(draft.claim.place)

    def offered():
        return {a.name for p in (officer, finance) for a in workflow.available(draft, p)}

    before = offered()
    workflow.perform("edit", draft, by=officer, content={"stage": "agreed"})

    assert before == {"edit", "set_condition", "discard"}
    assert offered() == before | {"ask_sign_off", "submit"}
