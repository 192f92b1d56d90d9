"""Does every button of the page of years keep what is typed there, where no script runs?"""

import pytest
from playwright.sync_api import expect

from .settled import settled

PAGE = "/claims/PRA-0001/edit/figures/"
IN_POUNDS = "Change the boxes to £"
NOTE = "Counted from the ledger of May"
# Each changes the page and stores nothing; what is typed stands in its boxes again.
BUTTONS = {
    "Add a year": "12,345.00",
    "Put into the boxes": "12,345.00",
    "Change the boxes to £000": "12.345",
    "Change the boxes to £m": "0.012345",
}


@pytest.fixture
def page(signed_in):
    page = signed_in("officer@practice.example", java_script_enabled=False)
    page.goto(PAGE)
    _in_pounds(page)
    yield page
    page.goto(PAGE)
    _in_pounds(page)


def _in_pounds(page):
    """The unit is kept for the next time: each test begins in pounds, and leaves them to those of other pages."""
    if settled(page).get_by_role("button", name=IN_POUNDS, exact=True).count():
        with page.expect_navigation():
            page.get_by_role("button", name=IN_POUNDS, exact=True).click()


def _type(page):
    page.get_by_label("Saving (£)").last.fill("12,345.00")
    page.get_by_label("Note").last.fill(NOTE)
    page.get_by_label("Put 0 into the cost boxes that I left empty").check()
    page.get_by_text("Paste from a spreadsheet").click()


@pytest.mark.parametrize(("name", "saving"), BUTTONS.items())
def test_a_button_that_stores_nothing_loses_nothing(page, name, saving):
    _type(page)
    row = page.locator(".app-boxes tbody tr").filter(has=page.get_by_label("Note"))
    number = settled(page).get_by_label("Note").count() - 1

    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()

    expect(page.get_by_label("Note").nth(number)).to_have_value(NOTE)
    expect(page.get_by_label("Put 0 into the cost boxes")).to_be_checked()
    amount = row.nth(number).locator("[name$='-saving']")
    assert amount.input_value().replace(",", "") == saving.replace(",", "")


def test_every_button_of_the_page_is_walked_here_or_saves(page):
    buttons = settled(page).locator(".app-figures-form button:visible").all_inner_texts()
    saves = {"Save and continue", "Save and go to the list", "Save, and split by percentages"}

    of_tables = settled(page).locator(".app-figures-form button[name=open]").all_inner_texts()

    assert set(buttons) - saves - set(of_tables) <= set(BUTTONS)


def test_a_table_for_another_organisation_keeps_what_is_typed(page):
    _type(page)
    page.get_by_text("Another organisation gains or pays too").click()
    number = settled(page).get_by_label("Note").count() - 1

    with page.expect_navigation():
        page.locator(".app-figures-form button[name=open]").first.click()

    expect(page.get_by_label("Note").nth(number)).to_have_value(NOTE)


def test_where_no_script_asks_before_a_link_the_page_says_to_save_first(page):
    expect(page.get_by_text("Save before you follow a link")).to_be_visible()


def test_where_script_asks_the_page_does_not(signed_in):
    page = signed_in("officer@practice.example")
    page.goto(PAGE)

    expect(page.get_by_role("button", name="Add a year")).to_be_visible()
    expect(page.get_by_text("Save before you follow a link")).to_be_hidden()
