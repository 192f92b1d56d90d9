"""Is any address, with any parameters, by any method, by anybody, a fault of the site?

20,000 requests: the pages that each role comes to by links, and every route of the site and the workspace besides,
each with the parameters and the boxes that its own page has, some of them filled in with what nobody would send. Each
run draws the same. None may be answered with 5xx, or take more than ten seconds. Takes about ten minutes.
"""

import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.endurance.routes import routes
from tests.endurance.trial import run
from tests.endurance.visitor import Answer, Stranger, Unanswered, Visitor

REQUESTS, AT_ONCE, SEED, LONGEST = 20_000, 4, 12, 10
LOOKED_AFTER = 500  # Requests, after which whoever was signed out by them signs in again.
PAGES_EACH = 250
PEOPLE = [
    *(f"{who}@practice.example" for who in ("officer", "finance", "partner")),
    "officer@kent.example",
    *(f"{who}@treasury.example" for who in ("reviewer", "lead", "analyst", "admin")),
]
METHODS = ["GET"] * 8 + ["POST"] * 8 + ["HEAD"] * 2 + ["PUT", "PATCH", "DELETE", "OPTIONS"]
# Of a password or a second factor: with these gone there would be nobody left to ask as.
LEFT_ALONE = (
    "/signout/",
    "/admin/logout/",
    "/account/password/",
    "/account/app",
    "/account/codes/new",
)
WILD = [
    "", " ", "0", "-1", "1", "99999999999999999999", "9" * 400, "1e999", "NaN", "[[", "]]", "'", '"', '"\\', "%", "%00",
    "\x00", "\x1b[2J", "\u202e", "\ud7ff", "🏛", "e\u0301", "٣", "½", "²", "true", "null", "None", "{}", "{{ x }}", "-0",
    "<script>", "../../etc/passwd", "0001-01-01", "9999-12-31", "10000-01-01", "2010-02-31", "31/12/2010", "2010-11",
    "2010-13", "10:00", "a" * 300, "word " * 1200, '"' * 300, "(a+)+$", "1,2,3", "+1", " 1 ", "0x1f", "1_000", "=1+1",
    "3f0c8a52-5c0e-4d0f-9a43-0d5c2b1f7e11", "\r\nX-A: b", "KEN", "PRA-0001", "https://example.org/", "//example.org",
]  # fmt: skip
UNKNOWN = [
    "q", "o", "p", "page", "all", "e", "sort", "place", "theme", "kind", "status", "verdict", "year", "purpose",
    "next", "image", "queue", "once", "seen", "shown", "id__in", "pk", "_popup", "_to_field", "_changelist_filters",
    "_facets", "user", "term", "app_label", "model_name", "field_name", "password__startswith", "at__year", "at__month",
    "valid_from__year", "opens_on__year", "kind__exact", "theme__id__exact", "ended_at__isempty", "action", "index",
    "_selected_action", "select_across", "confirmed", "_save", "_saveasnew", "partnerships-TOTAL_FORMS",
]  # fmt: skip

Boxes = list[tuple[str, str]]


@dataclass(frozen=True)
class Ask:
    """One request, as it can be sent again by hand."""

    who: str
    method: str
    address: str
    boxes: tuple[tuple[str, str], ...] | None

    def __str__(self) -> str:
        sent = "" if self.boxes is None else f" with {urlencode(self.boxes)[:1500]}"
        return f"{self.who}: {self.method} {self.address[:1500]}{sent}"


class Forms(HTMLParser):
    """The links of a page, and the boxes of each of its forms as they stand."""

    def __init__(self, page: str):
        super().__init__()
        self.links, self.forms = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "a" and (of.get("href") or "").startswith(("/", "?")):
            self.links.append(of["href"].partition("#")[0])
        elif tag == "form":
            self.forms.append([])
        elif of.get("name") and self.forms and tag in ("input", "select", "textarea", "button"):
            self.forms[-1].append((of["name"], of.get("value") or ""))
        elif tag == "option" and "selected" in of and self.forms and self.forms[-1]:
            self.forms[-1][-1] = (self.forms[-1][-1][0], of.get("value") or "")


class Asker:
    """What one person asks: at first what their pages lead to, then that with something else in it."""

    def __init__(self, who: str, person: Stranger, draw: random.Random):
        self.who, self.draw = who, draw
        self.routes = [route for route in routes() if not route.startswith(LEFT_ALONE)]
        self.pages = self._walk(person)

    def next(self) -> Ask:
        method = self.draw.choice(METHODS)
        if self.draw.random() < 0.25:
            address, forms = _filled(self.draw.choice(self.routes), self.draw), []
        else:
            address, forms = self.draw.choice(self.pages)
        path, _, query = address.partition("?")
        has_body = method in ("POST", "PUT", "PATCH")
        asked = self._changed(parse_qsl(query, keep_blank_values=True), few=has_body)
        boxes = self._changed(self.draw.choice(forms) if forms else [], few=False)
        address = f"{path}?{urlencode(asked)}" if asked else path
        return Ask(self.who, method, address, tuple(boxes) if has_body else None)

    def _changed(self, boxes: Boxes, *, few: bool) -> Boxes:
        """With something wild in some of the boxes, and now and then one more or one less."""
        changed = list(boxes)
        for _ in range(self.draw.choice([0, 0, 0, 1] if few else [0, 1, 1, 2, 3])):
            if changed and self.draw.random() < 0.75:
                at = self.draw.randrange(len(changed))
                changed[at] = (changed[at][0], self.draw.choice(WILD))
            elif changed and self.draw.random() < 0.3:
                del changed[self.draw.randrange(len(changed))]
            else:
                changed.append((self.draw.choice(UNKNOWN), self.draw.choice(WILD)))
        return changed

    def _walk(self, person: Stranger) -> list[tuple[str, list[Boxes]]]:
        """One page of each kind that this person comes to by links, with its forms."""
        to_visit, seen, pages = (
            ["/", "/admin/", *(_filled(r, None) for r in self.routes)],
            set(),
            [],
        )
        while to_visit and len(pages) < PAGES_EACH:
            address = to_visit.pop(0)
            kind = re.sub(r"=[^&]*", "", re.sub(r"[A-Z]+-?\d+|\d+|[A-Z]{2,}", "1", address))
            if kind in seen or address.startswith(LEFT_ALONE):
                continue
            seen.add(kind)
            answer = person.ask("GET", address)
            if answer.status == 200 and b"<html" in answer.content:
                found = Forms(answer.text)
                pages.append((address, found.forms))
                path = urlsplit(address).path
                to_visit[:0] = [path + link if link[0] == "?" else link for link in found.links]
        return pages


def prove(site):
    draw = random.Random(SEED)
    everybody = {email: Visitor(site, email) for email in PEOPLE} | {"a stranger": Stranger(site)}
    askers = [Asker(who, person, draw) for who, person in everybody.items()]
    told, faults, slowest = Counter(), [], []
    lock = threading.Lock()

    def send(ask: Ask) -> None:
        began = time.monotonic()
        answer = _send(everybody[ask.who], ask)
        took, status = time.monotonic() - began, answer.status if answer else "broken"
        with lock:
            told[ask.who, str(status)] += 1
            slowest.append((took, str(ask)))
            if not answer or answer.status >= 500:
                faults.append(f"{status}: {ask}")
            if took > LONGEST:
                faults.append(f"{took:.1f} s: {ask}")

    with ThreadPoolExecutor(AT_ONCE) as tabs:
        for _ in range(REQUESTS // LOOKED_AFTER):
            list(tabs.map(send, [draw.choice(askers).next() for _ in range(LOOKED_AFTER)]))
            _look_after(site, everybody)
    _say(told, sorted(slowest)[-3:], sum(len(asker.pages) for asker in askers))
    return faults


def _send(person: Stranger, ask: Ask) -> Answer | None:
    boxes = ask.boxes
    if boxes is not None:
        boxes = [(n, v) for n, v in boxes if n != "csrfmiddlewaretoken"]
        boxes.append(("csrfmiddlewaretoken", person.token()))
    try:
        return person.ask(ask.method, ask.address, boxes)
    except Unanswered:
        return None


def _look_after(site, everybody: dict[str, Stranger]) -> None:
    """Sign in again whoever was signed out meanwhile; whoever was let go is brought back by the demonstration."""
    gone = [email for email in PEOPLE if everybody[email].get("/account/").status != 200]
    if gone:
        site.command("demo", "--password", site.settings["DEMO_PASSWORD"])
        everybody |= {email: Visitor(site, email) for email in gone}


def _filled(route: str, draw: random.Random | None) -> str:
    """The address of a route, with something wild in its places, or with what is most likely there."""
    likely = {"code": "PRA-0001", "step": "baseline", "action": "revise", "app_label": "pilots"}

    def part(found: re.Match) -> str:
        value = draw.choice(WILD) if draw else likely.get(found.group(1), "1")
        return quote(value or "_", safe="")

    return re.sub(r"<(?:\w+:)?(\w+)>", part, route)


def _say(told: Counter, slowest: list[tuple[float, str]], pages: int) -> None:
    print(f"{sum(told.values())} requests, {AT_ONCE} at once, from {pages} pages:")
    for who in sorted({who for who, _ in told}):
        statuses = sorted(
            (status, number) for (name, status), number in told.items() if name == who
        )
        print(f"  {who}: " + ", ".join(f"{number} x {status}" for status, number in statuses))
    for took, ask in slowest:
        print(f"  slowest: {took:.2f} s, {ask[:160]}")


if __name__ == "__main__":
    run(prove, __doc__)
