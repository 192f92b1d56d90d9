"""How does a test submit claims that are alike, and find which are?"""

from savings.doubts.shown_overlaps import overlaps_of
from tests.factories import (
    claim_at,
    figures_of,
    lead_of,
    reviewer,
)


def submitted(place, amount="100.00", *, year=2010, body=None, kind="cashable", **content):
    figures = figures_of(body or lead_of(place), amount, year=year, kind_of_gain=kind)
    return claim_at("submitted", place, figures=figures, **content)


def found_alike(version, user=None):
    """Reference → what is alike, in the order shown."""
    shown = overlaps_of(version, user or reviewer()).shown
    return {overlap.version.claim.reference: overlap.alike for overlap in shown}
