"""What do partners who were asked about a draft hear of it once it has been sent back, and what do they never see?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from savings import workflow
from savings.models import Event, Notice, Version
from savings.notices.addressee import Addressee
from savings.notices.inbox import concerning, in_words
from savings.notices.mailing import waiting_for
from tests import factories
from tests.savings.workflow.bystanders import Scene

ENDS = {
    "discard": "A draft that names your organisation has been thrown away.",
    "withdraw": "A claim that names your organisation has been withdrawn.",
}


def _told(scene):
    partner = scene.people["partner"]
    return in_words(Addressee(partner), concerning(Addressee(partner)))


@pytest.mark.parametrize(("action", "words"), ENDS.items())
def test_they_hear_of_its_end_and_neither_see_it_nor_read_why(client, action, words):
    scene = Scene("asked")
    scene.perform("send_back", "finance")

    scene.perform(action, "finance")

    last = _told(scene)[0]
    assert last.words.happened == words
    assert not last.is_open
    client.force_login(scene.people["partner"])
    page = client.get(reverse("savings:notice_list")).text
    assert words in page
    assert scene.version.claim.get_absolute_url() not in page
    assert "Xylophone" not in page
    [mailed] = [item for item in waiting_for(scene.people["partner"]) if item.words == last.words]
    assert mailed.link.endswith(reverse("savings:notice_list"))


@pytest.mark.parametrize("action", ENDS)
def test_of_a_draft_about_which_nobody_was_asked_they_hear_nothing(action):
    scene = Scene("draft")

    scene.perform(action, "finance")

    assert _told(scene) == []
    assert not Notice.objects.filter(to=scene.people["partner"]).exists()


def test_whoever_it_names_no_more_hears_nothing_of_its_end():
    scene = Scene("asked")
    scene.perform("send_back", "finance")
    alone = factories.figures_of(factories.lead_of(scene.place), "314159.00")
    draft = Version.objects.get(pk=scene.version.pk)
    workflow.edit(draft, by=scene.people["officer"], figures=alone)

    scene.perform("discard", "officer")

    discarded = Event.objects.get(action="discard")
    assert not Notice.objects.filter(to=scene.people["partner"], event=discarded).exists()


def test_many_such_notices_cost_as_many_queries_as_one():
    scene = Scene("asked")
    scene.perform("send_back", "finance")
    scene.perform("discard", "officer")
    _told(scene)  # What the person holds is read once.
    with CaptureQueriesContext(connection) as one:
        few = len(_told(scene))
    for _ in range(3):
        lead = factories.lead_of(scene.place)
        figures = [*factories.figures_of(lead), factories.figure(scene.trust)]
        scene.version = factories.draft_of(scene.place, figures=figures)
        scene.perform("ask_sign_off", "officer")
        scene.perform("send_back", "finance")
        scene.perform("discard", "officer")

    with CaptureQueriesContext(connection) as several:
        assert len(_told(scene)) > few

    assert len(several) == len(one)
