"""How a form of a claim is carried out: once however often it is sent, with the time it took, and conflicts as 409."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import all_visible_to
from savings.models import Version
from totalplace.views import ConflictError

PASSING = ("csrfmiddlewaretoken", "shown")  # These differ however often the same is sent.


def sent_once(view: Callable) -> Callable:
    """A form that has been carried out leads where it led then, whatever has become of the claim since."""

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        before = _led_to_before(request)
        return before or _unless_done_meanwhile(request, lambda: view(request, *args, **kwargs))

    return wrapped


def to_a_script(view: Callable) -> Callable:
    """To the script that shows how far files have got, say where to go on instead of leading there.

    It would go there unseen, and the messages of that page would be gone when the person comes.
    """

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 302 and "X-Progress" in request.headers:
            return HttpResponse(status=204, headers={"X-Go-To": response.headers["Location"]})
        return response

    return wrapped


def carry_out(
    request: SignedInRequest, act: Callable[[], str], *, of: Version | None = None
) -> str:
    """Do `act` of a version, which returns the address to go on to, once for each form that was drawn."""
    try:
        return workflow.once(key_of(request), act, by=request.user)
    except workflow.StaleError:
        raise
    except workflow.ActionError as error:
        raise not_now(error, of.claim.reference if of else "") from error


def not_now(error: workflow.ActionError, code: str) -> ConflictError:
    """What stands in the way, all of it, and the page of the claim with this reference."""
    words = " ".join([str(error), *error.problems])
    if isinstance(error, workflow.DoneBeforeError):
        reading = reverse("savings:review_read", args=[code])
        return ConflictError(
            words, href=reading, heading="You have it already", link="Go on reading"
        )
    return ConflictError(words, href=reverse("savings:claim_detail", args=[code]) if code else "/")


def count_time(request: SignedInRequest, version: Version) -> None:
    """Add the time that the page was on the screen to what the claim has cost its place."""
    shown = request.POST.get("shown", "")
    if shown.isdecimal() and len(shown) < 12:
        workflow.add_time(version, time.time() - int(shown), by=request.user)


def version_for(action: str, request: SignedInRequest, code: str) -> Version:
    """The version of a claim on which this person can do `action` now: the latest such.

    404 where they see no such claim, PermissionDenied where they may never do it, ActionError where not now.
    """
    seen = all_visible_to(request.user).filter(claim__reference=code)
    versions = list(
        seen.select_related("claim__place", "lead", "theme", "review").order_by("-number")
    )
    for version in versions:
        if not workflow.refusal(action, version, request.user):
            return version
    get_object_or_404(seen[:1])
    workflow.check(action, versions[0], request.user)
    raise AssertionError("A refusal was expected.")


def draft_of(request: SignedInRequest, code: str) -> Version:
    """The claim's open draft, for somebody who writes it; else 404, 403, or a conflict in words."""
    try:
        return version_for("edit", request, code)
    except workflow.ActionError:
        words = f"No draft of {code} is open, so there is nothing to change. Revise the claim to open one."
        raise not_now(workflow.ActionError(words), code) from None


def _led_to_before(request: SignedInRequest) -> HttpResponse | None:
    before = workflow.led_to_before(key_of(request), by=request.user)
    return redirect(before) if before else None


def _unless_done_meanwhile(request: SignedInRequest, answer: Callable) -> HttpResponse:
    """The view's answer; but where the same form was sent at the same moment and carried out first, no refusal."""
    try:
        response = answer()
    except ConflictError:
        if before := _led_to_before(request):
            return before
        raise
    return (response.status_code >= 400 and _led_to_before(request)) or response


def key_of(request: HttpRequest) -> UUID:
    """The key of the form, of where it goes and of what is in it.

    Sent again with other answers, as after going back, or to another page, it is another.
    """
    try:
        of_the_form = UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()
    answers = sorted((name, sent) for name, sent in request.POST.lists() if name not in PASSING)
    files = [
        (name, file.name, file.size, getattr(file, "sha256", ""))
        for name, sent in request.FILES.lists()
        for file in sent
    ]
    return uuid5(of_the_form, repr((request.path, answers, files)))
