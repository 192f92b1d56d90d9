"""What does an operator see whose proxy ends TLS, while the site does not know it? Words, and no redirect without end.

The site answers HTTP with a redirect to HTTPS. Where it cannot tell the two apart, that leads back to itself.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

HEADER = "X-Forwarded-Proto"
CLOSED = "The site cannot be opened yet. For whoever runs it: {} See docs/running.md.\n"
NOT_BELIEVED = (
    f"a proxy says in {HEADER} that this page was asked for over HTTPS, and the site has not been told to believe it. "
    "Set BEHIND_TLS_PROXY=1, and TRUSTED_PROXY_COUNT to the number of your proxies, and start the site again."
)
NOT_SAID = (
    f"BEHIND_TLS_PROXY is set, and no {HEADER} came with this page. Have the proxy set it, as deploy/nginx.conf does, "
    "and every server between them pass it on."
)


def no_endless_redirect(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware around the one that redirects; where nothing is redirected, it is not there."""
    if not settings.SECURE_SSL_REDIRECT:
        raise MiddlewareNotUsed
    never_redirected = [re.compile(pattern) for pattern in settings.SECURE_REDIRECT_EXEMPT]

    def middleware(request: HttpRequest) -> HttpResponse:
        why = _why_endless(request)
        if not why or any(each.search(request.path.lstrip("/")) for each in never_redirected):
            return get_response(request)
        return HttpResponse(CLOSED.format(why), content_type="text/plain", status=503)

    return middleware


def _why_endless(request: HttpRequest) -> str:
    said = request.headers.get(HEADER, "")
    if settings.SECURE_PROXY_SSL_HEADER:
        return "" if said else NOT_SAID
    return NOT_BELIEVED if said.strip().lower() == "https" else ""
