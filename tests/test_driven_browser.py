"""Which browser do the tests drive, and with which typeface?"""

import xml.etree.ElementTree as ET

import pytest

from totalplace.bootstrap import browser
from totalplace.bootstrap.terminal import SetupError


@pytest.fixture
def browsers(tmp_path, monkeypatch):
    """Return a function that makes programs: ours, and one of each of these names on the path."""

    def make(ours, **installed):
        folder = tmp_path / "é & <b>"
        unpacked, path = folder / "unpacked", folder / "bin"
        programs = {unpacked / "chromium": ours}
        programs |= {path / name: line for name, line in installed.items()}
        for program, line in programs.items():
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(f"{line}\n")
            program.chmod(0o755)
        path.mkdir(exist_ok=True)
        monkeypatch.setattr(browser, "UNPACKED", unpacked)
        monkeypatch.setattr(browser, "OURS", unpacked / "chromium")
        monkeypatch.setattr(browser, "TYPEFACE", folder)
        monkeypatch.setenv("PATH", str(path))
        return path

    browser.driven.cache_clear()
    yield make
    browser.driven.cache_clear()


STARTS, FAILS, NO_PROGRAM = "#!/bin/sh\necho 1", "#!/bin/sh\nexit 1", "for another system"


@pytest.mark.parametrize(
    ("ours", "installed", "driven"),
    [
        (STARTS, {"chromium": STARTS}, "../unpacked/chromium"),
        (FAILS, {"chromium": STARTS}, "chromium"),
        (NO_PROGRAM, {"chromium": FAILS, "google-chrome": STARTS}, "google-chrome"),
    ],
    ids=["ours", "an installed one", "another installed one"],
)
def test_the_same_browser_is_driven_everywhere_but_where_it_does_not_start(
    browsers, ours, installed, driven
):
    path = browsers(ours, **installed)

    assert browser.launch_arguments()["executable_path"] == str((path / driven).resolve())


@pytest.mark.parametrize("ours", [STARTS, FAILS])
def test_whichever_browser_is_driven_sees_our_typeface_alone(browsers, ours):
    browsers(ours, chromium=STARTS)

    environment = browser.launch_arguments()["env"]

    fonts = ET.parse(environment["FONTCONFIG_FILE"])  # noqa: S314
    assert [folder.text for folder in fonts.iter("dir")] == [str(browser.TYPEFACE)]
    assert ("unpacked" in environment.get("LD_LIBRARY_PATH", "")) is (ours == STARTS)


def test_where_no_browser_starts_it_is_said_what_to_install(browsers):
    browsers(FAILS, chromium=FAILS)

    with pytest.raises(SetupError, match="Install chromium, and run the same command again"):
        browser.driven()
