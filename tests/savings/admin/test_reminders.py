"""Is a reminder found by what it is about: a claim, a place, a round?"""

import pytest
from django.utils import timezone

from savings.models import Reminder, Round
from savings.models.choices import Reminded
from tests import factories


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("words", ["Kent", "Autumn"])
def test_a_reminder_of_a_round_is_found_by_its_place_and_its_name(client, words):
    today = timezone.localdate()
    autumn = Round.objects.create(name="Autumn", opens_on=today, closes_on=today)
    spring = Round.objects.create(name="Spring", opens_on=today, closes_on=today)
    for current, name in ((autumn, "Kent"), (spring, "Surrey")):
        place = factories.PlaceFactory(name=name)
        Reminder.objects.create(round=current, place=place, kind=Reminded.ROUND_OPENED, on=today)
    client.force_login(factories.lead())

    page = client.get("/admin/savings/reminder/", {"q": words})

    assert [one.round for one in page.context["cl"].result_list] == [autumn]
