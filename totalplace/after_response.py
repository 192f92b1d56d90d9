"""What is still to be done once the answer has gone out, so that nobody waits for it, or learns from the wait?

A view says it with `after_response(request, act)`. Servers close an answer when they have sent it; then it is done.
What goes wrong there is logged, and changes nothing about the answer.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

Act = Callable[[], object]

# Some servers, waitress among them, hold back an answer without a body until it has been closed.
SOME_BODY = b"Go on.\n"


class _WithActs(HttpRequest):
    """A request that the middleware below has seen."""

    acts_after_response: list[Act]


def after_response(request: HttpRequest, act: Act) -> None:
    """Have `act` called, without anything, when the answer to `request` has been sent."""
    cast(_WithActs, request).acts_after_response.append(act)


def act_after_response(get_response: Callable) -> Callable:
    """Middleware: inside the one that writes Content-Length, for the body may change."""

    def middleware(request: _WithActs) -> HttpResponse:
        request.acts_after_response = []
        response = get_response(request)
        if request.acts_after_response:
            if not response.streaming and not response.content:
                response.content = SOME_BODY
            response._resource_closers.append(partial(_act, request.acts_after_response))
        return response

    return middleware


def _act(acts: list[Act]) -> None:
    for act in acts:
        try:
            act()
        except Exception:
            log.exception("What was to be done after the answer was not done.")
