"""Which files of the GOV.UK package are served, and does each find the others under its new name?"""

from pathlib import Path

import pytest
from django.conf import settings as in_use
from django.core.files.base import ContentFile

from totalplace.govuk.assets import FILES, GovukFinder, HashedStaticFiles

pytestmark = pytest.mark.no_database

SCRIPT = Path(in_use.BASE_DIR, "static", "js", "totalplace.js")


@pytest.fixture
def package(tmp_path, settings):
    """A govuk-frontend with a file more than we serve."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "node_modules" / "govuk-frontend" / "dist" / "govuk"
    folder.mkdir(parents=True)
    for name in [*FILES, "govuk-crest.svg"]:
        (folder / name).write_text("")
    return folder


def test_only_the_named_files_are_collected(package):
    assert [name for name, _ in GovukFinder().list([])] == list(FILES)


def test_a_named_file_is_found_and_nothing_else_is(package):
    finder = GovukFinder()

    assert finder.find("govuk/govuk-frontend.min.js") == str(package / FILES[0])
    assert finder.find("govuk/govuk-frontend.min.js", find_all=True) == [str(package / FILES[0])]
    assert finder.find("govuk/govuk-crest.svg") == []
    assert finder.find("govuk-frontend.min.js") == []
    assert finder.check() == []


def test_our_script_imports_the_packages_by_its_hashed_name(tmp_path):
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    files = {"js/totalplace.js": SCRIPT.read_text(), "govuk/govuk-frontend.min.js": "export {};"}
    for name, text in files.items():
        storage.save(name, ContentFile(text))

    list(storage.post_process({name: (storage, name) for name in files}))

    served = (tmp_path / storage.stored_name("js/totalplace.js")).read_text()
    assert Path(storage.stored_name("govuk/govuk-frontend.min.js")).name in served
    assert "govuk-frontend.min.js" not in served
