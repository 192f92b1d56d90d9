"""A verb for each action of the table; what is misspelt at a call is refused before anything is done."""

from inspect import Parameter, signature

import pytest
from django.core.exceptions import PermissionDenied

from savings import workflow
from savings.models import Event, Version
from savings.workflow import ACTIONS
from tests import factories


@pytest.mark.parametrize("name", ACTIONS)
def test_each_action_has_a_verb_of_its_name(name):
    verb = getattr(workflow, name)

    assert name in workflow.__all__
    assert verb.__wrapped__ is ACTIONS[name].effect
    assert verb.__doc__


@pytest.mark.parametrize("name", ACTIONS)
def test_what_a_verb_takes_is_named_at_the_call_and_has_a_type(name):
    version, *details = signature(getattr(workflow, name)).parameters.values()

    assert version.annotation is Version
    assert {"by", "note"} <= {detail.name for detail in details}
    for detail in details:
        assert detail.kind == Parameter.KEYWORD_ONLY, detail
        assert detail.annotation is not Parameter.empty, detail


def _misspelt(draft, finance):
    workflow.submit(draft, by=finance, sign_as="section_151")


def _misspelt_by_name(draft, finance):
    workflow.perform("submit", draft, by=finance, sign_as="section_151")


def _not_the_actions(draft, finance):
    workflow.submit(draft, by=finance, text="Please.")


def _not_named(draft, finance):
    workflow.submit(draft, finance)


def _left_out(draft, finance):
    workflow.ask(draft, by=finance)


@pytest.mark.parametrize(
    "call", [_misspelt, _misspelt_by_name, _not_the_actions, _not_named, _left_out]
)
def test_a_call_that_is_wrong_is_refused_before_anything_is_read_or_done(
    call, django_assert_num_queries
):
    draft = factories.claim_at("draft")
    finance = factories.finance_of(draft.claim.place)
    events = Event.objects.count()

    with django_assert_num_queries(0), pytest.raises(TypeError):
        call(draft, finance)

    draft.refresh_from_db()
    assert (draft.status, Event.objects.count()) == ("draft", events)


def test_a_verb_does_what_the_table_says():
    draft = factories.claim_at("draft")
    place = draft.claim.place

    with pytest.raises(PermissionDenied):
        workflow.submit(draft, by=factories.officer_of(place), signs_as="section_151")
    left = workflow.submit(draft, by=factories.finance_of(place), signs_as="section_151")

    assert (left, left.status, left.sign_off.signs_as) == (draft, "submitted", "section_151")
    assert left.events.latest("pk").action == "submit"
