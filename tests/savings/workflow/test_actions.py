"""Every status, action and role: only what the table allows succeeds, and each change leaves one event."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.claims.digests import version_digest
from savings.models import Event, Round, Version
from savings.models.choices import Status
from savings.workflow import ACTIONS, ActionError, StaleError
from tests import factories
from tests.benchmarks.throwaway import unkept

ANY = set(Status.values)
REVIEWING = {"submitted", "in_review", "question"}
# What is allowed, apart from the code: action → (from which statuses, to which status or None where it stays, who).
TABLE = {
    "edit": ({"draft"}, "draft", {"officer", "finance"}),
    "ask_sign_off": ({"draft"}, "draft", {"officer"}),
    # Of a draft whose sign-off is not asked for: nobody. See tests/savings/workflow/test_sign_off.py.
    "send_back": (set(), "draft", {"finance"}),
    "submit": ({"draft"}, "submitted", {"finance"}),
    "take": ({"submitted"}, "in_review", {"reviewer", "the_reviewer"}),
    "ask": ({"in_review"}, "question", {"the_reviewer"}),
    "answer": ({"question"}, "in_review", {"officer", "finance"}),
    "decide": ({"in_review"}, "provisional", {"the_reviewer"}),
    "reply": ({"provisional"}, "reply", {"officer", "finance"}),
    "reconsider": ({"reply"}, "in_review", {"lead"}),
    # Also after the reply: else a claim that needs a second reading and is replied to first could never be final.
    "second_read": ({"provisional", "reply"}, None, {"reviewer"}),
    "finalise": ({"reply"}, "final", {"lead"}),
    "waive_reply": ({"provisional"}, None, {"finance"}),
    "triage": (REVIEWING, None, {"lead"}),
    "hand_over": (REVIEWING | {"provisional", "reply"}, None, {"lead", "the_reviewer"}),
    # For a claim whose reviewer is there: nobody. See tests/savings/workflow/test_leavers.py.
    "lose_reviewer": (set(), None, set()),
    "pass_on": (ANY - {"withdrawn", "superseded", "published"}, None, {"administrator"}),
    "agree": (ANY - {"draft", "published"}, None, {"partner"}),
    "dispute": (ANY - {"draft", "published"}, None, {"partner"}),
    "set_condition": (ANY - {"published"}, None, {"finance"}),
    "confirm": (REVIEWING | {"provisional", "reply", "final"}, None, {"officer", "finance"}),
    "adopt": ({"published"}, None, {"officer", "finance"}),
    "discard": ({"draft"}, "withdrawn", {"officer", "finance"}),
    "withdraw": (
        {"draft", "submitted", "in_review", "question", "provisional", "reply"},
        "withdrawn",
        {"finance"},
    ),
    "abandon": ({"final"}, None, {"finance"}),
    "revise": (ANY - {"draft", "published", "superseded"}, None, {"officer", "finance"}),
}
# Beside the table: an officer may propose a condition in a draft. A superseded version of a claim whose later
# version stands may be revised too, back to what it said.
ALSO = {
    ("set_condition", "draft", "officer"),
    *(("revise", "superseded", r) for r in ("officer", "finance")),
}
ROLES = [
    "officer",
    "finance",
    "partner",
    "reviewer",
    "the_reviewer",
    "tied_reviewer",
    "lead",
    "tied_lead",
    "analyst",
    "administrator",
    "officer_elsewhere",
    "finance_elsewhere",
    "leaver",
]


@pytest.fixture(autouse=True)
def _an_open_round():
    """Without one nothing can be confirmed."""
    today = timezone.localdate()
    Round.objects.create(name="Autumn", opens_on=today, closes_on=today)


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="NHS Trust")


def _claim_at(status, place, trust):
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "5000.00")]
    return factories.claim_at(status, place, figures=figures)


def _person(role, version, trust):
    place = version.claim.place
    if role == "the_reviewer":
        return _reviewer_who_has(version)
    if role.startswith("tied_"):
        person = getattr(factories, role.removeprefix("tied_"))()
        review = getattr(version, "review", None)
        if role == "tied_reviewer" and review and review.reviewer:
            person = review.reviewer
        Membership.objects.create(user=person, place=place, role="interest")
        return person
    if role.endswith("_elsewhere"):
        return _of_place(role.removesuffix("_elsewhere"), factories.PlaceFactory())
    if role == "leaver":
        person = factories.finance_of(place)
        person.is_active = False
        person.save()
        return person
    if role == "partner":
        return factories.partner_of(place, trust)
    if role in ("officer", "finance"):
        return _of_place(role, place)
    return getattr(factories, role)()


def _reviewer_who_has(version):
    if version.status == "submitted":
        person = factories.reviewer()
        workflow.perform("hand_over", version, by=factories.lead(), to=person)
        return person
    review = getattr(version, "review", None)
    return (review and review.reviewer) or factories.reviewer()


def _of_place(role, place):
    return getattr(factories, f"{role}_of")(place)


def _details(action, version):
    """Whatever the action needs, complete, so that only status and person can be in the way."""
    return {
        "edit": lambda: {"content": {"notes": "Changed"}},
        "ask": lambda: {"text": "Why?"},
        "answer": lambda: {"text": "Because."},
        "decide": lambda: factories.reading(version),
        "second_read": lambda: factories.reading(version),
        "reply": lambda: {"text": "We differ."},
        "triage": lambda: {"is_chosen": True, "because": "Above the threshold"},
        "hand_over": lambda: {"to": factories.reviewer()},
        "pass_on": lambda: {"permission": "savings.edit_claim"},
        "set_condition": lambda: {"condition": "D"},
        "abandon": lambda: {"given_up_on": timezone.localdate()},
    }.get(action, dict)()


def _expected(status, role):
    by_table = {
        action for action, (start, _end, who) in TABLE.items() if status in start and role in who
    }
    return by_table | {action for action, start, who in ALSO if (start, who) == (status, role)}


def test_every_action_is_in_the_table():
    assert set(TABLE) == set(ACTIONS)


@pytest.mark.parametrize("status", Status.values)
def test_only_what_the_table_allows_succeeds(status, trust):
    with time_machine.travel(timezone.now() - timedelta(days=1)):  # Before the round opened.
        version = _claim_at(status, factories.PlaceFactory(), trust)

    for role in ROLES:
        with _undone():
            person = _person(role, Version.objects.get(pk=version.pk), trust)
            assert _succeeding(version, status, person) == _expected(status, role), role


def _succeeding(version, status, person):
    """The actions that succeed, each tried on the version as it is."""
    done, events = set(), Event.objects.count()
    for action in ACTIONS:
        read = Version.objects.select_related("claim__place", "review").get(pk=version.pk)
        with _undone():
            try:
                workflow.perform(action, read, by=person, note="A reason", **_details(action, read))
                done.add(action)
                _check_trace(action, version, status, person)
            except (PermissionDenied, ActionError):
                assert Event.objects.count() == events
    return done


@contextmanager
def _undone():
    """Whatever happens in here has not happened afterwards."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def _check_trace(action, version, status, person):
    now = Version.objects.get(pk=version.pk)
    event = Event.objects.filter(by=person, action=action).latest("pk")
    if action in ("adopt", "revise"):
        assert now.status == status
        assert (event.version.status, event.version.number) == (
            "draft",
            version.claim.versions.count(),
        )
    else:
        assert now.status == event.status_after == (TABLE[action][1] or status)
        assert event.status_before == status
    assert event.by_role


@pytest.mark.parametrize("status", Status.values)
def test_what_is_offered_is_what_the_table_allows(status, trust):
    version = _claim_at(status, factories.PlaceFactory(), trust)
    # A verdict whose reply window is open is offered to the lead, who is then told until when it is open.
    also = {("provisional", "lead"): {"finalise"}}

    for role in ("officer", "finance", "reviewer", "lead", "partner"):
        with _undone():
            read = Version.objects.get(pk=version.pk)
            offered = workflow.available(read, _person(role, read, trust))
            expected = _expected(status, role) | also.get((status, role), set())
            # What was submitted in the round itself need not be confirmed in it; and a draft is thrown away.
            expected -= {"confirm"} | ({"withdraw"} if status == "draft" else set())
            assert {action.name for action in offered} == expected, role


def test_what_stood_before_the_round_opened_is_confirmed_once():
    version = factories.claim_at("submitted")
    officer = factories.officer_of(version.claim.place)
    tomorrow = timezone.now() + timedelta(days=1)
    unkept(Round).update(opens_on=tomorrow, closes_on=tomorrow)

    with time_machine.travel(tomorrow):
        assert "confirm" in _offered(version, officer)
        workflow.perform("confirm", version, by=officer)

        assert "confirm" not in _offered(version, officer)
        with pytest.raises(ActionError, match="already"):
            workflow.perform("confirm", version, by=officer)


def _offered(version, person):
    return {action.name for action in workflow.available(version, person)}


def test_a_large_claim_is_signed_off_by_the_section_151_officer():
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), amount="1000000.00")
    evidence = [(factories.link(), "1"), (factories.ledger(), "2")]
    draft = factories.draft_of(
        place, figures=figures, evidence=evidence, service_evidence="Counted."
    )
    finance = factories.finance_of(place)

    with pytest.raises(ActionError, match="section 151"):
        workflow.perform("submit", draft, by=finance)
    workflow.perform("submit", draft, by=finance, signs_as="section_151")

    assert draft.sign_off.by == finance
    assert draft.sign_off.digest == version_digest(draft)


def test_the_second_of_two_reviewers_is_told_it_is_too_late():
    version = factories.claim_at("submitted")
    stale = Version.objects.select_related("review").get(pk=version.pk)
    workflow.perform("take", version, by=factories.reviewer())

    with pytest.raises(StaleError):
        workflow.perform("take", stale, by=factories.reviewer())


def test_an_edit_of_a_draft_that_moved_on_is_refused_and_changes_nothing():
    version = factories.claim_at("draft")
    stale = Version.objects.get(pk=version.pk)
    officer = factories.officer_of(version.claim.place)
    workflow.perform("edit", version, by=officer, content={"notes": "First"})

    with pytest.raises(StaleError):
        workflow.perform("edit", stale, by=officer, content={"notes": "Second"}, figures=[])

    version.refresh_from_db()
    assert version.notes == "First"
    assert version.figures.count() == 3


def test_a_refusal_names_the_rule_and_who_can_lift_it():
    version = factories.claim_at("draft")

    words = workflow.refusal("submit", version, factories.officer_of(version.claim.place))

    assert words == "Only a finance officer of the place can do this: sign off and submit."


def test_a_draft_beside_a_version_that_stands_is_not_withdrawn():
    standing = factories.claim_at("submitted")
    finance = factories.finance_of(standing.claim.place)
    draft = workflow.perform("revise", standing, by=finance, note="New figures.")

    with pytest.raises(ActionError, match="Version 1 of the claim is submitted, and withdrawing"):
        workflow.perform("withdraw", draft, by=finance, note="Entered twice.")


def test_a_refusal_by_status_says_what_the_claim_is():
    version = factories.claim_at("final")

    words = workflow.refusal("withdraw", version, factories.finance_of(version.claim.place))

    assert words == (
        "You cannot choose “Withdraw” while the claim’s status is “Final verdict”. Next, an "
        "officer or finance officer of the place can choose “Revise”."
    )
