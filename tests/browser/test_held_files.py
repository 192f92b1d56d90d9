"""An officer sends a workbook with hidden sheets: it is held, confirmed and shown, with script and without.

*Continue* sends what is chosen and typed, Enter in a box adds what is given, and the page that comes back with an
error keeps its script.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .settled import settled

FILE = Path(__file__).parents[1] / "cases" / "entry" / "06_evidence_hidden_sheet.xlsx"
HOLDS = "holds 2 hidden sheets (Staff, Very), a hidden row, a hidden column and a comment"
GOOD = {"name": "good.csv", "mimeType": "text/csv", "buffer": b"Month,Count\n2,7\n"}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_file_is_confirmed_without_being_chosen_again(signed_in, axe, script):
    page = signed_in("officer@practice.example", java_script_enabled=script)
    page.goto("/claims/PRA-0001/evidence/")
    if not settled(page).get_by_label("Choose one or more files").is_visible():
        page.get_by_text("Files", exact=True).click()
    page.get_by_label("Choose one or more files").set_input_files(FILE)
    page.get_by_label("What kind of evidence is it?").first.select_option("ledger")
    page.get_by_role("button", name="Add the files").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Confirm “06_evidence_hidden_sheet.xlsx”, or take it out."
    )
    if script:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        expect(page).to_have_title("Error: Evidence, PRA-0001 – Total Place")
    expect(page.get_by_role("group", name=HOLDS)).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if script:
        assert axe(page) == []
    page.get_by_label("Use it as it is").check()
    another = {"name": "counts.csv", "mimeType": "text/csv", "buffer": b"Month,Count\n1,5\n"}
    page.get_by_label("Choose one or more files").set_input_files(another)
    page.get_by_text("A ledger reference", exact=True).click()
    page.locator("#ledger-ledger_reference").fill("GL 88")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Continue").click()

    # The page that came back has its script still, and *Continue* drops no file.
    assert ("x-progress" in sent.value.headers) == script
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Evidence")
    expect(page.get_by_text("The evidence of the draft is stored.")).to_be_visible()
    page.goto("/claims/PRA-0001/evidence/")
    expect(page.locator("strong", has_text="Ledger, GL 88")).to_be_visible()
    page.get_by_text("A link", exact=True).click()
    page.locator("#link-title").fill("Budget")
    page.locator("#link-url").fill("https://council.example/")
    page.locator("#link-url").press("Enter")  # It takes nothing out, and asks for no file.
    expect(page.get_by_role("alert")).to_contain_text("Choose the kind of evidence.")
    page.locator("#link-kind").select_option("monitoring")
    page.get_by_role("button", name="Continue").click()
    page.goto("/claims/PRA-0001/evidence/")
    expect(page.get_by_role("link", name="Budget", exact=True)).to_be_visible()
    bad = another | {"name": "bad.html", "mimeType": "text/html"}
    if not settled(page).get_by_label("Choose one or more files").is_visible():
        page.get_by_text("Files", exact=True).click()
    page.get_by_label("Choose one or more files").set_input_files([GOOD, bad])
    page.get_by_label("What kind of evidence is it?").first.select_option("ledger")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("“bad.html” was not stored.")
    expect(page.get_by_text("The evidence of the draft is stored as you see")).to_be_visible()
    if script:  # Not the word that the other one is stored.
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        assert page.title().startswith("Error: ")
    page.get_by_role("button", name="Take out good.csv").click()
    page.get_by_role("button", name="Take out Ledger, GL 88").click()
    page.get_by_role("button", name="Take out Budget").click()
    page.get_by_role("button", name="Take out counts.csv").click()
    expect(
        page.get_by_text(f"It {HOLDS}, and the place has confirmed that this may be read.")
    ).to_be_visible()
    page.get_by_role("button", name="Take out 06_evidence_hidden_sheet.xlsx").click()
    expect(page.get_by_text(HOLDS)).to_have_count(0)
