"""What does every test start from?"""

import gc

import pytest
from django.core.cache import cache
from django.test import override_settings

from savings.evidence_files import scanner
from totalplace import health


def pytest_collection_finish():
    """Look for garbage less often: what is loaded by now stays to the end, and a test leaves little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(autouse=True)
def _database_everywhere(db):
    """Nearly every test here needs the database."""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """The limits on guessing passwords are counted in the cache, and would outlive a test. What was found does too."""
    cache.clear()
    health.not_writable.forget()
    health.daily_runs.forget()
    scanner.answers.forget()


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
