"""Each date that somebody can type has days that it can mean; any other is refused in words, at every door."""

from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, models, transaction
from django.urls import get_resolver

from savings.admin.rounds import RoundForm
from savings.exports.request import ExportRequest
from savings.forms.actions import Abandon
from savings.forms.cited_evidence import CitedEvidence
from savings.forms.described_evidence import Description
from savings.forms.evidence import EvidenceEntry, FileEntry, LedgerEntry, LinkEntry
from savings.models import Round
from tests import factories
from tests.savings.days import DAY, ODD, TODAY, TYPED, inside, outside, words_of_days
from tests.savings.parameters.test_tables import RIGHT
from tests.workspace import PRIVATE, page
from totalplace.admin_pages import ReadOnlyPage
from totalplace.fields import DayField
from totalplace.govuk import dates

DESCRIBED = (Description, CitedEvidence, EvidenceEntry, FileEntry, LinkEntry, LedgerEntry)
# Nobody types these: the site works them out, and their pages are only read.
WORKED_OUT = {"Review.reply_due_on", "Question.due_on", "SignOff.statement_date", "Reminder.on"}
KEPT = sorted(TYPED.keys() - {"Evidence.seen_on", "Evidence.review_by", "Abandonment.given_up_on"})
UNREAL = ["31/2/2010", "2010-02-31", "1/1/20111", "1/13/2010", "tomorrow"]


def test_every_date_of_every_model_is_listed():
    found = {
        f"{model.__name__}.{field.name}": field
        for app in ("pilots", "savings")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.fields
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    }

    assert found.keys() == TYPED.keys() | WORKED_OUT
    assert {name for name, field in found.items() if isinstance(field, DayField)} == TYPED.keys()
    for name in WORKED_OUT:
        model = found[name].model
        assert model in PRIVATE or isinstance(admin.site.get_model_admin(model), ReadOnlyPage)


def _below(form):
    return {form, *(below for each in form.__subclasses__() for below in _below(each))}


def test_every_date_of_every_form_is_listed():
    assert get_resolver().url_patterns  # All pages are loaded, and with them all forms.

    found = {
        (form, name)
        for form in _below(forms.BaseForm)
        if form.__module__.startswith(("savings", "pilots", "totalplace"))
        for name, field in form.base_fields.items()
        if isinstance(field, dates.DateField | forms.DateField)
    }

    assert found == {
        (LinkEntry, "seen_on"),
        *((form, "review_by") for form in DESCRIBED),
        (ExportRequest, "as_at"),
        (Abandon, "given_up_on"),
        (RoundForm, "opens_on"),
        (RoundForm, "closes_on"),
    }


def _row(name, day):
    """The model of `name`, and a row that is right but for this day; a round stays one that closes after it opens."""
    model = next(model for model in RIGHT if model.__name__ == name.partition(".")[0])
    row = RIGHT[model] | {name.partition(".")[2]: day}
    if model is Round:
        other = {"Round.opens_on": "closes_on", "Round.closes_on": "opens_on"}[name]
        row[other] = day
    return model, row


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("name", KEPT)
def test_a_day_outside_is_refused_in_the_workspace_in_words(client, name):
    client.force_login(factories.administrator())

    for day in outside(name):
        model, row = _row(name, day)
        answer = client.post(page(model, "add"), {k: _typed(v) for k, v in row.items()})

        assert words_of_days(*TYPED[name]) in answer.text, day
        assert not model.objects.exists()


def _typed(value):
    # As the page writes it, with four numbers for the year.
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("name", KEPT)
def test_a_day_inside_is_taken_in_the_workspace(client, name):
    client.force_login(factories.administrator())

    for day in inside(name):
        model, row = _row(name, day)
        client.post(page(model, "add"), {k: _typed(v) for k, v in row.items()})

        stored = model.objects.get()
        assert getattr(stored, name.partition(".")[2]) == day
        stored.delete()


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_date_is_refused_in_the_workspace_in_words(client, name):
    client.force_login(factories.administrator())

    for typed in UNREAL:
        model, row = _row(name, typed)
        answer = client.post(page(model, "add"), row)

        assert "Enter a real date with a year of 4 numbers" in answer.text, typed
        assert not model.objects.exists()


@pytest.mark.usefixtures("no_second_factor")
def test_a_round_may_be_changed_to_no_day_outside(client):
    row = Round.objects.create(**RIGHT[Round])
    client.force_login(factories.administrator())

    answer = client.post(page(Round, "change", row.pk), RIGHT[Round] | {"closes_on": "9999-12-31"})

    row.refresh_from_db()
    assert words_of_days(*TYPED["Round.closes_on"]) in answer.text
    assert row.closes_on == RIGHT[Round]["closes_on"]


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("day", ODD, ids=str)
def test_a_day_that_can_never_be_right_is_refused_by_the_database(name, day):
    model, row = _row(name, day)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**row)


@pytest.mark.parametrize("day", [*ODD, TODAY - DAY, TODAY + DAY], ids=str)
def test_a_file_is_taken_as_at_today_alone(client, day):
    person = factories.analyst()
    client.force_login(person)

    answer = client.get("/exports/claims.csv", {"purpose": "parliament", "as_at": day.isoformat()})

    assert answer.status_code == 400
    assert f"Leave the day out, or give today: {TODAY}." in answer.text
    with pytest.raises(CommandError, match="give today"):
        call_command(
            "export_claims", email=person.email, purpose="parliament", as_at=day.isoformat()
        )


@pytest.mark.parametrize("typed", ["20111-01-01", "2010-02-31", "31/2/2010", "9"])
def test_a_file_is_not_taken_as_at_what_is_no_day(client, typed):
    client.force_login(factories.analyst())

    answer = client.get("/exports/claims.csv", {"purpose": "parliament", "as_at": typed})

    assert answer.status_code == 400
    assert "Write the day as 2009-10-31, or leave it out for today." in answer.text
