"""What does every test start from?"""

import gc
import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from xdist.scheduler import LoadGroupScheduling

from savings.evidence import scanner
from tests import migrated
from totalplace import health
from totalplace.financial_year import FinancialYear


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Nearly every test here needs the database. The others are held from it, since they run on one engine only."""
    if connection.vendor == "sqlite":
        impossible = [item for item in items if item.get_closest_marker("two_writers")]
        config.hook.pytest_deselected(items=impossible)
        items[:] = [item for item in items if item not in impossible]
    for item in items:
        if not any(map(item.get_closest_marker, ["django_db", "no_database"])):
            item.add_marker(pytest.mark.django_db)


class ModuleByModule(LoadGroupScheduling):
    """A process is given a whole module at a time, or a group of tests that are marked as one.

    What a module's tests share is then made once, and no time goes into handing out ten thousand tests one by one.
    Large modules go first, so that the processes end together.
    """

    def _split_scope(self, nodeid):
        return super()._split_scope(nodeid).partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ModuleByModule(config, log)


def pytest_collection_finish():
    """Look for garbage less often: what is loaded by now stays to the end, and a test leaves little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def migrated_once(tmp_path_factory, worker_id):
    """The address of a database with all tables, made once for all processes of this run."""
    of_this_process = tmp_path_factory.getbasetemp()
    return migrated.template(of_this_process if worker_id == "master" else of_this_process.parent)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated_once):
    migrated.begin_with(migrated_once)


def pytest_sessionfinish(session):
    is_last = not os.environ.get("PYTEST_XDIST_WORKER")  # The others have ended, or there are none.
    if is_last and not session.config.option.collectonly:
        migrated.drop_template()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """The limits on guessing passwords are counted in the cache, and would outlive a test. What was found does too."""
    cache.clear()
    health.not_writable.forget()
    health.daily_runs.forget()
    scanner.answers.forget()


@pytest.fixture
def set_years():
    """Say which years people may enter. That is one for all, so it is put back."""
    first, last = str(FinancialYear.FIRST), str(FinancialYear.LAST)
    yield FinancialYear.set_range
    FinancialYear.set_range(first, last)


@pytest.fixture
def no_second_factor(settings):
    """The workspace opens after a password alone."""
    settings.MFA_REQUIRED = False


@pytest.fixture(scope="session", autouse=True)
def _evidence_elsewhere(tmp_path_factory):
    """No test writes among this machine's own evidence files."""
    root = tmp_path_factory.mktemp("evidence")
    # An empty store beside rows of files is one that is gone.
    (root / "incoming").mkdir()
    with override_settings(EVIDENCE_ROOT=root):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """A password that is slow to guess is slow to make, and most tests make a few."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def pytest_terminal_summary(terminalreporter):
    """Name the tests that take over a second, but for those that drive a browser."""
    done = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    slow = [
        (report.duration, report.nodeid)
        for report in done
        if report.when == "call" and report.duration > 1 and "tests/browser/" not in report.nodeid
    ]
    if slow:
        terminalreporter.section(f"over a second: {len(slow)}")
    for taken, name in sorted(slow, reverse=True)[:20]:
        terminalreporter.write_line(f"{taken:5.1f} s  {name}")
