"""The Treasury's workspace at /admin/: who comes in, and by which door?

Django's own admin site, with fewer doors: nobody signs in here, changes a password here, or is led
from an id to a page that they may not know of.
"""

from importlib import import_module

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

# Groups are written from `totalplace.roles` and sign-in records by allauth: nobody edits either, so
# only the pages of these apps are loaded.
APPS = ["pilots", "savings"]
# The first answers for any object by its id, whoever may see it; the others are the site's own doors.
CLOSED = {"view_on_site", "password_change", "password_change_done"}


class Workspace(AdminSite):
    """The admin site. A person needs the permission; the mark "staff" alone opens nothing."""

    site_header = "totalplace – Treasury workspace"
    site_title = "Treasury workspace"
    index_title = "What is in the workspace"
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and request.user.has_perm("pilots.use_workspace")

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Send on who may come in and refuse who may not: people sign in at the site's own door."""
        if not self.has_permission(request):
            raise PermissionDenied("The workspace is for Treasury staff.")
        return redirect("admin:index")

    def get_urls(self) -> list:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED]


class WorkspaceConfig(SimpleAdminConfig):
    """Stands for `django.contrib.admin` in INSTALLED_APPS."""

    default_site = "totalplace.admin_site.Workspace"

    def ready(self) -> None:
        super().ready()
        for app in APPS:
            import_module(f"{app}.admin")
