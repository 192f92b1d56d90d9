"""Files and pastes that went wrong for somebody, each with its right answer. They lie in `tests/cases/entry`."""

from decimal import Decimal
from pathlib import Path

import pytest

from savings.evidence.examination import examine
from savings.evidence.upload_handler import ReceivedFile
from savings.imports.errors import ImportRefused
from savings.imports.figures import import_figures
from savings.models import Figure
from savings.models.choices import FileType
from tests import factories
from tests.savings.views.drafts import send

CASES = Path(__file__).parents[2] / "cases" / "entry"


@pytest.fixture
def place():
    place = factories.PlaceFactory(code="PRA", name="Practice place")
    for number in (1, 2):
        factories.draft_of(place, reference=f"PRA-000{number}", figures=[])
    return place


def _imported(place, name):
    result = import_figures(CASES / name, by=factories.officer_of(place))
    figures = Figure.objects.order_by("year", "pk")
    return result, {(str(f.year), f.line): f.amount for f in figures}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("03_shown_as_250k.ods", "shown as “250k” and holds 250"),
        ("03_shown_as_250_gbp000.xlsx", "shown as “250 £'000” and holds 250"),
        ("03_shown_as_400000_EUR.xlsx", "shown as “400,000 EUR” and holds 400,000"),
        ("10_formula_gives_blank.ods", "The amount is left out"),
        ("16_stray_cell_right_of_table.xlsx", "J3 holds a value outside the table"),
        ("14_label_protected.xlsx", "a label of your organisation (no password). Save a copy without protection"),
        ("19_cost_tbc.xlsx", "“TBC” is not a number."),
        ("19_cost_tbc.xlsx", "If it is not known yet, leave the cell blank."),
    ],
)  # fmt: skip
def test_a_sheet_that_is_refused_says_why_and_what_to_do(place, name, words):
    with pytest.raises(ImportRefused) as refused:
        import_figures(CASES / name, by=factories.officer_of(place))

    [error] = refused.value.errors
    assert words in error.message
    assert "separator" not in error.message  # Each is a workbook.
    assert not Figure.objects.exists()


def test_the_rows_that_excel_leaves_without_their_last_separators_are_stored(place):
    result, stored = _imported(place, "05_excel_16_rows.csv")

    assert result.new == 24
    assert stored["2030-31", "saving"] == Decimal(1023)
    assert Figure.objects.filter(note="").count() == 47


@pytest.mark.parametrize(
    ("name", "year", "saving"),
    [
        ("11_calculator_marks.xlsx", "2011-12", "1234.50"),
        ("11_reference_other_hyphen.xlsx", "2011-12", "1000"),
        ("13_sep_line.csv", "2011-12", "1000"),
    ],
)
def test_what_reads_well_is_stored_whatever_marks_a_program_left(place, name, year, saving):
    _, stored = _imported(place, name)

    assert stored == {(year, "saving"): Decimal(saving), (year, "one_off_cost"): Decimal(0)}


def test_columns_of_their_own_are_left_out_with_one_note(place):
    result, stored = _imported(place, "17_extra_columns.xlsx")

    assert result.notes == ["Left out, because we do not know these columns: RAG and Owner."]
    assert stored == {("2011-12", "saving"): Decimal(1000), ("2011-12", "one_off_cost"): Decimal(0)}


def _pasted(client, place, name, **boxes):
    client.force_login(factories.officer_of(place))
    draft = place.claims.get(reference="PRA-0002").versions.get()
    table = f"{draft.lead.pk}-cashable"
    text = (CASES / name).read_text(encoding="utf-8")
    boxes = {key.format(table): value.format(table) for key, value in boxes.items()}
    page = send(client, draft, "figures", **{f"pasted-{table}": text, "paste": table}, **boxes)
    rows = page.context["form"].tables[0].rows
    names = ("year", "state", "saving", "one_off_cost")
    return page, [tuple(row[name].value() or "" for name in names) for row in rows]


def test_three_amounts_go_into_the_expected_rows_and_the_plan_stands(client, place):
    boxes = {"{}-rows": "6", "cursor-{}": "{}-1-saving"}
    for number, (year, plan) in enumerate([("2010-11", 1), ("2011-12", 2), ("2012-13", 3)]):
        for row, (state, saving) in enumerate([("plan", f"{plan}00,000"), ("forecast", "")]):
            name = f"{{}}-{2 * number + row}"
            boxes |= {f"{name}-year": year, f"{name}-state": state, f"{name}-saving": saving}

    _, rows = _pasted(client, place, "02_three_amounts_to_paste.txt", **boxes)

    assert [(state, saving) for _, state, saving, _ in rows] == [
        ("plan", "100,000"), ("forecast", "90000"), ("plan", "200,000"), ("forecast", "180000"),
        ("plan", "300,000"), ("forecast", "270000"),
    ]  # fmt: skip


def test_a_row_of_units_is_named_and_is_not_to_be_left_out(client, place):
    page, _ = _pasted(client, place, "04_units_row_to_paste.txt")

    assert page.status_code == 400
    assert "“£000” says thousands of pounds (£000), and the boxes are in pounds (£)." in page.text
    assert "Change the boxes to £000 above the tables, and paste again." in page.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("08_wrapped_headings_to_paste.txt", [("2010-11", "1000", "50"), ("2011-12", "2000", "0")]),
        (
            "09_one_cell_per_line_to_paste.txt",
            [("2010-11", "120,000", ""), ("2011-12", "130,000", "")],
        ),
    ],
)
def test_what_was_copied_with_its_years_stands_beside_them(client, place, name, expected):
    page, rows = _pasted(client, place, name)

    assert page.status_code == 200
    filled = [(year, saving, cost) for year, _, saving, cost in rows if saving]
    assert filled == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [("07_evidence_trailing_nuls.pdf", FileType.PDF), ("12_photo.jfif", FileType.JPEG)],
)
def test_evidence_that_every_reader_opens_is_taken(name, kind):
    content = (CASES / name).read_bytes()
    received = ReceivedFile(name)
    received.add(content)

    with received.complete() as file:
        assert examine(file, name=name).file_type == kind
