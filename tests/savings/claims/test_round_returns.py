"""What was due of each place in a round, what came of it, and what is late: a table of states, and who sees them."""

from datetime import date

import pytest
import time_machine

from pilots.models import Membership, Place
from savings import workflow
from savings.claims.round_returns import owing, return_of, returns_for, returns_of
from savings.claims.rounds import not_confirmed_in
from savings.models import Reminder, Round, Version
from tests import factories

BEFORE, WITHIN, AFTER = (f"2027-03-{day}T09:00Z" for day in ("01", "12", "25"))
OPENS, CLOSES, TODAY = date(2027, 3, 10), date(2027, 3, 20), date(2027, 3, 26)


@pytest.fixture(autouse=True)
def _all_begins_before_the_round():
    """Accounts are made before the round: who answers for a place could have answered in it."""
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def spring():
    return Round.objects.create(name="Spring", opens_on=OPENS, closes_on=CLOSES)


@pytest.fixture
def place():
    place = factories.PlaceFactory()
    factories.officer_of(place)
    return place


def _on(day, do, *given, **more):
    with time_machine.travel(day, tick=False):
        return do(*given, **more)


def _stood(place):
    return _on(BEFORE, factories.claim_at, "submitted", place)


def _confirmed(place, on=WITHIN):
    version = _stood(place)
    _on(on, workflow.confirm, version, by=factories.officer_of(place))
    return version


def _withdrawn(place, on):
    version = _stood(place)
    _on(on, workflow.withdraw, version, by=factories.finance_of(place), note="No more.")
    return version


def _given_up(place, on):
    version = _on(BEFORE, factories.claim_at, "final", place)
    more = {"given_up_on": date(2027, 3, 1), "note": "Sold."}
    _on(on, workflow.abandon, version, by=factories.finance_of(place), **more)
    return version


def _again(version, on):
    _on(on, factories.submitted_again, version)


def _later(place, on):
    _again(_stood(place), on)


def _confirmed_and_revised(place, on):
    _again(_confirmed(place), on)


def _withdrawn_and_revised(place, withdrawn, on):
    _again(_withdrawn(place, withdrawn), on)


def _given_up_and_taken_up(place):
    _again(_given_up(place, BEFORE), WITHIN)


def _revised_before(place):
    _again(_stood(place), BEFORE)


def _revision_begun(place):
    version = _stood(place)
    _on(WITHIN, factories.revised, version)


def _published(place):
    factories.published(place)


def _nothing(place, on=WITHIN):
    current = Round.objects.get()
    _on(on, workflow.report_nothing, current, place, by=factories.officer_of(place))


def _nothing_of_one(place):
    _stood(place)
    _nothing(place)


# What became of the one claim of a place; how it is counted, and whether the place owes something all the same.
STATES = {
    "no claim, and nothing said": (lambda place: None, {}, True),
    "no claim, and said so": (_nothing, {"nothing": 1}, False),
    "published words alone": (_published, {}, True),
    "a draft alone": (lambda place: factories.draft_of(place), {"drafts": 1}, True),
    "nothing said of what stood": (_stood, {"still_due": 1}, True),
    "nothing said of what was revised before": (_revised_before, {"still_due": 1}, True),
    "a revision begun": (_revision_begun, {"still_due": 1, "drafts": 1}, True),
    "confirmed": (_confirmed, {"confirmed": 1}, False),
    "nothing to report": (_nothing_of_one, {"confirmed": 1, "nothing": 1}, False),
    "revised in the round": (lambda place: _later(place, WITHIN), {"revised": 1}, False),
    "revised after it": (lambda place: _later(place, AFTER), {"revised": 1}, False),
    "confirmed, then revised in it": (lambda p: _confirmed_and_revised(p, WITHIN), {"revised": 1}, False),
    "confirmed, and revised after it": (lambda p: _confirmed_and_revised(p, AFTER), {"confirmed": 1}, False),
    "withdrawn before": (lambda place: _withdrawn(place, BEFORE), {}, True),
    "withdrawn in the round": (lambda place: _withdrawn(place, WITHIN), {"ended": 1}, False),
    "withdrawn after it": (lambda place: _withdrawn(place, AFTER), {"ended": 1}, False),
    "given up before": (lambda place: _given_up(place, BEFORE), {}, True),
    "given up in the round": (lambda place: _given_up(place, WITHIN), {"ended": 1}, False),
    "given up before, and taken up again": (_given_up_and_taken_up, {"new": 1}, False),
    "withdrawn before, and stated again": (lambda p: _withdrawn_and_revised(p, BEFORE, WITHIN), {"new": 1}, False),
    "withdrawn, and stated again in it": (lambda p: _withdrawn_and_revised(p, WITHIN, WITHIN), {"revised": 1}, False),
    "new": (lambda place: _on(WITHIN, factories.claim_at, "submitted", place), {"new": 1}, False),
    "first submitted after it": (lambda place: _on(AFTER, factories.claim_at, "submitted", place), {}, False),
}  # fmt: skip
NUMBERS = ("confirmed", "revised", "ended", "still_due", "new", "drafts")


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_counted_once_and_tells_whether_something_is_owed(spring, place, state):
    bring_about, numbers, owes = STATES[state]
    bring_about(place)
    person = factories.officer_of(place)

    told = return_of(spring, place, person, TODAY)

    assert {name: getattr(told, name) for name in NUMBERS} == dict.fromkeys(NUMBERS, 0) | {
        name: number for name, number in numbers.items() if name in NUMBERS
    }
    assert told.due == sum(
        numbers.get(n, 0) for n in ("confirmed", "revised", "ended", "still_due")
    )
    assert (told.nothing is not None) == ("nothing" in numbers)
    assert (told.owes, told.is_late) == (owes, owes)
    reminder = Reminder.objects.create(round=spring, place=place, kind="round_late", on=CLOSES)
    assert Reminder.objects.filter(owing(), pk=reminder.pk).exists() == owes
    # The list of what is still due has just these.
    assert not_confirmed_in(spring, Version.objects.all()).count() == told.still_due


@pytest.mark.parametrize(
    ("day", "is_late"), [(OPENS, False), (CLOSES, False), (date(2027, 3, 21), True)], ids=str
)
def test_a_place_is_late_once_the_round_has_closed(spring, place, day, is_late):
    _stood(place)

    assert return_of(spring, place, factories.lead(), day).is_late == is_late


def test_who_said_that_there_is_nothing_to_report_and_when(spring, place):
    officer = factories.officer_of(place)
    _on(WITHIN, workflow.report_nothing, spring, place, by=officer)

    nothing = return_of(spring, place, factories.lead(), TODAY).nothing

    assert (nothing.by, nothing.at.date()) == (officer, date(2027, 3, 12))


def test_claims_of_a_place_are_counted_together(spring, place):
    _stood(place)
    _stood(place)
    _confirmed(place)
    _later(place, WITHIN)

    told = return_of(spring, place, factories.lead(), TODAY)

    assert (told.due, told.confirmed, told.revised, told.still_due) == (4, 1, 1, 2)


def test_nobody_is_waited_for_where_nobody_can_answer_and_nothing_stood(spring):
    empty, left = factories.PlaceFactory(), factories.PlaceFactory()
    _stood(left)
    for person in [held.user for held in Membership.objects.filter(place=left)]:
        factories.end_memberships(person)

    told = returns_for(spring, factories.lead(), TODAY)

    assert [(one.place, one.has_people, one.is_late) for one in told] == [(left, False, True)]
    assert return_of(spring, empty, factories.lead(), TODAY).is_late is False


def test_who_came_after_the_round_is_not_late_in_it(spring):
    place = factories.PlaceFactory()
    _on(AFTER, factories.officer_of, place)

    assert returns_for(spring, factories.lead(), TODAY) == []


def _of_both(place):
    """An officer of one place, who is finance officer of another."""
    person, other = factories.officer_of(place), factories.PlaceFactory()
    Membership.objects.create(user=person, place=other, role="finance")
    return person, {place, other}


def test_an_officer_sees_their_own_places(spring, place):
    person, own = _of_both(place)
    factories.officer_of(factories.PlaceFactory())

    assert {one.place for one in returns_for(spring, person, TODAY)} == own


SEES_OTHERS = {"reviewer": True, "lead": True, "analyst": False, "administrator": False}


@pytest.mark.parametrize("role", SEES_OTHERS)
def test_who_sees_what_places_said(spring, place, role):
    person = getattr(factories, role)()

    seen = returns_for(spring, person, TODAY)

    assert [one.place for one in seen] == ([place] if SEES_OTHERS[role] else [])
    assert (return_of(spring, place, person, TODAY) is not None) == SEES_OTHERS[role]


def test_a_partner_sees_no_answers(spring, place):
    partner = factories.partner_of(place, factories.OrganisationFactory())

    assert returns_for(spring, partner, TODAY) == []


def test_a_lead_is_not_told_of_a_place_of_a_tie(spring, place):
    lead = factories.lead()
    Membership.objects.create(user=lead, place=place, role="interest")

    assert returns_for(spring, lead, TODAY) == []


def test_drafts_are_told_to_their_place_alone(spring, place):
    factories.draft_of(place)

    assert return_of(spring, place, factories.lead(), TODAY).drafts is None
    assert return_of(spring, place, factories.officer_of(place), TODAY).drafts == 1


def test_a_practice_place_is_never_late_among_others_and_sees_its_own(spring):
    practice = factories.PlaceFactory(kind=Place.Kind.PRACTICE)
    officer = factories.officer_of(practice)

    assert returns_for(spring, factories.lead(), TODAY) == []
    assert [one.is_late for one in returns_for(spring, officer, TODAY)] == [True]


def test_many_places_and_claims_cost_what_one_costs(spring, place, django_assert_num_queries):
    lead = factories.lead()
    _stood(place)
    places = Place.objects.all()
    with django_assert_num_queries(5):
        returns_of(spring, places, TODAY)
    for _ in range(3):
        other = factories.PlaceFactory()
        _stood(other)
        _confirmed(other)

    with django_assert_num_queries(5):
        assert len(returns_of(spring, places, TODAY)) == 4
    assert len(returns_for(spring, lead, TODAY)) == 4
