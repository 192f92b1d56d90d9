"""Which files of govuk-frontend are served?

The package has some 900 files; the pages need its script and nothing else, because the styles
are compiled into ours. The finder names what is served, so that nothing comes along unnoticed.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The map is only read by a browser's developer tools, but the script names it, and a script that
# names a missing file cannot be given a hashed name.
FILES = ("govuk-frontend.min.js", "govuk-frontend.min.js.map")


class GovukFinder(BaseFinder):
    """Finds govuk-frontend's script under `govuk/`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        package = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"
        self.storage = FileSystemStorage(location=package)
        self.storage.prefix = "govuk"  # type: ignore[attr-defined]  # Read by Django where files are collected.

    def check(self, **kwargs: Any) -> list:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return where the file is, or nothing when it is not one of ours."""
        name = path.removeprefix("govuk/")
        wanted = path.startswith("govuk/") and name in FILES and self.storage.exists(name)
        found = [self.storage.path(name)] if wanted else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        return [(name, self.storage) for name in FILES if self.storage.exists(name)]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, the script's own import included."""

    support_js_module_import_aggregation = True


def are_collected() -> bool:
    """Whether the files that pages are made of were put together, where they must be: `collectstatic` does it."""
    return bool(getattr(staticfiles_storage, "hashed_files", True))
