"""An officer sends a spreadsheet with a real browser: each page on the way is accessible, and works without script."""

import pytest
from playwright.sync_api import expect

OFFICER = "officer@practice.example"
TITLES = "Place,Claim reference,Financial year,Saving (£),Cost (£),Note"


def send_rows(page, name, *rows):
    content = "\n".join([TITLES, *rows]).encode()
    page.goto("/upload/")
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Check the spreadsheet").click()


def test_the_template_comes_back_as_it_is_and_changes_nothing(signed_in, tmp_path):
    page = signed_in(OFFICER, java_script_enabled=False)
    page.goto("/upload/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Template with your figures").click()
    template = tmp_path / download.value.suggested_filename
    download.value.save_as(template)

    page.get_by_label("Spreadsheet").set_input_files(template)
    page.get_by_role("button", name="Check the spreadsheet").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing would change")


@pytest.mark.parametrize("width", [320, 1280])
def test_errors_changes_and_doubts_are_accessible_and_fit(signed_in, axe, width):
    page = signed_in(OFFICER)
    page.set_viewport_size({"width": width, "height": 800})

    for rows, heading in [
        (["Practice place,PRA-0003,2010-11,1.2m,0,", "Kent,KEN-1,10-11,,0,"], "Upload figures"),
        (["Practice place,PRA-0003,2013-14,2010,0,A note"], "What would change"),
    ]:
        send_rows(page, "figures for the round.csv", *rows)

        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
