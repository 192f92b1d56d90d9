"""Do components and forms draw what they should, escaped, and tied to their errors?"""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from jinja2 import TemplateNotFound

from totalplace.days import Days
from totalplace.govuk.components import options, render
from totalplace.govuk.dates import DateField

pytestmark = pytest.mark.no_database

NASTY = "<script>alert('&')</script>"
ESCAPED = "&lt;script&gt;"

COMPONENTS = {
    "back-link": {"text": NASTY, "href": "/"},
    "breadcrumbs": {"items": [{"text": NASTY, "href": "/"}]},
    "button": {"text": NASTY},
    "checkboxes": {"name": "n", "items": [{"value": "1", "text": NASTY}]},
    "details": {"summaryText": "More", "text": NASTY},
    "error-message": {"text": NASTY},
    "error-summary": {"titleText": "x", "errorList": [{"text": NASTY, "href": "#n"}]},
    "inset-text": {"text": NASTY},
    "notification-banner": {"text": NASTY},
    "panel": {"titleText": NASTY},
    "radios": {"name": "n", "items": [{"value": "1", "text": NASTY}]},
    "select": {"name": "n", "label": {"text": "n"}, "items": [{"value": "1", "text": NASTY}]},
    "service-navigation": {"navigation": [{"text": NASTY, "href": "/"}]},
    "skip-link": {"text": NASTY, "href": "#main"},
    "summary-list": {"rows": [{"key": {"text": "Place"}, "value": {"text": NASTY}}]},
    "table": {"rows": [[{"text": NASTY}]]},
    "tag": {"text": NASTY},
    "task-list": {"idPrefix": "t", "items": [{"title": {"text": NASTY}, "status": {"text": "x"}}]},
    "textarea": {"name": "n", "label": {"text": "n"}, "value": NASTY},
    "warning-text": {"text": NASTY, "iconFallbackText": "Warning"},
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_draws_its_text_escaped(component):
    html = render(component, COMPONENTS[component])

    assert f"govuk-{component}" in html
    assert ESCAPED in html
    assert "<script>" not in html


def test_markup_is_drawn_only_when_it_is_marked_safe():
    assert "&lt;b&gt;" in render("inset-text", {"html": "<b>"})
    assert "<b>" in render("inset-text", {"html": mark_safe("<b>bold</b>")})
    assert "&quot;" in render("tag", {"text": "x", "attributes": '"onclick'})


def test_what_is_drawn_often_is_told_apart_by_its_content_and_by_what_is_safe_in_it():
    plain, safe = render("tag", {"text": "<i>"}), render("tag", {"text": mark_safe("<i>")})
    assert "&lt;i&gt;" in plain
    assert "&lt;i&gt;" not in safe
    assert render("tag", {"text": "<i>"}) == plain != render("tag", {"text": "<b>"})
    items = [{"value": 1, "text": "One"}, {"value": True, "text": "One"}]
    first, second = (render("select", {"name": "a", "items": [item]}) for item in items)
    assert 'value="1"' in first
    assert 'value="true"' in second


def test_an_unknown_component_is_an_error():
    with pytest.raises(TemplateNotFound):
        render("carousel", {})


def test_tag_arguments_become_nested_options():
    assert options(label__text="Year", label__is_page_heading=True, hint=None) == {
        "label": {"text": "Year", "isPageHeading": True}
    }


class SavingForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", max_length=5, help_text="As in the contract.")
    email = forms.EmailField(label="NHS email")
    years = forms.IntegerField(label="Years", initial=3)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 8}))
    place = forms.ChoiceField(label="Place", choices=[("KEN", "Kent"), ("CRO", "Croydon")])
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A & B")], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Themes", choices=[("1", "Health"), ("2", "Crime")], widget=forms.SelectMultiple
    )
    ways = forms.MultipleChoiceField(
        label="Ways", choices=[("1", "One")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Agreed")
    paper = forms.FileField(label="Paper")
    start = DateField(label="Start date")
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", '<input class="govuk-input" id="id_name" name="name" type="text"'),
        ("email", '<input class="govuk-input" id="id_email" name="email" type="email"'),
        ("years", 'value="3" inputmode="decimal"'),
        ("password", 'data-module="govuk-password-input"'),
        ("notes", '<textarea class="govuk-textarea" id="id_notes" name="notes" rows="8"'),
        ("place", '<option value="CRO">Croydon</option>'),
        ("kind", 'type="radio" value="a"'),
        ("kind", "A &amp; B"),
        ("themes", 'name="themes" type="checkbox" value="2"'),
        ("ways", 'name="ways" type="checkbox" value="1"'),
        ("agreed", 'name="agreed" type="checkbox" value="on"'),
        ("paper", 'name="paper" type="file"'),
        ("start", 'id="id_start-month" name="start-month" type="text" value="" inputmode='),
    ],
)
def test_each_widget_is_drawn_as_its_component(name, expected):
    assert expected in " ".join(SavingForm()[name].as_field_group().split())


@pytest.mark.parametrize("name", [name for name in SavingForm.base_fields if name != "key"])
def test_an_error_is_tied_to_its_field_and_to_the_summary(name):
    form = SavingForm({})

    field = form[name].as_field_group()
    summary = Template("{% error_summary form %}").render(Context({"form": form}))

    assert 'govuk-error-message"' in field
    assert f'aria-describedby="id_{name}' in field or f" id_{name}-error" in field
    assert f'id="{form[name].anchor}"' in field
    assert f'href="#{form[name].anchor}"' in summary


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("name", ["Enter name"]),
        ("email", ["Enter NHS email"]),
        ("place", ["Select place"]),
        ("key", ["Enter key"]),
    ],
)
def test_a_required_field_says_what_to_do(name, words):
    assert SavingForm({})[name].messages == words


def test_what_a_page_says_itself_stands_as_it_is():
    form = forms.Form({})
    form.fields["year"] = forms.CharField(error_messages={"required": "Choose the year"})

    assert form["year"].messages == ["Choose the year"]


def test_what_was_typed_is_shown_again_escaped_but_never_a_password():
    typed = {"name": NASTY, "notes": NASTY, "password": "secret words", "start-day": NASTY}
    form = SavingForm(typed)

    html = str(form)

    assert html.count(ESCAPED) == 3
    assert "secret words" not in html


def test_the_browser_neither_blocks_nor_cuts_what_is_typed():
    html = str(SavingForm())

    assert "maxlength" not in html
    assert " required" not in html


def test_a_form_draws_each_field_once_and_hidden_ones_too():
    html = str(SavingForm())

    assert html.count("govuk-label") >= len(SavingForm.base_fields) - 1
    assert html.count('type="hidden"') == 1


def test_the_summary_leads_to_the_first_box_of_a_date():
    assert SavingForm()["start"].anchor == "id_start-day"


def test_no_errors_no_summary():
    assert Template("{% error_summary form %}").render(Context({"form": SavingForm()})) == ""


def test_what_is_wrong_with_the_whole_form_leads_to_its_first_field():
    form = SavingForm({})
    form.add_error(None, "Give a cost or a saving")

    summary = Template("{% error_summary form %}").render(Context({"form": form}))

    assert '<a href="#id_name">Give a cost or a saving</a>' in summary


def test_a_widget_without_a_component_is_an_error():
    form = forms.Form()
    form.fields["odd"] = forms.CharField(widget=forms.Widget)

    with pytest.raises(TypeError, match=r"No GOV\.UK component draws Widget"):
        form["odd"].as_field_group()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('{% field form.name prefix__text="£" %}', "govuk-input__prefix"),
        ("{% field form.name heading=True %}", '<h1 class="govuk-label-wrapper">'),
        ("{% field form.kind heading=True %}", '<h1 class="govuk-fieldset__heading">'),
        ('{% field form.name label__classes="big" %}', 'class="govuk-label big"'),
        ('{% button_link "Add" "/new/" %}', 'href="/new/"'),
        ('{% back_link "Places" "/places/" %}', '<nav aria-label="Back"><a href="/places/"'),
        ('{% hardness_tag 3 "By year" %}', "3 By year"),
        ('{% status_tag "final" "Final" %}', "govuk-tag--green"),
        ('{% status_tag "unheard_of" "New" %}', "govuk-tag--grey"),
        ('{% scroll_region "A & B" %}<table></table>{% endscroll_region %}', 'tabindex="0"'),
        ('{% scroll_region "A & B" %}{{ nasty }}{% endscroll_region %}', ESCAPED),
        ('{% govuk_block "inset-text" %}<i>{{ nasty }}</i>{% endgovuk_block %}', "<i>&lt;"),
        ('{% breadcrumbs "Places" "/places/" "Kent" %}', 'aria-current="page">Kent'),
        ("{{ amount|pounds }}", "£1,234.50"),
        ("[{{ none|pounds }}]", "[]"),
        ('{% qr_code "otpauth://x" "Scan me" %}', 'aria-label="Scan me"'),
    ],
)
def test_each_tag_draws_its_part(tag, expected):
    context = {"form": SavingForm(), "nasty": NASTY, "amount": Decimal("1234.5"), "none": None}

    assert expected in Template(tag).render(Context(context))


def test_a_choice_may_have_a_hint():
    form = SavingForm()
    form.fields["kind"].widget.hints = {"a": "Money we no longer spend"}

    assert "Money we no longer spend" in form["kind"].as_field_group()


def test_a_query_string_changes_only_what_it_is_told_to():
    request = RequestFactory().get("/claims/?place=A%26B&page=2&sort=year")

    html = Template("{% query page=None sort=name %}").render(
        Context({"request": request, "name": "name"})
    )

    assert QueryDict(html.replace("&amp;", "&")[1:]).dict() == {"place": "A&B", "sort": "name"}


def _pages(number: int, of: int) -> str:
    page = Paginator(range(of), 1).page(number)
    request = RequestFactory().get("/claims/?place=KEN")
    return Template("{% pagination page %}").render(Context({"request": request, "page": page}))


def test_a_single_page_has_no_numbers():
    assert _pages(1, of=1) == ""


def test_pages_keep_the_filters_and_leave_out_the_far_ones():
    html = _pages(5, of=20)

    assert "?place=KEN&amp;page=4" in html
    assert 'aria-current="page"' in html
    assert "govuk-pagination__item--ellipsis" in html
    assert "page=10" not in html
    assert 'rel="prev"' in html
    assert 'rel="next"' in html


@pytest.mark.parametrize(("number", "missing"), [(1, 'rel="prev"'), (20, 'rel="next"')])
def test_the_first_page_has_none_before_it_and_the_last_none_after(number, missing):
    assert missing not in _pages(number, of=20)


@pytest.mark.parametrize(
    ("day", "month", "year", "outcome"),
    [
        ("27", "3", "2010", date(2010, 3, 27)),
        ("27", "Mar", "2010", date(2010, 3, 27)),
        (" 1 ", "september", "2010", date(2010, 9, 1)),
        ("", "3", "2010", "Start date must include a day."),
        ("27", "", "", "Start date must include a month and a year."),
        ("30", "2", "2010", "Start date must be a real date, for example 27 3 2010."),
        ("x", "2", "2010", "Start date must be a real date, for example 27 3 2010."),
        ("٣", "2", "2010", "Start date must be a real date, for example 27 3 2010."),
        ("1", "2", "10", "Start date must have a year of 4 numbers, for example 2010."),
        ("", "", "", "Enter start date"),
    ],
)
def test_a_date_is_read_as_typed_or_refused_in_words(day, month, year, outcome):
    form = forms.Form({"start-day": day, "start-month": month, "start-year": year})
    form.fields["start"] = DateField(label="Start date")

    form.full_clean()

    assert form.cleaned_data.get("start") == (None if isinstance(outcome, str) else outcome)
    assert form["start"].messages == ([outcome] if isinstance(outcome, str) else [])


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"label": "Review by (optional)", "required": False}, "Review by"),
        ({"label": "When did you see it?", "called": "The day"}, "The day"),
        ({}, "Date"),
    ],
)
def test_an_error_of_a_date_names_its_box_in_a_sentence(options, name):
    field = DateField(within=Days(date(2010, 1, 1), years_ahead=1), **options)

    for typed, words in (
        (("30", "2", "2010"), "must be a real date, for example 27 3 2010."),
        (("1", "1", "2009"), "must be a date from 1 January 2010 to 31 December"),
    ):
        with pytest.raises(forms.ValidationError, match=f"{name} {words}"):
            field.clean(typed)


def test_a_date_shows_what_is_stored_and_knows_when_it_changed():
    field = DateField(label="Start date", required=False)

    assert field.widget.parts(date(2010, 3, 7)) == {"day": "7", "month": "3", "year": "2010"}
    assert not field.has_changed(date(2010, 3, 7), ("7", "3", "2010"))
    assert field.has_changed(date(2010, 3, 7), ("8", "3", "2010"))
    assert field.has_changed(date(2010, 3, 7), ("8", "", ""))
    assert field.clean(("", "", "")) is None
    assert field.widget.value_omitted_from_data({}, {}, "start")
