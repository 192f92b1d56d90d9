"""The template for claims: does it hold what the place states, and change nothing when it comes back as it is?"""

import io
import string
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from savings import workflow
from savings.claims.questions import BY_FIELD
from savings.imports.claim_columns import WORKED_OUT
from savings.imports.claim_template import CLAIMS, COLUMNS, NAMES, TITLES, claim_template
from savings.imports.claims import import_claims
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.models import Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    lead_of,
    officer_of,
    partner_of,
    published,
)
from totalplace.financial_year import FinancialYear

from .claim_files import all_written, counts

SPECIAL = "=+-@'\t\n _x0041_é€<>&\"" + string.ascii_letters


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def _sheet(officer, name=CLAIMS):
    _, content = claim_template(officer)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def _rows(officer):
    titles, *rows = _sheet(officer)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def _as_it_is(tmp_path, officer, **options):
    path = tmp_path / "claims.xlsx"
    path.write_bytes(claim_template(officer)[1])
    return import_claims(path, by=officer, **options)


def test_every_column_that_is_read_is_there_once_and_explained():
    assert sorted(NAMES) == sorted(["reference", "place", *BY_FIELD])
    assert not set(NAMES) & set(WORKED_OUT)
    assert all(words for _, words, _ in COLUMNS)
    assert TITLES[:5] == ["Reference", "Place", "What changes", "Theme", "Kind of gain"]


def test_a_row_says_what_the_claim_says_in_words(kent):
    draft_of(kent, reference="KEN-0001", as_published="Perhaps\r\nmore", amount_high=None)

    [row] = _rows(officer_of(kent))

    said = {title: value for title, value in row.items() if value != ""}
    assert said == {
        "Reference": "KEN-0001",
        "Place": "Kent",
        "What changes": "One front desk for six services",
        "Theme": "Back office",
        "Kind of gain": "Cashable",
        "As published": "Perhaps\nmore",
        "Lead": lead_of(kent).name,
        "Service level": "Stayed the same",
        "Baseline amount": 2_400_000,
        "Baseline year": "2009-10",
        "Baseline kind": "Agreed budget",
        "Continues": "Yes",
        "Stage": "Identified",
        "Maturity": "May change",
        "Price basis": "Nominal (cash)",
        "Has other bodies": "No",
        "Proposed condition": "A: review only",
        "Measure": "Pounds",
        "Amount low": 250_000,
        "Bound": "Exact",
        "Basis": "Per year",
    }


def test_a_claims_draft_is_taken_before_what_stands_and_others_claims_not_at_all(kent):
    standing = claim_at("submitted", kent, reference="KEN-1")
    draft = workflow.perform("revise", standing, by=officer_of(kent), note="New words.")
    workflow.perform("edit", draft, by=officer_of(kent), content={"what_changes": "Two desks"})
    claim_at("withdrawn", kent, reference="KEN-2")
    published(kent, reference="KEN-3")
    claim_at("final", kent, reference="KEN-4", kind_of_gain="not_in_money", figures=[])
    claim_at("submitted", PlaceFactory(), reference="ELSE-1")

    rows = _rows(officer_of(kent))

    assert [row["Reference"] for row in rows] == ["KEN-1", "KEN-4"]
    assert rows[0]["What changes"] == "Two desks"


@pytest.mark.parametrize("status", ["draft", "submitted", "final"])
def test_uploaded_as_it_is_it_changes_nothing(tmp_path, kent, status):
    trust = OrganisationFactory(name="Kent & Medway NHS Trust")
    partner_of(kent, trust)
    claim_at(
        status,
        kent,
        reference="KEN-1",
        lead=trust,
        notes="'=quoted, then\r\na line",
        amount_low=Decimal("0.125"),
        amount_high=Decimal("99999999999.999"),
        baseline_amount=Decimal("999999999999.99"),
        continues=False,
        last_year=FinancialYear(2030),
        period_years=5,
        period_end="2045-46",
        price_basis="real",
        base_year=FinancialYear(2009),
    )
    officer = officer_of(kent)
    before = all_written()

    result = _as_it_is(tmp_path, officer)

    assert counts(result) == (0, 0, 1)
    assert all_written() == before


def test_adopted_words_and_a_bare_draft_come_back_as_they_are(tmp_path, kent):
    officer = officer_of(kent)
    workflow.perform("adopt", published(kent), by=officer)
    workflow.create_claim(kent, by=officer, content={"what_changes": "One desk"})
    content = {"what_changes": "One fleet", "price_basis": "not_stated", "lead": lead_of(kent)}
    workflow.create_claim(kent, by=officer, content=content)

    assert counts(_as_it_is(tmp_path, officer)) == (0, 0, 3)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(SPECIAL, min_size=1, max_size=40).filter(str.strip))
def test_whatever_the_words_they_come_back_the_same(tmp_path, words):
    place = PlaceFactory()
    draft_of(place, what_changes=words, notes=words)

    assert counts(_as_it_is(tmp_path, officer_of(place), check=True)) == (0, 0, 1)


def test_a_row_that_is_added_begins_a_claim(tmp_path, kent):
    officer = officer_of(kent)
    path = tmp_path / "claims.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet(CLAIMS)
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, ["", "Kent", "One desk", "", "Cashable"])

    import_claims(path, by=officer)

    draft = Version.objects.get()
    assert (draft.claim.reference, draft.kind_of_gain) == ("KEN-0001", "cashable")


def test_a_sheet_describes_each_column_and_another_lists_what_may_stand_there(kent):
    officer = officer_of(kent)

    described = dict(row[:2] for row in _sheet(officer, TEMPLATE_SHEETS[0]))
    titles, *lists = _sheet(officer, TEMPLATE_SHEETS[1])

    assert set(TITLES) < set(described)
    assert "Blank for a new claim" in described["Reference"]
    assert described["Stage"].endswith(
        "One of: Ambition, Proposed, Identified, Agreed, Signed, Delivered."
    )
    columns = {title: [row[i] for row in lists if row[i]] for i, title in enumerate(titles)}
    assert columns["Place"] == ["Kent"]
    assert columns["Lead"] == [lead_of(kent).name]
    assert columns["Continues"] == ["Yes", "No"]
    assert columns["Kind of gain"][-1] == "Not in money"
    assert (columns["Base year"][0], columns["Base year"][-1]) == ("2000-01", "2049-50")


def test_the_file_is_named_for_the_place_where_there_is_one(kent):
    draft_of(kent)

    assert claim_template(officer_of(kent))[0] == "claims-KEN.xlsx"
    assert claim_template(officer_of(PlaceFactory()))[0] == "claims.xlsx"


def test_many_claims_cost_as_many_look_ups_as_one(kent, django_assert_max_num_queries):
    for number in range(20):
        draft_of(kent, reference=f"KEN-{number}")

    with django_assert_max_num_queries(8):
        claim_template(officer_of(kent))
