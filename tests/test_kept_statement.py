"""A statement that is kept gives what Django would give, for whichever keys it is run with."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Sum

from pilots.models import Place
from savings.models import Figure
from tests import factories
from totalplace.kept_statement import KeptStatement, blank


@pytest.fixture
def figures():
    body = factories.OrganisationFactory()
    made = [factories.figure(body, year=year) for year in (2010, 2011)]
    version = factories.claim_at("draft", figures=made)
    return version.figures.order_by("pk")


def test_rows_and_what_is_selected_with_them_come_as_django_gives_them(figures):
    wanted = Figure.objects.select_related("version__claim").order_by("pk")
    statement = KeptStatement(wanted.filter(version=blank(0)))

    found = statement.run({0: figures[0].version_id})

    assert found == list(figures)
    assert [one.amount for one in found] == [one.amount for one in figures]
    assert [one.year for one in found] == [one.year for one in figures]
    assert found[0].version.claim.reference.startswith(figures[0].version.claim.place.code)


def test_values_come_as_django_gives_them(figures):
    sums = Figure.objects.filter(version=blank(7)).values("year").annotate(sum=Sum("amount"))
    lists = Figure.objects.filter(version=blank(7)).values_list("year", "amount")
    own = Figure.objects.filter(version=figures[0].version_id)

    for of_blank, same in (
        (sums.order_by("year"), own.values("year").annotate(sum=Sum("amount")).order_by("year")),
        (lists.order_by("pk"), own.values_list("year", "amount").order_by("pk")),
    ):
        assert KeptStatement(of_blank).run({7: figures[0].version_id}) == list(same) != []


def test_each_run_has_keys_of_its_own_and_sees_what_is_stored_by_then():
    statement = KeptStatement(Place.objects.filter(pk__in=[blank(0), blank(1)]).order_by("pk"))
    first = factories.PlaceFactory()
    assert statement.run({0: first.pk, 1: 0}) == [first]

    second = factories.PlaceFactory()

    assert statement.run({0: first.pk, 1: second.pk}) == [first, second]
    assert statement.run({0: second.pk, 1: second.pk}) == [second]
    with pytest.raises(KeyError):
        statement.run({0: first.pk})


def test_what_can_have_no_row_has_none_and_asks_nothing(django_assert_num_queries):
    statement = KeptStatement(Place.objects.filter(pk=blank(0), pk__in=[]))

    with django_assert_num_queries(0):
        assert statement.run({0: 1}) == []


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_by_its_own_connection():
    statement, place = KeptStatement(Place.objects.filter(pk=blank(0))), factories.PlaceFactory()
    found = []

    def ask():
        found.extend(statement.run({0: place.pk}))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [place]
