"""Does a form of the workspace write over what its sender has not read? Each carries what it read; a stale one is 409.

What it carries is a digest of what its boxes held when it was drawn. When it comes back and they hold something else,
nothing is stored, and both values are shown, to choose from.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format

from .fields import MoneyField
from .money import format_pounds

SEEN = "seen"
NOTHING = "Nothing"
NOT_SENT_AGAIN = {SEEN, "csrfmiddlewaretoken"}


class StaleFormError(Exception):
    """The row says something else than when `form`, which is valid and not stored, was drawn."""

    def __init__(self, form: forms.ModelForm) -> None:
        super().__init__("The row has changed since the form was drawn.")
        self.form = form


@dataclass(frozen=True)
class Difference:
    """One box of which the row holds something else, `now`, than was `sent`."""

    label: str
    now: str
    sent: str


class ReadBeforeWritten(admin.ModelAdmin):
    """For pages whose rows people change: of two who have read the same, the second is told of the first."""

    change_form_template = "admin/change_what_was_read.html"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        row = super().get_object(request, object_id, from_field)
        if row is not None and connection.in_atomic_block and request.method == "POST":
            # Whoever saves the row at the same moment waits here, and then finds what was stored.
            row.refresh_from_db(from_queryset=self.model.objects.select_for_update())
        return row

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # A form that comes back with an error still says what its sender had read.
        context[SEEN] = request.POST.get(SEEN) or _digest(context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        if change and request.POST.get(SEEN) != _digest(form):
            raise StaleFormError(form)
        super().save_model(request, obj, form, change)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleFormError as stale:
            return self._conflict(request, stale.form)

    def _conflict(self, request: HttpRequest, form: forms.ModelForm) -> HttpResponse:
        row = self.get_queryset(request).get(pk=form.instance.pk)
        standing = type(form)(instance=row)
        context = {
            **self.admin_site.each_context(request),
            "title": "Somebody changed this after you opened it",
            "opts": self.opts,
            "row": row,
            "last": row.history.select_related("history_user").first(),
            "differences": list(_differences(form, standing)),
            "again": [
                (k, v)
                for k, values in request.POST.lists()
                for v in values
                if k not in NOT_SENT_AGAIN
            ],
            "seen": _digest(standing),
        }
        return TemplateResponse(request, "admin/conflict.html", context, status=409)


def _digest(form: forms.ModelForm) -> str:
    """What the form's boxes hold as the row stands, before anything that was sent."""
    held = [(name, str(form.initial.get(name))) for name in sorted(form.fields)]
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _differences(form: forms.ModelForm, standing: forms.ModelForm) -> Iterator[Difference]:
    for name, field in form.fields.items():
        in_words = _money if isinstance(_column(form, name), MoneyField) else _words
        now = in_words(field, standing.initial.get(name))
        sent = in_words(field, form.cleaned_data.get(name))
        if now != sent:
            yield Difference(str(form[name].label), now, sent)


def _column(form: forms.ModelForm, name: str) -> Field | None:
    return {field.name: field for field in form.instance._meta.fields}.get(name)


def _money(field: forms.Field, value: Any) -> str:
    return NOTHING if value is None else format_pounds(value)


def _words(field: forms.Field, value: Any) -> str:
    """A value of a form's field, as a person reads it."""
    if value in field.empty_values:
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return str(value if isinstance(value, Model) else field.queryset.get(pk=value))
    if isinstance(field, forms.ChoiceField):
        chosen = [str(one) for one in (value if isinstance(value, list) else [value])]
        choices = cast(Iterable[tuple[object, object]], field.choices)
        return ", ".join(str(label) for code, label in choices if str(code) in chosen)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
