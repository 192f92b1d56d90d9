"""How does a test send a list of a place's own, and go on from step to step?"""

from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

CASES = Path(__file__).parents[2] / "cases" / "entry"
OWN = reverse("savings:upload_own")
TRACKER, STATEMENT = "17_tracker_years_across.xlsx", "17_statement_years_across.xlsx"


def own_file(name, content=None):
    return SimpleUploadedFile(name, (CASES / name).read_bytes() if content is None else content)


def send_own(client, file):
    return client.post(OWN, {"file": file, "key": uuid4()}, follow=True)


def answers(page, **given):
    """What the form of a step sends: what stands in it, but for what is `given`."""
    form = page.context["form"]
    stand = {box.name: box.value() for box in form if box.value() is not None}
    return stand | given


def go_on(client, page, **given):
    return client.post(page.request["PATH_INFO"], answers(page, **given), follow=True)


def confirmed(client, page):
    address = page.request["PATH_INFO"]
    return client.post(address, {"digest": page.context["form"]["digest"].value()}, follow=True)


# What is said ------------------------------------------------------------------------------------


def columns_page(client, content=None):
    file = own_file(TRACKER) if content is None else own_file("a.csv", content)
    return go_on(client, send_own(client, file))


SAID = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
SAID_OF_CSV = {"unit": "1", "sign": "positive", "state": "forecast", "years": "each"}


def list_of(number):
    rows = [f"A-{at},Saving {at},{1000 + at},{2000 + at}" for at in range(number)]
    return "\n".join(["Ref,Saving description,2026/27,2027/28", *rows]).encode() + b"\n"
