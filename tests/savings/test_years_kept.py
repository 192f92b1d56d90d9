"""Figures are kept of the years 1990-91 to 2059-60, whatever a site lets people enter."""

import pytest
from django.db import IntegrityError, transaction

from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.models import Figure
from tests.factories import PlaceFactory, draft_of, figure, lead_of


@pytest.mark.parametrize(
    ("year", "is_kept"), [(1989, False), (1990, True), (2031, True), (2059, True), (2060, False)]
)
def test_the_database_keeps_them(year, is_kept):
    draft = draft_of(PlaceFactory(), figures=[])
    one = figure(draft.lead, year=year)
    one.version = draft

    if is_kept:
        one.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.bulk_create([one])

    assert draft.figures.exists() is is_kept


@pytest.mark.parametrize(
    ("amount", "is_doubted"), [("1989", False), ("2040", True), ("2060", False)]
)
def test_an_amount_that_looks_like_one_of_them_is_doubted(amount, is_doubted):
    place = PlaceFactory()
    draft = draft_of(place, figures=[figure(lead_of(place), amount)])

    assert any(one.ground == Ground.YEAR for one in doubts_of(draft)) is is_doubted
