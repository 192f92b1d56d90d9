"""The workspace as reviewers use it: its pages in their states are accessible, and as narrow as the screen."""

import re

import pytest

QUEUE = "/admin/savings/review/"


@pytest.fixture
def sound(axe):
    """Return a function that says what is wrong with a page as it stands: by axe, and by its width."""

    def check(page):
        found = axe(page)  # First: it waits for the page.
        width = page.evaluate("document.documentElement.scrollWidth")
        return found + ([] if width <= page.viewport_size["width"] else [f"{width} wide"])

    return check


@pytest.mark.parametrize("width", [320, 1280])
def test_a_reviewer_reads_a_claim_and_goes_to_act(signed_in, sound, width):
    page = signed_in("reviewer@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{QUEUE}?queue=in_review")
    assert sound(page) == []
    page.get_by_role("link", name="PRA-0006").click()
    page.get_by_role("heading", name="History of the claim").wait_for()
    assert sound(page) == []
    page.get_by_role("link", name="Ask the place").click()
    assert sound(page) == []
    page.get_by_role("button", name="Ask the place").click()

    page.get_by_role("heading", name="There is a problem").wait_for()
    assert sound(page) == []
    page.get_by_role("link", name="Write the question.").click()
    assert page.get_by_label("Your question").evaluate("box => box === document.activeElement")


def _choose(page, reference, action):
    """Choose one claim of the list, and an action on what is chosen."""
    page.get_by_role("row").filter(has_text=reference).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(action)
    page.get_by_role("button", name="Go", exact=True).click()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_lead_acts_on_many_and_is_asked_first(signed_in, sound, width):
    page = signed_in("lead@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(QUEUE)
    _choose(page, "PRA-0004", "Choose for review or not…")
    page.get_by_text("The claim that you chose").wait_for()
    assert sound(page) == []
    page.get_by_role("button", name="Choose for review or not").click()
    page.get_by_role("link", name="Say whether it is to be reviewed.").wait_for()
    assert sound(page) == []

    page.goto(QUEUE)
    _choose(page, "PRA-0009", "Make the verdict final…")
    assert sound(page) == []
    page.goto(f"{QUEUE}?queue=reply")
    page.get_by_role("link", name="PRA-0009").click()
    page.get_by_role("link", name="Make the verdict final").click()
    page.get_by_role("heading", name="Provisional verdict").wait_for()
    assert sound(page) == []


def test_what_was_done_and_what_was_not_is_said_in_the_list(signed_in, sound):
    page = signed_in("reviewer@treasury.example")
    page.goto(QUEUE)

    _choose(page, "PRA-0008", "Take for review")

    page.get_by_text("Take for review, not done: PRA-0008.").wait_for()
    assert sound(page) == []


def test_the_page_of_a_claim_leads_to_its_review_and_back(signed_in):
    page = signed_in("reviewer@treasury.example")

    page.goto("/claims/PRA-0006/")
    page.get_by_role("link", name="Its review in the workspace").click()
    page.get_by_role("link", name="Claim on the site").click()

    page.wait_for_url("**/claims/PRA-0006/")


def test_a_box_of_choices_that_is_open_is_accessible(signed_in, sound):
    page = signed_in("admin@treasury.example")
    page.goto("/admin/pilots/membership/add/")

    page.get_by_role("combobox").first.click()
    page.locator(".select2-results__option[aria-selected]").first.wait_for()

    assert sound(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_list_in_which_nothing_is_found_says_what_to_do(signed_in, sound, width):
    page = signed_in("reviewer@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto("/admin/pilots/burden/?q=nonsense")

    page.get_by_role("link", name="Clear the search and filters").wait_for()
    assert sound(page) == []


def test_a_part_of_the_queue_with_nothing_in_it_says_what_comes_there(signed_in, sound):
    page = signed_in("reviewer@treasury.example")

    page.goto(f"{QUEUE}?queue=chosen")

    page.get_by_text("No chosen claim waits to be taken").wait_for()
    assert sound(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_of_two_tabs_the_older_one_is_shown_both_values(signed_in, sound, width):
    older = signed_in("admin@treasury.example")
    newer = older.context.new_page()
    older.set_viewport_size({"width": width, "height": 900})
    for tab in (older, newer):
        tab.goto("/admin/pilots/theme/")
        tab.get_by_role("link", name=re.compile("Inspection")).first.click()
    newer.get_by_label("Name:").fill(f"Inspection, newer at {width}")
    newer.get_by_role("button", name="Save", exact=True).click()
    newer.close()

    older.get_by_label("Name:").fill(f"Inspection, older at {width}")
    older.get_by_role("button", name="Save", exact=True).click()

    older.get_by_text("Nothing of yours has been stored.").wait_for()
    assert sound(older) == []
    older.get_by_role("button", name="Store all of what I sent").click()
    older.get_by_text("was changed successfully").wait_for()


SHEET = "/admin/pilots/peoplesheet/add/"
TITLES = "Name,Email,Role,Place,Organisation,Leaves,Successor"


def _send(page, *rows):
    """Send a sheet of people."""
    page.get_by_label("People", exact=True).check()
    file = {
        "name": "people.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join([TITLES, *rows]).encode(),
    }
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Check the sheet").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_adds_people_by_sheet(signed_in, sound, width):
    page = signed_in("admin@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})
    person = f"Nell Long{'-' * 40}{'n' * 40},nell{width}@a-very-long-name-of-a-council.example"

    page.goto(SHEET)
    assert sound(page) == []
    _send(page, f"{person},Boss,Kemt,,,", "Al,al@x.example,Officer,,,,")
    page.get_by_role("heading", name="3 errors in the sheet").wait_for()
    assert sound(page) == []

    _send(page, f"{person},Officer,Kent,,,")
    page.get_by_role("heading", name="People added: 1").wait_for()
    assert sound(page) == []
    page.get_by_role("button", name="Confirm and store").click()
    page.get_by_role("heading", name="What happens next").wait_for()
    assert sound(page) == []
