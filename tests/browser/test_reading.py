"""A reviewer reads claims and decides them: by keyboard alone, from one to the next, in one window."""

import pytest
from playwright.sync_api import expect

from .keyboard import Keyboard
from .settled import settled

REVIEWER = "reviewer@treasury.example"
CLAIMS = 5  # One of each sort, and more than one of the commonest.
WEAK = "Nothing but the place’s own estimate is cited."


@pytest.fixture(scope="module")
def reading_room(site):
    """Practice claims that wait for a reviewer."""
    site.command("demo", "--to-review", str(CLAIMS))


def _read_and_decide(page):
    """Take the claim on the screen, judge it by what is on the page, and say which claim it was."""
    keys = Keyboard(page)
    title = page.title()
    keys.do("Take for review")
    keys.tab_to("To your verdict")
    keys.press("Enter")
    is_weak = WEAK in settled(page).inner_text("main")
    for number in range(1, 10):
        keys.pick("Not met" if is_weak and number == 1 else "Met")
    for _ in range(settled(page).locator("[data-state]").count()):
        keys.pick("Not supported" if is_weak else "Supported")
        if is_weak:
            keys.unfold("Reasons")
            keys.tab_to("Nothing behind it")
            keys.press("Space")
    keys.do("Give this verdict")
    return title


@pytest.mark.usefixtures("reading_room")
def test_claims_are_read_and_decided_by_keyboard_without_the_list(signed_in):
    page = signed_in(REVIEWER)
    page.goto("/review/PRA-R001/?view=waiting&order=age")
    windows = len(page.context.pages)

    read = [_read_and_decide(page) for _ in range(CLAIMS - 1)]

    assert len(set(read)) == CLAIMS - 1
    expect(page.get_by_role("button", name="Take for review")).to_be_visible()
    assert len(page.context.pages) == windows


@pytest.mark.usefixtures("reading_room")
@pytest.mark.parametrize("width", [320, 1280, 1920])
def test_each_state_of_the_page_is_accessible_and_fits_the_screen(signed_in, axe, width):
    page = signed_in(REVIEWER)
    page.set_viewport_size({"width": width, "height": 900})

    def check():
        assert axe(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    # Submitted, in review, question asked, provisional, replied, final, withdrawn.
    for number in (4, 6, 7, 8, 9, 10, 13):
        page.goto(f"/review/PRA-{number:04}/")
        check()
    page.goto("/review/PRA-0006/")
    page.get_by_role("button", name="Give this verdict").click()
    check()


@pytest.mark.usefixtures("reading_room")
@pytest.mark.parametrize("width", [320, 1280, 1920])
def test_the_evidence_covers_nothing_of_the_verdict(signed_in, width):
    page = signed_in(REVIEWER)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/review/PRA-0006/")

    page.get_by_role("button", name="Give this verdict").scroll_into_view_if_needed()

    evidence = page.locator(".app-reading__evidence").bounding_box()
    verdict = page.locator(".app-reading__verdict").bounding_box()
    assert (
        evidence["y"] + evidence["height"] <= verdict["y"]
        or evidence["x"] + evidence["width"] <= verdict["x"]
    )


@pytest.mark.usefixtures("reading_room")
def test_the_suggestion_follows_the_answers_and_the_server_agrees(signed_in):
    page = signed_in(REVIEWER)
    page.goto("/review/PRA-0006/")
    said = page.locator("[data-suggestion]")

    def answer(number, words):
        page.locator(f"#id_test_{number}").locator("xpath=ancestor::fieldset").get_by_label(
            words, exact=True
        ).check()

    expect(said).to_have_text("")
    for number in range(1, 10):
        answer(number, "Met")
    expect(said).to_have_text("The tests suggest: Supported as a forecast.")
    answer(9, "Partly met")
    expect(said).to_have_text("The tests suggest: Partly supported.")
    answer(3, "Not met")
    expect(said).to_have_text("The tests suggest: Not supported on present evidence.")

    page.get_by_label("Supported as a forecast").check()
    page.get_by_role("button", name="Give this verdict").click()

    main = page.locator("main")
    suggested = "The tests suggest “Not supported on present evidence”"
    expect(main).to_contain_text(suggested, use_inner_text=True)
    expect(page.get_by_label("Why not the verdict that the tests suggest?")).to_be_visible()


@pytest.mark.usefixtures("reading_room")
def test_a_verdict_can_be_given_without_script(signed_in):
    page = signed_in(REVIEWER, java_script_enabled=False)
    page.goto(f"/review/PRA-R{CLAIMS:03}/?view=waiting")
    page.get_by_role("button", name="Take for review").click()

    for group in settled(page).locator("fieldset").all()[:9]:
        group.get_by_label("Met", exact=True).check()
    page.get_by_label("Supported as a forecast").check()
    page.get_by_role("button", name="Give this verdict").click()

    main = page.locator("main")
    expect(main).to_contain_text("Your verdict is with the place", use_inner_text=True)
