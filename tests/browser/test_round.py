"""A round in a browser: opened by an administrator, answered by a place without a script, closed, and seen by the lead.

The site’s demonstration was loaded long ago here: what is due in a round stood before it opened.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.migrated import copied

from .running_site import running_site

OFFICER = "officer@practice.example"
LONG_AGO = 300  # Days: whatever round the demonstration opens has closed.
NARROW, WIDE = ({"width": width, "height": 900} for width in (320, 1280))


@pytest.fixture(scope="module")
def site(tmp_path_factory, worker_id, migrated_once):
    """A site of its own: what the other tests find is not confirmed."""
    folder = tmp_path_factory.mktemp("old-site")
    with (
        copied(migrated_once, folder, f"browser_{worker_id}_round") as address,
        running_site(folder, address, days_old=LONG_AGO) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def browser_context_args(site):
    return {"base_url": site.url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def sessions():
    return {}


@pytest.fixture
def sound(axe):
    """Return a function that says what is wrong with a page as it stands: by axe, and by its width."""

    def check(page):
        found = axe(page)  # First: it waits for the page.
        width = page.evaluate("document.documentElement.scrollWidth")
        return found + ([] if width <= page.viewport_size["width"] else [f"{width} wide"])

    return check


def _open(page, name, *, opens, closes):
    """Open a round that is open from so many days after today to so many."""
    page.goto("/admin/savings/round/add/")
    page.get_by_label("Name").fill(name)
    for box, days in (("opens_on", opens), ("closes_on", closes)):
        page.locator(f"[name={box}]").fill((date.today() + timedelta(days)).isoformat())  # noqa: DTZ011  # As the browser counts it.
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("heading", name=f"The round “{name}”")).to_be_visible()


def test_a_round_is_opened_answered_and_closed_and_what_is_late_is_seen(signed_in, sound):
    admin, lead = signed_in("admin@treasury.example"), signed_in("lead@treasury.example")
    _open(admin, "Autumn", opens=-30, closes=-10)
    assert sound(admin) == []

    lead.goto("/round/")
    expect(lead.get_by_text("and has closed.")).to_be_visible()
    expect(lead.get_by_role("row").filter(has_text="Kent")).to_contain_text("Late since")
    for size in (NARROW, WIDE):
        lead.set_viewport_size(size)
        assert sound(lead) == []

    _open(admin, "Winter", opens=-1, closes=14)
    lead.goto("/review/")
    lead.get_by_role("link", name="The round: what each place has said").click()
    expect(lead.get_by_role("row").filter(has_text="Kent")).to_contain_text(
        "No claim due: has not said"
    )
    assert sound(lead) == []
    lead.get_by_role("link", name="Autumn", exact=True).click()
    expect(lead.get_by_role("row").filter(has_text="Kent")).to_contain_text("Late since")
    _a_place_answers_without_a_script(signed_in, sound)


def _a_place_answers_without_a_script(signed_in, sound):
    """One claim, then those that are chosen, then that there is nothing else to report."""
    page, seen = signed_in(OFFICER, java_script_enabled=False), signed_in(OFFICER)
    for each in (page, seen):
        each.set_viewport_size(NARROW)

    def is_sound(address):
        seen.goto(address)
        return sound(seen) == []

    page.get_by_role("button", name="Nothing has changed").first.click()
    expect(page.get_by_role("button", name="Nothing to report")).to_be_visible()
    assert is_sound("/")
    page.get_by_role("link", name="Choose claim by claim").click()
    boxes = page.get_by_role("checkbox")
    all_of_them = page.get_by_role("link", name="Choose all").text_content()
    due = int(re.search(r"Choose all (\d+)", all_of_them)[1])
    assert due > 2
    page.get_by_role("button", name="Nothing has changed in those chosen").click()
    expect(page.get_by_role("link", name="Choose the claims in which")).to_be_visible()
    page.get_by_role("link", name=f"Choose all {due}").click()
    for number in range(due):
        expect(boxes.nth(number)).to_be_checked()
    assert is_sound(page.url)
    boxes.first.uncheck()
    page.get_by_role("button", name="Nothing has changed in those chosen").click()
    expect(page.get_by_text("You have said that nothing has changed in")).to_be_visible()
    expect(page.get_by_text("This says of the claim still due")).to_be_visible()
    assert is_sound("/round/")
    seen.get_by_role("checkbox").first.uncheck()
    seen.get_by_role("button", name="Nothing has changed in it").press("Enter")
    seen.get_by_role("heading", name="Nothing was stored").wait_for()
    assert sound(seen) == []
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text("has nothing to report in the round").first).to_be_visible()
    expect(page.get_by_text("Nothing more is due. New and revised claims")).to_be_visible()
    assert is_sound("/round/")
