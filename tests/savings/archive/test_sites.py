"""A site of the tests leaves nothing behind for the tests that come after it."""

import pytest
from django.contrib.contenttypes.models import ContentType

from savings.models import Claim

pytestmark = pytest.mark.xdist_group("archive")  # They share a site, which takes seconds to fill.


def _stored():
    return ContentType.objects.get(app_label="savings", model="claim")


def test_the_numbers_of_content_types_are_not_carried_from_one_database_to_the_next(
    sites, tmp_path
):
    with sites.empty(tmp_path):
        ContentType.objects.all().delete()
        in_the_other = ContentType.objects.get_for_model(Claim)

    assert ContentType.objects.get_for_model(Claim) == _stored() != in_the_other
