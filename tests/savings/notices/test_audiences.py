"""Whom does something concern? The people of a version and the versions of a person are found by the same rule."""

import pytest

from pilots.models import User
from savings.models import Version
from savings.notices.addressee import Addressee
from savings.notices.audiences import Audience, concerns, everybody_in
from tests.savings.workflow import bystanders
from tests.savings.workflow.bystanders import FINANCE, LEADS, OFFICERS, PLACE, Scene

# Of a claim that is open to all, so that seeing it decides nothing.
EXPECTED = {
    Audience.OFFICERS: OFFICERS,
    Audience.FINANCE: FINANCE,
    Audience.PLACE: PLACE,
    Audience.PARTNERS: {"partner"},
    Audience.FORMER_PARTNERS: {"partner"},  # No later version names anybody: there is none.
    Audience.NAMED: {"partner"},
    Audience.REVIEWER: {"reviewer"},
    Audience.SECOND_READERS: {"second reader"},
    Audience.LEADS: LEADS,
}


@pytest.mark.parametrize("what", ["as they are", "reviewer is tied", "reviewer is none now"])
def test_both_ways_find_the_same(what):
    scene = Scene("provisional", condition="D")
    reviewer = scene.people["reviewer"]
    if what == "reviewer is tied":
        scene._tied(reviewer)
    if what == "reviewer is none now":
        reviewer.groups.set(scene.people["analyst"].groups.all())
    expected = EXPECTED | ({} if what == "as they are" else {Audience.REVIEWER: set()})

    for audience in Audience:
        people = {name: User.objects.get(pk=one.pk) for name, one in scene.people.items()}
        of_version = scene.names(everybody_in([audience], scene.version))
        of_person = {
            name
            for name, person in people.items()
            if Version.objects.filter(concerns(person, audience), pk=scene.version.pk).exists()
        }
        assert (of_version, of_person) == (expected[audience], expected[audience]), audience


@pytest.mark.parametrize("action", ["agree", "reply"])
def test_several_notices_are_put_into_words_as_each_is_by_itself(action):
    status, who, _told = bystanders.TOLD[action]
    scenes = [Scene(status), Scene(status)]
    for scene in scenes:
        scene.perform(action, who)
    events = [scene.version.events.filter(action=action).get() for scene in scenes]

    for name, person in scenes[0].people.items():
        read = Addressee(User.objects.get(pk=person.pk))
        assert read.words_of(events) == [read.words(event) for event in events], name
