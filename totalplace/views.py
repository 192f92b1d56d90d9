"""What does the site itself answer: refusals in plain words, health, and the statements?"""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.views.decorators.http import require_safe

from . import health
from .govuk.assets import are_collected
from .outages import RETRY_AFTER, Outage, may_be_done, outage
from .sqlite.versions import in_words
from .typed_text import sent, written


class ConflictError(Exception):
    """What the person saw has changed since, or it is not the time for it. Its words are shown, with status 409.

    `href` is where it can be put right, for a person who comes too early or too late: nobody was before them.
    `heading` and `link` are what the page is headed and what leads there, where the usual words do not fit.
    """

    def __init__(self, words: str, *, href: str = "", heading: str = "", link: str = "") -> None:
        super().__init__(words)
        self.href, self.heading, self.link = href, heading, link


def conflict(
    request: HttpRequest, words: str, *, href: str = "", heading: str = "", link: str = ""
) -> HttpResponse:
    """Answer 409: somebody else was faster or, with `href`, it cannot be done as things stand."""
    told = {
        "words": words,
        "href": href,
        "heading": heading or "This cannot be done now",
        "link": link or "See what it says now",
        "written": written(request),
    }
    return render(request, "409.html", told, status=409)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 when too much was sent.

    Drawn without the request: it may have been refused before the session could be read. Only
    words written for the reader are shown; those of a suspected attack are not.
    """
    if away := outage(exception):  # Django takes a session that cannot be stored for a bad request.
        return _unavailable(request, away, exception)
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    words = str(exception) if isinstance(exception, BadRequest) else ""
    return HttpResponse(render_to_string("400.html", {"words": words}), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason given to `PermissionDenied`, if any."""
    told = {"words": str(exception), "written": written(request)}
    return render(request, "403.html", told, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: also for what exists and may not be seen, in the same words.

    A static file needs nothing, so to say that there is none needs nothing either: neither session nor database.
    """
    is_static = request.path.startswith(settings.STATIC_URL)
    page = render_to_string("404.html", request=None if is_static else request)
    return HttpResponse(page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; or 503 where what the site stands on is away. Without the database, which may be what is wrong."""
    fault = sys.exc_info()[1]
    if fault and (away := outage(fault)):
        return _unavailable(request, away, fault)
    return _at_fault(request, fault, HttpResponse(_alone("500.html", request), status=500))


def _unavailable(request: HttpRequest, away: Outage, fault: BaseException) -> HttpResponse:
    told = {
        "words": away.words,
        "is_form": request.method == "POST",
        "may_be_done": may_be_done(fault),
        "written": sent(request),
    }
    page = _alone("503.html", request, told)
    headers = {"Retry-After": str(RETRY_AFTER)}
    return _at_fault(request, fault, HttpResponse(page, status=503, headers=headers))


def _alone(template: str, request: HttpRequest, told: dict | None = None) -> str:
    """A page that asks nobody for anything."""
    return render_to_string(template, {"request_id": getattr(request, "id", ""), **(told or {})})


def _at_fault(
    request: HttpRequest, fault: BaseException | None, response: HttpResponse
) -> HttpResponse:
    """Log the fault, once: Django does not where it met it while it drew the page of a refusal."""
    log_response(response.reason_phrase, response=response, request=request, exception=fault)
    return response


def method_not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 405 in words, with the header that says which methods there are."""
    response.content = render_to_string("405.html", request=request)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token has run out. What was typed is still in the browser."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@login_not_required
@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """The database and the evidence store take what is written, and no migration waits: people may be sent here.

    How it stands with the daily commands is told too, and decides nothing.
    """
    if not are_collected():
        return health.not_ready("the files that pages are made of are not collected")
    if waiting := _migrations_to_apply():
        return health.not_ready(f"{waiting} migrations to apply")
    if stuck := health.not_writable():
        return health.not_ready(f"nothing can be written to {' and '.join(stuck)}")
    try:
        words = f"ready: {database_in_use()}\n{health.daily_runs()}"
    except DatabaseError:
        return health.not_ready("no database")
    return HttpResponse(words, content_type="text/plain")


def _migrations_to_apply() -> int:
    """How many; none where the database does not answer, which is found by writing to it."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return 0


def database_in_use() -> str:
    """Its kind, and SQLite's version, which decides whether it is a sound one: no check of another process can tell.

    A PostgreSQL server tells its version to those who may ask it. Strangers need not know.
    """
    if connection.vendor != "sqlite":
        return connection.display_name
    return f"{connection.display_name} {in_words(connection.get_database_version())}"


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everybody."""
    return render(request, "statements/accessibility.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Which cookies are set, and why no consent is asked for."""
    return render(request, "statements/cookies.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people who sign in."""
    return render(request, "statements/privacy.html")
