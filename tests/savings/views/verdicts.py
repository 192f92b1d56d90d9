"""What a reviewer sends from the reading page."""

from uuid import uuid4

from savings.claims.digests import version_digest
from savings.models.choices import REVIEW_TESTS


def address(version, query=""):
    return f"/review/{version.claim.reference}/{query}"


def filled(version, verdict="supported_forecast", *, tests=None, state="forecast", **boxes):
    """The form as it is sent: all tests met but for `tests`, one verdict, and other boxes by their names."""
    results = dict.fromkeys(REVIEW_TESTS, "met") | (tests or {})
    return {
        "once": str(uuid4()),
        "seen": version_digest(version),
        **{f"test_{number}": result for number, result in results.items()},
        f"verdict_{state}": verdict,
    } | boxes
