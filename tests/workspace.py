"""One of everything that the workspace shows, and the addresses of its pages."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import time_machine
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from pilots.models import AccountChange, Burden, PeopleSheet
from pilots.people import treasury_roles
from savings import workflow
from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    Draw,
    EvidenceGrade,
    FigureSheet,
    Layout,
    Notice,
    Reminder,
    Round,
    SentFile,
    SentForm,
    SignOffRequest,
    StageWeight,
    StatementOfUse,
    Threshold,
    TimeTaken,
    VerdictDraft,
)
from savings.models.choices import Reminded
from tests import factories
from totalplace.financial_year import FinancialYear

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


# What passes between the site and one person: no role reads it, and nobody's rows but one's own.
PRIVATE = {Notice, SentForm, FigureSheet, Layout, SignOffRequest, TimeTaken, VerdictDraft}
SHOWN = [model for model in MODELS if model not in PRIVATE]


def page(model, name, *args, **query):
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"
    return reverse(address, args=args, query=query)


def list_page(model, **query):
    return page(model, "changelist", **query)


def row_page(row):
    return page(type(row), "change", row.pk)


def act(client, model, action, *rows, follow=True, **more):
    """Choose rows of a list and do an action on them."""
    sent = {"action": action, "_selected_action": [row.pk for row in rows]} | more
    return client.post(list_page(model), sent, follow=follow)


def let_go(client, model, action, row, *, of=None, **chosen):
    """Choose a row of a list, and let its person go: with `chosen` for what they hold, as the page has its boxes."""
    seen = act(client, model, action, row).context["form"].digest
    person = of or row
    return act(client, model, action, row, confirmed=person.pk, seen=seen, **chosen)


def take_roles(client, person, *roles, **chosen):
    """Take Treasury roles away as the form of the person does: by the page that it leads to."""
    kept = [code for code in treasury_roles(person) if code not in roles]
    address = change(client, person, roles=kept).headers["Location"]
    sent = {"confirmed": person.pk, "seen": client.get(address).context["form"].digest}
    return client.post(address, sent | chosen)


def opened(client, row):
    """What the form of a row sends when nothing in it is changed."""
    response = client.get(row_page(row))
    sent = {name: html.unescape(value) for name, value in HIDDEN.findall(response.text)}
    for box in response.context["adminform"].form:
        value = box.field.widget.format_value(box.value())
        if value not in (None, False, []):
            sent[box.html_name] = value
    return sent


def change(client, row, *, follow=False, **sent):
    """Open the form of a row, change this in it, and send it."""
    return client.post(row_page(row), opened(client, row) | sent, follow=follow)


def rows_for(person, model):
    """What the model's list shows to this person."""
    return admin.site.get_model_admin(model).rows_for(person)


def may_view(person, model):
    return model in SHOWN and person.has_perm(
        f"{model._meta.app_label}.view_{model._meta.model_name}"
    )


def reviewed_claim(place=None, *, condition="D", **draft):
    """A version with everything that can hang on one: question and answer, readings, reply, partner's word, verdict."""
    place = place or factories.PlaceFactory()
    version = factories.claim_at("in_review", place, condition=condition, **draft)
    reader, officer = version.review.reviewer, factories.officer_of(place)
    partner = factories.partner_of(place, version.lead)
    workflow.perform("agree", version, by=partner)
    workflow.perform("ask", version, by=reader, text="Is this net of costs?")
    cited = version.citations.first().evidence
    workflow.perform("answer", version, by=officer, text="It is.", evidence=[cited])
    workflow.perform("decide", version, by=reader, **factories.reading(version))
    workflow.perform("second_read", version, by=factories.reviewer(), **factories.reading(version))
    workflow.perform("reply", version, by=officer, text="We agree.")
    workflow.perform("finalise", version, by=factories.lead())
    version.refresh_from_db()
    return version


def parameters(number=1):
    """One row of each dated table. `number` tells one set from another."""
    since = {"source": "A table", "valid_from": date(2010, 1, number)}
    percent = Decimal(10)
    Deflator.objects.create(
        financial_year=FinancialYear(2009),
        base_year=FinancialYear(2009),
        index=Decimal(100),
        vintage_date=date(2010, 1, number),
        source="A table",
    )
    DiscountRate.objects.create(from_year=1, to_year=30, rate_percent=percent, **since)
    ConfidenceGrade.objects.create(
        grade=1, cost_uplift_percent=percent, benefit_reduction_percent=percent, **since
    )
    EvidenceGrade.objects.create(kind="contract", grade=1, **since)
    StageWeight.objects.create(stage="agreed", weight_percent=percent, **since)
    Threshold.objects.create(name="reply_days", value=percent, **since)
    StatementOfUse.objects.create(text="Figures are read and not allocated.", **since)


def everything(number=1):
    """At least one row of every model, all open to all staff."""
    today = timezone.localdate()
    current = Round.objects.create(name=f"Round {number}", opens_on=today, closes_on=today)
    evidence = [(factories.stored_file(f"{number}"), "page 1"), (factories.link(), "page 4")]
    with time_machine.travel(timezone.now() - timedelta(days=1)):  # Before the round opened.
        version = reviewed_claim(evidence=evidence)
    officer = factories.officer_of(version.claim.place)
    workflow.perform("confirm", version, by=officer)
    silent = factories.PlaceFactory()
    workflow.report_nothing(current, silent, by=factories.officer_of(silent))
    finance = factories.finance_of(version.claim.place)
    workflow.abandon(version, by=finance, given_up_on=today, note="The landlord sold.")
    SentFile.objects.create(
        place=version.claim.place,
        by=officer,
        file_name="contract.pdf",
        sha256=evidence[0][0].file.sha256,
        size=7,
        is_stored=True,
    )
    twin = factories.claim_at("submitted", version.claim.place, condition="D")
    factories.mark(version, twin)
    Reminder.objects.create(version=version, kind=Reminded.ANSWER_DUE, on=today)
    Draw.objects.create(
        by=factories.lead(),
        seed=f"seed {number}",
        read_all=Decimal(1000),
        read_none=Decimal(10),
        number=1,
        pool=[],
        chosen=[],
    )
    AccountChange.objects.create(
        person=officer,
        kind="second_factor",
        old_address=officer.email,
        asked_by=factories.administrator(),
    )
    PeopleSheet.objects.create(
        key=uuid4(),
        by=factories.administrator(),
        name="people.csv",
        holds="people",
        content=b"",
        stored_at=timezone.now(),
        summary="Stored.",
    )
    factories.ThemeFactory(name=f"Theme {number}")
    Burden.objects.create(place=version.claim.place, place_or_body="A council", what="Returns")
    parameters(number)
    return version
