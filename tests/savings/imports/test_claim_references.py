"""Does a claim without a reference get one of its own, and the same file, sent again, no second claim?"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings.imports.claims import import_claims, read_claims, store_claims
from savings.imports.errors import ImportRefused
from savings.models import Claim, Version
from tests.factories import PlaceFactory, claim_at, draft_of, officer_of, published

from .claim_files import all_written, claims_refused, counts, own_claims


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def _references():
    return list(Claim.objects.order_by("reference").values_list("reference", flat=True))


def test_rows_without_a_reference_get_the_next_ones_of_their_place(tmp_path, kent):
    draft_of(kent, reference="KEN-0006")
    result = import_claims(
        own_claims(tmp_path, ",Kent,One desk", ",Kent,One fleet"), by=officer_of(kent)
    )

    fleet = Version.objects.get(what_changes="One fleet")
    assert counts(result) == (2, 0, 0)
    assert _references() == ["KEN-0006", "KEN-0007", "KEN-0008"]
    assert fleet.claim.reference == "KEN-0008"
    assert result.notes[1:] == ["References made for rows without one: KEN-0007, KEN-0008."]


def test_a_reference_that_the_file_gives_is_not_made_for_another_row(tmp_path, kent):
    rows = (",Kent,One desk", "KEN-0002,Kent,One fleet", ",Kent,One payroll")

    import_claims(own_claims(tmp_path, *rows), by=officer_of(kent))

    said = dict(Version.objects.values_list("claim__reference", "what_changes"))
    assert said == {"KEN-0001": "One desk", "KEN-0002": "One fleet", "KEN-0003": "One payroll"}


def test_a_reference_of_another_place_is_not_given_to_a_new_claim(tmp_path, kent):
    PlaceFactory(code="CRO-1", name="Croydon")

    path = own_claims(tmp_path, "CRO-1-0007,Kent,One desk")

    assert claims_refused(path, by=officer_of(kent)) == [(2, "reference", "conflict")]
    assert not Claim.objects.exists()


def test_each_place_has_references_of_its_own(tmp_path, kent):
    croydon = PlaceFactory(code="CRO-1", name="Croydon")
    officer = officer_of(kent)
    officer.memberships.create(place=croydon, role="officer")

    import_claims(own_claims(tmp_path, ",Kent,One desk", ",Croydon,One desk"), by=officer)

    assert _references() == ["CRO-1-0001", "KEN-0001"]


def test_checking_says_which_references_would_be_made(tmp_path, kent):
    path = own_claims(tmp_path, ",Kent,One desk")

    result = import_claims(path, by=officer_of(kent), check=True)

    assert result.rows == [
        {"row": 2, "reference": "KEN-0001", "place": "Kent", "what_changes": "One desk"}
    ]
    assert not Claim.objects.exists()


def test_many_references_are_said_in_short(tmp_path, kent):
    rows = [f",Kent,Desk {number}" for number in range(50)]

    [_, note] = import_claims(own_claims(tmp_path, *rows), by=officer_of(kent)).notes

    assert note.startswith("References made for rows without one: KEN-0001, KEN-0002, ")
    assert note.endswith("KEN-0009, … KEN-0050 (50 in all).")


def test_the_same_file_again_makes_no_claim_twice(tmp_path, kent):
    officer = officer_of(kent)
    path = own_claims(tmp_path, ",Kent,One desk", ",Kent,One fleet", ",Kent,One fleet")
    import_claims(path, by=officer)
    before = all_written()

    result = import_claims(path, by=officer)

    assert counts(result) == (0, 0, 3)
    assert all_written() == before
    assert "say exactly what a claim says already: row 2 as KEN-0001, row 3 as" in result.notes[-1]


def test_the_command_makes_references_and_is_safe_to_repeat(tmp_path, kent):
    path, email = own_claims(tmp_path, ",Kent,One desk"), officer_of(kent).email
    for _ in range(2):
        out = StringIO()
        call_command("import_claims", str(path), "--as", email, "--json", stdout=out)

    assert [row["reference"] for row in json.loads(out.getvalue())["rows"]] == ["KEN-0001"]
    assert _references() == ["KEN-0001"]


@pytest.mark.parametrize("status", ["withdrawn", "published"])
def test_what_is_not_the_places_to_change_is_not_taken_for_the_same_claim(tmp_path, kent, status):
    claim_at(status, kent, reference="KEN-0001", what_changes="One desk")

    result = import_claims(own_claims(tmp_path, ",Kent,One desk"), by=officer_of(kent))

    assert counts(result) == (1, 0, 0)
    assert _references() == ["KEN-0001", "KEN-0002"]


def test_another_places_claim_is_never_taken_for_ones_own(tmp_path, kent):
    draft_of(PlaceFactory(), reference="ELSE-1", what_changes="One desk")

    result = import_claims(own_claims(tmp_path, ",Kent,One desk"), by=officer_of(kent))

    assert counts(result) == (1, 0, 0)
    assert not any("say" in note for note in result.notes)


@pytest.mark.parametrize("sentence", ["One desk", "one  DESK."])
def test_a_new_claim_in_the_words_of_another_is_pointed_out(tmp_path, kent, sentence):
    draft_of(kent, reference="KEN-0001", what_changes="One desk")
    path = tmp_path / "claims.csv"
    path.write_text(f"reference,place,what_changes,caveat\n,Kent,{sentence},Perhaps\n")

    result = import_claims(path, by=officer_of(kent))

    assert counts(result) == (1, 0, 0)
    assert "Row 2 says what changed in the words of KEN-0001." in result.notes[-1]


def test_two_new_claims_in_the_same_words_are_pointed_out(tmp_path, kent):
    rows = ("KEN-0005,Kent,One desk", ",Kent,One fleet", ",Kent,One desk")

    result = import_claims(own_claims(tmp_path, *rows), by=officer_of(kent))

    assert result.notes[-1].startswith("Row 4 says what changed in the words of row 2.")


def test_published_words_of_the_place_are_pointed_out_too(tmp_path, kent):
    published(kent, reference="C001", what_changes="One desk")

    result = import_claims(own_claims(tmp_path, ",Kent,One desk"), by=officer_of(kent))

    assert "in the words of C001." in result.notes[-1]


def test_a_changed_claim_is_not_compared_with_itself(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", what_changes="One desk", caveat="")
    path = tmp_path / "claims.csv"
    path.write_text("reference,place,what_changes,caveat\nKEN-0001,Kent,One desk,Perhaps\n")

    result = import_claims(path, by=officer_of(kent))

    assert counts(result) == (0, 1, 0)
    assert not any("in the words of" in note for note in result.notes)


def test_a_row_without_a_reference_can_be_wrong_like_any_other(tmp_path, kent):
    PlaceFactory(name="Croydon")
    rows = (",Croydon,One desk", ",Kent,", "Total,Kent,One desk")

    found = claims_refused(own_claims(tmp_path, *rows), officer_of(kent))

    assert found == [
        (2, "place", "other_place"),
        (3, "what_changes", "missing"),
        (4, "reference", "total_row"),
    ]


def test_a_reference_that_somebody_else_takes_meanwhile_stores_nothing(tmp_path, kent):
    officer = officer_of(kent)
    read = read_claims(own_claims(tmp_path, ",Kent,One desk", ",Kent,One fleet"), by=officer)
    draft_of(kent, reference="KEN-0002")

    with pytest.raises(ImportRefused) as refused:
        store_claims(read, by=officer, note="Late")

    assert [error.code for error in refused.value.errors] == ["stale"]
    assert _references() == ["KEN-0002"]


def test_fifteen_rows_without_references_cost_as_many_look_ups_as_one(
    tmp_path, kent, django_assert_num_queries
):
    officer = officer_of(kent)
    rows = [f",Kent,Desk {number}" for number in range(17)]
    import_claims(own_claims(tmp_path, *rows[:1]), by=officer)  # Rights are looked up once.

    with CaptureQueriesContext(connection) as one:
        import_claims(own_claims(tmp_path, *rows[1:2]), by=officer)
    with django_assert_num_queries(len(one)):
        import_claims(own_claims(tmp_path, *rows[2:]), by=officer)
