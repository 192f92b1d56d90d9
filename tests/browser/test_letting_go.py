"""Letting somebody go and naming a place, as an administrator sees it: accessible, and as narrow as the screen."""

import pytest

from .test_workspace import sound  # noqa: F401

REVIEWER = "reviewer@treasury.example"
PEOPLE, PLACES = "/admin/pilots/user/", "/admin/pilots/place/"


@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_is_asked_who_takes_over(signed_in, sound, width):  # noqa: F811
    page = signed_in("admin@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{PEOPLE}?q={REVIEWER}")
    # Another test may have added somebody whose address ends like this one.
    theirs = page.get_by_role("row").filter(has=page.get_by_text(REVIEWER, exact=True))
    theirs.get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("deactivate")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_label("Who takes over").wait_for()
    assert sound(page) == []
    page.get_by_role("button", name="Deactivate").click()
    page.get_by_role("link", name="Choose who takes it over").click()
    assert page.get_by_label("Who takes over").evaluate("box => box === document.activeElement")
    assert sound(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_near_name_is_asked_about_and_the_home_says_what_is_missing(signed_in, sound, width):  # noqa: F811
    page = signed_in("admin@treasury.example")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{PLACES}add/")
    page.get_by_label("Name:").fill("Practise place")
    page.get_by_label("Code:").fill("PRB")
    page.get_by_label("Kind:").select_option("practice")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("It is a different one").wait_for()
    assert sound(page) == []
    page.goto("/admin/")
    page.get_by_role("link", name="nobody who can sign off").click()
    assert sound(page) == []
