"""An officer sends the list that a council keeps, as it is, with a real browser: how many actions does it take?"""

import shutil
from pathlib import Path

from playwright.sync_api import expect

OFFICER = "officer@practice.example"
TRACKER = Path(__file__).parents[1] / "cases" / "entry" / "17_tracker_years_across.xlsx"
MOST_ACTIONS = 15  # From the sign-in, which is one, to all claims and figures in.


def _look(page, axe):
    """The page as it stands is accessible, and not wider than a small screen."""
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_tracker_with_years_across_is_in_after_at_most_fifteen_actions(signed_in, axe, tmp_path):
    page, actions = signed_in(OFFICER), ["sign in"]

    def do(what, act, *given):
        actions.append(what)
        act(*given)

    def choose(label, option):
        do(label, page.get_by_label(label, exact=True).select_option, option)

    def pick(option):
        do(option, page.get_by_label(option, exact=True).check)

    def go_on(heading):
        do("Continue", page.get_by_role("button", name="Continue").click)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        _look(page, axe)

    do("Upload", page.get_by_role("link", name="Upload", exact=True).first.click)
    do("own list", page.get_by_role("link", name="upload a list of your own").click)
    _look(page, axe)
    do("file", page.get_by_label("Spreadsheet").set_input_files, TRACKER)
    go_on("Which row has the titles")
    go_on("Which column is which")
    choose("Of which year is column H, One-off cost?", "2026-27")
    pick("Pounds (£)")
    pick("Forecast")
    pick("What is saved in that year, by itself")
    go_on("What the words mean")
    go_on("What would be stored")
    expect(page.get_by_text("3 new claims")).to_be_visible()
    do("Confirm", page.get_by_role("button", name="Confirm and store").click)
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims and figures stored")
    _look(page, axe)

    assert len(actions) <= MOST_ACTIONS, actions
    page.goto("/upload/own/")
    page.get_by_label("Spreadsheet").set_input_files(shutil.copy(TRACKER, tmp_path / "next.xlsx"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing would change")
    _look(page, axe)
