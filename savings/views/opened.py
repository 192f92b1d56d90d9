"""Has a person opened a claim? Then what they were told of it before is new to them no longer."""

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.models import Claim

# By these a browser says that it fetches a page which nobody has asked to see yet.
FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")


def opened(request: SignedInRequest, claim: Claim) -> None:
    """Mark the notices of `claim` as read; not where a browser fetches the page unasked, which must lose nobody any."""
    if request.method == "GET" and not _is_fetched_ahead(request):
        request.has_read_all = not workflow.mark_opened(request.user, claim.pk)


def _is_fetched_ahead(request: SignedInRequest) -> bool:
    return any("prefetch" in request.headers.get(name, "").lower() for name in FETCHED_AHEAD)
