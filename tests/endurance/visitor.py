"""How does a person act on the site? They sign in, open pages and send forms: over HTTP, by nothing else."""

import html
import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPErrorProcessor,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from tests.endurance.site import RunningSite

PATIENCE = 120  # Seconds that a person waits for an answer.
FORM = re.compile(r"<form.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


BY_THE_PROXY = (502, 504)  # What it says where nothing whole comes from the site.


class Unanswered(Exception):
    """The connection broke, or a proxy says so. Whether the site did what it was asked, the person cannot know."""


@dataclass(frozen=True)
class Answer:
    """What the site answered. `led_to` is the address it sends the person on to, empty where it does not;
    `again_in` the seconds after which it asks them to come back.
    """

    status: int
    led_to: str
    content: bytes
    again_in: str = ""

    @cached_property
    def text(self) -> str:
        return self.content.decode()

    def form(self, **known: str) -> dict[str, str]:
        """The hidden boxes of the first form on the page that has these among them; `...` is any value."""
        for form in FORM.findall(self.text):
            boxes = {name: html.unescape(value) for name, value in HIDDEN.findall(form)}
            if all(boxes.get(n) == v or (v is ... and n in boxes) for n, v in known.items()):
                return boxes
        raise AssertionError(f"{self.status}: no form with {known} on this page:\n{self.text}")


class Stranger:
    """Somebody with a browser who has not signed in. Many threads may use it at once, as a person has many tabs."""

    def __init__(self, site: RunningSite, patience: float = PATIENCE):
        self.site, self.patience = site, patience
        self.cookies = CookieJar()
        opener = build_opener(
            _AnyStatus,
            ProxyHandler({}),
            HTTPCookieProcessor(self.cookies),
            HTTPSHandler(context=site.tls),
        )
        opener.addheaders = [("Origin", site.origin)]
        self.open = opener.open

    def ask(self, method: str, address: str, boxes: list[tuple[str, str]] | None = None) -> Answer:
        """Ask by any method, with the boxes of a form or without."""
        data = None if boxes is None else urlencode(boxes).encode()
        return self._ask(Request(self.site.url + address, data=data, method=method))

    def token(self) -> str:
        """What stands in every form against sending from elsewhere: the browser has it once a form was drawn."""
        return next((cookie.value for cookie in self.cookies if cookie.name == "csrf"), "")

    def get(self, address: str) -> Answer:
        return self._ask(Request(self.site.url + address))

    def send(self, address: str, boxes: dict[str, str]) -> Answer:
        """Send a form that has no file in it."""
        return self._ask(Request(self.site.url + address, data=urlencode(boxes).encode()))

    def upload(
        self, address: str, boxes: dict[str, str], name: str, content: bytes, box: str = "files"
    ) -> Answer:
        """Send a form with one file in its box `box`."""
        boundary = secrets.token_hex(16)
        file = f'Content-Disposition: form-data; name="{box}"; filename="{name}"'
        parts = [
            f'Content-Disposition: form-data; name="{box}"\r\n\r\n{value}'.encode()
            for box, value in boxes.items()
        ]
        parts.append(f"{file}\r\nContent-Type: application/octet-stream\r\n\r\n".encode() + content)
        line = f"--{boundary}\r\n".encode()
        body = b"".join(line + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask(Request(self.site.url + address, data=body, headers=kind))

    def _ask(self, request: Request) -> Answer:
        try:
            with self.open(request, timeout=self.patience) as answer:
                said = answer.headers
                if answer.status in BY_THE_PROXY:
                    raise Unanswered(f"The proxy answered with {answer.status}.")
                return Answer(
                    answer.status,
                    said.get("Location", ""),
                    answer.read(),
                    said.get("Retry-After", ""),
                )
        except (OSError, HTTPException) as broken:
            raise Unanswered(str(broken)) from broken


class Visitor(Stranger):
    """A person who has signed in."""

    def __init__(self, site: RunningSite, email: str, patience: float = PATIENCE):
        super().__init__(site, patience)
        page = self.get("/signin/")
        words = {"login": email, "password": site.settings["DEMO_PASSWORD"]}
        answer = self.send("/signin/", page.form(csrfmiddlewaretoken=...) | words)
        assert answer.status == 302, f"{email} cannot sign in: {answer.text}"


class _AnyStatus(HTTPErrorProcessor):
    """Every answer is an answer: redirects are not followed, refusals are not raised."""

    def http_response(self, request, response):
        return response

    https_response = http_response
