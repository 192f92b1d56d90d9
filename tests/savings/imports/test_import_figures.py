"""Do an officer's figures go into their drafts exactly as meant?"""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings import workflow
from savings.imports.figures import import_figures
from savings.models import Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    lead_of,
    officer_of,
)

from .figure_files import TITLE_ROW, figures_file


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def test_figures_stand_under_the_kind_and_lead_of_their_claim(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[], kind_of_gain="avoided_cost")

    result = import_figures(
        figures_file(tmp_path, 'ken,ken-0001,2010/11,"£1,000",0,First'), by=officer_of(kent)
    )

    saving, cost = draft.figures.order_by("line").reverse()
    assert (result.outcome, result.new) == ("accepted", 1)
    assert _said(saving) == ("saving", 2010, "forecast", "avoided_cost", lead_of(kent), 1000)
    assert _said(cost) == ("one_off_cost", 2010, "forecast", "avoided_cost", lead_of(kent), 0)
    assert (saving.note, cost.note) == ("First", "")


def test_a_sheet_may_say_state_and_kind_in_the_words_of_the_pages(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    row = "Kent,KEN-0001,2010-11,5,,,First plan,Time or capacity freed"
    path = figures_file(tmp_path, row, titles=f"{TITLE_ROW},State,Kind of gain")

    import_figures(path, by=officer_of(kent))

    figure = draft.figures.get()
    assert (figure.state, figure.kind_of_gain) == ("plan", "non_cashable")


@pytest.mark.parametrize("said", ["Forecast", "forecast", "Expected", "expected"])
def test_a_sheet_may_say_forecast_or_expected_as_pages_once_did(said, tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    row = f"Kent,KEN-0001,2010-11,5,,,{said}"
    path = figures_file(tmp_path, row, titles=f"{TITLE_ROW},State")

    import_figures(path, by=officer_of(kent))

    assert draft.figures.get().state == "forecast"


def test_the_optional_columns_say_state_kind_organisation_and_other_lines(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    nhs = OrganisationFactory(name="NHS Kent")
    titles = f"{TITLE_ROW},State,Kind of gain,Organisation,Running cost (£),Harm to others (£)"
    row = "Kent,KEN-0001,2010-11,5,,,Actual,Non-cashable,nhs kent,2,3.50"

    import_figures(figures_file(tmp_path, row, titles=titles), by=officer_of(kent))

    key = (2010, "actual", "non_cashable", nhs)
    found = {_said(figure) for figure in draft.figures.all()}
    assert found == {
        ("saving", *key, 5),
        ("running_cost", *key, 2),
        ("harm_to_others", *key, Decimal("3.5")),
    }


def test_importing_twice_changes_nothing(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    path = figures_file(
        tmp_path, 'Kent,KEN-0001,2010-11,5,,"two\nlines "', "Kent,KEN-0001,2011-12,6,0,"
    )
    import_figures(path, by=officer_of(kent))
    draft.refresh_from_db()
    before = draft.revision, draft.events.count(), set(draft.figures.values_list("pk", flat=True))

    result = import_figures(path, by=officer_of(kent))

    draft.refresh_from_db()
    after = draft.revision, draft.events.count(), set(draft.figures.values_list("pk", flat=True))
    assert (result.new, result.changed, result.unchanged) == (0, 0, 2)
    assert after == before


def test_one_event_tells_what_the_import_did_to_a_draft(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    officer, revision = officer_of(kent), draft.revision

    import_figures(
        figures_file(tmp_path, *(f"Kent,KEN-0001,20{y}-{y + 1},5,0," for y in (10, 11))), by=officer
    )

    draft.refresh_from_db()
    event = draft.events.last()
    assert draft.revision == revision + 1
    assert (event.action, event.by, event.by_role) == ("edit", officer, "Officer")
    assert event.note == "Imported from figures.csv"


@pytest.mark.parametrize(
    ("row", "titles", "left"),
    [
        (
            "Kent,KEN-0001,2010-11,9,8,",
            TITLE_ROW,
            {"saving": 9, "one_off_cost": 8, "running_cost": 0},
        ),
        (
            "Kent,KEN-0001,2010-11,250000,8,",
            TITLE_ROW,
            {"saving": 250_000, "one_off_cost": 8, "running_cost": 0},
        ),
        ("Kent,KEN-0001,2010-11,250000,,", TITLE_ROW, {"saving": 250_000, "running_cost": 0}),
        (
            "Kent,KEN-0001,2010-11,250000,20000,,",
            f"{TITLE_ROW},Running cost (£)",
            {"saving": 250_000, "one_off_cost": 20_000},
        ),
        (
            "Kent,KEN-0001,2010-11,250000,20000,,7",
            f"{TITLE_ROW},Harm to others (£)",
            {"saving": 250_000, "one_off_cost": 20_000, "running_cost": 0, "harm_to_others": 7},
        ),
    ],
    ids=["amounts", "another cost", "a blank cost", "a blank running cost", "a line more"],
)
def test_a_row_replaces_what_it_speaks_of_and_leaves_the_rest(tmp_path, kent, row, titles, left):
    draft = draft_of(kent, reference="KEN-0001")

    result = import_figures(figures_file(tmp_path, row, titles=titles), by=officer_of(kent))

    assert (result.new, result.changed, result.unchanged) == (0, 1, 0)
    assert dict(draft.figures.values_list("line", "amount")) == left


def test_a_changed_note_is_a_change_and_a_line_end_is_not(tmp_path, kent):
    lead = lead_of(kent)
    draft = draft_of(kent, reference="KEN-0001", figures=[figure(lead, "5", note="a\r\nb")])

    same = import_figures(
        figures_file(tmp_path, 'Kent,KEN-0001,2010-11,5,,"a\nb"'), by=officer_of(kent)
    )
    other = import_figures(
        figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,,c"), by=officer_of(kent)
    )

    assert (same.unchanged, other.changed) == (1, 1)
    assert draft.figures.get().note == "c"


def test_figures_that_the_file_does_not_name_stay_and_are_counted(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001")

    result = import_figures(
        figures_file(tmp_path, "Kent,KEN-0001,2011-12,9,0,"), by=officer_of(kent)
    )

    assert (result.new, result.missing) == (1, 1)
    assert draft.figures.count() == 5
    assert "1 not in the file and kept" in result.summary()


@pytest.mark.parametrize("status", ["submitted", "final", "withdrawn", "superseded"])
def test_a_frozen_claim_is_revised_and_its_other_figures_copied(tmp_path, kent, status):
    frozen = claim_at(status, kent, reference="KEN-0001")
    before = set(frozen.figures.values_list("year", "line", "amount"))

    import_figures(figures_file(tmp_path, "Kent,KEN-0001,2011-12,9,0,"), by=officer_of(kent))

    draft = Version.objects.get(claim=frozen.claim, status="draft")
    assert [event.action for event in draft.events.order_by("pk")] == ["revise", "edit"]
    assert set(frozen.figures.values_list("year", "line", "amount")) == before
    assert draft.figures.count() == 5


def test_the_same_figures_do_not_revise_a_frozen_claim(tmp_path, kent):
    frozen = claim_at("submitted", kent, reference="KEN-0001")

    result = import_figures(
        figures_file(tmp_path, "Kent,KEN-0001,2010-11,250000,20000,"), by=officer_of(kent)
    )

    assert result.unchanged == 1
    assert frozen.claim.versions.count() == 1


def test_a_draft_begun_on_a_submitted_claim_is_the_one_written_to(tmp_path, kent):
    frozen = claim_at("submitted", kent, reference="KEN-0001")
    draft = workflow.perform("revise", frozen, by=officer_of(kent), note="New figures.")

    import_figures(figures_file(tmp_path, "Kent,KEN-0001,2010-11,9,20000,"), by=officer_of(kent))

    assert draft.figures.get(line="saving").amount == 9
    assert frozen.claim.versions.count() == 2


def test_the_same_year_may_stand_once_for_each_state(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    rows = ("Kent,KEN-0001,2010-11,5,,,plan", "Kent,KEN-0001,2010-11,6,,,actual")

    import_figures(figures_file(tmp_path, *rows, titles=f"{TITLE_ROW},State"), by=officer_of(kent))

    assert dict(draft.figures.values_list("state", "amount")) == {"plan": 5, "actual": 6}


def test_a_claim_that_does_not_state_its_kind_gives_figures_that_do_not_either(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[], kind_of_gain="not_stated")

    result = import_figures(
        figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,,"), by=officer_of(kent)
    )

    assert draft.figures.get().kind_of_gain == "not_stated"
    assert "KEN-0001" in result.notes[-1]


def test_checking_stores_nothing_and_says_what_would_be(tmp_path, kent):
    frozen = claim_at("submitted", kent, reference="KEN-0001")

    result = import_figures(
        figures_file(tmp_path, "Kent,KEN-0001,2010-11,9,0,"), by=officer_of(kent), check=True
    )

    assert (result.outcome, result.changed) == ("checked", 1)
    assert frozen.claim.versions.count() == 1


def test_twenty_rows_cost_as_many_look_ups_as_one(tmp_path, kent, django_assert_num_queries):
    draft_of(kent, reference="KEN-0001", figures=[])
    officer = officer_of(kent)
    assert not officer.has_perm("savings.edit_claim")  # Looked up once for each person.
    rows = [f"Kent,KEN-0001,20{year}-{year + 1},5,0," for year in range(10, 30)]
    with CaptureQueriesContext(connection) as one:
        import_figures(figures_file(tmp_path, rows[0]), by=officer)

    with django_assert_num_queries(len(one)):
        import_figures(figures_file(tmp_path, *rows), by=officer)


def _said(figure):
    key = (figure.year.start, figure.state, figure.kind_of_gain, figure.organisation)
    return (figure.line, *key, figure.amount)
