"""Do published claims go in whole, lose nothing, and twice without effect?"""

import csv
from pathlib import Path

import pytest
from django.apps import apps

from pilots.models import Place
from savings import workflow
from savings.imports.claim_columns import claim_columns
from savings.imports.claims import import_claims
from savings.imports.places import import_places
from savings.models import Version
from tests.factories import PlaceFactory, administrator, analyst, officer_of, published

from .claim_files import all_written, claims_file, claims_refused, counts, own_claims

PUBLISHED = Path(apps.get_app_config("savings").path) / "data" / "published_claims.csv"
PLACES = Path(apps.get_app_config("pilots").path) / "data"
SOURCE = "source_title,source_url"


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def _real_places():
    for name in ("pilots.csv", "parallel_places.csv"):
        import_places(PLACES / name, by=administrator())


@pytest.mark.usefixtures("_real_places")
def test_no_published_claim_loses_anything():
    import_claims(PUBLISHED, by=administrator(), published=True)

    shown = {c.title: (c.name, c.shown) for c in claim_columns()}
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == Version.objects.count() == 23
    for row in rows:
        version = Version.objects.get(claim__reference=row["reference"])
        said = {"reference": version.claim.reference, "place": version.claim.place.name}
        for title in row.keys() - said.keys():
            name, show = shown[title]
            said[title] = show(getattr(version, name))
        assert said == row


@pytest.mark.usefixtures("_real_places")
def test_published_claims_are_frozen_open_and_cite_their_source():
    import_claims(PUBLISHED, by=administrator(), published=True)

    version = Version.objects.get(claim__reference="C002")
    source = version.citations.get().evidence
    assert (version.status, version.claim.use_condition) == ("published", "D")
    assert (source.form, source.url) == ("link", version.source_url)


@pytest.mark.usefixtures("_real_places")
def test_importing_published_claims_twice_changes_nothing():
    import_claims(PUBLISHED, by=administrator(), published=True)
    before = all_written()

    result = import_claims(PUBLISHED, by=administrator(), published=True)

    assert counts(result) == (0, 0, 23)
    assert all_written() == before


def test_a_corrected_text_is_published_as_the_next_version(tmp_path, kent):
    published(kent, reference="C001", as_published="£40m", caveat="Not per year")

    titles = f"reference,place,what_changes,as_published,{SOURCE}"
    path = claims_file(tmp_path, titles, "C001,Kent,Assets,£41m,News,https://news.example/")
    result = import_claims(path, by=administrator(), published=True)

    old, new = Version.objects.order_by("number")
    assert counts(result) == (0, 1, 0)
    assert (old.status, old.as_published) == ("superseded", "£40m")
    assert (new.status, new.as_published, new.caveat) == ("published", "£41m", "Not per year")


def test_a_published_claim_needs_its_source(tmp_path, kent):
    path = own_claims(tmp_path, "C001,Kent,Assets")

    found = claims_refused(path, administrator(), published=True)

    assert found == [(2, "source_title", "missing")]


def test_published_words_need_a_reference_under_which_they_stay(tmp_path, kent):
    path = own_claims(tmp_path, ",Kent,Assets")

    found = claims_refused(path, administrator(), published=True)

    assert found == [(2, "reference", "missing")]


def test_adopted_words_are_no_longer_published_again(tmp_path, kent):
    words = published(kent, reference="C001")
    workflow.perform("adopt", words, by=officer_of(kent))

    found = claims_refused(own_claims(tmp_path, "C001,Kent,Other"), administrator(), published=True)

    assert found == [(2, "reference", "conflict")]


def test_adopted_words_published_again_unchanged_are_passed_over(tmp_path, kent):
    words = published(kent, reference="C001", what_changes="Assets")
    workflow.perform("adopt", words, by=officer_of(kent))

    result = import_claims(
        own_claims(tmp_path, "C001,Kent,Assets"), by=administrator(), published=True
    )

    assert counts(result) == (0, 0, 1)


@pytest.mark.parametrize("person", [analyst, lambda: officer_of(Place.objects.get())])
def test_only_an_administrator_may_publish(tmp_path, kent, person):
    path = own_claims(tmp_path, "C001,Kent,Desk")

    assert claims_refused(path, person(), published=True) == [(None, None, "not_allowed")]
