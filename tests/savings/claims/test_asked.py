"""What has changed in a draft since its sign-off was asked for: held against what it said then, field by field."""

import pytest

from savings import workflow
from savings.claims.asked import as_it_says, changes_since_asked
from savings.models import Figure
from tests import factories

STATED = {
    "stage": "agreed",
    "continues": True,
    "baseline_amount": "90000000.00",
    "amount_low": "1.125",
    "measure": "ratio",
}


@pytest.fixture
def draft():
    return factories.draft_of(factories.PlaceFactory(), caveat="Needs a lease.", **STATED)


def _asked(draft):
    officer = factories.officer_of(draft.claim.place)
    workflow.ask_sign_off(draft, by=officer)
    draft.refresh_from_db()
    return officer


def _changes(draft):
    return changes_since_asked(draft, draft.sign_off_request)


def test_nothing_has_changed_at_first(draft):
    _asked(draft)

    assert not _changes(draft)
    assert draft.sign_off_request.said == as_it_says(draft)


def test_each_answer_figure_note_and_citation_that_changed_is_named(draft):
    officer = _asked(draft)
    trust = factories.OrganisationFactory(name="NHS Trust")
    figures = list(draft.figures.all())
    figures[0].amount, figures[1].note = 1, "Paid in May."
    figures = [*figures, factories.figure(trust, "5000.00")]
    anew = [Figure(**{name: getattr(figure, name) for name in FIELDS}) for figure in figures]
    content = {"stage": "signed", "caveat": "", "lead": trust}
    evidence = [(factories.link(title="Another study"), "page 9")]

    workflow.edit(draft, by=officer, content=content, figures=anew, evidence=evidence)
    found = _changes(draft)

    fields = {change.label: (change.before, change.after) for change in found.fields}
    assert fields["How firm it is"] == ("Agreed", "Signed")
    assert fields["The place’s own caveat"] == ("Needs a lease.", None)
    assert {change.words for change in found.figures} >= {"Added"}
    assert found.cited == ["Another study, page 9"]
    assert found.no_longer_cited
    assert (found.then, found.now) == ("When it was asked for", "Now")


FIELDS = ("year", "line", "state", "kind_of_gain", "organisation", "amount", "note", "doubts")


def test_asking_again_begins_anew(draft):
    officer = _asked(draft)
    workflow.edit(draft, by=officer, content={"stage": "identified"})
    assert _changes(draft)

    _asked(draft)

    assert not _changes(draft)


def test_an_organisation_that_is_gone_since_is_named_as_such(draft):
    trust = factories.OrganisationFactory(name="NHS Trust")
    share = [*factories.figures_of(draft.lead), factories.figure(trust)]
    officer = factories.officer_of(draft.claim.place)
    workflow.edit(draft, by=officer, figures=share, content={"has_other_bodies": True})
    officer = _asked(draft)
    workflow.edit(draft, by=officer, figures=factories.figures_of(draft.lead))

    trust.delete()

    assert [change.organisation for change in _changes(draft).figures] == [
        "An organisation that is no longer listed"
    ]
