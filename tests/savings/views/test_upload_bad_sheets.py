"""Every sheet that went wrong for somebody, sent by the page: refused in words, or stored as it says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from pilots.models import Place
from savings.models import Figure
from tests.factories import PlaceFactory, draft_of, officer_of
from tests.savings.imports.figure_files import BAD, EXPECTED

from .uploads import CLAIMS_PAGE, PAGE, confirm, send

ANSWERS = {"accept": {302}, "reject": {400}, "either": {302, 400}}
LINES = {"saving": "saving", "cost": "one_off_cost"}


@pytest.fixture(scope="module")
def croydon(django_db_setup, django_db_blocker):
    """Made once, for all sheets: each test undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in EXPECTED["places"]:
            PlaceFactory(name=name)
        croydon = Place.objects.get(name="Croydon")
        for number in range(1, 10):
            draft_of(croydon, reference=f"TP-00{number}", figures=[])
        yield croydon
        transaction.set_rollback(True)


@pytest.mark.parametrize("case", EXPECTED["files"], ids=lambda case: case["name"])
def test_no_bad_sheet_stores_what_it_must_not(client, croydon, case):
    client.force_login(officer_of(croydon))
    content = (BAD / case["name"]).read_bytes()

    response = send(client, SimpleUploadedFile(case["name"], content))

    assert response.status_code in ANSWERS[case["outcome"]]
    if response.status_code == 302:
        address = response["Location"]
        reasons = dict.fromkeys(client.get(address).context["form"].fields, "It is a test.")
        del reasons["digest"]
        assert confirm(client, address, **reasons).status_code == 302
        assert _amounts() == _expected(case)
    else:
        assert not Figure.objects.exists()
    never = {(n["column"], value) for n in case["never"] for value in n["values"]}
    assert never & {(column, amount) for _, column, amount in _amounts()} == set()


def _amounts():
    columns = {line: column for column, line in LINES.items()}
    figures = Figure.objects.select_related("version__claim")
    return {
        ((f.version.claim.reference, str(f.year)), columns[f.line], f"{f.amount:.2f}")
        for f in figures
    }


def _expected(case):
    return {
        ((row["claim"], row["year"]), column, row[column])
        for row in case["rows"]
        for column in LINES
    }


@pytest.mark.parametrize("page", [PAGE, CLAIMS_PAGE])
def test_a_title_row_of_many_places_costs_no_long_answer(client, croydon, page):
    client.force_login(officer_of(croydon))
    sheet = SimpleUploadedFile("wide.csv", b"place," * 5_000 + b"place\n")

    refused = send(client, sheet, page=page)

    assert refused.status_code == 400
    assert len(refused.content) < 30_000
    address = reverse("savings:upload_errors", args=[refused.context["sheet"].pk])
    assert len(client.get(address).content) < 1_000
