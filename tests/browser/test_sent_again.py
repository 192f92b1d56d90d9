"""What becomes of what is typed where somebody goes back, clicks twice, has two tabs, or goes on with files chosen?"""

import re

import pytest
from playwright.sync_api import expect

WORDS = "What changed, in a sentence?"
A_STEP = re.compile(r"/claims/[A-Z0-9-]+/edit/")


@pytest.fixture
def page(signed_in):
    return signed_in("officer@practice.example")


def _begin(page, words):
    """State a saving in these words; returns the address of its claim."""
    page.goto("/claims/new/")
    page.get_by_label(WORDS).fill(words)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(A_STEP)
    return re.search(r"/claims/[A-Z0-9-]+/", page.url)[0]


def _found(page, words):
    """How many claims are found by these words, said by the page of the list."""
    page.goto(f"/claims/?q={words}")
    return page.get_by_role("status")


def test_back_after_the_first_page_changes_the_claim_begun(page):
    claim = _begin(page, "Zebra crossings painted once")

    page.go_back()
    expect(page.get_by_label(WORDS)).to_have_value("Zebra crossings painted once")
    page.get_by_label(WORDS).fill("Zebra crossings painted twice")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(A_STEP)

    assert claim in page.url
    expect(_found(page, "Zebra")).to_have_text("1 claim")
    expect(page.locator("main")).to_contain_text("Zebra crossings painted twice")


def test_a_double_click_begins_one_claim(page):
    page.goto("/claims/new/")
    page.get_by_label(WORDS).fill("Quokka count by one ranger")

    page.get_by_role("button", name="Save and continue").dblclick(no_wait_after=True)
    page.wait_for_url(A_STEP)

    expect(_found(page, "Quokka")).to_have_text("1 claim")


def test_what_another_tab_has_changed_is_shown_beside_what_is_typed_here(page, axe):
    claim = _begin(page, "Yak wool bought together")
    address = f"{claim}edit/what-changed/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)

    other.get_by_label(WORDS).fill("Yak wool bought with two others")
    other.get_by_role("button", name="Save and continue").click()
    other.wait_for_url(re.compile("service-level"))
    page.get_by_label(WORDS).fill("Yak wool bought with three others")
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("alert")).to_contain_text("You have changed this page in another tab")
    expect(page.get_by_role("alert")).to_contain_text("Yak wool bought with two others")
    expect(page.get_by_label(WORDS)).to_have_value("Yak wool bought with three others")
    assert axe(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_file_that_is_chosen_goes_along_with_continue(signed_in, script):
    page = signed_in("officer@practice.example", java_script_enabled=script)
    claim = _begin(page, f"Xylophones tuned in house {script}")
    page.goto(f"{claim}edit/evidence/")
    paper = {"name": "tuning.csv", "mimeType": "text/csv", "buffer": b"month,cost\r\nJune,9\r\n"}
    page.get_by_label("Choose one or more files").set_input_files(paper)
    page.get_by_label("What kind of evidence is it?").first.select_option("monitoring")

    page.get_by_role("button", name="Continue", exact=True).click()
    page.wait_for_url(re.compile("/edit/others/"))

    page.goto(f"{claim}edit/evidence/")
    expect(page.locator("main")).to_contain_text("tuning.csv")
