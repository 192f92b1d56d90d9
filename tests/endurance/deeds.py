"""What does a person do who gets no answer? They wait until the site is back and send the same form again, or give up.

A deed is one form that is sent. Each kind knows what must be stored once it was acknowledged, and that it must be
there whole or not at all where no answer came.
"""

import hashlib
import secrets
from uuid import uuid4

from tests.endurance import papers
from tests.endurance.visitor import Answer, Unanswered, Visitor

PAPERS = [("table.csv", papers.table), ("contract.pdf", papers.document)]


class Deed:
    """`form` finds the form on the page at `address`; `boxes` is what the person fills in."""

    plural: str
    address: str
    form: dict
    boxes: dict[str, str]

    def __init__(self, person: Visitor):
        self.person = person
        self.gives_up = False
        self.answer: Answer | None = None
        self.unanswered = 0

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.answer) and self.answer.status == 302

    def do(self) -> None:
        """Open the page, fill in the form and send it."""
        boxes = self._page().form(**self.form) | self.boxes
        while not self.answer:
            try:
                self.answer = self.send(boxes)
            except Unanswered:
                self.unanswered += 1
                if self.gives_up:
                    return
                self.person.site.wait()

    def send(self, boxes: dict[str, str]) -> Answer:
        return self.person.send(self.address, boxes)

    def faults(self, stored) -> list[str]:
        """What is wrong with what is stored of it."""
        if self.answer and not self.is_acknowledged:
            return [f"{self} was answered with {self.answer.status}."]
        times = self.times_stored(stored)
        if self.is_acknowledged and not times:
            return [f"{self} was acknowledged and is LOST."]
        if times > 1:
            return [f"{self} is stored {times} times."]
        return [f"{self} is half done: {words}" for words in self.halves(stored, bool(times))]

    def _page(self) -> Answer:
        while True:
            try:
                return self.person.get(self.address)
            except Unanswered:
                self.person.site.wait()


class SignOff(Deed):
    plural = "sign-offs"
    form = {"seen": ...}
    boxes = {"has_read": "on"}

    def __init__(self, person, reference):
        super().__init__(person)
        self.reference = reference
        self.address = f"/claims/{reference}/actions/submit/"

    def __str__(self):
        return f"The sign-off of {self.reference}"

    def times_stored(self, stored):
        return stored.times_done(self.reference, "submit")

    def halves(self, stored, is_done):
        found, whole = stored.sign_off_of(self.reference), stored.WHOLE if is_done else stored.NONE
        return [] if found == whole else [f"{found} instead of {whole}"]


class NewClaim(Deed):
    plural = "new claims"
    form = {"once": ...}

    def __init__(self, person):
        super().__init__(person)
        self.address = f"/claims/new/?form={uuid4()}"
        self.words = f"Begun as {secrets.token_hex(8)}"
        self.boxes = {"what_changes": self.words}

    def __str__(self):
        return f"The new claim “{self.words}”"

    def times_stored(self, stored):
        return len(stored.claims_that_say(self.words))

    def halves(self, stored, is_done):
        made = stored.claims_that_say(self.words)
        return [f"{ref} has no history" for ref in made if stored.times_done(ref, "create") != 1]


class File(Deed):
    plural = "files"
    form = {"entry": ""}
    boxes = {"entry": "file", "kind": "contract"}

    def __init__(self, person, reference, size):
        super().__init__(person)
        self.reference, self.size = reference, size
        self.name, self.make = secrets.choice(PAPERS)
        self.address = f"/claims/{reference}/evidence/"
        self.content, self.sha256 = b"", ""

    def __str__(self):
        return f"{self.name} of {self.size:,} bytes for {self.reference}"

    def do(self):
        self.content = self.make(self.size)
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().do()
        self.content = b""  # A hundred of them would be much to keep.

    def send(self, boxes):
        return self.person.upload(self.address, boxes, self.name, self.content)

    def times_stored(self, stored):
        return len(stored.files_cited(self.reference, self.sha256))

    def halves(self, stored, is_done):
        """Whether every byte of what is cited comes back."""
        addresses = stored.files_cited(self.reference, self.sha256)
        found = [hashlib.sha256(self.person.get(a).content).hexdigest() for a in addresses]
        return [f"{digest} came back" for digest in found if digest != self.sha256]
