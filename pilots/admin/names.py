"""Is what is being named here already? The same name is refused; one that may be it in other words is asked about."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pilots.near_names import near, plain, same

CONFIRM = "is_different"


class AsksAboutNames(forms.ModelForm):
    """A form that names a row. The box by which somebody says that it is a different one is there once it is asked."""

    is_different = forms.BooleanField(
        label="It is a different one", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[CONFIRM] = False

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        name = cleaned.get("name")
        if name and name != self.instance.name:
            rows = self._meta.model.objects.exclude(pk=self.instance.pk)
            self.ask_about("name", name, rows)
        return cleaned

    def ask_about(self, box: str, name: str, rows: QuerySet) -> None:
        """Refuse `name` where a row has it in other capitals; ask where one may be it written otherwise."""
        keys = dict(rows.values_list("name", "pk"))
        here = same(name, keys)
        if here:
            link = _links(rows.model, keys, here)
            self.add_error(box, ValidationError(format_html("{} is here already.", link)))
            return
        alike = near(name, keys)
        if not alike:
            return
        ask = self.fields[CONFIRM]
        ask.widget = forms.CheckboxInput()
        if self.cleaned_data.get(CONFIRM):
            return
        words = "There is {} already. If it is the same, use that. If not, tick “{}” and store it again."
        links = _links(rows.model, keys, alike)
        self.add_error(box, ValidationError(format_html(words, links, ask.label)))


class AsksAboutNamesPage(admin.ModelAdmin):
    """A page whose form is one of these: whoever may only read is shown no box."""

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list | tuple:
        shown = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            return shown
        return [
            (title, said | {"fields": [name for name in said["fields"] if name != CONFIRM]})
            for title, said in shown
        ]


def _links(model: type[Model], keys: dict, names: list[str]) -> SafeString:
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    links = [(reverse(page, args=[keys[name]]), name) for name in names]
    return format_html_join(", ", '<a href="{}">{}</a>', links)
