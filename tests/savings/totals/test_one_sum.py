"""The same question has the same answer at every door, to the penny: board, places, measures, claims and file."""

import os
from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest

from pilots.models import Place
from savings.access import all_visible_to, measured_for
from savings.delivery.abandonment import without_given_up
from savings.delivery.outturn import in_words
from savings.exports.files import FIGURES
from savings.measures.values import values_of
from savings.models.choices import STANDING
from savings.totals.accepted_sums import accepted_of_place
from savings.totals.sums import totals_of
from tests import factories
from tests.savings.exports.test_files import rows_of

from .random_states import step

# More of them, where they are asked for: see tests/endurance/README.md.
STATES, IN_A_ROW = int(os.environ.get("STATES", "25")), 5


def _added(pairs):
    sums = defaultdict(Decimal)
    for key, pounds in pairs:
        sums[key] += pounds or 0
    return {key: pounds for key, pounds in sums.items() if pounds}


def _of_totals(found):
    """By kind, state and year, whatever the verdict."""
    return _added(
        ((total.kind, total.state, str(year.year)), year.gross.pounds)
        for total in found.totals
        for year in total.years
    )


def _whatever_kind(sums):
    """A saving that is real, but no cash saving, stands on the board as what it is: measures keep what was claimed."""
    return _added((key[1:], pounds) for key, pounds in sums.items())


def _of_claims(user):
    """What the claims' own pages state, and expect still."""
    standing = all_visible_to(user).filter(status__in=STANDING).select_related("abandonment")
    return _added(
        ((in_words(figure), str(figure.year)), figure.amount)
        for version in standing.prefetch_related("figures")
        for figure in without_given_up(version.figures.all(), version)
        if figure.line == "saving"
    )


def _of_measures(values):
    return _added(
        (_key(group.label, year.year)[1:], year.shares.claimed)
        for group in values
        for year in group.years
    )


def _key(label, year):
    kind, state, *_prices = label.split(", ")
    return kind, state.capitalize(), str(year)


def _of_file(rows, column):
    return _added(
        ((row["state"].capitalize(), row["financial_year"]), Decimal(row[column]))
        for row in rows
        if row["line"] == "saving" and row[column] and row["counted_in_total"] == "yes"
    )


def _accepted_by(values):
    return _added(
        (_key(group.label, year.year), year.accepted.saving)
        for group in values
        for year in group.years
    )


def _accepted_of_places(user, places):
    return _added(
        (_key(total.label, year), found.saving)
        for place in places
        for total in accepted_of_place(user, place)
        for year, found in total.years
    )


@pytest.mark.parametrize("seed", range(STATES // IN_A_ROW))
def test_every_door_gives_the_same_sums(seed):
    chance, places = Random(seed), [factories.PlaceFactory() for _ in range(3)]
    user = factories.reviewer()
    for _state in range(IN_A_ROW):
        step(chance, places)

        board = _of_totals(totals_of(user))
        by_place = [totals_of(user, Place.objects.filter(pk=place.pk)) for place in places]
        values = values_of(measured_for(user))
        rows = rows_of(FIGURES, user)

        assert board == _added(pair for found in by_place for pair in _of_totals(found).items())
        stated = _whatever_kind(board)
        assert stated == _of_claims(user)
        assert stated == _of_measures(values)
        assert stated == _of_file(rows, "amount_gbp")
        accepted = _accepted_by(values)
        assert accepted == _accepted_of_places(user, places)
        assert _whatever_kind(accepted) == _of_file(rows, "accepted_gbp")
