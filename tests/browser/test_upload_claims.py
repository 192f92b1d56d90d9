"""An officer states fifty claims by spreadsheet with a real browser, and then their figures by another."""

import pytest
from playwright.sync_api import expect
from xlsxwriter import Workbook

from .settled import settled

OFFICER = "officer@practice.example"
CLAIMS = ["Reference", "Place", "What changes", "Theme", "Kind of gain"]
FIGURES = [
    "Place", "Claim reference", "Financial year", "Saving (£)", "Cost (£)", "Running cost (£)", "Note",
]  # fmt: skip
PLACE = "Practice place"


def _workbook(path, titles, rows):
    with Workbook(path) as book:
        sheet = book.add_worksheet("To upload")
        for number, row in enumerate([titles, *rows]):
            sheet.write_row(number, 0, row)
    return path


def _send(page, address, path):
    page.goto(address)
    page.get_by_label("Spreadsheet").set_input_files(path)
    page.get_by_role("button", name="Check the spreadsheet").click()


def _heading(page):
    return expect(page.get_by_role("heading", level=1))


def _look(page, axe):
    """The page as it stands is accessible, and not wider than a small screen."""
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_fifty_claims_are_stated_by_one_spreadsheet_and_their_figures_by_another(
    signed_in, axe, tmp_path
):
    page = signed_in(OFFICER)
    said = [f"Sheet of fifty: shared van {number}" for number in range(1, 51)]
    claims = [["", PLACE, sentence, "", "Cashable"] for sentence in said]
    _send(page, "/upload/claims/", _workbook(tmp_path / "claims.xlsx", CLAIMS, claims))
    expect(page.get_by_text("50 new claims")).to_be_visible()
    expect(page.get_by_text("made for it")).to_have_count(50)
    _look(page, axe)

    page.get_by_role("button", name="Confirm and store").click()
    _heading(page).to_have_text("Claims stored")
    expect(page.locator("main li a")).to_have_count(50)
    references = settled(page).locator("main li a").all_inner_texts()
    assert len(set(references)) == 50
    _look(page, axe)

    figures = [
        [PLACE, reference, year, 40_123 + 970 * number + later, 0, 0, ""]
        for number, reference in enumerate(references, start=1)
        for later, year in enumerate(["2010-11", "2011-12"])
    ]
    _send(page, "/upload/", _workbook(tmp_path / "figures.xlsx", FIGURES, figures))
    expect(page.get_by_text("100 new rows")).to_be_visible()
    page.get_by_role("button", name="Confirm and store").click()
    _heading(page).to_have_text("Figures stored")

    listed = []
    for number in (1, 2):
        page.goto(f"/claims/?q=Sheet+of+fifty&status=draft&page={number}")
        listed += [
            row for row in settled(page).locator("tbody tr").all_inner_texts() if "By year" in row
        ]
    assert len(listed) == 50

    # Gone through once more, the same sheet begins none of them a second time.
    _send(page, "/upload/claims/", tmp_path / "claims.xlsx")
    _heading(page).to_have_text("Nothing would change")
    _look(page, axe)


def test_the_template_comes_back_as_it_is_and_changes_nothing(signed_in, tmp_path):
    page = signed_in(OFFICER, java_script_enabled=False)
    page.goto("/upload/")
    page.get_by_role("link", name="upload claims").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Template with your claims").click()
    template = tmp_path / download.value.suggested_filename
    download.value.save_as(template)

    _send(page, "/upload/claims/", template)

    _heading(page).to_have_text("Nothing would change")


@pytest.mark.parametrize("width", [320, 1280])
def test_errors_and_changes_are_accessible_and_fit(signed_in, axe, tmp_path, width):
    page = signed_in(OFFICER)
    page.set_viewport_size({"width": width, "height": 800})
    changed = "One-stop shops in the three market towns and in the villages round them"

    for rows, heading in [
        ([["PRA 1", PLACE, "", "Nowhere", "Gold"], ["", "Kent", "", "", ""]], "Upload claims"),
        (
            [["PRA-0001", PLACE, changed, "", "Cashable"], ["", PLACE, changed, "", ""]],
            "What would change",
        ),
    ]:
        _send(page, "/upload/claims/", _workbook(tmp_path / "claims.xlsx", CLAIMS, rows))

        _heading(page).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
