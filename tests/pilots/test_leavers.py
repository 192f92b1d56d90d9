"""The page before somebody is let go: it says what they hold, and takes who follows or that nobody does yet."""

import pytest
from django.urls import reverse

from pilots import people
from pilots.admin import leavers
from pilots.models import AccountChange, Membership, User
from savings import workflow
from savings.models import Event, Version
from savings.workflow import reviews as reviewing
from tests import factories
from tests.workspace import act, let_go, take_roles

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def under_review():
    return factories.claim_at("in_review", factories.PlaceFactory(code="KEN", name="Kent"))


def _sent(client, reviewer, **sent):
    page = act(client, User, "deactivate", reviewer)
    seen = {"confirmed": reviewer.pk, "seen": page.context["form"].digest}
    return page, act(client, User, "deactivate", reviewer, **(seen | sent))


def _unchanged(person, version, events):
    person.refresh_from_db()
    held = Version.objects.get(pk=version.pk).review.reviewer == person
    return person.is_active and held and Event.objects.count() == events


def test_what_they_hold_is_asked_and_nobody_only_if_expressly_chosen(client, admin, under_review):
    reviewer, other = under_review.review.reviewer, factories.reviewer()
    lead, events = factories.lead(), Event.objects.count()

    page, answer = _sent(client, reviewer)
    assert "1 claim under review (1 in review)" in page.text
    assert (answer.status_code, "Choose who takes it over, or" in answer.text) == (400, True)
    _, answer = _sent(client, reviewer, reviews=lead.pk)
    assert (answer.status_code, "Choose somebody from the list" in answer.text) == (400, True)
    assert _unchanged(reviewer, under_review, events)

    _, answer = _sent(client, reviewer, reviews=other.pk)
    assert f"1 claim under review (1 in review): to {other}." in answer.text
    assert Version.objects.get(pk=under_review.pk).review.reviewer == other
    assert Event.objects.latest("pk").by == admin

    _, answer = _sent(client, other, reviews="nobody")
    assert "nobody yet." in answer.text
    assert Event.objects.latest("pk").action == "lose_reviewer"


def test_more_than_can_be_asked_about_are_told_what_to_do(client, admin, monkeypatch):
    monkeypatch.setattr(leavers, "MOST", 1)

    answer = act(client, User, "deactivate", factories.lead(), factories.analyst())

    assert leavers.TOO_MANY in answer.text
    assert not User.objects.filter(is_active=False).exists()


def test_who_was_to_take_over_and_left_at_that_moment_is_asked_about_again(
    client, admin, under_review, monkeypatch
):
    reviewer, other = under_review.review.reviewer, factories.reviewer()
    events = Event.objects.count()
    monkeypatch.setattr(reviewing, "is_here", lambda person: False)

    _, answer = _sent(client, reviewer, reviews=other.pk)

    assert (answer.status_code, "has changed since you were shown it" in answer.text) == (409, True)
    assert _unchanged(reviewer, under_review, events)


def test_what_has_changed_since_is_shown_anew_and_nothing_is_stored(client, admin, under_review):
    reviewer, other = under_review.review.reviewer, factories.reviewer()
    seen = act(client, User, "deactivate", reviewer).context["form"].digest
    workflow.perform("ask", under_review, by=reviewer, text="Why?")
    events = Event.objects.count()

    sent = {"confirmed": reviewer.pk, "seen": seen, "reviews": other.pk}
    answer = act(client, User, "deactivate", reviewer, **sent)

    assert (answer.status_code, "has changed since you were shown it" in answer.text) == (409, True)
    assert "1 question asked" in answer.text
    assert _unchanged(reviewer, under_review, events)


def test_a_role_is_taken_away_only_after_the_same_page(client, admin, under_review):
    reviewer, other = under_review.review.reviewer, factories.reviewer()
    address = reverse("admin:pilots_user_roles", args=[reviewer.pk], query={"role": "reviewer"})

    assert take_roles(client, reviewer, "reviewer").status_code == 400
    assert people.treasury_roles(reviewer) == ["reviewer"]
    take_roles(client, reviewer, "reviewer", reviews=other.pk)

    assert people.treasury_roles(reviewer) == []
    assert Version.objects.get(pk=under_review.pk).review.reviewer == other
    assert client.get(address).status_code == 302  # There is nothing left to take away.
    client.force_login(factories.lead())
    assert client.get(address).status_code == 403


def test_a_place_that_would_have_nobody_is_named(client, admin):
    place = factories.PlaceFactory(name="Kent")
    finance = factories.finance_of(place)

    page = act(client, Membership, "end", finance.memberships.get())
    answer = let_go(client, Membership, "end", finance.memberships.get(), of=finance)

    assert "After this, Kent has nobody at all." in page.text
    assert "Now Kent has nobody at all." in answer.text


def test_several_are_asked_about_one_after_another(client, admin, under_review):
    reviewer, other = under_review.review.reviewer, factories.reviewer()
    first = act(client, User, "deactivate", reviewer, other)
    one = first.context["form"].departure.person
    sent = {"confirmed": one.pk, "seen": first.context["form"].digest, "reviews": "nobody"}

    second = act(client, User, "deactivate", reviewer, other, **sent)

    assert second.context["form"].departure.person == ({reviewer, other} - {one}).pop()
    assert set(User.objects.filter(is_active=False)) == {one}


def test_changes_of_their_account_are_refused_and_those_they_asked_for_stay(client, admin):
    leaver, officer = factories.administrator(), factories.officer_of(factories.PlaceFactory())
    kinds = ({"person": leaver, "asked_by": admin}, {"person": officer, "asked_by": leaver})
    about, asked = (
        AccountChange.objects.create(kind="second_factor", old_address="a@b.example", **who)
        for who in kinds
    )

    page = act(client, User, "deactivate", leaver)
    let_go(client, User, "deactivate", leaver)

    assert "1 change of their account</a> waits for an answer" in page.text
    assert "1 change that they asked for</a> waits" in page.text
    about.refresh_from_db(), asked.refresh_from_db()
    assert (about.refused_by, asked.is_open) == (admin, True)


def test_who_is_sent_away_twice_leaves_once(client, admin, at_once, mailoutbox):
    analyst, lead = factories.analyst(), factories.lead()
    seen = act(client, User, "deactivate", analyst).context["form"].digest
    told = []
    for _ in range(2):
        with at_once():
            act(client, User, "deactivate", analyst, confirmed=analyst.pk, seen=seen)
        told.append((len(mailoutbox), analyst.history.count()))

    assert [message.to for message in mailoutbox].count([lead.email]) == 1
    assert told[0] == told[1]
