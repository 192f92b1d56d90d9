"""Can people begin on a site that was installed as written? By their mail, their browser and nothing else."""

import base64
import re
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.endurance.visitor import Answer, Stranger
from tests.installed.machine import Machine
from tests.installed.postbox import Postbox

ADMINISTRATOR, OFFICER = "anna@example.gov.uk", "officer7@example.gov.uk"
PASSWORD = "three brown hens at the weir 1871"
PEOPLE = 30
SECRET = re.compile(r"\b[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}\b")


@dataclass
class InstalledSite:
    """The site behind its proxy, as a browser sees it."""

    machine: Machine

    def __post_init__(self):
        self.origin = f"https://{self.machine.name}"
        self.url = f"{self.origin}:{self.machine.https}" if self.machine.https != 443 else self.origin
        certificate = self.machine.path("/etc/totalplace/certificate.pem")
        self.tls = ssl.create_default_context(cafile=str(certificate))


class Person(Stranger):
    """Somebody who was mailed a link."""

    def follow(self, answer: Answer) -> Answer:
        """Where the site sends them on to, to the end."""
        for _ in range(5):
            if answer.status != 302:
                break
            answer = self.get(_path(answer.led_to))
        assert answer.status == 200, f"{answer.status}: {answer.text[:2000]}"
        return answer

    def fill_in(self, page: Answer, address: str, **boxes: str) -> Answer:
        """Send the page's form with these boxes filled in; the page that follows."""
        sent = page.form(csrfmiddlewaretoken=...) | boxes
        return self.follow(self.send(address, sent))

    def begin(self, link: str) -> Answer:
        """Set a password by the mailed link, and sign in with it; the page that comes first."""
        page, address = self.follow_from(_path(link))
        self.send(address, _form(page) | {"password1": PASSWORD, "password2": PASSWORD})
        return self.sign_in()

    def sign_in(self) -> Answer:
        words = {"login": self.email, "password": PASSWORD}
        return self.follow(self.send("/signin/", _form(self.get("/signin/")) | words))

    def set_up_app(self) -> Answer:
        """A second factor: the code that an app on their phone shows."""
        page = self.get("/account/app/")
        if page.status == 302:  # They confirm first that it is they.
            page, address = self.follow_from(page.led_to)
            page = self.follow(self.send(address, _form(page) | {"password": PASSWORD}))
        [secret] = SECRET.findall(page.text)
        phone = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303 - as apps do
        code = phone.generate(int(time.time())).decode()
        return self.follow(self.send("/account/app/", _form(page) | {"code": code}))


def begin(site, postbox): ...
