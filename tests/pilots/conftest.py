"""Who acts in the workspace, in the tests of what administrators do there?"""

import pytest

from tests import factories


@pytest.fixture
def admin(client):
    person = factories.administrator()
    client.force_login(person)
    return person


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Mail goes out once what it tells is stored, which in a test never comes: here it does, at the block's end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
