"""Is a change of how somebody signs in asked, seen and refused on pages that everybody can use?"""

import re

import pytest
from playwright.sync_api import expect

from .settled import settled

ADMINISTRATOR, PERSON = "admin@treasury.example", "officer@croydon.example"
NEW = "a.rather.long.name.of.a.person.who.has.moved@another-department.example"


@pytest.fixture
def asked(signed_in):
    """The administrator's page, where another address has been asked for; refused in the end, as the site is shared."""
    page = signed_in(ADMINISTRATOR)
    page.goto(f"/admin/pilots/user/?q={PERSON}")
    page.get_by_role("link", name="Cora Croydon", exact=True).click()
    page.get_by_label("Email address").fill(NEW)
    page.get_by_role("button", name="Save", exact=True).click()
    yield page
    page.goto("/admin/pilots/accountchange/?state=open")
    if settled(page).get_by_role("checkbox", name="Select this object").count():
        _choose(page, "refuse")


def _choose(page, action):
    page.get_by_role("checkbox", name="Select this object").first.check()
    page.locator("select[name=action]").select_option(action)
    page.get_by_role("button", name="Go", exact=True).click()


def _confirm(page, password):
    """Give the password again, as is asked before anything that signs people in is changed."""
    page.goto("/account/confirm/?next=/account/")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/account/")


def test_the_workspace_shows_what_waits_and_asks_before_it_is_agreed(asked, axe):
    expect(asked.get_by_text(f"until a change to {NEW} is agreed")).to_be_visible()
    assert axe(asked) == []

    asked.goto("/admin/pilots/accountchange/")
    assert axe(asked) == []
    _choose(asked, "agree")
    expect(asked.get_by_text("Agree only if you know that this is right")).to_be_visible()
    assert axe(asked) == []
    asked.get_by_role("button", name="Agree").click()

    expect(asked.get_by_text("Nobody agrees to what they asked for")).to_be_visible()


def test_the_person_sees_on_their_account_what_is_asked_and_refuses(asked, signed_in, site, axe):
    page = signed_in(PERSON)
    _confirm(page, site.password)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/account/")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

        page.get_by_role("link", name=re.compile("^Agree or refuse")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Change of your email address")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Refuse").click()

    expect(page.get_by_text("You refused. Nothing has been changed")).to_be_visible()
    expect(page.get_by_text(PERSON)).to_be_visible()


def test_a_link_that_no_longer_works_says_so(page, site, axe):
    page.goto("/account/changes/made-up/")

    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    assert axe(page) == []
