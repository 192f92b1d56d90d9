"""People and organisations by sheet: send it, see all that is wrong with it or all that it would change, confirm it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from pilots import invitations, password_links, people, people_sheets
from pilots.models import PeopleSheet, User
from pilots.signed_in import user_of
from savings.forms.sheet_upload import PeopleUpload
from savings.imports.errors import ImportRefused, RowError, listed
from savings.imports.people import template
from savings.imports.people.sent import confirm, read_sheet
from savings.imports.people.shown import parts
from savings.imports.sent_sheets import SheetChanged
from totalplace.admin_columns import person
from totalplace.admin_pages import ReadOnlyPage
from totalplace.after_response import after_response
from totalplace.govuk.forms import error_list
from totalplace.workbook import workbook_response

CHANGED = (
    "What is stored has changed since this page was shown to you, so nothing was stored. "
    "Below is what the sheet would change now."
)
FORGOTTEN = "The sheet has been dropped. Nothing of it was stored."
_WORKBOOKS = {"template": template.template, "everything": template.everything}


@admin.register(PeopleSheet)
class PeopleSheetPage(ReadOnlyPage):
    section = "People"
    list_display = ["name", "holds", person("by", "by"), "at", "stored_at", "summary"]
    list_filter = ["holds"]
    list_select_related = ["by"]
    search_fields = ["name", "by__name"]
    search_help_text = "File name, or the name of who sent it"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    def rows_for(self, user: User) -> QuerySet[PeopleSheet]:
        return people_sheets.open_to(user).defer("content")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("pilots.change_user")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.workbook_view)
        address = path("<slug:what>/<slug:holds>.xlsx", view, name="pilots_peoplesheet_workbook")
        return [address, *super().get_urls()]

    def workbook_view(self, request: HttpRequest, what: str, holds: str) -> HttpResponse:
        """The template, or all that is stored, as a workbook."""
        people.check_may_change_people(user_of(request))
        if what not in _WORKBOOKS or holds not in PeopleSheet.Holds.values:
            raise Http404
        name = f"{holds}.xlsx" if what == "everything" else f"{holds}-template.xlsx"
        return workbook_response(name, _WORKBOOKS[what](holds))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        people.check_may_change_people(user_of(request))
        if request.method != "POST":
            form = PeopleUpload(initial={"holds": request.GET.get("holds", "")})
            return self._send_page(request, form)
        form = PeopleUpload(request.POST, request.FILES)
        if not form.is_valid():
            return self._send_page(request, form, status=400)
        # What cannot be stored is not kept either.
        errors = _errors_of(PeopleSheet(by=user_of(request), **form.cleaned_data))
        if errors:
            fresh = PeopleUpload(initial={"holds": form.cleaned_data["holds"]})
            return self._send_page(request, fresh, errors, status=400)
        sheet = people_sheets.keep(by=user_of(request), **form.cleaned_data)
        return redirect(_address(sheet))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        found = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if found is None:
            self._refuse(request)
        sheet = cast(PeopleSheet, found)
        if sheet.stored_at:
            return self._stored_page(request, sheet)
        people.check_may_change_people(user_of(request))
        is_sent = request.method == "POST"
        try:
            return self._sent(request, sheet) if is_sent else self._difference(request, sheet)
        except ImportRefused as refused:
            status = 409 if is_sent else 200
            form = PeopleUpload(initial={"holds": sheet.holds})
            return self._send_page(request, form, refused.errors, sheet=sheet, status=status)

    def _refuse(self, request: HttpRequest) -> NoReturn:
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404

    def _sent(self, request: HttpRequest, sheet: PeopleSheet) -> HttpResponse:
        if "forget" in request.POST:
            people_sheets.forget(sheet)
            self.message_user(request, FORGOTTEN, messages.SUCCESS)
            return redirect("admin:pilots_peoplesheet_changelist")
        try:
            to_mail = confirm(sheet, digest=request.POST.get("digest", ""))
        except SheetChanged:
            return self._difference(request, sheet, words=CHANGED, status=409)
        # Each by itself: where the one fails, the other is done all the same.
        after_response(request, to_mail.letters.send)
        at_once = to_mail.invited[: invitations.AT_ONCE]
        after_response(request, partial(password_links.send_marked, at_once))
        return redirect(_address(sheet))

    def _send_page(
        self,
        request: HttpRequest,
        form: PeopleUpload,
        errors: Sequence[RowError] = (),
        *,
        sheet: PeopleSheet | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "title": "Send a sheet of people or organisations",
            "form": form,
            "form_errors": error_list(form),
            "errors": listed(errors),
            "number": len(errors),
            "sheet": sheet,
        }
        return self._page(request, "send", context, status)

    def _difference(
        self, request: HttpRequest, sheet: PeopleSheet, *, words: str = "", status: int = 200
    ) -> HttpResponse:
        parsed = read_sheet(sheet)
        title = "What would change" if parsed.has_changes else "Nothing would change"
        context = {
            "title": title,
            "sheet": sheet,
            "words": words,
            "parsed": parsed,
            "parts": parts(parsed),
        }
        return self._page(request, "difference", context, status)

    def _stored_page(self, request: HttpRequest, sheet: PeopleSheet) -> HttpResponse:
        waiting = password_links.people_waiting().count()
        told = {"at_once": invitations.AT_ONCE, "waiting": waiting}
        return self._page(request, "stored", {"title": "Stored", "sheet": sheet, **told}, 200)

    def _page(self, request: HttpRequest, name: str, context: dict, status: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(
            request, f"admin/pilots/peoplesheet/{name}.html", context, status=status
        )


def _errors_of(sheet: PeopleSheet) -> list[RowError]:
    """Everything for which the sheet cannot be stored now, in reading order."""
    try:
        read_sheet(sheet)
    except ImportRefused as refused:
        return refused.errors
    return []


def _address(sheet: PeopleSheet) -> str:
    return reverse("admin:pilots_peoplesheet_change", args=[sheet.pk])
