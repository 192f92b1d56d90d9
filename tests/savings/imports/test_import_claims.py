"""Do a place's own claims become drafts, exactly as written, and twice without effect?"""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.imports.claims import import_claims
from savings.models import Claim, Version
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

from .claim_files import all_written, claims_file, claims_refused, counts, own_claims


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.mark.parametrize("role", [officer_of, finance_of])
def test_people_of_the_place_make_drafts(tmp_path, kent, role):
    person = role(kent)

    result = import_claims(own_claims(tmp_path, "TP-001,ken,One front desk"), by=person)

    draft = Version.objects.get()
    assert counts(result) == (1, 0, 0)
    assert (draft.status, draft.claim.place, draft.lead) == ("draft", kent, lead_of(kent))
    assert draft.events.get().by == person


def test_a_blank_or_absent_cell_is_not_stated(tmp_path, kent):
    titles = "reference,place,what_changes,kind_of_gain,amount_low,continues,lead"
    path = claims_file(tmp_path, titles, "TP-001,Kent,One front desk,,,,")

    import_claims(path, by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.kind_of_gain, draft.amount_low, draft.continues) == ("not_stated", None, None)
    assert (draft.stage, draft.lead) == ("not_stated", lead_of(kent))


def test_a_sheet_may_say_it_in_the_words_of_the_pages(tmp_path, kent):
    titles = "reference,place,what_changes,kind_of_gain,continues,price_basis,transferability"
    row = "TP-001,Kent,One desk,Money we no longer spend,It ends,in real terms,Not claimed"

    import_claims(claims_file(tmp_path, titles, row), by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.kind_of_gain, draft.continues) == ("cashable", False)
    assert (draft.price_basis, draft.transferability) == ("real", "this_place")


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
    path = claims_file(tmp_path, titles, 'TP-001,Kent,Desk,,2.500,"two\nlines "')
    import_claims(path, by=officer_of(kent))
    before = all_written()

    result = import_claims(path, by=officer_of(kent))

    assert counts(result) == (0, 0, 1)
    assert all_written() == before
    assert Version.objects.get().revision == 1


def test_kinds_of_line_end_and_blanks_at_the_ends_are_no_change(tmp_path, kent):
    claim_at("draft", kent, reference="TP-001", what_changes="Desk ", notes="one\r\ntwo")

    path = claims_file(
        tmp_path, "reference,place,what_changes,notes", 'TP-001,Kent,Desk,"one\ntwo"'
    )
    result = import_claims(path, by=officer_of(kent))

    assert counts(result) == (0, 0, 1)


def test_a_different_row_edits_the_open_draft(tmp_path, kent):
    draft = claim_at("draft", kent, reference="TP-001", caveat="Kept")

    result = import_claims(own_claims(tmp_path, "TP-001,Kent,Two desks"), by=officer_of(kent))

    draft.refresh_from_db()
    assert counts(result) == (0, 1, 0)
    assert (draft.what_changes, draft.caveat, draft.figures.count()) == ("Two desks", "Kept", 3)
    assert draft.events.last().note == "Imported from claims.csv"


@pytest.mark.parametrize("status", ["submitted", "final", "withdrawn", "superseded"])
def test_a_different_row_revises_a_frozen_claim(tmp_path, kent, status):
    frozen = claim_at(status, kent, reference="TP-001")

    import_claims(own_claims(tmp_path, "TP-001,Kent,Two desks"), by=officer_of(kent))

    draft = Version.objects.get(claim=frozen.claim, status="draft")
    actions = list(draft.events.values_list("action", "note").order_by("pk"))
    note = "Imported from claims.csv"
    assert draft.what_changes == "Two desks"
    assert actions == [("revise", note), ("edit", note)]


def test_the_same_words_do_not_revise_a_frozen_claim(tmp_path, kent):
    frozen = claim_at("submitted", kent, reference="TP-001", what_changes="Desk")

    result = import_claims(own_claims(tmp_path, "TP-001,Kent,Desk"), by=officer_of(kent))

    assert counts(result) == (0, 0, 1)
    assert frozen.claim.versions.count() == 1


def test_published_words_must_be_adopted_before_they_are_changed(tmp_path, kent):
    published(kent, reference="C001", what_changes="Assets")
    officer = officer_of(kent)

    same = import_claims(own_claims(tmp_path, "C001,Kent,Assets"), by=officer)
    found = claims_refused(own_claims(tmp_path, "C001,Kent,Other"), officer)

    assert counts(same) == (0, 0, 1)
    assert found == [(2, "reference", "not_adopted")]


def test_rows_of_another_place_are_refused(tmp_path, kent):
    PlaceFactory(name="Croydon")

    found = claims_refused(
        own_claims(tmp_path, "TP-001,Croydon,Desk", "TP-002,Kent,Desk"), officer_of(kent)
    )

    assert found == [(2, "place", "other_place")]
    assert not Claim.objects.exists()


def test_a_row_of_another_place_that_says_what_everybody_reads_is_unchanged(tmp_path, kent):
    published(PlaceFactory(name="Croydon"), reference="C009", what_changes="Early years")

    result = import_claims(own_claims(tmp_path, "C009,Croydon,Early years"), by=officer_of(kent))

    assert counts(result) == (0, 0, 1)


def test_a_row_cannot_be_used_to_learn_of_another_places_claim(tmp_path, kent):
    croydon = PlaceFactory(name="Croydon")
    claim_at("submitted", croydon, reference="CRO-0001", what_changes="Secret")
    officer = officer_of(kent)

    right = claims_refused(own_claims(tmp_path, "CRO-0001,Croydon,Secret"), officer)
    wrong = claims_refused(own_claims(tmp_path, "CRO-0001,Croydon,Guess"), officer)
    none = claims_refused(own_claims(tmp_path, "CRO-0002,Croydon,Guess"), officer)

    assert right == wrong == none == [(2, "place", "other_place")]


def test_a_reference_of_another_place_cannot_be_taken(tmp_path, kent):
    claim_at("draft", reference="TP-001")

    found = claims_refused(own_claims(tmp_path, "TP-001,Kent,Desk"), officer_of(kent))

    assert found == [(2, "reference", "conflict")]


@pytest.mark.parametrize("person", [analyst, administrator])
def test_the_treasury_may_not_write_a_places_claims(tmp_path, kent, person):
    path = own_claims(tmp_path, "TP-001,Kent,Desk")

    assert claims_refused(path, person()) == [(None, None, "not_allowed")]


@pytest.mark.parametrize(
    ("titles", "row", "expected"),
    [
        ("", "TP 1,Kent,Desk", ("reference", "type")),
        ("", "ABCDEFGHIJKLMNOPQRSTU,Kent,Desk", ("reference", "too_long")),
        ("", "Total,Kent,Desk", ("reference", "total_row")),
        ("", "TP-1,Total,Desk", ("place", "total_row")),
        ("", "TP-1,Atlantis,Desk", ("place", "unknown_place")),
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

    found = claims_refused(claims_file(tmp_path, titles, row), officer_of(kent))

    assert found == [(2, *expected)]


def test_all_errors_are_shown_at_once_and_nothing_is_stored(tmp_path, kent):
    rows = ("TP-1,Kent,Desk", "tp-1,Kent,Desk again", "tp 2,Atlantis,")

    found = claims_refused(own_claims(tmp_path, *rows), officer_of(kent))

    assert found == [
        (3, "reference", "duplicate"),
        (4, "reference", "type"),
        (4, "place", "unknown_place"),
        (4, "what_changes", "missing"),
    ]
    assert not Claim.objects.exists()


def test_a_column_that_is_not_known_is_left_out_and_named(tmp_path, kent):
    path = claims_file(tmp_path, "reference,place,what_changes,hunch", "TP-1,Kent,Desk,x")

    result = import_claims(path, by=officer_of(kent))

    assert result.notes[1:] == ["Left out, because we do not know this column: hunch."]
    assert Version.objects.get().what_changes == "Desk"


def test_checking_stores_nothing(tmp_path, kent):
    result = import_claims(own_claims(tmp_path, "TP-1,Kent,Desk"), by=officer_of(kent), check=True)

    assert (result.outcome, counts(result)) == ("checked", (1, 0, 0))
    assert not Claim.objects.exists()


def test_text_that_looks_like_a_formula_loses_one_apostrophe(tmp_path, kent):
    titles = "reference,place,what_changes,notes"
    path = claims_file(tmp_path, titles, "TP-1,Kent,'=SUM(A1),''tis")

    import_claims(path, by=officer_of(kent))

    draft = Version.objects.get()
    assert (draft.what_changes, draft.notes) == ("=SUM(A1)", "'tis")


def test_twenty_rows_cost_as_many_look_ups_as_one(tmp_path, kent, django_assert_num_queries):
    officer = officer_of(kent)
    rows = [f"TP-{n},Kent,Desk" for n in range(20)]
    import_claims(own_claims(tmp_path, *rows), by=officer)

    with CaptureQueriesContext(connection) as one:
        import_claims(own_claims(tmp_path, *rows[:1]), by=officer)
    with django_assert_num_queries(len(one)):
        import_claims(own_claims(tmp_path, *rows), by=officer)
