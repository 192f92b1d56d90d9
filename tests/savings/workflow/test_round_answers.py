"""What a place says to a round at once: nothing has changed in many claims; nothing to report."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings import workflow
from savings.claims.digests import version_digest
from savings.claims.rounds import not_confirmed_in
from savings.models import Abandonment, Confirmation, Event, NothingToReport, Round, Version
from savings.models.claims import CONTENT_FIELDS
from savings.workflow import ActionError, DoneBeforeError, StaleError
from tests import factories


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent")


@pytest.fixture
def officer(place):
    return factories.officer_of(place)


@pytest.fixture
def claims(place):
    return [factories.claim_at("submitted", place) for _ in range(3)]


@pytest.fixture
def autumn(claims):
    """A round that opens the day after the claims were submitted; the tests are of that day."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    current = Round.objects.create(
        name="Autumn", opens_on=tomorrow, closes_on=tomorrow + timedelta(days=30)
    )
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        yield current


def _read(*claims):
    keys = [version.pk for version in claims]
    found = Version.objects.filter(pk__in=keys).select_related("claim").order_by("pk")
    return list(found)


def _due(current):
    return set(not_confirmed_in(current, Version.objects.all()))


def test_nothing_has_changed_in_all_that_were_chosen(autumn, claims, officer):
    workflow.confirm_many(_read(*claims[:2]), by=officer)

    assert {(one.version, one.round, one.by) for one in Confirmation.objects.all()} == {
        (version, autumn, officer) for version in claims[:2]
    }
    events = Event.objects.filter(action="confirm").order_by("pk")
    assert [(event.version, event.by) for event in events] == [(c, officer) for c in claims[:2]]
    assert _due(autumn) == {claims[2]}


def test_each_that_is_confirmed_is_in_its_next_revision(autumn, claims, officer):
    before = [version.revision for version in claims]

    workflow.confirm_many(_read(*claims), by=officer)

    assert [version.revision for version in _read(*claims)] == [number + 1 for number in before]


def _withdrawn(version):
    finance = factories.finance_of(version.claim.place)
    workflow.withdraw(*_read(version), by=finance, note="It will not be sold.")


def _given_up(version):
    Abandonment.objects.create(
        version=version,
        given_up_on=timezone.localdate(),
        because="The lease was renewed.",
        by=factories.finance_of(version.claim.place),
    )
    return version


NOT_DUE = {"submitted in the round": factories.submitted_again, "given up": _given_up}
CONFIRM = {
    "one": lambda version, by: workflow.confirm(version, by=by),
    "many": lambda version, by: workflow.confirm_many([version], by=by),
}


@pytest.mark.parametrize("verb", CONFIRM)
@pytest.mark.parametrize("what", NOT_DUE)
def test_of_what_the_round_does_not_ask_it_cannot_be_said(autumn, claims, officer, what, verb):
    version = NOT_DUE[what](claims[0])

    with pytest.raises(ActionError) as refused:
        CONFIRM[verb](*_read(version), by=officer)

    assert what in " ".join([str(refused.value), *refused.value.problems])
    assert "others" not in str(refused.value)
    assert not Confirmation.objects.exists()


def test_one_that_is_chosen_twice_is_confirmed_once(autumn, claims, officer):
    workflow.confirm_many(_read(claims[0]) * 2, by=officer)

    assert Confirmation.objects.count() == 1


def test_where_one_cannot_be_confirmed_none_is_and_each_is_named(autumn, claims, officer):
    workflow.confirm(claims[0], by=officer)
    draft = factories.draft_of(officer.memberships.get().place)

    with pytest.raises(ActionError, match="Nothing was stored") as refused:
        workflow.confirm_many([*_read(*claims), draft], by=officer)
    assert "The others you chose are still ticked" in str(refused.value)

    assert refused.value.problems == [
        f"{claims[0].claim}: This has been said in the round “Autumn” already.",
        f"{draft.claim}: it is “draft”, and only a submitted claim is confirmed.",
    ]
    assert Confirmation.objects.count() == 1


def test_where_somebody_was_faster_none_is_confirmed(autumn, claims, officer):
    read = _read(*claims)
    workflow.take(claims[2], by=factories.reviewer())

    with pytest.raises(StaleError):
        workflow.confirm_many(read, by=officer)

    assert not Confirmation.objects.exists()


def test_somebody_has_to_choose_a_claim(autumn, officer):
    with pytest.raises(ActionError, match="No claim is chosen"):
        workflow.confirm_many([], by=officer)


def test_many_cost_what_one_costs(autumn, claims, officer, place):
    other = factories.officer_of(place)
    with CaptureQueriesContext(connection) as one:
        workflow.confirm_many(_read(claims[0]), by=officer)
    with CaptureQueriesContext(connection) as many:
        workflow.confirm_many(_read(*claims[1:]), by=other)

    assert len(many) == len(one)


def test_nothing_to_report_confirms_all_that_is_due_and_is_kept(autumn, claims, officer, place):
    said = workflow.report_nothing(autumn, place, by=officer)

    assert (said.round, said.place, said.by) == (autumn, place, officer)
    assert _due(autumn) == set()
    assert {event.note for event in Event.objects.filter(action="confirm")} == {
        "Kent has nothing to report in the round “Autumn”."
    }


def test_a_claim_that_was_confirmed_before_is_not_confirmed_again(autumn, claims, officer, place):
    workflow.confirm_many(_read(claims[0]), by=officer)

    workflow.report_nothing(autumn, place, by=officer)

    assert Confirmation.objects.filter(version=claims[0]).count() == 1
    assert Confirmation.objects.count() == 3


def test_a_place_without_claims_has_nothing_to_report(autumn):
    other = factories.PlaceFactory()

    workflow.report_nothing(autumn, other, by=factories.finance_of(other))

    assert NothingToReport.objects.get().place == other
    assert not Confirmation.objects.exists()


def test_claims_of_other_places_stay_due(autumn, claims):
    other = factories.PlaceFactory()

    workflow.report_nothing(autumn, other, by=factories.officer_of(other))

    assert _due(autumn) == set(claims)


def test_a_draft_in_progress_does_not_stop_it(autumn, claims, officer, place):
    draft = factories.revised(claims[0])
    own = factories.draft_of(place)

    workflow.report_nothing(autumn, place, by=officer)

    statuses = Version.objects.filter(pk__in=[draft.pk, own.pk]).values_list("status", flat=True)
    assert list(statuses) == ["draft", "draft"]
    assert _due(autumn) == set()


def test_it_is_said_once(autumn, officer, place):
    workflow.report_nothing(autumn, place, by=officer)

    with pytest.raises(DoneBeforeError, match=f"{officer} said on .* Kent has nothing to report"):
        workflow.report_nothing(autumn, place, by=factories.finance_of(place))

    assert NothingToReport.objects.count() == 1


REPORTS = {
    "revised": factories.submitted_again,
    "new": lambda version: factories.claim_at("submitted", version.claim.place),
    "withdrawn": _withdrawn,
    "given up": _given_up,
}


@pytest.mark.parametrize("what", REPORTS)
def test_a_place_that_has_submitted_or_ended_something_has_reported(
    autumn, claims, officer, place, what
):
    REPORTS[what](claims[0])

    with pytest.raises(ActionError, match="Kent has submitted or ended 1 claim in the round"):
        workflow.report_nothing(autumn, place, by=officer)

    assert not NothingToReport.objects.exists()
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("days", [-2, 40], ids=["before it opens", "after it has closed"])
def test_it_is_said_while_the_round_is_open(autumn, officer, place, days):
    with (
        time_machine.travel(timezone.now() + timedelta(days=days)),
        pytest.raises(ActionError, match="The round “Autumn” is not open today"),
    ):
        workflow.report_nothing(autumn, place, by=officer)


OTHERS = {
    "partner": lambda place: factories.partner_of(place, factories.OrganisationFactory()),
    "officer elsewhere": lambda place: factories.officer_of(factories.PlaceFactory()),
    "reviewer": lambda place: factories.reviewer(),
    "lead": lambda place: factories.lead(),
    "analyst": lambda place: factories.analyst(),
    "administrator": lambda place: factories.administrator(),
}


@pytest.mark.parametrize("role", OTHERS)
def test_only_who_writes_for_the_place_answers_for_it(autumn, claims, place, role):
    person = OTHERS[role](place)

    with pytest.raises(PermissionDenied):
        workflow.report_nothing(autumn, place, by=person)
    with pytest.raises(PermissionDenied):
        workflow.confirm_many(_read(*claims), by=person)

    assert not Confirmation.objects.exists()
    assert not NothingToReport.objects.exists()


def test_who_has_left_answers_no_more(autumn, claims, officer, place):
    factories.end_memberships(officer)

    with pytest.raises(PermissionDenied):
        workflow.report_nothing(autumn, place, by=officer)
    with pytest.raises(PermissionDenied):
        workflow.confirm_many(_read(*claims), by=officer)


def test_between_rounds_nothing_is_confirmed(claims, officer):
    with pytest.raises(ActionError, match="No round is open"):
        workflow.confirm_many(_read(*claims), by=officer)


@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(place=rows.get().place), lambda rows: rows.delete()]
)
def test_what_a_place_said_stays_as_it_was_said(autumn, officer, place, change):
    workflow.report_nothing(autumn, place, by=officer)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(NothingToReport.objects.all())


def test_a_saving_that_was_given_up_is_not_asked_about(place, officer):
    given_up = factories.claim_at("final", place)
    workflow.abandon(
        given_up,
        by=factories.finance_of(place),
        given_up_on=timezone.localdate(),
        note="The landlord sold.",
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = Round.objects.create(name="Later", opens_on=tomorrow, closes_on=tomorrow)

    assert _due(later) == set()


def test_what_was_said_in_the_last_round_is_what_a_revision_begins_with(autumn, claims, officer):
    """Collected once: of the answers, figures and evidence that stood nothing is asked again."""
    stood = Version.objects.get(pk=claims[0].pk)

    draft = workflow.revise(stood, by=officer, note="The lease ends later.")

    asked_anew = set(CONTENT_FIELDS) - {"proposed_condition"}
    assert {name: getattr(draft, name) for name in asked_anew} == {
        name: getattr(stood, name) for name in asked_anew
    }
    assert draft.proposed_condition == stood.claim.use_condition
    assert _amounts(draft) == _amounts(stood) != []
    assert _cited(draft) == _cited(stood) != []


def _amounts(version):
    fields = ("state", "year", "line", "organisation", "kind_of_gain", "amount", "note")
    return sorted(map(str, version.figures.values_list(*fields)))


def _cited(version):
    return sorted(version.citations.values_list("evidence", "page_or_cell"))


def test_that_nothing_has_changed_is_one_act_that_changes_nothing_of_the_claim(
    autumn, claims, officer
):
    said = version_digest(claims[0])
    before = claims[0].events.count()

    workflow.confirm(claims[0], by=officer)

    assert claims[0].events.count() == before + 1
    assert version_digest(Version.objects.get(pk=claims[0].pk)) == said
    assert claims[0].claim.versions.count() == 1
