"""How do the tests of a module share rows that are dear to make? They are made once, and each test finds them so."""

import copy

import pytest
from django.db import transaction


def standing(build):
    """A fixture of what `build` makes and returns. It is called for a copy of that, which is the test's own.

    The rows stand for every test of the module, whether it asks for them or not: its order would else decide what a
    test sees. So a module has these rows, or it has tests that want none. What a test does is taken back after it.
    """

    @pytest.fixture(scope="module", autouse=True)
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            built = build()  # Where it fails, what it has made until then goes too.
            with django_db_blocker.block():
                yield lambda: copy.deepcopy(built)
            transaction.set_rollback(True)

    return made
