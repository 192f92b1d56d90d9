"""How does an action on chosen rows of a list ask first, and say of each row what came of it?"""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse


def ask_first(
    page: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Model],
    *,
    title: str,
    means: str,
    action: str,
    words: Callable,
) -> TemplateResponse:
    """The page that says what the action means, and to which rows; its button sends `confirmed`."""
    told = {
        **page.admin_site.each_context(request),
        "title": title,
        "means": means,
        "action": action,
        "opts": page.opts,
        "rows": [{"key": row.pk, "words": words(row)} for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/pilots/confirm.html", told)


def do_each(
    page: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Model],
    change: Callable,
    done: Callable,
) -> None:
    """Do `change(row, by=…)` to each row; say what was `done(row)`, or in words why not."""
    for row in rows:
        try:
            change(row, by=request.user)
        except PermissionDenied as refusal:
            page.message_user(request, f"{row}: {refusal}", messages.ERROR)
        except ValidationError as refusal:
            page.message_user(request, f"{row}: {' '.join(refusal.messages)}", messages.ERROR)
        else:
            page.message_user(request, done(row), messages.SUCCESS)
