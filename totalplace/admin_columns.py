"""How is a value shown in a list or on a page of the workspace? As words, pounds and links, never as codes.

Each function makes a column for `list_display` or `fields`. `path` may go through relations:
`version__claim`. `order` is what the column is ordered by, where that is not the path.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from totalplace.money import format_pounds
from totalplace.web_addresses import may_be_link

NOTHING = "–"


def person(path: str, label: str, order: str | None = None) -> Callable:
    """A person's name, without a link: only administrators may open people's pages."""
    return _column(path, label, str, order or f"{path}__name")


def pounds(path: str, label: str, order: str | None = None) -> Callable:
    """An amount as `£1,234.50`."""
    return _column(path, label, format_pounds, order)


def text(path: str, label: str) -> Callable:
    """Words as they are."""
    return _column(path, label, str)


def beginning(path: str, label: str, words: int = 16) -> Callable:
    """The first words of a long text."""
    return _column(path, label, lambda value: Truncator(value).words(words))


def link(path: str, label: str, order: str | None = None) -> Callable:
    """The thing as it names itself, leading to its page in the workspace."""
    return _column(path, label, page_link, order)


def page_link(thing: Model, words: str = "") -> str:
    """A link to the thing's page in the workspace, as it names itself or in these words."""
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[thing.pk]), words or thing)


def list_link(model: str, words: str, search: str) -> str:
    """A link to a list of the workspace (`savings_figure`), searched for `search`."""
    address = reverse(f"admin:{model}_changelist", query={"q": search})
    return format_html('<a href="{}">{}</a>', address, words)


def outward_link(address: str, nothing: str = NOTHING) -> str:
    """A link out of the site where the text is a web address; else the text."""
    if not may_be_link(address):
        return address or nothing
    return format_html('<a href="{0}" rel="noreferrer">{0}</a>', address)


def _column(path: str, label: str, show: Callable, order: str | None = None) -> Callable:
    @admin.display(description=label, ordering=order or path)
    def column(row: Model) -> str:
        value: Any = reduce(_step, path.split(LOOKUP_SEP), row)
        return NOTHING if value in (None, "") else show(value)

    column.__name__ = path
    return column


def _step(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)
