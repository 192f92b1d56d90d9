"""Can people begin on a site that was installed as written? By their mail, their browser and nothing else."""

import base64
import re
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.endurance.visitor import Answer, Stranger
from tests.installed.machine import Machine
from tests.installed.postbox import Postbox

ADMINISTRATOR = "anna@example.gov.uk"
PEOPLE, OFFICERS_NUMBER = 30, 7
OFFICER = f"officer{OFFICERS_NUMBER}@example.gov.uk"
PASSWORD = "three brown hens at the weir 1871"
SECRET = re.compile(r'app-codes">(\w+)<')
REFERENCE = re.compile(r"/claims/([A-Z0-9-]+)/")
APP, SHEETS = "/account/app/", "/admin/pilots/peoplesheet/add/"
WORDS = "One reception for council and jobcentre"
REDIRECTS = 5


@dataclass
class InstalledSite:
    """The site behind its proxy, as a browser sees it."""

    machine: Machine

    def __post_init__(self):
        self.origin = f"https://{self.machine.name}"
        self.url = (
            f"{self.origin}:{self.machine.https}" if self.machine.https != 443 else self.origin
        )
        certificate = self.machine.path("/etc/totalplace/certificate.pem")
        self.tls = ssl.create_default_context(cafile=str(certificate))


class Person(Stranger):
    """Somebody who was mailed a link."""

    def __init__(self, site: InstalledSite, email: str):
        super().__init__(site)
        self.email = email

    def begin(self, link: str) -> Answer:
        """Set a password by the mailed link, and sign in with it; the page that comes first."""
        assert link.startswith(f"{self.site.origin}/"), f"The link leads elsewhere: {link}"
        page, address = self.follow(self.get(_path(link)), _path(link))
        passwords = {"password1": PASSWORD, "password2": PASSWORD}
        answer = self.send(address, _form(page) | passwords)
        assert answer.status == 302, f"{self.email} could not set a password: {answer.text}"
        return self.sign_in()

    def sign_in(self) -> Answer:
        words = {"login": self.email, "password": PASSWORD}
        return self.follow(self.send("/signin/", _form(self.get("/signin/")) | words))[0]

    def set_up_app(self) -> Answer:
        """A second factor: the code that an app on their phone shows."""
        page, address = self.follow(self.get(APP), APP)
        if address != APP:  # They are asked to confirm first that it is they.
            answer = self.send(address, _form(page) | {"password": PASSWORD})
            page, address = self.follow(answer)
        key = base64.b32decode(SECRET.search(page.text)[1])
        phone = TOTP(key, 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303 - as apps do
        code = phone.generate(int(time.time())).decode()
        return self.follow(self.send(APP, _form(page) | {"code": code}))[0]

    def follow(self, answer: Answer, address: str = "") -> tuple[Answer, str]:
        """Where the site sends them on to, to the end: the page, and its address."""
        for _ in range(REDIRECTS):
            if answer.status != 302:
                break
            address = _path(answer.led_to)
            answer = self.get(address)
        assert answer.status == 200, f"{address}: {answer.status}\n{answer.text[:3000]}"
        return answer, address


def begin(site: InstalledSite, postbox: Postbox) -> None:
    """The first administrator begins by the mail of the manual's command; they add thirty, and one states a claim."""
    anna = Person(site, ADMINISTRATOR)
    first = anna.begin(postbox.link_for(ADMINISTRATOR))
    assert "authenticator app" in first.text, f"No second factor is asked for:\n{first.text}"
    assert "ecovery codes" in anna.set_up_app().text
    send_sheet(anna)
    links = [postbox.link_for(_address(number)) for number in range(PEOPLE)]
    officer = Person(site, OFFICER)
    officer.begin(links[OFFICERS_NUMBER])
    state_a_claim(officer)


def send_sheet(person: Person) -> None:
    """A sheet of people, confirmed once its difference was seen."""
    rows = [f"Officer {number},{_address(number)},Officer,Kent" for number in range(PEOPLE)]
    sheet = "\r\n".join(["Name,Email,Role,Place", *rows]).encode()
    boxes = person.get(SHEETS).form(key=...) | {"holds": "people"}
    page, address = person.follow(person.upload(SHEETS, boxes, "people.csv", sheet, box="file"))
    assert "What would change" in page.text, page.text
    stored = person.follow(person.send(address, page.form(digest=...)))[0]
    assert "Stored" in stored.text, stored.text


def state_a_claim(person: Person) -> None:
    """A claim with a file behind it."""
    new = person.get(f"/claims/new/?form={uuid4()}").form(once=...) | {"what_changes": WORDS}
    begun = person.send("/claims/new/", new)
    assert begun.status == 302, begun.text
    evidence = f"/claims/{REFERENCE.search(begun.led_to)[1]}/evidence/"
    file = person.get(evidence).form(entry="") | {"entry": "file", "kind": "contract"}
    kept = person.upload(evidence, file, "table.csv", b"Year,Amount\r\n2010-11,45000\r\n")
    assert kept.status == 302, kept.text


def find_the_claim(site: InstalledSite) -> None:
    """Whether the officer signs in again, and finds what they stated."""
    officer = Person(site, OFFICER)
    officer.sign_in()
    claims = officer.get("/claims/")
    assert WORDS in claims.text, claims.text


def _address(number: int) -> str:
    return f"officer{number}@example.gov.uk"


def _form(page: Answer) -> dict[str, str]:
    return page.form(csrfmiddlewaretoken=...)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
