"""Do published claims and a place's own go in whole, lose nothing, and twice without effect?"""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots.models import Place
from savings import workflow
from savings.imports.claim_columns import claim_columns
from savings.imports.claims import import_claims
from savings.imports.errors import ImportRefused
from savings.imports.places import import_places
from savings.models import Claim, ConditionChange, Event, Evidence, Version
from tests.factories import (
    PlaceFactory,
    ThemeFactory,
    administrator,
    analyst,
    claim_at,
    finance_of,
    lead_of,
    officer_of,
    published,
)

PUBLISHED = Path(apps.get_app_config("savings").path) / "data" / "published_claims.csv"
PLACES = Path(apps.get_app_config("pilots").path) / "data"
SOURCE = "source_title,source_url"


def _file(tmp_path, titles, *rows, name="claims.csv"):
    path = tmp_path / name
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def _own(tmp_path, *rows, titles="reference,place,what_changes"):
    return _file(tmp_path, titles, *rows)


def _refused(path, by, **options):
    with pytest.raises(ImportRefused) as refused:
        import_claims(path, by=by, **options)
    return [(error.row, error.column, error.code) for error in refused.value.errors]


def _counts(result):
    return result.new, result.changed, result.unchanged


def _all_written():
    return [model.objects.count() for model in (Claim, Version, Event, Evidence, ConditionChange)]


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
    before = _all_written()

    result = import_claims(PUBLISHED, by=administrator(), published=True)

    assert _counts(result) == (0, 0, 23)
    assert _all_written() == before


def test_a_corrected_text_is_published_as_the_next_version(tmp_path, kent):
    published(kent, reference="C001", as_published="£40m", caveat="Not per year")

    titles = f"reference,place,what_changes,as_published,{SOURCE}"
    path = _file(tmp_path, titles, "C001,Kent,Assets,£41m,News,https://news.example/")
    result = import_claims(path, by=administrator(), published=True)

    old, new = Version.objects.order_by("number")
    assert _counts(result) == (0, 1, 0)
    assert (old.status, old.as_published) == ("superseded", "£40m")
    assert (new.status, new.as_published, new.caveat) == ("published", "£41m", "Not per year")


def test_a_published_claim_needs_its_source(tmp_path, kent):
    path = _own(tmp_path, "C001,Kent,Assets")

    found = _refused(path, administrator(), published=True)

    assert found == [(2, "source_title", "missing")]


def test_adopted_words_are_no_longer_published_again(tmp_path, kent):
    words = published(kent, reference="C001")
    workflow.perform("adopt", words, by=officer_of(kent))

    found = _refused(_own(tmp_path, "C001,Kent,Other"), administrator(), published=True)

    assert found == [(2, "reference", "conflict")]


def test_adopted_words_published_again_unchanged_are_passed_over(tmp_path, kent):
    words = published(kent, reference="C001", what_changes="Assets")
    workflow.perform("adopt", words, by=officer_of(kent))

    result = import_claims(_own(tmp_path, "C001,Kent,Assets"), by=administrator(), published=True)

    assert _counts(result) == (0, 0, 1)


@pytest.mark.parametrize("role", [officer_of, finance_of])
def test_people_of_the_place_make_drafts(tmp_path, kent, role):
    person = role(kent)

    result = import_claims(_own(tmp_path, "TP-001,ken,One front desk"), by=person)

    draft = Version.objects.get()
    assert _counts(result) == (1, 0, 0)
    assert (draft.status, draft.claim.place, draft.lead) == ("draft", kent, lead_of(kent))
    assert draft.events.get().by == person


def test_a_blank_or_absent_cell_is_not_stated(tmp_path, kent):
    titles = "reference,place,what_changes,kind_of_gain,amount_low,continues,lead"
    path = _file(tmp_path, titles, "TP-001,Kent,One front desk,,,,")

    import_claims(path, by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.kind_of_gain, draft.amount_low, draft.continues) == ("not_stated", None, None)
    assert (draft.stage, draft.lead) == ("not_stated", lead_of(kent))


def test_what_our_own_columns_say_is_stored(tmp_path, kent):
    theme = ThemeFactory()
    said = {
        "theme": "back office",
        "service_level": "Got better",
        "service_evidence": "Survey",
        "baseline_amount": "£2,400,000",
        "baseline_year": "2009/10",
        "continues": "YES",
        "price_basis": "real",
        "base_year": "2009-10",
        "proposed_condition": "C",
    }
    path = tmp_path / "claims.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["reference", "place", "what_changes", *said])
        writer.writerow(["TP-001", "Kent", "One front desk", *said.values()])

    import_claims(path, by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.theme, draft.service_level, draft.continues) == (theme, "better", True)
    assert (draft.baseline_amount, str(draft.baseline_year)) == (2_400_000, "2009-10")
    assert (draft.price_basis, draft.proposed_condition) == ("real", "C")


def test_importing_own_claims_twice_changes_nothing(tmp_path, kent):
    titles = "reference,place,what_changes,lead,amount_low,notes"
    path = _file(tmp_path, titles, 'TP-001,Kent,Desk,,2.500,"two\nlines "')
    import_claims(path, by=officer_of(kent))
    before = _all_written()

    result = import_claims(path, by=officer_of(kent))

    assert _counts(result) == (0, 0, 1)
    assert _all_written() == before
    assert Version.objects.get().revision == 1


def test_a_different_row_edits_the_open_draft(tmp_path, kent):
    draft = claim_at("draft", kent, reference="TP-001", caveat="Kept")

    result = import_claims(_own(tmp_path, "TP-001,Kent,Two desks"), by=officer_of(kent))

    draft.refresh_from_db()
    assert _counts(result) == (0, 1, 0)
    assert (draft.what_changes, draft.caveat, draft.figures.count()) == ("Two desks", "Kept", 3)
    assert draft.events.last().note == "Imported from claims.csv"


@pytest.mark.parametrize("status", ["submitted", "final", "withdrawn", "superseded"])
def test_a_different_row_revises_a_frozen_claim(tmp_path, kent, status):
    frozen = claim_at(status, kent, reference="TP-001")

    import_claims(_own(tmp_path, "TP-001,Kent,Two desks"), by=officer_of(kent))

    draft = Version.objects.get(claim=frozen.claim, status="draft")
    actions = list(draft.events.values_list("action", "note").order_by("pk"))
    note = "Imported from claims.csv"
    assert draft.what_changes == "Two desks"
    assert actions == [("revise", note), ("edit", note)]


def test_the_same_words_do_not_revise_a_frozen_claim(tmp_path, kent):
    frozen = claim_at("submitted", kent, reference="TP-001", what_changes="Desk")

    result = import_claims(_own(tmp_path, "TP-001,Kent,Desk"), by=officer_of(kent))

    assert _counts(result) == (0, 0, 1)
    assert frozen.claim.versions.count() == 1


def test_published_words_must_be_adopted_before_they_are_changed(tmp_path, kent):
    published(kent, reference="C001", what_changes="Assets")
    officer = officer_of(kent)

    same = import_claims(_own(tmp_path, "C001,Kent,Assets"), by=officer)
    found = _refused(_own(tmp_path, "C001,Kent,Other"), officer)

    assert _counts(same) == (0, 0, 1)
    assert found == [(2, "reference", "not_adopted")]


def test_rows_of_another_place_are_refused(tmp_path, kent):
    PlaceFactory(name="Croydon")

    found = _refused(_own(tmp_path, "TP-001,Croydon,Desk", "TP-002,Kent,Desk"), officer_of(kent))

    assert found == [(2, "place", "other_place")]
    assert not Claim.objects.exists()


def test_a_row_of_another_place_that_says_what_everybody_reads_is_unchanged(tmp_path, kent):
    published(PlaceFactory(name="Croydon"), reference="C009", what_changes="Early years")

    result = import_claims(_own(tmp_path, "C009,Croydon,Early years"), by=officer_of(kent))

    assert _counts(result) == (0, 0, 1)


def test_a_row_cannot_be_used_to_learn_of_another_places_claim(tmp_path, kent):
    croydon = PlaceFactory(name="Croydon")
    claim_at("submitted", croydon, reference="CRO-0001", what_changes="Secret")
    officer = officer_of(kent)

    right = _refused(_own(tmp_path, "CRO-0001,Croydon,Secret"), officer)
    wrong = _refused(_own(tmp_path, "CRO-0001,Croydon,Guess"), officer)
    none = _refused(_own(tmp_path, "CRO-0002,Croydon,Guess"), officer)

    assert right == wrong == none == [(2, "place", "other_place")]


def test_a_reference_of_another_place_cannot_be_taken(tmp_path, kent):
    claim_at("draft", reference="TP-001")

    found = _refused(_own(tmp_path, "TP-001,Kent,Desk"), officer_of(kent))

    assert found == [(2, "reference", "conflict")]


@pytest.mark.parametrize("person", [analyst, administrator])
def test_the_treasury_may_not_write_a_places_claims(tmp_path, kent, person):
    path = _own(tmp_path, "TP-001,Kent,Desk")

    assert _refused(path, person()) == [(None, None, "not_allowed")]


@pytest.mark.parametrize("person", [analyst, lambda: officer_of(Place.objects.get())])
def test_only_an_administrator_may_publish(tmp_path, kent, person):
    path = _own(tmp_path, "C001,Kent,Desk")

    assert _refused(path, person(), published=True) == [(None, None, "not_allowed")]


@pytest.mark.parametrize(
    ("titles", "row", "expected"),
    [
        ("", ",Kent,Desk", ("reference", "missing")),
        ("", "tp-1,Kent,Desk", ("reference", "type")),
        ("", "TP 1,Kent,Desk", ("reference", "type")),
        ("", "ABCDEFGHIJKLMNOPQRSTU,Kent,Desk", ("reference", "too_long")),
        ("", "Total,Kent,Desk", ("reference", "total_row")),
        ("", "TP-1,Total,Desk", ("place", "total_row")),
        ("", "TP-1,Atlantis,Desk", ("place", "unknown_place")),
        ("", "TP-1,,Desk", ("place", "missing")),
        ("", "TP-1,Kent,", ("what_changes", "missing")),
        ("", f"TP-1,Kent,{'x' * 301}", ("what_changes", "too_long")),
        ("kind_of_gain", "TP-1,Kent,Desk,gold", ("kind_of_gain", "type")),
        ("amount_low", "TP-1,Kent,Desk,1.2m", ("amount_low", "unit")),
        ("period_years", "TP-1,Kent,Desk,five", ("period_years", "not_a_number")),
        ("period_end", "TP-1,Kent,Desk,2016-18", ("period_end", "bad_year")),
        ("baseline_year", "TP-1,Kent,Desk,2110-11", ("baseline_year", "bad_year")),
        ("continues", "TP-1,Kent,Desk,perhaps", ("continues", "type")),
        ("theme", "TP-1,Kent,Desk,Spaceflight", ("theme", "type")),
        ("lead", "TP-1,Kent,Desk,Nobody", ("lead", "type")),
        ("base_year", "TP-1,Kent,Desk,2009-10", ("base_year", "conflict")),
        ("amount_low,amount_high", "TP-1,Kent,Desk,9,8", ("amount_high", "conflict")),
        ("notes", f"TP-1,Kent,Desk,{'x' * 10_001}", ("notes", "too_long")),
    ],
)
def test_what_cannot_be_read_is_refused_by_row_and_column(tmp_path, kent, titles, row, expected):
    titles = ",".join(["reference,place,what_changes", *filter(None, [titles])])

    found = _refused(_file(tmp_path, titles, row), officer_of(kent))

    assert found == [(2, *expected)]


def test_all_errors_are_shown_at_once_and_nothing_is_stored(tmp_path, kent):
    rows = ("TP-1,Kent,Desk", "TP-1,Kent,Desk again", "tp-2,Atlantis,")

    found = _refused(_own(tmp_path, *rows), officer_of(kent))

    assert found == [
        (3, "reference", "duplicate"),
        (4, "reference", "type"),
        (4, "place", "unknown_place"),
        (4, "what_changes", "missing"),
    ]
    assert not Claim.objects.exists()


def test_a_title_that_is_not_taken_is_refused(tmp_path, kent):
    path = _file(tmp_path, "reference,place,what_changes,hunch", "TP-1,Kent,Desk,x")

    assert _refused(path, officer_of(kent)) == [(1, "hunch", "columns")]


def test_checking_stores_nothing(tmp_path, kent):
    result = import_claims(_own(tmp_path, "TP-1,Kent,Desk"), by=officer_of(kent), check=True)

    assert (result.outcome, _counts(result)) == ("checked", (1, 0, 0))
    assert not Claim.objects.exists()


def test_text_that_looks_like_a_formula_loses_one_apostrophe(tmp_path, kent):
    titles = "reference,place,what_changes,notes"
    path = _file(tmp_path, titles, "TP-1,Kent,'=SUM(A1),''tis")

    import_claims(path, by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.what_changes, draft.notes) == ("=SUM(A1)", "'tis")


def test_twenty_rows_cost_as_many_look_ups_as_one(tmp_path, kent, django_assert_num_queries):
    officer = officer_of(kent)
    rows = [f"TP-{n},Kent,Desk" for n in range(20)]
    import_claims(_own(tmp_path, *rows), by=officer)

    with CaptureQueriesContext(connection) as one:
        import_claims(_own(tmp_path, *rows[:1]), by=officer)
    with django_assert_num_queries(len(one)):
        import_claims(_own(tmp_path, *rows), by=officer)
