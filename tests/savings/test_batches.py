"""Are the rows of many keys read whole, in few queries?"""

from savings import batches
from savings.models import Figure
from tests.factories import PlaceFactory, draft_of


def test_every_row_of_the_keys_is_read_a_batch_at_a_time(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(batches, "KEYS_AT_ONCE", 2)
    drafts = [draft_of(PlaceFactory()) for _ in range(4)]
    wanted = [draft.pk for draft in drafts[:3]]

    with django_assert_num_queries(2):
        figures = list(batches.rows_of(Figure.objects.all(), "version", wanted))

    assert sorted(figure.version_id for figure in figures) == sorted(wanted * 3)


def test_no_keys_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(batches.rows_of(Figure.objects.all(), "version", [])) == []
