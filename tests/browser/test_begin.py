"""Does a person who is added come from the mail to their first page, with a second factor, in a browser?"""

import re

from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from .settled import settled

NEW, PASSWORD = "new.reviewer@treasury.example", "four more random words"


def _link(site):
    """The link of the mail that was printed last."""
    return re.findall(rf"{NEW}.*?(/password/reset/\w+-\S+)", site.log.read_text(), re.DOTALL)[-1]


def _code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_from_the_form_to_the_first_page(site, signed_in, new_context, axe):
    admin = signed_in("admin@treasury.example")
    admin.goto("/admin/pilots/user/add/")
    assert axe(admin) == []
    admin.get_by_label("Email address").fill(NEW)
    admin.locator("#id_name").fill("Nora New")
    admin.get_by_label("Reviewer", exact=True).check()
    admin.locator(".field-place .select2-selection").click()
    admin.get_by_role("option", name="Croydon").first.click()
    admin.get_by_label("Role in the place").select_option("Declared interest")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text(f"A link to set a password has been sent to {NEW}.")).to_be_visible()
    admin.goto(f"/admin/pilots/user/?q={NEW}")
    expect(admin.get_by_text("Invited today, link runs out on")).to_be_visible()
    admin.get_by_role("link", name="Nora New").click()
    assert axe(admin) == []
    admin.get_by_role("button", name="Send the invitation again").click()
    expect(admin.get_by_text(f"A link to set a password has been sent to {NEW}.")).to_be_visible()

    page = new_context().new_page()
    page.goto(_link(site))
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Email address").fill(NEW)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Begin here").wait_for()
    assert axe(page) == []

    page.goto("/account/app/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("textbox", name="Code").fill(
        _code(settled(page).locator("strong.app-codes").inner_text())
    )
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("10 of 10 are left")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Go on to Total Place").click()
    page.get_by_role("link", name="Open the queue of claims").click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()

    page.goto(_link(site))
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert axe(page) == []
