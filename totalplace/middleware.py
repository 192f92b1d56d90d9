"""What happens to every request and every answer, whichever page it is for?

The order they stand in, and why, is in settings.MIDDLEWARE.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect

from . import sign_in, views
from .logs import new_request_id

FORM = "application/x-www-form-urlencoded"
NUL = "\x00"
UTF_8 = ("utf-8", "utf8")
HALF_A_LETTER = re.compile(
    "[\ud800-\udfff]"
)  # A surrogate: no letter, and not to be written as one.
AGAIN = "Check the address, or go back and send the page again. If you pasted text in, paste it as plain text."
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
}
GetResponse = Callable[[HttpRequest], HttpResponse]


class _Named(HttpRequest):
    id: str


def no_body_for_head(get_response: GetResponse) -> GetResponse:
    """Answer HEAD as GET, without the body.

    No server takes it out for us. On a kept connection whoever asked would read it as the beginning of the next answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD":
            _take_body_out(response)
        return response

    return middleware


def request_id(get_response: GetResponse) -> Callable[[_Named], HttpResponse]:
    """Give each request a name of its own. Its lines in the log carry it, its answer, and the page of a fault."""

    def middleware(request: _Named) -> HttpResponse:
        request.id = new_request_id()
        response = get_response(request)
        response.headers["X-Request-ID"] = request.id
        return response

    return middleware


def response_headers(get_response: GetResponse) -> GetResponse:
    """Keep answers out of every cache and every other site; only static files may be kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        is_static = request.path.startswith(settings.STATIC_URL) and response.status_code < 400
        if not is_static:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


class ReadableInput:
    """Refuse with 400 what no person can have typed: NUL characters, and letters that are not UTF-8.

    PostgreSQL cannot store NUL, so a single one in a search box would otherwise be a fault of ours. Nor is a body read
    by another table of letters that its sender names: of those that Python knows some break, and some take minutes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.content_params or {}).get("charset", UTF_8[0]).lower() not in UTF_8:
            raise BadRequest(
                "What you sent is not in UTF-8, which every browser sends. Send it from a browser."
            )
        # Django writes what it cannot decode in a path as %FF; no address of ours has a percent.
        _check_bytes(unquote_to_bytes(request.path_info))
        # A server hands over the query as latin-1, whatever it is.
        _check_bytes(unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1")))
        headers = (text for name, text in request.META.items() if name.startswith("HTTP_"))
        _check_text(*headers, *request.COOKIES.values())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """Look into the body only for pages that exist."""
        try:
            if request.content_type == FORM:
                _check_bytes(unquote_to_bytes(request.body))
            elif request.content_type == "application/json":
                _check_bytes(request.body.replace(rb"\u0000", b"\x00"))
            for name, values in request.POST.lists():
                _check_text(name, *values)
        except UnreadablePostError as error:
            raise BadRequest("What you sent did not arrive whole. Send it again.") from error


class SecondFactorRequired:
    """Send Treasury staff who have no second factor to set one up, before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        open_to_all = not getattr(view, "login_required", True)
        asked = request.resolver_match
        if open_to_all or (asked and asked.url_name in sign_in.SETTING_UP):
            return None
        if not sign_in.lacks_second_factor(request.user):
            return None
        messages.info(request, "Set up a second way to prove who you are before you go on.")
        return redirect("mfa_index")


class RefusalPages:
    """Answer refusals that Django leaves blank with a page that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return views.method_not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, views.ConflictError):
            return views.conflict(
                request,
                str(exception),
                href=exception.href,
                heading=exception.heading,
                link=exception.link,
            )
        return None


def _take_body_out(response: HttpResponse | StreamingHttpResponse) -> None:
    """Leave the headers, with the length where it is known; what is streamed is still closed with the answer."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
        return
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""


def _check_bytes(raw: bytes) -> None:
    try:
        _check_text(raw.decode())
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"The address or the text sent has letters that cannot be read. {AGAIN}"
        ) from error


def _check_text(*texts: str) -> None:
    if any(NUL in text or HALF_A_LETTER.search(text) for text in texts):
        raise BadRequest(
            f"The address or the text sent has a character that cannot be stored. {AGAIN}"
        )
