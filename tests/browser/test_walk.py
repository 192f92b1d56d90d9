"""Walks the site as each person of the demonstration: every link works, every page is accessible, nothing leaks."""

from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import expect

from .sign_ins import EMAILS

# Words of drafts and of claims for review only: what each person outside must never meet.
UNSHARED = {
    "One-stop shops in the three market towns": ["officer@practice", "finance@practice"],
    "One property team for council, health and police": ["officer@practice", "finance@practice"],
    "Assessments of people leaving prison, done once": [
        "officer@practice",
        "finance@practice",
        "reviewer@treasury",
        "lead@treasury",
    ],
}
START = "/"
PAGES = [
    "/board/",
    "/places/",
    "/places/KEN/",
    "/claims/",
    "/claims/?hardness=2&sort=-hardness",
    "/claims/?year=nonsense",
    "/claims/C002/",
    "/claims/PRA-0010/",
    "/round/",
    "/exports/",
    "/account/",
]
OF_THE_PLACE = [
    "/upload/",
    "/upload/claims/",
    "/upload/own/",
    "/claims/PRA-0001/",
    "/claims/PRA-0003/",
    "/claims/PRA-0008/",
    "/claims/PRA-0011/",
    "/claims/PRA-0016/",
    "/claims/PRA-0014/versions/1/",
    "/claims/PRA-0014/compare/1/2/",
    "/places/PRA/",
]
OF_THE_TREASURY = [
    "/admin/",
    "/admin/savings/claim/",
    "/admin/savings/claim/?q=PRA",
    "/admin/savings/version/",
    "/admin/savings/figure/",
    "/admin/savings/evidence/",
    "/admin/savings/event/",
    "/admin/pilots/place/",
]
OF_THE_REVIEW = [
    "/admin/savings/review/",
    "/admin/savings/review/?queue=waiting&o=-4",
    "/admin/savings/review/?queue=mine&place=PRA",
    "/admin/savings/review/?queue=closed",
    "/admin/savings/question/",
    "/admin/savings/reading/",
    "/admin/savings/draw/",
]
OF_THE_ADMINISTRATOR = [
    "/admin/pilots/user/",
    "/admin/pilots/user/add/",
    "/admin/pilots/membership/",
    "/admin/pilots/accountchange/",
    "/admin/savings/deflator/",
    "/admin/savings/deflator/add/",
]
# Links that a walk does not follow: they end the session, or leave the site's own pages.
LEFT_ALONE = ("/signout/", "/admin/logout/", "/static/")
# What a table is of is read without scrolling, however wide the table.
WIDEST_CAPTION = """Math.max(0, ...Array.from(
    document.querySelectorAll("caption:not(.govuk-visually-hidden)"), e => e.getBoundingClientRect().right))"""


def _may_follow(address):
    """Filters are followed one at a time: together they are without number, and the same page.

    Those of the workspace are followed in `tests/test_admin_site.py`, by each role.
    """
    is_filter_of_workspace = address.startswith("/admin/") and "?" in address
    return not (address.startswith(LEFT_ALONE) or "&" in address or is_filter_of_workspace)


def _kind(address):
    """What the address shows, whatever the order or the filter's value; in the admin, whichever the row."""
    parts = urlsplit(address)
    names = sorted({name.split("=")[0] for name in parts.query.split("&")})
    path = parts.path
    if path.startswith("/admin/"):
        path = "/".join("#" if piece.isdecimal() else piece for piece in path.split("/"))
    return path, tuple(names)


@pytest.mark.parametrize("email", EMAILS)
def test_every_link_on_every_page_works_and_nothing_unshared_shows(signed_in, email):
    page = signed_in(email)
    hidden = [words for words, whose in UNSHARED.items() if not email.startswith(tuple(whose))]
    waiting, seen = [START], set()

    while waiting:
        address = waiting.pop()
        if _kind(address) in seen:
            continue
        seen.add(_kind(address))
        answer = page.request.get(address, max_redirects=5)
        assert answer.ok, f"{address}: {answer.status}"
        text = answer.text()
        assert [words for words in hidden if words in text] == [], address
        if "text/html" in answer.headers["content-type"]:
            waiting.extend(_links_in(text, address))

    assert len(seen) > 30


def _links_in(text, address):
    """The addresses of a page's links, as the page wrote them."""
    for piece in text.split(' href="')[1:]:
        href = urldefrag(piece.split('"')[0].replace("&amp;", "&")).url
        if href.startswith("?"):
            href = urlsplit(address).path + href
        if href.startswith("/") and _may_follow(href):
            yield href


def _pages_of(email):
    if email == "officer@croydon.example":
        return []  # The same role and pages as the officer of Kent.
    if email == "partner@practice.example":
        return OF_THE_PLACE[1:]
    if email.endswith("@practice.example"):
        return OF_THE_PLACE
    if email.startswith("admin@"):
        return [*PAGES, *OF_THE_TREASURY, *OF_THE_ADMINISTRATOR]
    if email.startswith(("reviewer@", "lead@")):
        return [*OF_THE_PLACE[3:], *OF_THE_TREASURY, *OF_THE_REVIEW]
    return PAGES


@pytest.mark.parametrize("email", EMAILS)
def test_each_persons_pages_are_accessible(signed_in, axe, email):
    page = signed_in(email)

    for address in [START, *_pages_of(email)]:
        page.goto(address)

        assert axe(page) == [], address


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_screen(signed_in, width):
    page = signed_in("officer@practice.example")
    page.set_viewport_size({"width": width, "height": 800})

    for address in [START, *PAGES, *OF_THE_PLACE]:
        page.goto(address)

        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(WIDEST_CAPTION) <= width, address


@pytest.mark.parametrize("address", ["/claims/NO-SUCH/", "/claims/?q=%00", "/published/"])
def test_a_page_that_says_no_is_accessible_too(signed_in, axe, address):
    page = signed_in("analyst@treasury.example")

    answer = page.goto(address)

    assert answer.status in (400, 404)
    assert axe(page) == []


def test_the_site_can_be_read_without_script(signed_in):
    page = signed_in("officer@practice.example", java_script_enabled=False)

    page.goto("/claims/?q=payroll")
    page.get_by_role("link", name="PRA-0006").click()

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("One payroll for council and NHS trust")


def test_the_list_is_reached_and_filtered_by_keyboard(signed_in):
    page = signed_in("reviewer@treasury.example")
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"

    page.goto("/claims/")
    page.get_by_label("Search").focus()
    page.keyboard.type("payroll")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=payroll**")

    expect(page.get_by_role("link", name="PRA-0006")).to_be_visible()
