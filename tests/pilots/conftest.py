"""Who acts in the workspace, in the tests of what administrators do there?"""

import pytest

from tests import factories


@pytest.fixture
def admin(client):
    person = factories.administrator()
    client.force_login(person)
    return person
