"""An officer asks for sign-off, finance sends back, the officer mends it and asks again, finance signs: by keyboard."""

from playwright.sync_api import expect

from .keyboard import Keyboard
from .typical_claim import state

REASON = "Say which two councils, and from when."
NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
BEFORE = "One pensions team for two councils"
AFTER = "One pensions team for Plainville and Hillbury, from April"


def _holds(page, axe, words):
    """The page says `words`, axe finds nothing, and at 320 pixels nothing is cut."""
    expect(page.locator("main")).to_contain_text(words)
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
    page.set_viewport_size(WIDE)


def test_a_draft_is_sent_back_mended_and_signed(signed_in, axe, tmp_path):
    officer = signed_in("officer@practice.example")
    claim = f"/claims/{state(officer, axe, tmp_path, BEFORE)}/"
    Keyboard(officer).do("Ask for sign-off")
    _holds(officer, axe, "You are told when it is signed off, or sent back with a reason.")

    finance = signed_in("finance@practice.example")
    _send_back(finance, axe, claim)
    _mend_and_ask_again(officer, axe, claim)
    _sign(finance, axe, claim)


def _send_back(page, axe, claim):
    page.goto(claim)
    keys = Keyboard(page)
    keys.do("Sign off and submit")
    _holds(page, axe, "Nothing has changed since.")
    keys = Keyboard(page)
    keys.do("Send it back instead")
    _holds(page, axe, BEFORE)
    keys = Keyboard(page)
    keys.do("Send back")
    _holds(page, axe, "Say why it is sent back.")
    keys.fill("What has to change before you sign?", REASON)
    keys.do("Send back")
    _holds(page, axe, "Nothing is signed or submitted.")


def _mend_and_ask_again(page, axe, claim):
    page.goto(f"{claim}edit/")
    _holds(page, axe, REASON)
    keys = Keyboard(page)
    keys.do("What changed")
    keys.fill("What changed, in a sentence?", AFTER)
    keys.do("Save and go to the list")
    expect(page.locator("main")).to_contain_text(REASON)
    page.goto(f"{claim}edit/check/")
    _holds(page, axe, AFTER)
    Keyboard(page).do("Ask for sign-off")
    _holds(page, axe, "You can still change the draft.")


def _sign(page, axe, claim):
    page.goto(claim)
    keys = Keyboard(page)
    keys.do("Sign off and submit")
    _holds(page, axe, "Sent back before")
    told = page.locator("section[aria-labelledby=back]")
    for words in (REASON, BEFORE, AFTER):
        expect(told).to_contain_text(words)
    keys.tab_to("I have read what will be frozen")
    keys.press("Space")
    keys.do("Sign off and submit")
    _holds(page, axe, "What you signed is frozen.")
    page.goto(claim)
    expect(page.locator("main")).to_contain_text("Submitted")
    expect(page.locator("main")).to_contain_text(AFTER)
