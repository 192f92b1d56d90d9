"""What do all pages of the workspace have in common?

Lists are short and cost the same however many rows there are; nothing is deleted; and an address asks for no
more than a page offers: a list is narrowed as `admin_lists` says, and a form is filled in with `filled_from_address`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NoReturn, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.options import Options
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, smart_split, unescape_string_literal
from simple_history.admin import SimpleHistoryAdmin

from .admin_conflicts import ReadBeforeWritten
from .admin_lists import LongList, LongListPaginator
from .plain_errors import say_plainly
from .row_keys import is_key

MOST_WORDS, MOST_LETTERS = (
    12,
    200,
)  # Of a search: each word is looked for in each of a dozen columns.


class KindOfPlace(admin.ChoicesFieldListFilter):
    """Filters by a place's kind, and says whose kind it is: claims and evidence have kinds too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "kind of place"


class StatedWords(admin.AllValuesFieldListFilter):
    """Filters by the words that are there; where there are none, the choice says so."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "Not stated"}


class Whether(admin.EmptyFieldListFilter):
    """Filters by whether a field has a value, `about` what and in words for both: `without` one and `having` one."""

    about, without, having = "", "", ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = self.about

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        words = ("All", self.without, self.having)
        for choice, word in zip(super().choices(changelist), words, strict=True):
            yield choice | {"display": word}


class BoxOfRows(AutocompleteSelect):
    """Django's own, which breaks on what is no key when it is drawn again beside the error."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list:
        return super().optgroups(name, list(filter(is_key, value)), attr)


class Page(admin.ModelAdmin):
    """A list and a page for each row. `section` is where the workspace's menu has it.

    `filled_from_address` names the boxes of a new row that an address may fill in.
    """

    # Columns made by functions stand in these too, and Django's stubs know of names alone.
    fields: ClassVar[Any]
    fieldsets: ClassVar[Any]
    list_display: Any
    section = ""
    filled_from_address: list[str] = []
    list_per_page = 25
    list_max_show_all = 25
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # Here and not only in the list, because the rows of other pages start from it too.
        rows = self.rows_for(request.user).order_by(*self.get_ordering(request))
        related = cast(list[str], self.list_select_related)
        return rows.select_related(*related) if related else rows

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        # By its key alone, whatever field an address or a form names: Django looks that up before it asks if it may.
        return super().get_object(request, object_id)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        # Nothing here refers to a row by another column than its key.
        return to_field == self.opts.pk.name

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LongList]:
        return LongList

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **kwargs: Any
    ) -> LongListPaginator:
        # Lists say `p`, and the boxes that find a row while somebody types say `page`.
        asked = request.GET.get(PAGE_VAR) or request.GET.get("page") or "1"
        shown = int(asked) if is_key(asked) else 1
        return LongListPaginator(queryset, per_page, shown=shown)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        say_plainly(form.base_fields)
        return form

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Django's own heading says to select one to change, also where nothing can be changed.
        named = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, named | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Rows that mention each word, or each phrase in quotation marks, in any of the fields searched.

        As Django's own, but each relation is searched by itself. With all of them joined, PostgreSQL pairs 100,000
        versions with every person first, to find the events of either.
        """
        words = list(smart_split(search_term[: MOST_LETTERS + 1]))
        if len(words) > MOST_WORDS or len(search_term) > MOST_LETTERS:
            raise BadRequest(
                f"Search for at most {MOST_WORDS} words, of {MOST_LETTERS} letters in all: shorten what you search for."
            )
        for word in words:
            is_quoted = word[0] in "\"'" and word[0] == word[-1]
            wanted = unescape_string_literal(word) if is_quoted else word
            queryset = queryset.filter(self._mentions(queryset.model, wanted))
        return queryset, False

    def _mentions(self, model: type[Model], word: str) -> Q:
        found = Q()
        related: dict[str, Q] = defaultdict(Q)
        for name in self.search_fields:
            first, _, rest = name.partition(LOOKUP_SEP)
            if rest:
                related[first] |= Q(**{f"{rest}__icontains": word})
            else:
                found |= Q(**{f"{name}__icontains": word})
        for first, condition in related.items():
            related_model = cast(type[Model], model._meta.get_field(first).related_model)
            others = related_model._default_manager.filter(condition)
            found |= Q(**{f"{first}__in": others})
        return found

    def action_checkbox(self, row: Model) -> SafeString:
        """Django's own box without its form and template, which take longer than the rest of the row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select"'
            ' aria-label="Select this object for an action - {}">',
            ACTION_CHECKBOX_NAME,
            row.pk,
            row,
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """What an address fills in. Django's own takes any name and any value, and draws boxes that break on them."""
        given = {
            name: request.GET[name] for name in self.filled_from_address if name in request.GET
        }
        fields = self.get_form(request)().fields
        try:
            return {name: fields[name].clean(value) for name, value in given.items()}
        except (ValidationError, ValueError, OverflowError) as error:
            raise BadRequest(
                "The address fills in what cannot be chosen here. Open the form from the workspace, and choose there."
            ) from error

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = BoxOfRows(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, *more: Any
    ) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_key, chosen)):
            raise BadRequest(
                "The rows that were sent are not rows of this list. Choose them again."
            )
        return super().response_action(request, queryset, *more)

    def rows_for(self, user: Any) -> QuerySet:  # The site does not know who people are.
        return self.model.objects.all()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        # Django's own goes by way of a page that answers for any object, seen or unseen.
        return obj.get_absolute_url() if obj and hasattr(obj, "get_absolute_url") else None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Options, object_id: str
    ) -> NoReturn:
        raise Http404


class ReadOnlyPage(Page):
    """What is written elsewhere, and only read here. `rows_for` starts from `savings.access`."""

    change_form_template = "admin/read_only.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list:
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Nothing is changed here, so the admin has no history of it: the page itself shows what happened.
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(reverse(name, args=[object_id]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReferencePage(ReadBeforeWritten, SimpleHistoryAdmin, Page):
    """What administrators keep up to date. Every edit is kept, with who made it, and none is written over unread."""

    object_history_list_template = "admin/history_list.html"

    class Media:
        js = ["js/admin-autocomplete.js"]
        css = {"all": ["css/admin-autocomplete.css"]}

    def get_urls(self) -> list[URLPattern]:
        # Without simple_history's page for one past state: sent a POST, it puts that state back
        # for whoever may look. The list says what each edit changed.
        return Page.get_urls(self)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True


class Rows(admin.TabularInline):
    """What belongs to the thing on the page, as a table to read: the rows that the model's own list would show."""

    fields: ClassVar[Any]  # As of `Page`.
    template = "admin/rows.html"
    extra = 0
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.admin_site.get_model_admin(self.model).get_queryset(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
