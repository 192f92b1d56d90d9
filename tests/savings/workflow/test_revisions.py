"""One version or many: each goes on to its next revision only as it was read."""

import pytest

from savings.models import Version
from savings.workflow import StaleError
from savings.workflow.revisions import hold, move_on
from tests import factories


@pytest.fixture
def versions():
    """Three as they were read: two drafts, of which one has been changed before, and a submitted one."""
    place = factories.PlaceFactory()
    made = [factories.claim_at(status, place) for status in ("draft", "draft", "submitted")]
    Version.objects.filter(pk=made[1].pk).update(revision=7)
    return list(Version.objects.order_by("pk"))


def _revisions():
    return list(Version.objects.order_by("pk").values_list("revision", flat=True))


def test_each_goes_on_to_its_own_next_revision(versions):
    read = [version.revision for version in versions]

    hold(versions)
    move_on(versions)

    assert _revisions() == [revision + 1 for revision in read]
    assert [version.revision for version in versions] == _revisions()


def test_what_changes_with_the_revision_changes_in_each(versions):
    drafts = versions[:2]

    move_on(drafts, notes="Changed")

    changed = Version.objects.filter(notes="Changed")
    assert list(changed.order_by("pk")) == drafts


@pytest.mark.parametrize("changed", [{"revision": 99}, {"status": "withdrawn"}])
@pytest.mark.parametrize("take", [hold, move_on])
def test_one_that_somebody_has_changed_refuses_them_all(versions, take, changed):
    read = [version.revision for version in versions]
    Version.objects.filter(pk=versions[1].pk).update(**changed)

    with pytest.raises(StaleError):
        take(versions)

    assert [version.revision for version in versions] == read


def test_many_that_are_alike_cost_as_much_as_one(versions, django_assert_num_queries):
    alike = [factories.claim_at("draft", versions[0].claim.place) for _ in range(5)]

    with django_assert_num_queries(2):
        hold(alike)
        move_on(alike)
