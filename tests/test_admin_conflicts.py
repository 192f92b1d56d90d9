"""Two tabs, or two people, with the same form of the workspace: the second save is told of the first."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin

from pilots.models import Burden, Organisation, Partner, Place, Theme, User
from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    Round,
    StageWeight,
    StatementOfUse,
    Threshold,
)
from tests import factories, workspace
from tests.standing import standing
from tests.workspace import MODELS, change, opened, row_page
from totalplace.admin_conflicts import ReadBeforeWritten

pytestmark = pytest.mark.usefixtures("no_second_factor")

# For each model that people change: what one tab changes, what the other sends, and both as the page says them.
TABS = {
    Place: ({"mapped_spend": "1234567"}, {"region": "South East"}, "£1,234,567", "South East"),
    Organisation: ({"name": "Kent Police"}, {"kind": "police"}, "Kent Police", "Police"),
    Theme: ({"name": "Families"}, {"name": "Housing"}, "Families", "Housing"),
    Partner: ({"is_lead": ""}, {"is_lead": "on"}, "No", "Yes"),
    Burden: ({"cost_low": "2500.50"}, {"what": "Returns on rents"}, "£2,500.50", "Returns on rents"),
    Deflator: ({"index": "101.5"}, {"is_forecast": "on"}, "101.5", "Yes"),
    DiscountRate: ({"rate_percent": "3"}, {"to_year": "40"}, "3", "40"),
    ConfidenceGrade: ({"cost_uplift_percent": "12"}, {"source": "Another"}, "12", "Another"),
    EvidenceGrade: ({"grade": "2"}, {"source": "Another"}, "2", "Another"),
    StageWeight: ({"weight_percent": "15"}, {"stage": "delivered"}, "15", "Delivered"),
    Threshold: ({"value": "20"}, {"source": "Another"}, "20", "Another"),
    Round: ({"closes_on": "2031-01-02"}, {"name": "Autumn"}, "2 January 2031", "Autumn"),
    StatementOfUse: ({"text": "Read, never allocated."}, {"source": "A letter"}, "Read, never", "A letter"),
    User: ({"name": "Ann Other"}, {"roles": ["lead"]}, "Ann Other", "Review lead"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def administrator(client):
    person = factories.administrator()
    client.force_login(person)
    return person


of_each = standing(workspace.everything)


@pytest.fixture
def row(request, administrator):
    model = request.param
    rows = model.objects.exclude(pk=administrator.pk) if model is User else model.objects.all()
    return rows.order_by("pk").first()


every_model = pytest.mark.parametrize("row", TABS, ids=lambda model: model.__name__, indirect=True)


def _words(response):
    return " ".join(response.text.split())


def test_every_model_that_people_change_is_tried():
    changed = {
        model
        for model in MODELS
        if isinstance(admin.site.get_model_admin(model), ReadBeforeWritten)
    }

    # A membership is given and ended, never changed.
    assert {model.__name__ for model in changed} - {"Membership"} == {m.__name__ for m in TABS}


@every_model
def test_a_stale_form_is_refused_and_shows_both_values(client, row):
    first, second, stands, sent = TABS[type(row)]
    older_tab = opened(client, row)
    change(client, row, **first)
    stored = type(row).objects.values().get(pk=row.pk)

    response = client.post(row_page(row), older_tab | second)

    assert response.status_code == 409
    assert "Nothing of yours has been stored" in response.text
    assert stands in _words(response)
    assert sent in _words(response)
    assert type(row).objects.values().get(pk=row.pk) == stored


@every_model
def test_what_was_sent_is_stored_once_its_sender_has_read_what_stands(client, row):
    first, second, *_ = TABS[type(row)]
    older_tab = opened(client, row)
    change(client, row, **first)
    conflict = client.post(row_page(row), older_tab | second)

    again = dict(conflict.context["again"]) | {"seen": conflict.context["seen"]}
    again |= {name: value for name, value in second.items() if isinstance(value, list)}
    response = client.post(row_page(row), again)

    assert response.status_code == 302
    assert client.post(row_page(row), again).status_code == 409


@every_model
def test_a_form_that_says_nothing_of_what_it_read_is_refused(client, row):
    _, second, *_ = TABS[type(row)]
    sent = opened(client, row) | second
    del sent["seen"]
    stored = type(row).objects.values().get(pk=row.pk)

    assert client.post(row_page(row), sent).status_code == 409
    assert type(row).objects.values().get(pk=row.pk) == stored


@pytest.mark.parametrize("row", [Place], indirect=True)
def test_a_spend_that_was_set_meanwhile_is_not_put_back(client, row):
    row.mapped_spend = Decimal(8_300_000_000)
    row.save()
    older_tab = opened(client, row)
    change(client, row, mapped_spend="1234567")

    response = client.post(row_page(row), older_tab | {"region": "South East"})

    row.refresh_from_db()
    assert response.status_code == 409
    assert row.mapped_spend == 1_234_567
    assert "£8,300,000,000" in response.text


@pytest.mark.parametrize("row", [Place], indirect=True)
def test_who_changed_it_is_said(client, row, administrator):
    older_tab = opened(client, row)
    change(client, row, name="Kent and Medway")

    response = client.post(row_page(row), older_tab | {"region": "South East"})

    assert f"{administrator.name} changed “Kent and Medway” on" in _words(response)


@pytest.mark.parametrize("row", [Threshold], indirect=True)
def test_an_error_in_between_does_not_hide_the_conflict(client, row):
    older_tab = opened(client, row)
    change(client, row, value="20")
    with_error = client.post(row_page(row), older_tab | {"value": "x"})

    mended = older_tab | {"value": "30", "seen": with_error.context["seen"]}
    response = client.post(row_page(row), mended)

    row.refresh_from_db()
    assert with_error.status_code == 200
    assert response.status_code == 409
    assert row.value == 20


@pytest.mark.parametrize("row", [Place], indirect=True)
def test_the_same_change_sent_twice_leaves_nothing_to_choose(client, row):
    older_tab = opened(client, row)
    change(client, row, name="Kent and Medway")

    response = client.post(row_page(row), older_tab | {"name": "Kent and Medway"})

    assert response.status_code == 409
    assert "there is nothing to store" in response.text


@pytest.mark.parametrize("row", [User], indirect=True)
def test_a_sign_in_meanwhile_is_no_conflict(client, row):
    older_tab = opened(client, row)
    row.last_login = "2026-11-29T17:00:00Z"
    row.save(update_fields=["last_login"])

    assert client.post(row_page(row), older_tab | {"name": "Ann Other"}).status_code == 302


@pytest.mark.parametrize("row", [Round], indirect=True)
def test_a_date_that_is_the_same_is_no_difference(client, row):
    older_tab = opened(client, row)
    change(client, row, closes_on=date(2031, 1, 2))

    response = client.post(row_page(row), older_tab | {"name": "Autumn"})

    shown = [difference.label for difference in response.context["differences"]]
    assert [label.lower() for label in shown] == ["name", "closes on"]


@pytest.mark.parametrize("row", [Partner], indirect=True)
@pytest.mark.parametrize("key", ["2010-13", "9" * 400, "[[", "-1"])
def test_what_cannot_be_chosen_is_refused_beside_its_box(client, row, key):
    response = change(client, row, organisation=key)

    assert response.status_code == 200
    assert "Choose one of the answers in the list." in response.text
