"""Which routes has the site, as they are written? The workspace's included."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern


def routes() -> list[str]:
    """Each as `/claims/<code:code>/`."""
    return sorted(set(_below(get_resolver(), "/")))


def _below(resolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        own = str(pattern.pattern)
        if not isinstance(pattern.pattern, RoutePattern):
            own = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", own).strip("^$")
        if isinstance(pattern, URLPattern):
            yield before + own
        else:
            yield from _below(pattern, before + own)
