"""A share is rounded once, half up, and says neither all nor none of what is not."""

from decimal import Decimal

import pytest

from totalplace.percentages import in_percent

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("number", "places", "words"),
    [
        ("0", 0, "0%"),
        ("0.0001", 0, "under 1%"),
        ("0.49", 0, "under 1%"),
        ("0.5", 0, "1%"),
        ("12.5", 0, "13%"),
        ("99.49", 0, "99%"),
        ("99.5", 0, "over 99%"),
        ("99.9999", 0, "over 99%"),
        ("100", 0, "100%"),
        # More than all is a difference and no share: it has nothing to hide.
        ("100.4", 0, "100%"),
        ("250", 0, "250%"),
        ("0.04", 1, "under 0.1%"),
        ("0.05", 1, "0.1%"),
        ("25.397", 1, "25.4%"),
        ("99.94", 1, "99.9%"),
        ("99.95", 1, "over 99.9%"),
        ("100", 1, "100.0%"),
    ],
)
def test_a_share_never_says_all_or_none_of_what_is_not(number, places, words):
    assert in_percent(Decimal(number), places) == words
