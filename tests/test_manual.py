"""Is what the manual says to type still there? `python -m tests.installed` types it; this looks it up, in no time."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from environ import Env

from tests.installed.manual import RECOVERY, RUNNING, blocks

pytestmark = pytest.mark.no_database

README = settings.BASE_DIR / "README.md"
CONTRIBUTING, SECURITY = (
    settings.BASE_DIR / "CONTRIBUTING.md",
    settings.BASE_DIR / "SECURITY.md",
)
PAGES = [RUNNING, RECOVERY, README, CONTRIBUTING, settings.BASE_DIR / "deploy" / "cron"]
CALLED = re.compile(r"(?:manage\.py|-m totalplace manage) ([a-z_]+)((?: --[a-z-]+)*)")
SCRIPT = re.compile(r"python -m (tests\.[a-z_.]+)")
# A file or folder of the project in a sentence, or typed after a command.
NAMED = re.compile(
    r"(?<![\w./(])((?:deploy|docs|pilots|savings|templates|tests|totalplace)/[\w./-]*\w/?)"
)


@pytest.mark.parametrize("manual", PAGES, ids=lambda manual: manual.name)
def test_each_command_that_a_page_names_is_there_and_takes_these_options(manual):
    called = CALLED.findall(manual.read_text())

    assert called
    for name, options in called:
        command = load_command_class(get_commands()[name], name)
        known = command.create_parser("manage.py", name)._option_string_actions
        assert [option for option in options.split() if option not in known] == [], name


def test_each_script_that_the_manual_names_is_there():
    named = {name for page in PAGES for name in SCRIPT.findall(page.read_text())}

    assert "tests.installed" in named
    missing = [name for name in named if not _is_there(name.rstrip("."))]
    assert missing == []


def _is_there(name):
    path = settings.BASE_DIR.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists() or path.is_dir()


@pytest.mark.parametrize("manual", [README, CONTRIBUTING, SECURITY], ids=lambda manual: manual.name)
def test_each_file_that_a_page_for_those_who_carry_on_names_is_there(manual):
    named = set(NAMED.findall(manual.read_text()))

    assert named
    assert [name for name in sorted(named) if not (settings.BASE_DIR / name).exists()] == []


def test_each_shipped_file_that_is_installed_is_there():
    typed = "\n".join(block.commands for block in blocks(RUNNING, "Installing"))
    copied = re.findall(r"\bdeploy/[\w.]+", typed)

    assert len(copied) == 3
    assert [name for name in copied if not (settings.BASE_DIR / name).is_file()] == []


def test_the_steps_are_typed_in_the_order_of_their_numbers():
    steps = [block.step for block in blocks(RUNNING, "Installing")]

    assert steps == sorted(steps)
    assert set(steps) == set(range(1, max(steps) + 1))


def test_a_heading_that_is_gone_is_not_nothing_to_type():
    with pytest.raises(AssertionError, match="no commands under “Installed”"):
        blocks(RUNNING, "Installed")


def test_the_database_of_the_manual_is_reached_by_its_socket():
    """`python -m tests.installed` reaches its own at an address, unless it is a whole machine."""
    typed = "\n".join(block.commands for block in blocks(RUNNING, "Installing"))
    [address] = re.findall(r"^DATABASE_URL=(.+)$", typed, re.MULTILINE)

    read = Env.db_url_config(address)

    assert (read["HOST"], read["NAME"]) == ("/var/run/postgresql", "totalplace")
    assert f"DATABASE_URL={address}\n" in RECOVERY.read_text()
