"""Sheets of a place's own layout: what their rows state, what is left out, and what it comes to in pounds."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from savings.imports.layouts.grids import read_grids
from savings.imports.layouts.reading import ColumnUse, Reading
from savings.imports.layouts.suggestions import suggested, suggested_titles
from savings.imports.sent_layouts import confirm_layout, read_layout_sheet, refusal_of
from savings.imports.sent_sheets import SheetChanged, on_disk
from savings.models import Claim, Figure, FigureSheet, Layout, Version
from tests import factories

from .files import csv_bytes

CASES = Path(__file__).parents[2] / "cases" / "entry"
SAID = {"state": "forecast", "years": "each"}


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


def sheet_of(place, name, content=None, **said):
    """A file that waits, read as it suggests itself but for what is `said`."""
    content = (CASES / name).read_bytes() if content is None else content
    sheet = FigureSheet.objects.create(
        key="3f0c8a52-5c0e-4d0f-9a43-0d5c2b1f7e11",
        by=factories.officer_of(place),
        name=name,
        content=content,
    )
    with on_disk(sheet) as path:
        [grid] = read_grids(path, name)
    first, last = suggested_titles(grid)
    reading = suggested(Reading(grid.name, first, last, place.pk), grid)
    columns = reading.columns | {at: ColumnUse(*use) for at, use in said.pop("columns", {}).items()}
    reading = replace(reading, columns=columns, unit=reading.unit or "1", **SAID | said)
    sheet.layout, sheet.holds = reading.as_stored(), "both"
    sheet.save()
    return sheet


def confirmed(sheet):
    confirm_layout(sheet, digest=read_layout_sheet(sheet).digest, reasons={})


def stored():
    """Each figure, by what changes, year and line."""
    figures = Figure.objects.select_related("version")
    return {(f.version.what_changes, str(f.year), f.line): f.amount for f in figures}


def test_a_tracker_with_years_across_is_stored_in_one_go(place):
    words = {"kind_of_gain": {"Y": "cashable", "N": "non_cashable"}}
    sheet = sheet_of(
        place, "17_tracker_years_across.xlsx", columns={7: ("one_off_cost", 2026)}, words=words
    )

    confirmed(sheet)

    claims = Claim.objects.order_by("reference")
    drafts = [claim.versions.get() for claim in claims]
    assert [c.reference for c in claims] == ["PRA-0001", "PRA-0002", "PRA-0003"]
    assert [(d.own_reference, d.kind_of_gain, d.status) for d in drafts] == [
        ("ASC-01", "cashable", "draft"), ("ENV-04", "cashable", "draft"), ("COR-11", "non_cashable", "draft"),
    ]  # fmt: skip
    found = stored()
    assert len(found) == 12
    assert found["Reablement before long-term care", "2027-28", "saving"] == Decimal(400000)
    assert found["Reablement before long-term care", "2026-27", "one_off_cost"] == Decimal(60000)
    assert found["Payroll shared with the trust", "2026-27", "saving"] == Decimal(0)


def test_a_statement_in_thousands_with_minus_signs_is_exact_pounds(place):
    sheet = sheet_of(place, "17_statement_years_across.xlsx")

    confirmed(sheet)

    found = stored()
    assert len(found) == 11
    assert found["Committee, March: strategy team restructure", "2010-11", "saving"] == Decimal(
        22200
    )
    assert ("Communications and marketing review", "2009-10", "saving") not in found


def _changed(place, before, after):
    """The tracker again, a text of it replaced."""
    rows = [
        ["Ref", "Saving description", "2026/27", "2027/28"],
        ["ASC-01", "Reablement before long-term care", "250000", "400000"],
        ["ENV-04", "Joint depot with the police", "80000", "120000"],
    ]
    content = csv_bytes(rows).replace(before.encode(), after.encode())
    return sheet_of(place, "next.csv", content)


@pytest.fixture
def sent_before(place):
    confirmed(_changed(place, "", ""))
    FigureSheet.objects.all().update(key="3f0c8a52-5c0e-4d0f-9a43-0d5c2b1f7e12")
    return place


def test_sent_again_as_it_is_it_changes_nothing(sent_before):
    parsed = read_layout_sheet(_changed(sent_before, "", ""))

    assert not parsed.may_be_confirmed
    assert (parsed.result.unchanged, parsed.claims.new) == (4, [])


def test_a_claim_with_the_same_own_reference_gets_its_figures_and_keeps_the_rest(sent_before):
    version = Version.objects.get(own_reference="ASC-01")
    cost = factories.figure(version.lead, year=2026, line="one_off_cost", amount=Decimal(7))
    saving = version.figures.get(year=2026)
    kept = Figure(version=version, year=cost.year, line=cost.line, state=saving.state,
                  kind_of_gain=saving.kind_of_gain, organisation=saving.organisation, amount=Decimal(7))  # fmt: skip
    kept.save()
    Figure.objects.filter(pk=saving.pk).update(note="By the depot’s own books")
    sheet = _changed(sent_before, "250000", "260000")

    assert read_layout_sheet(sheet).result.changed == 1
    confirmed(sheet)

    found = {f.line: (f.amount, f.note) for f in version.figures.filter(year=2026)}
    assert found == {
        "saving": (Decimal(260000), "By the depot’s own books"),
        "one_off_cost": (Decimal(7), ""),
    }
    assert Claim.objects.count() == 2


def test_other_words_under_the_same_own_reference_are_asked_about_and_the_claim_keeps_its_own(
    sent_before,
):
    sheet = _changed(sent_before, "Joint depot with the police", "Telecare")

    [renamed] = read_layout_sheet(sheet).renamed

    assert (renamed.saving.number, renamed.saving.words) == (3, "Telecare")
    assert renamed.version.claim.reference == "PRA-0002"
    assert renamed.version.what_changes == "Joint depot with the police"


def test_a_submitted_claim_gets_a_new_draft_for_its_new_figures(place):
    figures = factories.figures_of(factories.lead_of(place), "1000.00", year=2026)
    submitted = factories.claim_at("submitted", place, own_reference="ASC-01", figures=figures)

    confirmed(_changed(place, "ENV-04", "ASC-02"))

    drafts = submitted.claim.versions.filter(status="draft")
    assert [f.amount for f in drafts.get().figures.filter(line="saving").order_by("year")][:2] == [
        250000,
        400000,
    ]
    assert submitted.figures.filter(amount=1000).exists()


def test_an_own_reference_of_two_claims_is_refused(sent_before):
    Version.objects.update(own_reference="ASC-01")

    refused = refusal_of(_changed(sent_before, "", ""))

    assert [error.code for error in refused.errors] == ["conflict"]
    assert "is said by several of your claims: PRA-0001, PRA-0002" in refused.errors[0].message


def test_figures_in_the_wrong_unit_are_doubted_as_in_our_own_sheets(sent_before):
    sheet = _changed(sent_before, "250000", "250")
    parsed = read_layout_sheet(sheet)

    assert {doubt.ground for doubt in parsed.doubts} == {"unit"}


def test_why_a_row_cannot_be_stored_is_said_at_the_row_of_the_file_once(place):
    factories.draft_of(place, own_reference="ENV-04", kind_of_gain="not_in_money", figures=[])

    refused = refusal_of(_changed(place, "", ""))

    # The value that is refused is pence, which nobody has typed.
    assert [(e.row, e.code, e.value) for e in refused.errors] == [(3, "not_in_money", "")]


def test_what_changed_meanwhile_is_not_stored(place):
    sheet = _changed(place, "", "")
    shown = read_layout_sheet(sheet).digest
    factories.draft_of(place, own_reference="ASC-01")

    with pytest.raises(SheetChanged):
        confirm_layout(sheet, digest=shown, reasons={})

    assert not Layout.objects.exists()
    assert Claim.objects.count() == 1


def test_who_does_not_write_for_the_place_stores_nothing_there(place):
    sheet = _changed(place, "", "")
    sheet.by = factories.officer_of(factories.PlaceFactory())

    assert [error.code for error in refusal_of(sheet).errors] == ["not_allowed"]


@pytest.mark.parametrize("words", ["x" * 301, "#N/A"])
def test_words_that_cannot_be_stored_are_refused_before_a_claim_is_looked_up_by_them(place, words):
    content = csv_bytes([["Saving description", "2026/27"], [words, "250000"]])

    refused = refusal_of(sheet_of(place, "a.csv", content))

    assert [error.row for error in refused.errors] == [2]


def _met(place, *figures, **said):
    factories.draft_of(place, own_reference="ASC-01", figures=list(figures), **said)
    return place


def test_a_year_that_others_share_is_not_stored_whole_under_the_lead(place):
    trust = factories.OrganisationFactory(name="NHS trust")
    mine, theirs = (
        factories.figure(body, year=2027, amount=Decimal(pounds), kind_of_gain="cashable")
        for body, pounds in ((factories.lead_of(place), 240000), (trust, 160000))
    )
    _met(place, mine, theirs, kind_of_gain="cashable")

    [error] = refusal_of(_changed(place, "", "")).errors

    assert (error.row, error.code) == (2, "conflict")
    assert "of 2027-28 are under NHS trust too" in error.message


def test_a_year_that_stands_as_another_kind_of_gain_is_not_stored_twice(place):
    lead = factories.lead_of(place)
    held = factories.figure(lead, year=2026, amount=Decimal(9), kind_of_gain="non_cashable")
    _met(place, held, kind_of_gain="cashable")

    [error] = refusal_of(_changed(place, "", "")).errors

    assert "of 2026-27 are under Non-cashable too" in error.message


def test_other_states_and_other_years_of_a_met_claim_do_not_matter(place):
    trust = factories.OrganisationFactory(name="NHS trust")
    plan = factories.figure(trust, year=2026, amount=Decimal(9), state="plan")
    later = factories.figure(trust, year=2030, amount=Decimal(9))
    _met(place, plan, later)

    assert refusal_of(_changed(place, "", "")) is None


@pytest.mark.parametrize(("pounds", "is_refused"), [(100, True), (0, False)])
def test_what_is_added_does_not_start_from_zero_where_the_claim_holds_the_year_before(
    place, pounds, is_refused
):
    lead = factories.lead_of(place)
    held = factories.figure(lead, year=2025, amount=Decimal(pounds), kind_of_gain="cashable")
    _met(place, held, kind_of_gain="cashable")
    content = csv_bytes([["Ref", "Saving description", "2026/27"], ["ASC-01", "Vans", "50"]])

    refused = refusal_of(sheet_of(place, "a.csv", content, years="on_top"))

    assert bool(refused) == is_refused
    assert not refused or "holds amounts of 2025-26" in refused.errors[0].message
