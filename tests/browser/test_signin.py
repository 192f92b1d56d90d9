"""Does the door open to the right password only, and is the browser content with what it gets?"""

import pytest
from playwright.sync_api import expect

from .sign_ins import EMAILS


def test_the_sign_in_page_is_accessible(site, page, axe):
    page.goto("/signin/")

    assert axe(page) == []


def test_a_wrong_password_is_refused_in_words(site, page):
    page.goto("/signin/")

    page.get_by_label("Email address").fill(EMAILS[0])
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()


def test_the_content_policy_still_refuses_inline_script(site, page):
    page.goto("/signin/")

    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">')"
    )
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran") is None


def test_text_is_drawn_as_wide_as_in_arial(page):
    page.set_content(
        '<span style="font: 1000px Arial; font-kerning: none; white-space: nowrap">Total Place</span>'
    )

    width = page.evaluate("document.querySelector('span').getBoundingClientRect().width")

    # Thousandths of the type size, letter by letter, from Adobe's metrics of Helvetica.
    letters = [611, 556, 278, 556, 222, 278, 667, 222, 556, 500, 556]
    assert width == pytest.approx(sum(letters), abs=5)
