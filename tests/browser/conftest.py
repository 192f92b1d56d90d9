"""How does a test get a browser, and the site to look at with it?

The site is the real one: started as `run` starts it, on a new database with the demonstration in
it. Tests here see what a person sees, and never the database.
"""

import os
from pathlib import Path

import pytest

from tests.migrated import copied
from totalplace.bootstrap import browser, node

from .running_site import running_site

# Pages that axe has measured since they were opened: it tries styles of its own, which the policy refuses.
READ_BY_AXE = set()
WALK = "test_walk.py"


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Keep the tests here in two processes: what is in one shares a site, a browser and its sessions.

    They go first, since they take longest. The walk is by itself: it would walk whatever the others have made.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            is_walk = item.path.name == WALK
            item.add_marker(pytest.mark.xdist_group("walk" if is_walk else "browser"))
            item.add_marker(pytest.mark.no_database)  # The site under test has its own.
    yield
    items.sort(key=lambda item: (item.path.parent != here, item.path.name != WALK))


@pytest.fixture(scope="session", autouse=True)
def _node_for_playwright():
    """Playwright's own Node needs a library that small machines do not have."""
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node.executable())


@pytest.fixture(scope="session")
def browser_type_launch_args():
    browser.install()
    return browser.launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args(site):
    return {"base_url": site.url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id, migrated_once):
    """The site with its demonstration, on a port of its own, until the last test is done."""
    folder = tmp_path_factory.mktemp("site")
    with (
        copied(migrated_once, folder, f"browser_{worker_id}") as address,
        running_site(folder, address) as running,
    ):
        yield running


@pytest.fixture
def signed_in(site, new_context, sessions):
    """Return a function that opens a page as the person with this e-mail address.

    At the end of the test, no page may have met a fault: an error in a script, something the
    content policy refused, a style sheet or picture that is not there.
    """
    faults = []

    def open_page(email, **context):
        known = {"storage_state": sessions[email]} if email in sessions else {}
        page = new_context(**known, **context).new_page()
        _write_down(faults, page)
        if known:
            page.goto("/")
        else:
            sign_in(page, email, site.password)
            sessions[email] = page.context.storage_state()
        return page

    yield open_page
    assert faults == []


@pytest.fixture(scope="session")
def sessions():
    """The sessions of those who have signed in, since signing in is slow and limited."""
    return {}


@pytest.fixture(scope="session")
def axe():
    """Return a function that lists what axe finds wrong with a page, one line each.

    The browser itself evaluates axe, so that the page's content policy can stay as it is.
    """
    source = (node.NODE_MODULES / "axe-core" / "axe.min.js").read_text()

    def check(page):
        page.wait_for_load_state()  # A click has led on, and the page may have only begun.
        READ_BY_AXE.add(page)
        page.evaluate(source)
        found = page.evaluate(
            "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
        )
        return [
            f"{violation['id']}: {violation['help']}: {place['target']}"
            for violation in found
            for place in violation["nodes"]
        ]

    return check


def sign_in(page, email, password):
    """Sign in by the page, as a person does."""
    page.goto("/signin/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Sign out").wait_for()


def _write_down(faults, page):
    def of_console(message):
        if page in READ_BY_AXE:
            return
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"{page.url}: {message.text}")

    def of_answer(response):
        kind = response.request.resource_type
        is_form_again = kind == "xhr" and response.status == 400  # As the script sent it.
        if response.status >= 400 and kind != "document" and not is_form_again:
            faults.append(f"{page.url}: {response.url} answered {response.status}")

    page.on("console", of_console)
    page.on("framenavigated", lambda frame: READ_BY_AXE.discard(page))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", of_answer)
