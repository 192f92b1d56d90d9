"""How a form of a claim is carried out: once however often it is sent, with the time it took, and conflicts as 409."""

import time
from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from savings import workflow
from savings.access import all_visible_to
from savings.models import Version
from totalplace.views import ConflictError


def sent_once(view: Callable) -> Callable:
    """A form that has been carried out leads where it led then, whatever has become of the claim since."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        before = None
        if request.method == "POST":
            before = workflow.led_to_before(_key(request), by=request.user)
        return redirect(before) if before else view(request, *args, **kwargs)

    return wrapped


def carry_out(request: HttpRequest, act: Callable[[], str]) -> str:
    """Do `act`, which returns the address to go on to, once for each form that was drawn."""
    try:
        return workflow.once(_key(request), act, by=request.user)
    except workflow.StaleError:
        raise
    except workflow.ActionError as error:
        raise ConflictError(" ".join([str(error), *error.problems])) from error


def count_time(request: HttpRequest, version: Version) -> None:
    """Add the time that the page was on the screen to what the claim has cost its place."""
    shown = request.POST.get("shown", "")
    if shown.isdecimal() and len(shown) < 12:
        workflow.add_time(version, time.time() - int(shown), by=request.user)


def version_for(action: str, request: HttpRequest, code: str) -> Version:
    """The version of a claim on which this person can do `action` now: the latest such.

    404 where they see no such claim, PermissionDenied where they may never do it, ActionError where not now.
    """
    seen = all_visible_to(request.user).filter(claim__reference=code)
    versions = list(seen.select_related("claim__place", "lead", "theme").order_by("-number"))
    for version in versions:
        if not workflow.refusal(action, version, request.user):
            return version
    get_object_or_404(seen[:1])
    workflow.check(action, versions[0], request.user)
    raise AssertionError("A refusal was expected.")


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()
