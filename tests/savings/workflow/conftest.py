"""What the tests of the workflow take from those of evidence: a file as it comes from a browser."""

from tests.savings.evidence.conftest import officer, place, received, root

__all__ = ["officer", "place", "received", "root"]
