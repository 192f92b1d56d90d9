"""How does a test send a sheet of figures or claims by the page, read the page and confirm?"""

import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.savings.imports.figure_files import TITLE_ROW

PAGE = reverse("savings:upload")
CLAIMS_PAGE = reverse("savings:upload_claims")
CLAIM_TITLES = "Reference,Place,What changes"


def csv_file(*rows, titles=TITLE_ROW, name="figures.csv"):
    return SimpleUploadedFile(name, "\n".join([titles, *rows]).encode() + b"\n")


def send(client, file, what_to_do="show", page=PAGE, **more):
    return client.post(page, {"file": file, "what_to_do": what_to_do, "key": uuid4()} | more)


def sent(client, *rows, titles=TITLE_ROW, **how):
    """Send rows that can be taken; return the address of the sheet."""
    return _address(send(client, csv_file(*rows, titles=titles), **how))


def _address(response):
    assert response.status_code == 302, response.context["reasons"]
    return response["Location"]


def claims_sent(client, *rows, titles=CLAIM_TITLES, **how):
    """Send rows of claims that can be taken; return the address of the sheet."""
    file = csv_file(*rows, titles=titles, name="claims.csv")
    return _address(send(client, file, page=CLAIMS_PAGE, **how))


def shown(client, address):
    """What the form of the sheet's page sends when no reason is typed."""
    return {"digest": client.get(address).context["form"]["digest"].value()}


def confirm(client, address, **reasons):
    return client.post(address, shown(client, address) | reasons)


def said(response):
    """The words of the page's main part, blanks made one."""
    text = re.sub(r"<[^>]+>", " ", response.text.split("<main")[1])
    return re.sub(r"\s+", " ", text)
