"""Who leaves leaves nothing unseen: each thing held, by each door, is taken over or known to be nobody's."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pilots import leavers, people, vacancies
from pilots.models import Membership
from savings import workflow
from savings.models import Event, Notice, Version
from savings.review import queue
from savings.review.owing_words import to_the_treasury_on
from tests import factories

# What is held → who holds it, the claim's status, the key of the holding, who may take it over.
HELD = {
    "handed over, not taken": ("reviewer", "submitted", "reviews", {"reviewer"}),
    "being read": ("reviewer", "in_review", "reviews", {"reviewer"}),
    "a question open": ("reviewer", "question", "reviews", {"reviewer"}),
    "a provisional verdict": ("reviewer", "provisional", "reviews", {"reviewer"}),
    "a reply": ("reviewer", "reply", "reviews", {"reviewer"}),
    "a final verdict": ("reviewer", "final", None, set()),
    "a draft of an officer": ("officer", "draft", "drafts-KEN", {"officer", "finance"}),
    "a draft of a finance officer": ("finance", "draft", "drafts-KEN", {"officer", "finance"}),
    "a sign-off": ("finance", "asked", "signoffs-KEN", {"finance"}),
    "a sign-off, to an officer": ("officer", "asked", "drafts-KEN", {"officer", "finance"}),
    "a share": ("partner", "submitted", "shares-KEN", {"partner"}),
    "a share of a draft": ("partner", "asked", "shares-KEN", {"partner"}),
    "a share answered": ("partner", "agreed", None, set()),
}
ROLES = ("officer", "finance", "partner", "reviewer", "lead", "analyst")
DOORS = {
    "leaves": leavers.everything,
    "membership ends": lambda person: leavers.memberships_of(
        person, person.memberships.values_list("pk", flat=True)
    ),
    "role is taken": lambda person: leavers.roles_of(person, people.treasury_roles(person)),
}


class Place:
    """Kent, with one claim, and two people of each kind: one who leaves and one who stays."""

    def __init__(self, status):
        self.place = factories.PlaceFactory(code="KEN", name="Kent")
        self.trust = factories.OrganisationFactory(name="NHS Trust")
        figures = factories.figures_of(factories.lead_of(self.place))
        figures.append(factories.figure(self.trust, "5000.00"))
        at = {"asked": "draft", "agreed": "submitted"}.get(status, status)
        self.version = factories.claim_at(at, self.place, figures=figures)
        self.leaver, self.stays = (self._people() for _ in range(2))
        if at == "draft":
            for role in ("officer", "finance"):
                self._perform("edit", role, content={"notes": "Changed"})
        if status == "asked":
            self._perform("ask_sign_off", "officer")
        if status == "agreed":
            self._perform("agree", "partner")
        review = getattr(self.version, "review", None)
        if review and review.reviewer:
            self.leaver["reviewer"] = review.reviewer
        elif at == "submitted":
            self._perform("hand_over", "lead", to=self.leaver["reviewer"])

    def _people(self):
        return {
            "officer": factories.officer_of(self.place),
            "finance": factories.finance_of(self.place),
            "partner": factories.partner_of(self.place, self.trust),
            "reviewer": factories.reviewer(),
            "lead": factories.lead(),
            "analyst": factories.analyst(),
        }

    def _perform(self, action, role, **details):
        read = Version.objects.select_related("claim__place", "review").get(pk=self.version.pk)
        self.version = workflow.perform(action, read, by=self.leaver[role], **details)

    def latest(self):
        return Event.objects.filter(version=self.version).latest("pk")

    def told(self, event):
        return set(Notice.objects.filter(event=event).values_list("to__name", flat=True))


@pytest.fixture
def by():
    return factories.administrator()


@pytest.mark.parametrize("what", HELD)
def test_what_is_held_is_listed_with_whoever_may_take_it(what, by):
    holder, status, key, takers = HELD[what]
    scene = Place(status)

    for door, departing in DOORS.items():
        is_door = door == "leaves" or (door == "role is taken") == (holder == "reviewer")
        held = leavers.held(departing(scene.leaver[holder]), by=by)
        mine = [one for one in held if key and one.key.startswith(key)]
        assert len(mine) == (1 if key and is_door else 0), (door, held)
        if mine:
            assert {r for r in ROLES if mine[0].may_take(scene.stays[r])} == takers
            assert mine[0].links == ()  # An administrator may not open it.

    for role in ("lead", "analyst"):
        assert leavers.held(leavers.everything(scene.leaver[role]), by=by) == []


@pytest.mark.parametrize("what", [what for what in HELD if HELD[what][2]])
def test_it_is_taken_over_or_with_nobody_and_its_history_says_by_whom(what, by):
    holder, status, key, takers = HELD[what]
    scene = Place(status)
    leaver, to = scene.leaver[holder], scene.stays[min(takers)]
    held = leavers.held(leavers.everything(leaver), by=by)
    before = scene.version.events.count()

    handed = leavers.let_go(leaver, by=by, successor=to)

    leaver.refresh_from_db()
    assert not leaver.is_active
    assert scene.version.events.count() == before + len(held)
    assert [one.to for one in handed if one.holding.key.startswith(key)] == [to]
    events = scene.version.events.order_by("-pk")[: len(held)]
    event = next(one for one in events if to.name in one.note)
    assert (event.by, f"{leaver.name} has left." in event.note) == (by, True)
    if key == "reviews":
        assert Version.objects.get(pk=scene.version.pk).review.reviewer == to
        assert scene.told(event) == {to.name}


@pytest.mark.parametrize("status", ["submitted", "in_review", "question", "provisional", "reply"])
def test_a_review_that_nobody_has_is_flagged_told_and_handed_over_by_the_lead(status, by):
    scene = Place(status)
    lead, to = scene.stays["lead"], scene.stays["reviewer"]

    leavers.let_go(scene.leaver["reviewer"], by=by)

    event = scene.latest()
    assert (event.action, event.by) == ("lose_reviewer", by)
    assert scene.told(event) == {lead.name, scene.leaver["lead"].name}
    version = Version.objects.select_related("claim__place", "review__reviewer").get(
        pk=scene.version.pk
    )
    assert list(queue.queue(lead, "lost")) == [version]
    owed = to_the_treasury_on(version, lead, event.at.date())
    assert (owed.marked, scene.leaver["reviewer"].name in owed.words) == (
        "It needs another reviewer.",
        True,
    )
    assert "hand_over" in {action.name for action in workflow.available(version, lead)}

    workflow.perform("hand_over", version, by=lead, to=to)

    assert not queue.queue(lead, "lost").exists()


def test_a_reviewer_who_gets_a_tie_or_loses_the_role_is_flagged_too(by):
    scene = Place("in_review")
    reviewer, lead = scene.leaver["reviewer"], scene.stays["lead"]
    assert not queue.queue(lead, "lost").exists()

    for roles in ([], ["reviewer"]):
        people.set_roles(reviewer, roles, by=by)
        assert queue.queue(lead, "lost").exists() == (not roles)
    Membership.objects.create(user=reviewer, place=scene.place, role="interest")
    assert queue.queue(lead, "lost").exists()


def test_an_administrator_replaces_a_departed_reviewer_and_no_other(by):
    scene = Place("in_review")
    read = Version.objects.select_related("claim__place", "review").get(pk=scene.version.pk)
    to, tied = scene.stays["reviewer"], factories.administrator()
    Membership.objects.create(user=tied, place=scene.place, role="interest")
    with pytest.raises(PermissionDenied):
        workflow.perform("hand_over", read, by=by, to=to)

    leavers.let_go(scene.leaver["reviewer"], by=tied, successor=to)

    assert (
        scene.latest().action == "lose_reviewer"
    )  # Of a place of their own: not theirs to choose.
    read.refresh_from_db()
    with pytest.raises(PermissionDenied):
        workflow.perform("hand_over", read, by=tied, to=to)
    workflow.perform("hand_over", read, by=by, to=to)


def test_what_a_successor_is_tied_to_stays_with_nobody(by):
    scene = Place("in_review")
    free = factories.claim_at("submitted")
    leaver, to = scene.leaver["reviewer"], scene.stays["reviewer"]
    workflow.perform("hand_over", free, by=factories.lead(), to=leaver)
    Membership.objects.create(user=to, place=scene.place, role="interest")
    held = leavers.held(leavers.everything(leaver), by=by)
    assert {s.person: s.but for s in held[0].successors}[to] == "not 1 of 2: a tie to their place"

    leavers.let_go(leaver, by=by, successor=to)

    actions = [v.events.latest("pk").action for v in (scene.version, free)]
    assert actions == ["lose_reviewer", "hand_over"]


def test_a_place_that_the_only_finance_officer_leaves_is_listed_and_told(
    by, django_capture_on_commit_callbacks, mailoutbox
):
    scene = Place("asked")
    for door in (leavers.everything, DOORS["membership ends"]):
        assert vacancies.after(door(scene.leaver["finance"])) == []
    leavers.let_go(scene.stays["finance"], by=by)
    last = scene.leaver["finance"]
    for door in (leavers.everything, DOORS["membership ends"]):
        assert vacancies.after(door(last)) == ["After this, Kent has nobody who can sign off."]
    assert not vacancies.without_finance_officer().filter(pk=scene.place.pk).exists()

    with django_capture_on_commit_callbacks(execute=True):
        leavers.let_go(last, by=by)

    assert vacancies.without_finance_officer().filter(pk=scene.place.pk).exists()
    assert not vacancies.without_anybody().filter(pk=scene.place.pk).exists()
    lead = scene.stays["lead"]
    told = [one.body for one in mailoutbox if one.to == [lead.email] and last.name in one.body]
    assert "Kent has nobody who can sign off." in told[0]
    for officer in people.people_with("savings.edit_claim", scene.place):
        leavers.let_go(officer, by=by)
    assert vacancies.without_anybody().filter(pk=scene.place.pk).exists()


def test_what_changed_meanwhile_or_may_not_be_taken_changes_nothing(by):
    scene = Place("in_review")
    leaver, lead = scene.leaver["reviewer"], scene.stays["lead"]
    departure = leavers.everything(leaver)
    seen = leavers.digest(departure, leavers.held(departure, by=by))
    before = Event.objects.count()

    with pytest.raises(ValidationError):
        leavers.let_go(leaver, by=by, chosen={"reviews": lead}, seen=seen)
    workflow.perform("ask", Version.objects.get(pk=scene.version.pk), by=leaver, text="Why?")
    with pytest.raises(leavers.MeanwhileError):
        leavers.let_go(leaver, by=by, chosen={"reviews": None}, seen=seen)

    leaver.refresh_from_db()
    assert (leaver.is_active, Event.objects.count()) == (True, before + 1)


def test_who_was_let_go_at_this_moment_does_nothing_and_is_given_nothing(by):
    scene = Place("submitted")
    free = factories.claim_at("submitted")
    gone, lead = scene.stays["reviewer"], scene.stays["lead"]
    gone.has_perm("savings.review_claim"), lead.has_perm("savings.lead_review")
    leavers.let_go(gone, by=by)
    gone.is_active = True  # As whoever read them a moment ago still has it.

    with pytest.raises(PermissionDenied):
        workflow.perform("take", free, by=gone)
    with pytest.raises(workflow.ActionError):
        workflow.perform("hand_over", Version.objects.get(pk=free.pk), by=lead, to=gone)


@pytest.mark.usefixtures("no_second_factor")
def test_the_lead_reads_that_a_claim_lost_its_reviewer_and_its_place_does_not(client, by):
    scene = Place("in_review")
    leavers.let_go(scene.leaver["reviewer"], by=by)

    client.force_login(scene.stays["lead"])
    assert "1 claim without a reviewer</a>" in client.get("/admin/").text
    for role, is_told in (("officer", False), ("lead", True)):
        client.force_login(scene.stays[role])
        text = client.get(scene.version.claim.get_absolute_url()).text
        assert ("Let its reviewer go" in text, "needs another reviewer" in text) == (
            is_told,
            is_told,
        )


# Called by its module, or taken from it.
TAKES_RIGHTS = re.compile(
    r"\bpeople\.(?:deactivate|end_membership)\b"
    r"|\bfrom \S*\bpeople import (?:\([^)]*|.*)\b(?:deactivate|end_membership)\b"
)


def test_one_door_lets_people_go():
    """What takes rights away is called by `pilots.leavers` alone: else what was held by them would go unseen."""
    found = {
        path.as_posix()
        for app in ("pilots", "savings", "totalplace")
        for path in Path(app).rglob("*.py")
        if TAKES_RIGHTS.search(path.read_text())
    }
    assert found == {"pilots/leavers.py"}
