"""A headline may be a net present value: taken at every door, given back as it came, and added to nothing."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from pilots.models import Place
from savings import workflow
from savings.access import default_purpose
from savings.claims.statements import statement
from savings.doubts.plausibility_facts import claim_facts
from savings.exports.files import CLAIMS, Export
from savings.imports.claims import import_claims
from savings.models import Version
from savings.totals.sums import totals_of
from tests.factories import PlaceFactory, administrator, draft_of, officer_of, published

from .claim_files import claims_file, counts

TITLES = "reference,place,what_changes,as_published,measure,amount_low,gross_or_net"
PUBLISHED = f"{TITLES},source_title,source_url"
STATED = {
    "as_published": "NPV £3m",
    "measure": "money",
    "amount_low": Decimal(3_000_000),
    "gross_or_net": "net_present_value",
}


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.mark.parametrize("typed", ["net_present_value", "Net present value", "NET PRESENT VALUE"])
def test_published_words_may_state_one(kent, tmp_path, typed):
    row = f"K1,Kent,One desk,NPV £3m,money,3000000,{typed},A paper,https://news.example/1"

    import_claims(claims_file(tmp_path, PUBLISHED, row), by=administrator(), published=True)

    version = Version.objects.get()
    assert {name: getattr(version, name) for name in STATED} == STATED
    assert statement(version, "gross_or_net").words == "Net present value"


def test_a_sheet_of_claims_may_state_one(kent, tmp_path):
    row = "KEN-0001,Kent,One desk,NPV £3m,money,3000000,Net present value"

    import_claims(claims_file(tmp_path, TITLES, row), by=officer_of(kent))

    assert Version.objects.get().gross_or_net == "net_present_value"


def test_a_place_adopts_it_as_it_stands(kent):
    draft = workflow.perform("adopt", published(kent, **STATED), by=officer_of(kent))

    assert {name: getattr(draft, name) for name in STATED} == STATED


def test_it_comes_out_and_in_again_as_it_was(kent, tmp_path):
    published(kent, reference="K1", **STATED)
    person, path = administrator(), tmp_path / "claims.csv"
    export = Export(CLAIMS, person, default_purpose(person), date(2026, 11, 22))
    path.write_bytes(b"".join(export.chunks()))

    [row] = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    again = import_claims(path, by=person, published=True)

    assert row["gross_or_net"] == "net_present_value"
    assert counts(again) == (0, 0, 1)


def test_it_is_added_to_nothing_and_no_year_is_held_against_it(kent):
    published(kent, reference="K1", **STATED)
    draft = draft_of(kent, reference="KEN-0002", **STATED | {"amount_high": None})

    assert totals_of(administrator(), Place.objects.all()).totals == []
    assert claim_facts([draft])["KEN-0002"].headline is None
    assert claim_facts([draft])["KEN-0002"].total is None
