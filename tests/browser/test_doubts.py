"""Doubts are answered, and running totals worked out, on pages that are accessible, fit, and work without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_upload import OFFICER, send_rows

from .settled import settled


def _begun(page, title, words):
    """A new claim of the officer's place; its reference. In the words of another claim it would be asked about."""
    page.goto("/claims/new/")
    page.get_by_label("What changed, in a sentence?").fill(title)
    page.get_by_label("Money we no longer spend").check()
    page.get_by_label("How large is it, in your own words? (optional)").fill(words)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(re.compile("/claims/PRA-[0-9]+/"))
    return page.url.split("/claims/")[1].split("/")[0]


def _looks_right(page, axe, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_running_totals_are_worked_out_and_each_doubt_is_answered_where_it_is_shown(
    signed_in, axe, width
):
    page = signed_in(OFFICER)
    page.set_viewport_size({"width": width, "height": 800})
    code = _begun(page, f"One payroll team, as wide as {width}", "£240,000 a year")
    years = zip((10, 11, 12), (240_000, 480_000, 720_000), strict=True)
    rows = [f"Practice place,{code},20{y}-{y + 1},{amount},2010," for y, amount in years]
    send_rows(page, "figures.csv", *rows)
    for box in settled(page).get_by_label("Why is this right?").all():
        box.fill("By the ledger.")
    page.get_by_role("button", name="Confirm and store").click()

    page.goto(f"/claims/{code}/edit/years/")
    _looks_right(page, axe, width)
    page.get_by_label("A running total of the years so far").check()
    page.get_by_label("Store the amount of each year by itself").check()
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"/claims/{code}/edit/figures/")
    expect(page.get_by_label("Saving (£)").nth(2)).to_have_value("240,000")

    page.goto(f"/claims/{code}/edit/check/")
    _looks_right(page, axe, width)
    doubt = page.get_by_label("2012-13 one-off cost (forecast) of £2,010 looks like a year.")
    expect(doubt).to_have_value("By the ledger.")
    doubt.fill("Counted by hand.")
    page.get_by_role("button", name="Save the reasons").click()
    expect(doubt).to_have_value("Counted by hand.")


def test_a_doubt_is_answered_without_script(signed_in):
    page = signed_in(OFFICER, java_script_enabled=False)
    code = _begun(page, "One payroll team, without script", "£2,010 a year")
    page.goto(f"/claims/{code}/edit/figures/")
    page.get_by_label("Saving (£)").first.fill("2010")
    page.get_by_role("button", name="Save and continue").first.click()
    page.goto(f"/claims/{code}/edit/check/")

    doubt = page.get_by_label("looks like a year. Why is it right?")
    doubt.fill("Counted by hand.")
    page.get_by_role("button", name="Save the reasons").click()

    expect(doubt).to_have_value("Counted by hand.")
