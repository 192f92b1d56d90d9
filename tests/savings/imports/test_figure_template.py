"""The template that an officer fills in: does it hold what we hold, and change nothing when it comes back as it is?"""

import io
import string

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from savings import workflow
from savings.forms.year_row import RowForm
from savings.imports.figure_cells import AMOUNTS, TITLES
from savings.imports.figure_template import COLUMNS, FIGURES, figure_template
from savings.imports.figures import import_figures
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.models.choices import State
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    officer_of,
    partner_of,
    published,
)

SPECIAL = "=+-@'\t\n _x0041_é€<>&\"" + string.ascii_letters


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def _sheet(officer, name=FIGURES):
    _, content = figure_template(officer)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def _as_it_is(tmp_path, officer, **options):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(figure_template(officer)[1])
    return import_figures(path, by=officer, **options)


def _rows(officer):
    titles, *rows = _sheet(officer)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_every_column_that_is_taken_is_there_and_explained():
    assert sorted(title for title, _, _ in COLUMNS) == sorted(TITLES.all)
    assert all(words for _, words, _ in COLUMNS)


def test_a_row_says_what_we_hold(kent):
    lead = lead_of(kent)
    figures = [*figures_of(lead, state=State.ACTUAL), figure(lead, "0.50", line="harm_to_others")]
    figures[0].note = "First line\r\nsecond"
    draft_of(kent, reference="KEN-1", figures=[*figures, figure(lead, "1.25", year=2011)])

    actual, next_year = _rows(officer_of(kent))

    assert actual.pop("Filled from").startswith("at ")
    assert actual == {
        "Place": "Kent",
        "Claim reference": "KEN-1",
        "Financial year": "2010-11",
        "State": "Actual",
        "Kind of gain": "Cashable",
        "Organisation": lead.name,
        "Saving (£)": 250_000,
        "One-off cost (£)": 20_000,
        "Extra running cost (£)": 0,
        "Extra cost to others (£)": "",
        "Note": "First line\nsecond",
    }
    assert (next_year["Saving (£)"], next_year["One-off cost (£)"]) == (1.25, "")


def test_a_claims_draft_is_taken_before_what_stands(kent):
    standing = claim_at("submitted", kent, reference="KEN-1")
    draft = workflow.perform("revise", standing, by=officer_of(kent), note="New figures.")
    figures = figures_of(lead_of(kent), "9.00")
    workflow.perform("edit", draft, by=officer_of(kent), figures=figures)

    assert [row["Saving (£)"] for row in _rows(officer_of(kent))] == [9]


def test_only_claims_that_take_figures_are_offered(kent):
    lead = lead_of(kent)
    claim_at("submitted", kent, reference="KEN-1")
    claim_at("withdrawn", kent, reference="KEN-2")
    draft_of(kent, reference="KEN-3", figures=[], kind_of_gain="not_in_money")
    draft_of(kent, reference="KEN-4", figures=[])
    published(kent, reference="KEN-5")
    draft_of(kent, reference="KEN-6", figures=[figure(lead, line="one_off_cost")])
    claim_at("submitted", PlaceFactory(), reference="ELSE-1")

    listed = [row[1] for row in _sheet(officer_of(kent), "Lists")[1:] if row[1]]

    assert [row["Claim reference"] for row in _rows(officer_of(kent))] == ["KEN-1"]
    assert listed == ["KEN-1", "KEN-4", "KEN-6"]


@pytest.mark.parametrize("status", ["draft", "submitted", "final"])
def test_uploaded_as_it_is_it_changes_nothing(tmp_path, kent, status):
    trust = OrganisationFactory(name="Kent & Medway NHS Trust")
    partner_of(kent, trust)
    lead = lead_of(kent)
    note = "'=quoted, then\r\na line"
    largest = "999999999999.99" if status == "draft" else "250000.99"
    figures = [
        *figures_of(lead, largest),
        *figures_of(lead, "0.01", year=2030, state=State.PLAN, kind_of_gain="wider_value"),
        *figures_of(trust, note=note, doubts=[["any", "It is right.\r\nTwice.", ""]]),
    ]
    version = claim_at(status, kent, reference="KEN-1", figures=figures, has_other_bodies=True)
    officer = officer_of(kent)

    result = _as_it_is(tmp_path, officer)

    assert (result.new, result.changed, result.unchanged, result.missing) == (0, 0, 3, 0)
    assert version.claim.versions.count() == 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(note=st.text(SPECIAL, max_size=40).map(str.strip))
def test_whatever_the_note_says_comes_back_the_same(tmp_path, note):
    place = PlaceFactory()
    draft_of(place, figures=[figure(lead_of(place), note=note)])

    result = _as_it_is(tmp_path, officer_of(place), check=True)

    assert (result.changed, result.unchanged) == (0, 1)


def test_a_sheet_describes_each_column_and_another_lists_what_may_stand_there(kent):
    draft_of(kent, reference="KEN-1", what_changes="=One front desk")
    officer = officer_of(kent)

    described = dict(row[:2] for row in _sheet(officer, TEMPLATE_SHEETS[0]))
    titles, *lists = _sheet(officer, TEMPLATE_SHEETS[1])

    assert set(TITLES.all) < set(described)
    assert described["Extra cost to others (£)"].startswith("What other organisations pay more")
    columns = {title: [row[i] for row in lists if row[i]] for i, title in enumerate(titles)}
    assert columns["Place"] == ["Kent"]
    assert columns["State"] == ["Plan", "Forecast", "Actual"]
    assert "Not in money" not in columns["Kind of gain"]
    assert columns["Organisation"] == [lead_of(kent).name]
    assert (columns["Financial year"][0], columns["Financial year"][-1]) == ("2000-01", "2049-50")
    assert columns["What the claim is"] == ["'=One front desk"]


def test_pages_and_sheets_have_one_word_for_each_amount():
    labels = {f"{field.label} (£)" for field in RowForm.base_fields.values()}

    assert set(AMOUNTS) <= labels
    assert set(AMOUNTS) == {f"{line.label} (£)" for line in AMOUNTS.values()}


def test_the_titles_of_older_templates_are_taken_still():
    assert set(TITLES.also) == {"Cost (£)", "Running cost (£)", "Harm to others (£)"}
    assert set(TITLES.also.values()) < set(AMOUNTS)


def test_the_file_is_named_for_the_place_where_there_is_one(kent):
    draft_of(kent)

    assert figure_template(officer_of(kent))[0] == "figures-KEN.xlsx"
    assert figure_template(officer_of(PlaceFactory()))[0] == "figures.xlsx"


def test_many_rows_cost_as_many_look_ups_as_one(kent, django_assert_num_queries):
    officer = officer_of(kent)
    draft_of(kent)
    with CaptureQueriesContext(connection) as one:
        figure_template(officer)
    for _ in range(5):
        draft_of(kent)

    with django_assert_num_queries(len(one)):
        figure_template(officer)
