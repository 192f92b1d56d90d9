"""Can everybody read the pages that the proxy shows while the site does not answer?"""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from totalplace.bootstrap import ROOT

FOLDER = ROOT / "deploy"
PAGES = sorted(path.name for path in (FOLDER / "proxy-pages").glob("*.html"))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Say nothing of what was asked for."""


@pytest.fixture(scope="module")
def proxy():
    """Where the pages stand as the proxy has them."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=FOLDER)) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_proxys_pages_have_no_barrier_and_fit_a_narrow_screen(page, axe, proxy, name, width):
    page.set_viewport_size({"width": width, "height": 700})

    page.goto(f"{proxy}/proxy-pages/{name}")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
