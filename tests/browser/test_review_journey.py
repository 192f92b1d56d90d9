"""A claim goes from submitted to final, on the pages and in the workspace by turns, by everybody whose part it is."""

import pytest
from playwright.sync_api import expect

from .settled import settled

REFERENCE = "PRA-R006"
QUESTION = "Is the rent of the old depot still paid?"
WORDS = "The rent of the old depot is left out until March."
REPLY = "We accept that, and will correct the first year."


@pytest.fixture(scope="module")
def submitted(site):
    """A practice claim that waits for a reviewer."""
    site.command("demo", "--to-review", REFERENCE[-1])


@pytest.fixture
def people(signed_in):
    """Return a function that opens a page as somebody; each has a browser of their own."""
    names = {
        "reviewer": "reviewer@treasury.example",
        "second": "second.reader@treasury.example",
        "lead": "lead@treasury.example",
        "officer": "officer@practice.example",
    }
    return {who: signed_in(email) for who, email in names.items()}


@pytest.mark.usefixtures("submitted")
def test_a_claim_goes_from_submitted_to_final(people, axe):
    _take_and_ask_in_the_workspace(people["reviewer"])
    _answer_with_a_file(people["officer"])
    _judge_on_the_reading_page(people["reviewer"], axe)
    _read_second_and_blind(people["second"])
    _reply(people["officer"])
    _make_final_in_the_workspace(people["lead"])

    page = people["officer"]
    page.goto(f"/claims/{REFERENCE}/")
    text = settled(page).inner_text("main")
    for words in ("Final verdict", "Partly supported", WORDS, REPLY, "Second reading", QUESTION):
        assert words in text
    row = page.get_by_role("row").filter(has_text="Costs left out").first.get_by_role("cell")
    expect(row.nth(1)).to_have_text("£10,000")
    expect(row.first).not_to_have_text("£10,000")
    assert axe(page) == []


def _says(page, words):
    expect(page.locator("body")).to_contain_text(words, use_inner_text=True)


def _open_in_the_workspace(page):
    page.goto(f"/admin/savings/review/?q={REFERENCE}")
    page.get_by_role("link", name=REFERENCE).click()


def _take_and_ask_in_the_workspace(page):
    _open_in_the_workspace(page)
    page.get_by_role("link", name="Take for review").click()
    page.get_by_role("button", name="Take for review").click()
    page.get_by_role("link", name="Ask the place").click()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask the place").click()
    _says(page, "The review’s days are not counted until it is answered")


def _answer_with_a_file(page):
    page.goto(f"/claims/{REFERENCE}/")
    page.get_by_role("button", name="Answer the question").click()
    _says(page, QUESTION)
    page.get_by_label("Your answer").fill("Yes, until the lease ends: see the attached list.")
    rents = {"name": "rents.csv", "mimeType": "text/csv", "buffer": b"month,rent\r\nJune,900\r\n"}
    page.locator("input[type=file]").set_input_files(rents)
    page.get_by_label("What kind of evidence").select_option("monitoring")
    page.get_by_role("button", name="Answer the question").click()
    _says(page, "Your answer is with the reviewer")


def _judge_on_the_reading_page(page, axe):
    page.goto(f"/review/{REFERENCE}/")
    text = settled(page).inner_text("main")
    assert "until the lease ends" in text
    assert "June,900" in text
    _answer_the_tests(page, partly=3)
    page.get_by_label("Partly supported").check()
    page.locator("summary", has_text="Reasons").click()
    page.get_by_label("Costs left out").first.check()
    page.get_by_label("In your words").fill(WORDS)
    page.locator("summary", has_text="Savings").click()
    page.get_by_label("Accepted of 2010-11 saving").fill("10,000")
    page.get_by_label("Why 2010-11 saving").select_option("NOT_NET")
    assert axe(page) == []
    page.get_by_role("button", name="Give this verdict").click()
    _says(page, f"{REFERENCE}: Your verdict is with the place")


def _read_second_and_blind(page):
    page.goto(f"/review/{REFERENCE}/")
    assert WORDS not in settled(page).inner_text("main")
    _answer_the_tests(page, partly=3)
    page.get_by_label("Partly supported").check()
    page.locator("summary", has_text="Reasons").click()
    page.get_by_label("Costs left out").first.check()
    page.get_by_label("In your words").fill("The lease may yet be let again.")
    page.get_by_role("button", name="Give this verdict").click()
    _says(page, "Your second reading is recorded")
    page.goto(f"/review/{REFERENCE}/")
    _says(page, WORDS)


def _reply(page):
    page.goto(f"/claims/{REFERENCE}/actions/reply/")
    _says(page, WORDS)
    page.get_by_label("Your reply").fill(REPLY)
    page.get_by_role("button", name="Reply to the verdict").click()
    _says(page, "Your reply is with the review lead")


def _make_final_in_the_workspace(page):
    _open_in_the_workspace(page)
    page.get_by_role("link", name="Make the verdict final").click()
    _says(page, REPLY)
    page.get_by_role("button", name="Make the verdict final").click()
    _says(page, "The verdict is final.")


def _answer_the_tests(page, partly):
    for number in range(1, 10):
        group = page.locator(f"#id_test_{number}").locator("xpath=ancestor::fieldset")
        group.get_by_label("Partly met" if number == partly else "Met", exact=True).check()
