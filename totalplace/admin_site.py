"""The Treasury's workspace at /admin/: who comes in, and by which door?

Django's own admin site, with fewer doors: nobody signs in here, changes a password here, or is led
from an id to a page that they may not know of.
"""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import SimpleAdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify

# Groups are written from `totalplace.roles` and sign-in records by allauth: nobody edits either, so
# only the pages of these apps are loaded.
APPS = ["pilots", "savings"]
# The first answers for any object by its id, whoever may see it; the others are the site's own doors.
CLOSED = {"view_on_site", "password_change", "password_change_done"}
# The index, in the order in which people look for things. Each page says where it stands.
SECTIONS = [
    "Claims",
    "Reviews",
    "Rounds and sign-off",
    "Places",
    "People",
    "Tables for calculations",
]

# What the home of the workspace says is needed: the apps add functions that tell a person, each in words with its page.
NEEDED: list[Callable[[Any], Iterable[tuple[str, str]]]] = []


class Workspace(AdminSite):
    """The admin site. A person needs the permission; the mark "staff" alone opens nothing."""

    site_header = "totalplace – Treasury workspace"
    site_title = "Treasury workspace"
    index_title = "Records and settings"
    empty_value_display = "–"
    enable_nav_sidebar = False  # The lists need the room; the index is one step away.

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and request.user.has_perm("pilots.use_workspace")

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send on who may come in and refuse who may not: people sign in at the site's own door."""
        if not self.has_permission(request):
            raise PermissionDenied("The workspace is for Treasury staff.")
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        """Say first what is needed of this person, and to administrators how it stands with what must run every day."""
        told = {
            "needed": [one for tells in NEEDED for one in tells(request.user)],
            "daily": _daily() if request.user.has_perm("totalplace.view_dailyrun") else None,
        }
        return super().index(request, told | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Find rows for a box of a form that the person may fill in, and for no other field that an address names."""
        if not any(self._offers_box(page, request) for page in self._registry.values()):
            raise PermissionDenied("No form that you can fill in has a box that asks for this.")
        return super().autocomplete_view(request)

    def _offers_box(self, page: ModelAdmin, request: HttpRequest) -> bool:
        asked = [request.GET.get(name) for name in ("app_label", "model_name", "field_name")]
        boxes = page.get_autocomplete_fields(request)
        if asked not in [[page.opts.app_label, page.opts.model_name, box] for box in boxes]:
            return False
        return page.has_add_permission(request) or page.has_change_permission(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Return the pages by section, once they are read: Django asks for them on every page, for a sidebar."""
        return cast(list, SimpleLazyObject(partial(self._sections, request, app_label)))

    def _sections(self, request: HttpRequest, app_label: str | None) -> list[dict]:
        """List the pages by section, not by the app that their code stands in."""
        apps = super().get_app_list(request, app_label)
        models = [model for app in apps for model in app["models"]]
        sections = [_section(name, models, self) for name in SECTIONS]
        return [section for section in sections if section["models"]]

    def get_urls(self) -> list:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED]


def _section(name: str, models: list[dict], site: AdminSite) -> dict:
    """One part of the list, with the keys that Django's templates read."""
    here = [model for model in models if _section_of(site, model) == name]
    return {
        "name": name,
        "app_label": slugify(name),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": here,
    }


def _section_of(site: AdminSite, model: dict) -> str:
    return getattr(site.get_model_admin(model["model"]), "section")  # noqa: B009  # Each page has one.


class WorkspaceConfig(SimpleAdminConfig):
    """Stands for `django.contrib.admin` in INSTALLED_APPS."""

    default_site = "totalplace.admin_site.Workspace"

    def ready(self) -> None:
        super().ready()
        for app in APPS:
            import_module(f"{app}.admin")


def _daily() -> dict:
    """The daily commands that want something done, and those that are in order."""
    from . import daily  # When this module is read, there are no models yet.

    runs: dict[str, list] = {"amiss": [], "well": []}
    for standing in daily.standings():
        runs["well" if standing.is_in_order else "amiss"].append(standing)
    return runs | {"typed_after": daily.AS_THE_SITE}
