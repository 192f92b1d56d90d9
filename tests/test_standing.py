"""Does each test find the rows of its module as they were made, whatever another test did to them?"""

import pytest

from pilots.models import Place
from tests import factories

from .standing import standing

place_that_stands = standing(lambda: factories.PlaceFactory(name="Kent"))


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_to_them_is_taken_back_in_the_database_and_in_its_hand(
    place_that_stands, turn
):
    place = place_that_stands()
    assert (place.name, Place.objects.get().name) == ("Kent", "Kent")

    place.name = f"Kent {turn}"
    place.save()
    factories.PlaceFactory()


def test_they_are_there_for_a_test_that_does_not_ask_for_them():
    assert Place.objects.get().name == "Kent"
