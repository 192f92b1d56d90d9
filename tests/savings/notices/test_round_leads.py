"""Which review leads are told that places are late: not one who has a tie to each of those that are."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from pilots.models import Membership
from savings.models import Notice, Reminder, Round
from savings.notices.addressee import Addressee
from savings.notices.inbox import concerning, unseen
from savings.notices.reminders import occasions
from savings.workflow import would_be_reminded
from tests import factories, workspace

CLOSES = date(2027, 3, 23)


@pytest.fixture(autouse=True)
def _an_address(settings):
    settings.SITE_URL = "https://totalplace.example"


@pytest.fixture
def late():
    """Three places that say nothing in a round that has closed on the day before."""
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        Round.objects.create(name="Spring", opens_on=date(2027, 3, 8), closes_on=CLOSES)
        places = [factories.PlaceFactory(name=name) for name in ("Ashby", "Brent", "Corby")]
        for place in places:
            factories.officer_of(place)
    with time_machine.travel("2027-03-24T06:30Z", tick=False):
        yield places


def _lead(*places, has_left=False):
    lead = factories.lead()
    for place in places:
        Membership.objects.create(user=lead, place=place, role="interest")
    if has_left:  # A tie that has ended is a tie.
        factories.end_memberships(lead)
    return type(lead).objects.get(pk=lead.pk)


def _of_all(occasions_found):
    return next(one for one in occasions_found if one.place is None)


@pytest.mark.parametrize("has_left", [False, True])
@pytest.mark.parametrize("ties", [0, 1, 2, 3])
def test_a_lead_is_told_if_a_place_is_late_to_which_they_have_no_tie(
    late, ties, has_left, mailoutbox
):
    lead = _lead(*late[:ties], has_left=has_left)
    foreseen = would_be_reminded(_of_all(occasions(date(2027, 3, 24))))

    call_command("send_reminders")

    is_told = ties < len(late)
    reads = concerning(Addressee(lead)).filter(reminder__place=None).exists()
    seen = workspace.rows_for(lead, Reminder).filter(place=None)
    mails = [mail for mail in mailoutbox if mail.to == [lead.email]]
    assert (lead in foreseen, reads, seen.exists(), bool(mails)) == (is_told,) * 4


def test_a_practice_place_that_is_late_tells_no_lead_of_it(late):
    tied = _lead(*late)
    practice = factories.PlaceFactory(kind="practice")
    factories.officer_of(practice)

    call_command("send_reminders")

    assert unseen(tied) == 0
    assert not Notice.objects.filter(to=tied).exists()
