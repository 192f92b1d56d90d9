"""Filters of the workspace whose choices are a closed list, so that no list is read through to find them."""

import re

import pytest

from pilots.models import Membership, Place
from savings import workflow
from savings.models import Figure, Question, SentFile, StoredFile
from tests import factories
from tests.workspace import SHOWN, list_page

pytestmark = pytest.mark.usefixtures("no_second_factor")


def _sent(place, name, **more):
    SentFile.objects.create(
        place=place, by=factories.officer_of(place), file_name=name, size=7, **more
    )


def test_figures_are_filtered_by_any_year_that_a_figure_may_be_of(client):
    version = factories.claim_at("submitted")
    client.force_login(factories.reviewer())
    year = str(version.figures.first().year)

    response = client.get(list_page(Figure))

    assert f"?year={year}" in response.text
    assert "?year=2030-31" in response.text


@pytest.mark.parametrize(("year", "is_shown"), [("stated", True), ("2030-31", False)])
def test_a_year_shows_its_figures_alone(client, year, is_shown):
    version = factories.claim_at("submitted", reference="KEN-0001")
    client.force_login(factories.reviewer())
    asked = str(version.figures.first().year) if year == "stated" else year

    response = client.get(list_page(Figure, year=asked))

    assert ("KEN-0001" in response.text) == is_shown


def test_a_year_that_is_none_filters_nothing(client):
    factories.claim_at("submitted", reference="KEN-0001")
    client.force_login(factories.reviewer())

    assert "KEN-0001" in client.get(list_page(Figure, year="last year")).text


@pytest.mark.parametrize("model", SHOWN)
def test_no_filter_offers_a_choice_in_the_words_of_a_database(client, model):
    client.force_login(factories.holder_of_every_page())

    shown = client.get(list_page(model)).context["cl"]

    offered = [c["display"] for spec in shown.filter_specs for c in spec.choices(shown)]
    assert set(offered).isdisjoint({"Empty", "Not empty", "True", "False", "None", "-", ""})


def test_questions_are_filtered_by_whether_they_are_answered(client):
    open_one, answered = (factories.claim_at("question") for _ in range(2))
    officer = factories.officer_of(answered.claim.place)
    workflow.perform("answer", answered, by=officer, text="It is.")
    client.force_login(factories.lead())

    page = client.get(list_page(Question))
    links = dict(re.findall(r'<a href="(\?answered_at[^"]*)">\s*([^<]*?)\s*</a>', page.text))
    listed = {
        words: [q.version for q in client.get(list_page(Question) + link).context["cl"].result_list]
        for link, words in links.items()
    }

    assert listed == {"Waits for an answer": [open_one], "Answered": [answered]}


def test_refused_files_are_filtered_by_why_in_words(client):
    place = factories.PlaceFactory()
    _sent(place, "good.pdf", is_stored=True)
    _sent(place, "huge.pdf", is_stored=False, refused_because="too_big")
    client.force_login(_reader_of(place))

    everything = client.get(list_page(SentFile)).text
    too_big = client.get(list_page(SentFile, refused_because="too_big")).text

    assert "over the limit on the size of a file" in everything
    assert "huge.pdf" in too_big
    assert "good.pdf" not in too_big


def _reader_of(place: Place):
    """A person of the Treasury who is also an officer of the place: refused files are a place's own to see."""
    reader = factories.analyst()
    Membership.objects.create(user=reader, place=place, role="officer")
    return reader


def test_a_file_is_not_found_by_the_title_that_another_place_gave_it(client):
    factories.claim_at("submitted", evidence=[(factories.stored_file("the same"), "page 1")])
    theirs = factories.stored_file("the same", title="A title of their own")
    factories.claim_at("draft", evidence=[(theirs, "page 1")])
    client.force_login(factories.reviewer())

    assert len(_files(client)) == 1
    assert _files(client, q="of their own") == []


def test_a_file_is_found_by_the_title_of_evidence_that_is_seen_and_by_its_digest(client):
    evidence = factories.stored_file("some bytes", title="Evaluation of the pilot")
    factories.claim_at("submitted", evidence=[(evidence, "page 1")])
    client.force_login(factories.reviewer())

    assert _files(client, q="the pilot") == [str(evidence.file.pk)]
    assert _files(client, q=evidence.file.sha256[:20]) == [str(evidence.file.pk)]
    assert _files(client, q="nothing of the kind") == []


def _files(client, **query):
    shown = client.get(list_page(StoredFile, **query)).text
    return re.findall(r"/admin/savings/storedfile/(\d+)/change/", shown)
