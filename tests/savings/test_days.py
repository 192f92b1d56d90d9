"""Each date that somebody can type has days that it can mean; any other is refused in words, at every door."""

from datetime import date, timedelta
from functools import partial

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, models, transaction
from django.urls import get_resolver
from django.utils import timezone

from savings.evidence.own_date import check_own_date, span_of
from savings.exports.request import ExportRequest
from savings.forms.actions import Abandon
from savings.forms.cited_evidence import CitedEvidence
from savings.forms.described_evidence import Description
from savings.forms.evidence import EvidenceEntry, FileEntry, LedgerEntry, LinkEntry
from savings.models import Evidence, Round
from tests import factories
from tests.savings.parameters.test_tables import RIGHT
from tests.workspace import PRIVATE, page
from totalplace.admin_pages import ReadOnlyPage
from totalplace.fields import DayField
from totalplace.govuk import dates

TODAY = timezone.localdate()
FIRST = date(1900, 1, 1)
DESCRIBED = (Description, CitedEvidence, EvidenceEntry, FileEntry, LinkEntry, LedgerEntry)
# What each can mean: the first and the last day, and whether the last is today.
TYPED = {
    "Deflator.vintage_date": (FIRST, TODAY),
    "DiscountRate.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "ConfidenceGrade.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "EvidenceGrade.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "StageWeight.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "Threshold.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "StatementOfUse.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "Round.opens_on": (date(2009, 4, 22), date(TODAY.year + 5, 12, 31)),
    "Round.closes_on": (date(2009, 4, 22), date(TODAY.year + 5, 12, 31)),
    "Evidence.seen_on": (date(1991, 8, 6), TODAY),
    "Evidence.review_by": (FIRST, date(TODAY.year + 30, 12, 31)),
    "Abandonment.given_up_on": (date(2009, 4, 22), TODAY),
}
# Nobody types these: the site works them out, and their pages are only read.
WORKED_OUT = {"Review.reply_due_on", "Question.due_on", "SignOff.statement_date", "Reminder.on"}
KEPT = sorted(TYPED.keys() - {"Evidence.seen_on", "Evidence.review_by", "Abandonment.given_up_on"})
ODD = [
    date(1, 1, 1),
    date(9, 1, 1),
    date(1066, 10, 14),
    date(1899, 12, 31),
    date(2199, 1, 1),
    date.max,
]
DAY = timedelta(days=1)
UNREAL = ["31/2/2010", "2010-02-31", "1/1/20111", "1/13/2010", "tomorrow"]


def _words(first, last, asked="Give a date"):
    until = f"{last:%-d %B %Y}" if last != TODAY else f"today, {last:%-d %B %Y}"
    return f"{asked} from {first:%-d %B %Y} to {until}."


def _outside(name):
    first, last = TYPED[name]
    return [*ODD, first - DAY, last + DAY]


def _inside(name):
    first, last = TYPED[name]
    return [first, TODAY, last]


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

    for day in _outside(name):
        model, row = _row(name, day)
        answer = client.post(page(model, "add"), {k: _typed(v) for k, v in row.items()})

        assert _words(*TYPED[name]) in answer.text, day
        assert not model.objects.exists()


def _typed(value):
    # As the page writes it, with four numbers for the year.
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("name", KEPT)
def test_a_day_inside_is_taken_in_the_workspace(client, name):
    client.force_login(factories.administrator())

    for day in _inside(name):
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
    assert _words(*TYPED["Round.closes_on"]) in answer.text
    assert row.closes_on == RIGHT[Round]["closes_on"]


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("day", ODD, ids=str)
def test_a_day_that_can_never_be_right_is_refused_by_the_database(name, day):
    model, row = _row(name, day)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**row)


def _link(day):
    parts = {
        f"seen_on-{part}": text for part, text in zip(("day", "month", "year"), day, strict=True)
    }
    return {
        "entry": "link",
        "url": "https://council.example/",
        "title": "A",
        "kind": "contract",
    } | parts


@pytest.fixture
def evidence_page(client):
    draft = factories.draft_of(factories.PlaceFactory(code="PL"), reference="PL-0001", evidence=[])
    client.force_login(factories.officer_of(draft.claim.place))
    return partial(client.post, "/claims/PL-0001/evidence/")


def test_a_link_was_seen_on_a_day_that_it_can_have_been(evidence_page):
    for day in _outside("Evidence.seen_on"):
        answer = evidence_page(_link((day.day, day.month, f"{day.year:04}")))

        assert answer.status_code == 400, day
        words = _words(*TYPED["Evidence.seen_on"], "The day on which you saw it must be a date")
        assert answer.text.count(words) == 2, day  # In the summary, and at the box.
    assert not Evidence.objects.exists()

    for day in _inside("Evidence.seen_on"):
        evidence_page(_link((day.day, day.month, day.year)))

        assert Evidence.objects.latest("pk").seen_on == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "2", "2010"), "must be a real date"),
        (("1", "1", "20111"), "must have a year of 4 numbers"),
        (("1", "1", "10"), "must have a year of 4 numbers"),
        (("0", "0", "0000"), "must be a real date"),
        (("1", "13", "2010"), "must be a real date"),
    ],
)
def test_what_is_no_day_is_none_on_which_a_link_was_seen(evidence_page, typed, words):
    assert words in evidence_page(_link(typed)).text
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2101, 1, 1), date.max])
def test_the_database_takes_no_link_seen_when_nobody_can_have(day):
    link = factories.link(
        place=factories.PlaceFactory(), added_by=factories.UserFactory(), seen_on=TODAY
    )
    link.save()
    update = "UPDATE savings_evidence SET seen_on = %s WHERE id = %s"
    ways = [
        lambda: Evidence.objects.filter(pk=link.pk).update(seen_on=day),
        lambda: factories.link(place=link.place, added_by=link.added_by, seen_on=day).save(),
        lambda: connection.cursor().execute(update, [day.isoformat(), link.pk]),
    ]

    for way in ways:
        with (
            pytest.raises(IntegrityError, match="A link was seen on a day from"),
            transaction.atomic(),
        ):
            way()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=link.pk).update(review_by=day)
    Evidence.objects.filter(pk=link.pk).update(seen_on=date(1991, 8, 6))
    Evidence.objects.filter(pk=link.pk).update(seen_on=None)


# What evidence is dated by → from which day to which that is.
@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("March 2010", date(2010, 3, 1), date(2010, 3, 31)),
        ("2010-03", date(2010, 3, 1), date(2010, 3, 31)),
        ("Feb 2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("27 March 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("27.3.2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("2010-03-27", date(2010, 3, 27), date(2010, 3, 27)),
        ("27th mar 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("March 27, 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("2010", date(2010, 1, 1), date(2010, 12, 31)),
        (" 1900 ", date(1900, 1, 1), date(1900, 12, 31)),
        ("2009-10", date(2009, 4, 1), date(2010, 3, 31)),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        (f"{TODAY:%d/%m/%Y}", TODAY, TODAY),
    ],
)
def test_the_own_date_of_evidence_is_a_day_a_month_or_a_year(words, first, last):
    check_own_date(words)

    span = span_of(words)
    assert (span.first, span.last) == (first, last)


def test_evidence_need_have_no_date_of_its_own():
    check_own_date(" ")
    assert span_of("") is None


@pytest.mark.parametrize("day", [*ODD, FIRST - DAY, TODAY + DAY], ids=str)
@pytest.mark.parametrize(
    "written", ["{0.day}/{0.month}/{0.year:04}", "{0.year:04}-{0.month:02}-{0.day:02}"]
)
def test_an_own_date_that_can_be_read_is_from_1900_to_today(day, written):
    with pytest.raises(forms.ValidationError, match="Give a date from 1 January 1900 to today"):
        check_own_date(written.format(day))


@pytest.mark.parametrize("words", ["0009", "2199", "March 2199", "9999-10", "october 1066"])
def test_so_is_one_of_a_month_or_a_year(words):
    with pytest.raises(forms.ValidationError, match="Give a date from 1 January 1900 to today"):
        check_own_date(words)


@pytest.mark.parametrize(
    "words",
    ["31 February 2010", "31/2/2010", "20111", "1 January 20111", "2010-02-31", "0000", "2010-13", "undated",
     "Spring 2010", "Invoice 4711, period 13", "2009 to 2030"],
)  # fmt: skip
def test_an_own_date_that_is_no_date_is_refused_in_words(words):
    assert span_of(words) is None
    with pytest.raises(
        forms.ValidationError, match="must be a real day, month or year, for example 27 March 2010"
    ):
        check_own_date(words)


@pytest.mark.parametrize("entry", ["link", "ledger"])
def test_the_page_of_evidence_refuses_it(evidence_page, entry):
    sent = _link((TODAY.day, TODAY.month, TODAY.year)) | {
        "entry": entry,
        "ledger_reference": "4711",
    }

    answer = evidence_page(sent | {"own_date": "31 February 2010"})

    assert answer.status_code == 400
    assert "Its own date must be a real day, month or year" in answer.text
    assert not Evidence.objects.exists()


def _reviewed_by(day, **boxes):
    parts = {
        f"review_by-{part}": getattr(day, part) if part != "year" else f"{day.year:04}"
        for part in dates.PARTS
    }
    return {"entry": "ledger", "kind": "ledger", "ledger_reference": "4711"} | parts | boxes


def test_evidence_is_reviewed_by_a_day_that_it_can_mean(evidence_page):
    for day in _outside("Evidence.review_by"):
        answer = evidence_page(_reviewed_by(day))

        words = _words(*TYPED["Evidence.review_by"], "Review by must be a date")
        assert answer.text.count(words) == 2, day
    early = evidence_page(_reviewed_by(date(2010, 2, 28), own_date="March 2010"))
    assert "The review date is before the date of the evidence." in early.text
    assert not Evidence.objects.exists()

    for day in _inside("Evidence.review_by"):
        evidence_page(_reviewed_by(day))

        assert Evidence.objects.latest("pk").review_by == day


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
