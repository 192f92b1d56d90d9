"""What does every test start from?"""

import pytest
from django.core.cache import cache
from django.test import override_settings


@pytest.fixture(autouse=True)
def _database_everywhere(db):
    """Nearly every test here needs the database."""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """The limits on guessing passwords are counted in the cache, and would outlive a test."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """A password that is slow to guess is slow to make, and most tests make a few."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
