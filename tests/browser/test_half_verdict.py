"""Half a verdict: there again after a page of the evidence is turned, the browser closed, and the reader signed out."""

import re

import pytest
from playwright.sync_api import expect

SCRIPTED, UNSCRIPTED = "PRA-R011", "PRA-R013"
A_PAGE = re.compile(r"/review/PRA-R013/\?.*page-\d+=3")
READER = "reviewer@treasury.example"
NOTE = "Ask which rents."
KEPT = "What you have marked is kept. Only you see it."


@pytest.fixture(scope="module")
def submitted(site):
    """Practice claims that wait for a reviewer."""
    site.command("demo", "--to-review", UNSCRIPTED[-2:])


def _mark(page):
    page.locator("summary", has_text="on test 2").click()
    page.get_by_label("Note on test 2 (optional)").fill(NOTE)
    tests = page.locator(".app-verdict__test")
    tests.nth(0).get_by_label("Met", exact=True).check()
    tests.nth(1).get_by_label("Partly met", exact=True).check()


def _is_there(page):
    tests = page.locator(".app-verdict__test")
    expect(tests.nth(0).get_by_label("Met", exact=True)).to_be_checked()
    expect(tests.nth(1).get_by_label("Partly met", exact=True)).to_be_checked()
    expect(page.get_by_label("Note on test 2 (optional)")).to_have_value(NOTE)
    expect(page.locator("main")).to_contain_text("You began this verdict")


@pytest.mark.usefixtures("submitted")
def test_it_is_kept_as_it_is_marked_and_comes_back(signed_in, axe):
    page = signed_in(READER)
    page.goto(f"/review/{SCRIPTED}/")
    page.get_by_role("button", name="Take for review").click()
    _mark(page)
    expect(page.locator("[data-kept]")).to_have_text(KEPT)
    assert axe(page) == []

    page.context.close()
    page = signed_in(READER)
    page.goto(f"/review/{SCRIPTED}/")
    _is_there(page)
    assert axe(page) == []


@pytest.mark.usefixtures("submitted")
def test_without_script_a_page_is_turned_and_nothing_is_lost(signed_in):
    page = signed_in(READER, java_script_enabled=False)
    page.goto(f"/review/{UNSCRIPTED}/")
    page.get_by_role("button", name="Take for review").click()
    _mark(page)

    page.get_by_role("button", name="Next page").first.click()

    expect(page).to_have_url(A_PAGE)
    _is_there(page)
